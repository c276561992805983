#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# A shop's export becomes a checked ledger: 1 GB of CSV by default, with a tenth of the rows in
# quotes, without quotes, and in GBK. DuckDB reads no GBK (its reader knows UTF-8, UTF-16 and
# Latin-1), so iconv makes UTF-8 of the file first, which is faster than a pipe between them:
# several threads can read a file. Miller, which checks nothing, is given a tenth of the rows, and
# once, for of all it would take a quarter of an hour.
. "$(dirname "$0")/shared.sh"

run_import() {
  measure import crm-import --quiet -j "$jobs" --kind transactions -m order_id=InvoiceNo \
    -m date=InvoiceDate -m customer_id=CustomerID -m product_id=StockCode -m product=Description \
    -m category=Category -m channel=Channel -m quantity=Quantity -m price=UnitPrice \
    -s 'amount=Quantity*UnitPrice' -o "$scratch/import.tsv" "$export"
}

run_copy() {
  run_sql copy import.sql input="$export" output="$scratch/copy.tsv"
}

run_iconv_copy() {
  # shellcheck disable=SC2016 # they are the arguments of that shell
  measure iconv_copy bash -euc '
    iconv -f GBK -t UTF-8 "$1" >"$2"
    "$3" scripts/bench/run-sql.py scripts/bench/import.sql "$4" input="$2" output="$5"
  ' bash "$export" "$scratch/utf-8.csv" "$python" "$jobs" "$scratch/copy.tsv"
}

run_miller() {
  # shellcheck disable=SC2016 # they are columns
  measure miller env GOMAXPROCS="$jobs" mlr --icsv --otsv put -q '
    emit1 {"customer_id": $CustomerID, "order_id": $InvoiceNo, "date": $InvoiceDate[1:10],
      "product_id": $StockCode, "product": $Description, "category": $Category,
      "channel": $Channel, "quantity": $Quantity, "price": $UnitPrice,
      "amount": fmtnum($Quantity * $UnitPrice, "%.2f")}' "$export" >"$scratch/miller.tsv"
}

# As it comes from crm-sample, and then with the quotes that are wanted.
make_export() {
  local raw=$work/export-$count.csv

  [ ! -e "$export" ] || return 0
  echo "making $export"
  [ -e "$raw" ] || crm-sample --format csv --rows "$count" --seed 1 -o "$raw"
  case $1 in
    quoted) mawk -v every=10 -f scripts/bench/quotes.awk "$raw" ;;
    plain) mawk -v every=0 -f scripts/bench/quotes.awk "$raw" ;;
    gbk) mawk -v every=10 -f scripts/bench/quotes.awk "$raw" | iconv -f UTF-8 -t GBK ;;
  esac >"$export.part"
  mv "$export.part" "$export"
}

name_export() {
  table_rows=$(($(wc -l <"$export") - 1))
  table_bytes=$(wc -c <"$export")
  title 'CSV %s to TSV, %d rows, %d MB, %d threads' "$1" "$table_rows" \
    $((table_bytes / 1000000)) "$jobs"
  rm -f "$scratch"/times-*
}

# question NAME DUCKDB LABEL
question() {
  local other=$duckdb

  export=$work/export-$count-$1.csv
  make_export "$1"
  cat "$export" >/dev/null
  name_export "$3"
  run_import
  "run_$2"
  agree crm-import duckdb "$scratch/import.tsv" "$scratch/copy.tsv"
  rm "$scratch"/times-*
  in_turns import "$2"
  [ "$2" != iconv_copy ] || other="iconv, $duckdb"
  table crm-import import "$other" "$2"
}

# A tenth of the rows: beside Miller; and ten times the rows take no more memory.
question_part() {
  local whole whole_bytes=$table_bytes

  whole=$(peak import)
  head -n $((table_rows / 10)) "$export" >"$scratch/part.csv"
  export=$scratch/part.csv
  name_export "$1"
  run_import
  run_miller
  agree crm-import miller "$scratch/import.tsv" "$scratch/miller.tsv"
  rm "$scratch/miller.tsv"
  table crm-import import "$(mlr --version)" miller
  printf '  memory of crm-import: %d MB for %d MB, %d MB for %d MB\n' "$(peak import)" \
    $((table_bytes / 1000000)) "$whole" $((whole_bytes / 1000000))
}

wants_duckdb
count=$((rows * 2 / 3))
question quoted copy 'with quotes in a tenth of the rows'
question_part 'with quotes in a tenth of the rows'
echo
question plain copy 'without quotes'
echo
question gbk iconv_copy 'in GBK, with quotes in a tenth of the rows'
