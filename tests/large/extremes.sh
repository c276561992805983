#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# What nobody has, but somebody will: a field of 1 GB, a million columns, ten million different values
# in one column, through every tool. Each run is done, or ends with exit 1 and one line that says
# why; never by a signal, and never with more than 12 GB of memory.
#
# It takes 4 GB of disk in TMPDIR, and a quarter of an hour: make limits, not make check.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failures=0
count=0
megabytes=${MEGABYTES:-1024}
columns=${COLUMNS_MADE:-1000000}
values=${VALUES:-10000000}

# try COMMAND …: run it, tell what it took, and judge how it ended.
try() {
  local status=0 what="$*"

  count=$((count + 1))
  (ulimit -v 12000000 && exec "$@") >out 2>err || status=$?
  printf '%s  %9d KB out  %s\n' "$status" $(($(stat -c %s out) / 1024)) "$what"
  [ "$status" -le 1 ] && [ "$(wc -l <err)" -eq "$status" ] && return
  failures=$((failures + 1))
  echo "FAILED: exit $status: $(head -n 3 err)"
}

# The same, and it must be done.
must() {
  local before=$failures

  try "$@"
  [ "$failures" -eq "$before" ] || return 0
  [ ! -s err ] || { failures=$((failures + 1)) && cat err; }
}

# ---- a field of 1 GB ----------------------------------------------------------------------------

{
  printf 'customer_id\tdate\tamount\ttext\nC1\t2026-01-01\t5\t'
  head -c $((megabytes << 20)) /dev/zero | tr '\0' x
  printf '\nC2\t2026-01-02\t6\ty\n'
} >field.tsv
must crm-import -q -j2 field.tsv
tr '\t' ',' <field.tsv >field.csv
must crm-import -q -j2 field.csv
must crm-profile -q -j2 --id text field.tsv
must crm-segment -q -j2 --abc field.tsv
must crm-score -q -j2 --value field.tsv
must crm-churn -q -j2 --label --churned amount=5 field.tsv
try crm-churn -q -j2 --predict --target amount=5 field.tsv
must crm-report -q -j2 field.tsv
must crm-log -q --from field.tsv new.tsv
rm -f field.* new.tsv out

# ---- a million columns --------------------------------------------------------------------------

awk -v n="$columns" 'BEGIN {
  for (row = 0; row < 4; row++)
    for (i = 1; i <= n; i++)
      printf "%s%s", row == 0 ? "c" i : i == 2 ? "2026-01-0" row : i * row, i < n ? "\t" : "\n"
}' >wide.tsv
must crm-import -q -j2 wide.tsv
must crm-import -q -j2 -k transactions -m customer_id=c1 -m date=c2 -m amount=c3 wide.tsv
sed '1s/c2\t/e2\t/; 1s/c5\t/e5\t/' wide.tsv >other.tsv
must crm-import -q -j2 --union wide.tsv other.tsv
must crm-profile -q -j2 --id c1 --date c2 --amount c3 wide.tsv
must crm-segment -q -j2 --abc --amount c3 wide.tsv
must crm-churn -q -j2 --label --churned c3=5 wide.tsv
must crm-report -q -j2 --id c1 --amount c3 wide.tsv
must crm-log -q --from wide.tsv new.tsv
rm -f wide.tsv other.tsv new.tsv out

# ---- ten million different values ---------------------------------------------------------------

seq "$values" | awk -v OFS='\t' '
  BEGIN { print "customer_id", "date", "amount", "recency", "frequency", "tenure", "churned", "c" }
  { print "C" $1, "2025-0" 1 + $1 % 9 "-01", $1 % 1000, $1 % 400, $1 % 9, 500, $1 * 7919 % 31 < 11, "v" $1 }
' >many.tsv
must crm-profile -q -j2 --id c many.tsv
must crm-segment -q -j2 --abc --rfm --pyramid many.tsv
must crm-report -q -j2 -k profiles --by c many.tsv
must crm-churn -q -j2 --retention many.tsv
try crm-churn -q -j2 --survival --groups --by c many.tsv
try crm-churn -q -j2 --survival --cox c many.tsv
try crm-churn -q -j2 --survival --cox recency --strata c many.tsv
try crm-churn -q -j2 --predict --learner logistic --target churned=1 --features c many.tsv
try crm-score -q -j2 --target churned=1 --features c --folds 0 many.tsv

echo "$count extremes, $failures failures"
[ $failures -eq 0 ]
