#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The whole main job: the UCI Online Retail export (half a million rows) becomes a page for a
# manager, by five tools in a pipe; beside it, a script that does as much of it as a screen of SQL
# in DuckDB and Python can: customers, ABC and RFM, and a page with the figures, but no lifetime
# value and no charts. Skipped where the data are not at hand: they are no part of the project.
. "$(dirname "$0")/shared.sh"

data=$(realpath -m "${CRM_DATA:-../shared/data}/online-retail/online-retail-by-day.tar.gz")
export_file=$work/online-retail.csv

run_tools() {
  # shellcheck disable=SC2016 # they are the arguments of that shell
  measure tools bash -euo pipefail -c '
    crm-import --quiet -k transactions -m customer_id=CustomerID -m order_id=InvoiceNo \
      -m date=InvoiceDate -s "amount=Quantity*UnitPrice" --rejects "$2/rejects.tsv" "$1" |
      crm-profile --quiet |
      crm-segment --quiet --abc --rfm |
      crm-score --quiet --clv |
      tee "$2/customers.tsv" |
      crm-report --quiet -o "$2/page.html"
  ' bash "$export_file" "$scratch"
}

run_script() {
  measure script "$python" scripts/bench/shop-duckdb.py "$export_file" \
    "$scratch/other.tsv" "$scratch/other.html"
}

title 'the whole main job: Online Retail to a page'
if [ ! -r "$data" ]; then
  echo '  there is no ../shared/data/online-retail: skipped'
  exit 0
fi
if [ ! -e "$export_file" ]; then
  tar xOzf "$data" | awk 'NR == 1 || !/^InvoiceNo,/' >"$export_file.part"
  mv "$export_file.part" "$export_file"
fi
read_ledger "$export_file"
run_tools
others=()
if [ -n "$duckdb" ]; then
  run_script
  cut -f 1,2,9,20 "$scratch/customers.tsv" >"$scratch/part.tsv"
  agree 'five tools' "$duckdb and Python" "$scratch/part.tsv" "$scratch/other.tsv"
  others=(script)
fi
rm "$scratch"/times-*
in_turns tools ${others[@]+"${others[@]}"}
table 'five tools' tools "$duckdb and Python" script
