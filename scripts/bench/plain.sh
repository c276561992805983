#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Four plain figures of each customer, beside DuckDB, ClickHouse, mawk, and what reading costs. Days are those
# of any row, which is what min and max say, and orders are counted by their ids.
. "$(dirname "$0")/shared.sh"

run_plain() {
  measure plain crm-profile -j "$jobs" --purchase-day any \
    --only orders,first_date,last_date,amount -o "$scratch/plain.tsv" "$ledger"
}

run_duckdb() {
  run_sql duckdb plain.sql input="$ledger" output="$scratch/duckdb.tsv" "others:=$duckdb_others"
}

run_chdb() {
  measure chdb "$python" scripts/bench/run-chdb.py scripts/bench/plain-chdb.sql "$jobs" \
    input="$(realpath "$ledger")" output="$(realpath -m "$scratch/chdb.tsv")" \
    "others:=$chdb_others"
}

run_mawk() {
  measure mawk mawk -f scripts/bench/profile.awk "$ledger" >"$scratch/mawk"
}

run_wc() {
  measure wc wc -l "$ledger" >"$scratch/wc"
}

# ask TITLE: of $ledger, whose columns between date and amount are $duckdb_others.
ask() {
  local others=(duckdb)

  read_ledger "$ledger"
  title "$1" "$table_rows" $((table_bytes / 1000000)) "$customers" "$jobs"
  run_plain
  run_duckdb
  agree crm-profile duckdb "$scratch/plain.tsv" "$scratch/duckdb.tsv"
  if has_module chdb; then
    run_chdb
    agree crm-profile chdb "$scratch/plain.tsv" "$scratch/chdb.tsv"
    others+=(chdb)
  fi
  run_mawk
  {
    printf 'customer_id\torders\tfirst_date\tlast_date\tamount\n'
    sort "$scratch/mawk" | cut -f 1-5
  } >"$scratch/mawk.tsv"
  agree crm-profile mawk "$scratch/plain.tsv" "$scratch/mawk.tsv"
  rm "$scratch"/times-*
  in_turns plain "${others[@]}" wc
  runs=1 in_turns mawk # it takes more than a minute
  table crm-profile plain "$duckdb" duckdb 'ClickHouse (chdb)' chdb mawk mawk 'wc -l' wc
  rm "$scratch"/times-*
}

wants_duckdb
make_ledger
duckdb_others='' chdb_others=''
ask 'four plain figures of %d rows, %d MB, %d customers, %d threads'

make_wide_ledger
ledger=$wide
for name in product_id product category channel quantity price; do
  duckdb_others+="'$name': 'VARCHAR', "
  chdb_others+="$name String, "
done
ask 'the same with six columns more: %d rows, %d MB, %d customers, %d threads'
