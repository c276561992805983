#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Customer profiles of a hundred customers, and of as many as there are rows, in mixed order: beside
# DuckDB.
. "$(dirname "$0")/shared.sh"

run_profile() {
  measure profile crm-profile -j "$jobs" -o "$scratch/profile.tsv" "$ledger"
}

run_duckdb() {
  run_sql duckdb profile.sql input="$ledger" output="$scratch/duckdb.tsv"
}

spread() {
  spread_ledger "$@"
  read_ledger "$ledger"
  title 'customer profiles of %d rows, %d MB, %d customers' "$table_rows" \
    $((table_bytes / 1000000)) "$(($(cut -f 1 "$ledger" | uniq | sort -u | wc -l) - 1))"
  rm -f "$scratch"/times-*
  run_profile
  run_duckdb
  agree crm-profile duckdb "$scratch/profile.tsv" "$scratch/duckdb.tsv" loose=gap_mean,gap_sd \
    unit=0.0001
  rm "$scratch"/times-*
  in_turns profile duckdb
  table crm-profile profile "$duckdb" duckdb
}

wants_duckdb
# shellcheck disable=SC2016 # they are columns
{
  spread few '"C" (100 + substr($1, 2) % 100)'
  spread each 'sprintf("C%09d", (NR * 7919) % 100000007)'
}
