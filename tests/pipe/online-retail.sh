#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The main job on real data: the UCI Online Retail export becomes a report. The figures are those
# that are published for the data, or were counted from it by other means. Skipped where the data
# are not at hand: they are no part of the project.
set -euo pipefail

data=$(realpath -m "${CRM_DATA:-../shared/data}/online-retail/online-retail-by-day.tar.gz")
if [ ! -r "$data" ]; then
  echo "skipped: there is no ../shared/data/online-retail"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
tar xOzf "$data" | awk 'NR == 1 || !/^InvoiceNo,/' > online-retail.csv
faults=0

# same WHAT FOUND EXPECTED
same() {
  if [ "$2" != "$3" ]; then
    printf '%s: found %s, expected %s\n' "$1" "$2" "$3"
    faults=$((faults + 1))
  fi
}

same_bytes() {
  cmp "$1" "$2" || faults=$((faults + 1))
}

# sum COLUMN FILE: exactly, in thousandths, which is as fine as the data are
sum() {
  awk -F '\t' -v name="$1" '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) column = i; next }
    {
      split($column, part, ".")
      fraction = substr(part[2] "000", 1, 3) + 0
      total += part[1] ~ /^-/ ? part[1] * 1000 - fraction : part[1] * 1000 + fraction
    }
    END { printf "%.3f\n", total / 1000 }' "$2"
}

import() {
  crm-import "$@" -k transactions -m customer_id=CustomerID -m order_id=InvoiceNo \
    -m date=InvoiceDate -s 'amount=Quantity*UnitPrice'
}

import --rejects rejects.tsv online-retail.csv 2> notes |
  tee ledger.tsv |
  crm-profile |
  crm-segment --abc --rfm --pyramid --lifecycle |
  tee customers.tsv |
  crm-report -o report.html
crm-report customers.tsv > report.txt

same 'the summary' "$(grep 'rows read' notes)" \
  'crm-import: 541,909 rows read = 406,829 written + 135,080 rejected + 0 filtered'
same 'rows in the ledger' "$(tail -n +2 ledger.tsv | wc -l)" 406829
same 'rows in the rejects' "$(tail -n +2 rejects.tsv | wc -l)" 135080
same 'reasons for rejects' "$(tail -n +2 rejects.tsv | cut -f 4,5 | sort -u)" \
  $'customer_id\tmissing'
same 'amount in the ledger' "$(sum amount ledger.tsv)" 8300065.814
same 'customers' "$(tail -n +2 customers.tsv | wc -l)" 4372
same 'orders' "$(sum orders customers.tsv)" 22190.000
same 'amount in the profiles' "$(sum amount customers.tsv)" 8300065.814
for page in report.html report.txt; do
  for figure in 8300065.814 4,372 22,190; do
    if ! grep -q -F "$figure" "$page"; then
      printf '%s does not say %s\n' "$page" "$figure"
      faults=$((faults + 1))
    fi
  done
done

# A rejected record stands in the rejects as it stood in the file.
while IFS=$'\t' read -r line record; do
  same "the record of line $line" "$record" "$(sed -n "${line}p" online-retail.csv)"
done < <(awk -F '\t' 'NR % 27000 == 2 { print $2 "\t" $7 }' rejects.tsv)

# One file or 305 of them, from a file, a pipe or packed, on one thread or several: the same bytes.
import -q -j 3 --rejects piped-rejects.tsv < online-retail.csv > piped.tsv
same_bytes ledger.tsv piped.tsv
same_bytes <(cut -f 2- rejects.tsv) <(cut -f 2- piped-rejects.tsv)
tar xzf "$data"
import -q --rejects /dev/null by-day/*.csv > daily.tsv
same_bytes ledger.tsv daily.tsv
gzip -1 online-retail.csv
import -q -j 1 --rejects /dev/null online-retail.csv.gz > packed.tsv
same_bytes ledger.tsv packed.tsv

# The report of the same customers in another order is the same.
{
  head -n 1 customers.tsv
  tail -n +2 customers.tsv | sort -t $'\t' -k 9,9
} > shuffled.tsv
crm-report -o again.html shuffled.tsv
crm-report shuffled.tsv > again.txt
same_bytes report.html again.html
same_bytes report.txt again.txt

[ "$faults" -eq 0 ] || exit 1
echo "541,909 rows, 4,372 customers, 22,190 orders, 8300065.814"
