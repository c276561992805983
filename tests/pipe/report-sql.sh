#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Every number on the page is the one that SQL makes of the same streams: crm-report's figures beside
# those of report/figures.sql, calculated by SQLite. A figure without a counterpart on either side is
# a fault. Skipped where there is no sqlite3.
set -euo pipefail

here=$(realpath "$(dirname "$0")")
command -v sqlite3 >/dev/null || {
  echo "skipped: there is no sqlite3"
  exit 0
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

crm-sample --customers "${CUSTOMERS:-1500}" --seed "${SEED:-7}" >ledger.tsv
awk -F '\t' 'NR == 1 || $3 <= "2025-09-30"' ledger.tsv | crm-profile |
  crm-segment --abc --rfm --pyramid --lifecycle >before.tsv
crm-profile ledger.tsv | crm-segment --abc --rfm --pyramid --lifecycle |
  "$here/report/score.sh" >customers.tsv

# Amounts, shares and means are rounded to six digits behind the point, all else is exact.
crm-report -t tsv --compare before.tsv customers.tsv ledger.tsv |
  awk -F '\t' -v OFS='\t' 'NR > 1 { print $2, $3, $4, $5 }' >figures.tsv
sqlite3 :memory: -cmd '.mode tabs' -cmd '.import customers.tsv customers' \
  -cmd '.import before.tsv before' -cmd '.import ledger.tsv ledger' \
  <"$here/report/figures.sql" >expected.tsv

awk -F '\t' '
  NR == FNR { expected[$1 "\t" $2 "\t" $3] = $4; next }
  {
    key = $1 "\t" $2 "\t" $3
    count++
    charts[$1]
    if (!(key in expected)) {
      wrong("nobody else knows of this figure")
    } else if ($4 != expected[key]) {
      difference = $4 - expected[key]
      size = expected[key] < 0 ? -expected[key] : expected[key]
      if (difference < 0) difference = -difference
      if ($4 !~ /^-?[0-9.]+$/ || difference > 1e-6 + size * 1e-12)
        wrong("SQL has " expected[key])
    }
    delete expected[key]
  }
  function wrong(text) {
    if (++faults <= 20)
      print $1 ", " $2 ", " $3 ": " $4 "; " text
  }
  END {
    for (key in expected)
      if (++faults <= 20)
        print "missing: " key "\t" expected[key]
    for (chart in charts)
      number++
    if (faults) {
      print faults " of " count " figures"
      exit 1
    }
    print count " figures in " number " charts and tables are those of SQLite"
  }' expected.tsv figures.tsv
