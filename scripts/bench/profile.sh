#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Customer profiles of a ledger, beside DuckDB, a part of them in mawk, and what reading costs.
. "$(dirname "$0")/shared.sh"

run_profile() {
  measure profile crm-profile -j "$jobs" -o "$scratch/profile.tsv" "$ledger"
}

run_duckdb() {
  run_sql duckdb profile.sql input="$ledger" output="$scratch/duckdb.tsv"
}

run_polars() {
  measure polars env POLARS_MAX_THREADS="$jobs" "$python" scripts/bench/profile-polars.py \
    "$ledger" "$scratch/polars.tsv"
}

run_mawk() {
  # Sorted like the others; the sort is not measured, and costs next to nothing.
  measure mawk mawk -f scripts/bench/profile.awk "$ledger" >"$scratch/mawk"
}

run_wc() {
  measure wc wc -l "$ledger" >"$scratch/wc"
}

wants_duckdb
make_ledger
read_ledger "$ledger"
title 'customer profiles of %d rows, %d MB, %d customers, %d threads' "$table_rows" \
  $((table_bytes / 1000000)) "$customers" "$jobs"
run_profile
run_duckdb
agree crm-profile duckdb "$scratch/profile.tsv" "$scratch/duckdb.tsv" loose=gap_mean,gap_sd \
  unit=0.0001
others=(duckdb)
if has_module polars; then
  run_polars
  agree crm-profile polars "$scratch/profile.tsv" "$scratch/polars.tsv" \
    loose=gap_mean,gap_sd,amount_mean,repeat_amount_mean unit=0.0001
  others+=(polars)
fi

# The columns that mawk has too, but for first and last, which are of purchase days elsewhere.
run_mawk
{
  printf 'customer_id\torders\tamount\tamount_mean\treturns\treturned_amount\n'
  sort "$scratch/mawk" | cut -f 1,2,5-8
} >"$scratch/mawk.tsv"
cut -f 1,2,9,10,12,13 "$scratch/profile.tsv" >"$scratch/part.tsv"
agree crm-profile 'mawk, 6 columns' "$scratch/part.tsv" "$scratch/mawk.tsv" loose=amount_mean \
  unit=0.000001

rm "$scratch"/times-*
in_turns profile "${others[@]}" mawk wc
table crm-profile profile "$duckdb" duckdb polars polars 'mawk (a part)' mawk 'wc -l' wc
