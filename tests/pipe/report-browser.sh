#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The page in a real browser: see report/browser.py for what it must keep to. Skipped where there is
# no chromium. Pictures of what was looked at are kept in build/report, for a person.
set -euo pipefail

here=$(realpath "$(dirname "$0")")
kept=$here/../../build/report
chromium=$(command -v chromium || command -v chromium-browser) || {
  echo "skipped: there is no chromium"
  exit 0
}
command -v python3 >/dev/null || {
  echo "skipped: there is no python3"
  exit 0
}
"$here/../../scripts/page-script.sh" --check

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

model() {
  printf 'section\tname\tvalue\tse\nmodel\tkind\tlogistic\t\nquality\tauc\t0.8471\t0.01\n'
  awk 'BEGIN {
    for (i = 1; i <= 10; i++) {
      printf "calibration\t%.1f-%.1f\trows=90 predicted=%.4f observed=%.4f\t\n", (i - 1) / 10, i / 10,
        i * 0.09, i * 0.09 + (i % 3 - 1) * 0.02
      printf "lift\tdecile_%d\tfrom=%.4f lift=%.3f gain=%.4f\t\n", i, 1 - i / 10, 3.2 - i * 0.29, i / 10
    }
  }'
}

# Names that break what can be broken.
hostile() {
  head -n 30 scored.tsv | awk -F '\t' -v OFS='\t' '
    BEGIN {
      while (length(long) < 10000) long = long "long name "
      name[1] = "<script>alert(1)</script>"
      name[2] = "=HYPERLINK(\"http://example.com\",\"click\")"
      name[3] = long
      name[4] = "مرحبا بالعالم"
      name[5] = "👩‍👩‍👧‍👦 🎉 emoji"
      name[6] = "\"><img src=x onerror=alert(1)>"
      name[7] = "‮reversed"
    }
    NR == 1 { print "name", "town", $0; next }
    { print name[NR % 8], name[(NR + 3) % 8], $0 }'
}

crm-sample --customers 2000 --seed 1 >ledger.tsv
awk -F '\t' 'NR == 1 || $3 <= "2025-09-30"' ledger.tsv | crm-profile |
  crm-segment --abc --rfm --pyramid --lifecycle >before.tsv
crm-profile ledger.tsv | crm-segment --abc --rfm --pyramid --lifecycle >customers.tsv
"$here/report/score.sh" <customers.tsv >scored.tsv
model >model.tsv
hostile >hostile.tsv

pages=(demo.html all.html chinese.html hostile.html ledger.html)
crm-report --currency ¥ -o demo.html customers.tsv ledger.tsv
crm-report --currency ¥ --explain --compare before.tsv -o all.html scored.tsv ledger.tsv model.tsv
crm-report --currency ¥ --lang zh --compare before.tsv -o chinese.html scored.tsv ledger.tsv
crm-report --by town --by name --title '</title><script>alert(1)</script>' -o hostile.html hostile.tsv
crm-report -o ledger.html ledger.tsv
crm-report --card C0001099 -o card.html scored.tsv ledger.tsv && pages+=(card.html)

data=$(realpath -m "${CRM_DATA:-$here/../../../shared/data}/online-retail/online-retail-by-day.tar.gz")
if [ -r "$data" ]; then
  tar xOzf "$data" | awk 'NR == 1 || !/^InvoiceNo,/' >online-retail.csv
  crm-import -q --rejects /dev/null -k transactions -m customer_id=CustomerID -m order_id=InvoiceNo \
    -m date=InvoiceDate -s 'amount=Quantity*UnitPrice' online-retail.csv >retail.tsv
  crm-profile retail.tsv | crm-segment --abc --rfm --pyramid --lifecycle |
    crm-report --currency £ -o online-retail.html - retail.tsv
  pages+=(online-retail.html)
fi

for page in "${pages[@]}"; do
  [ "$(wc -c <"$page")" -lt 1000000 ] || {
    echo "$page has $(wc -c <"$page") bytes; a page has less than 1,000,000"
    exit 1
  }
done
python3 "$here/report/browser.py" "$chromium" "$kept" "${pages[@]}"
