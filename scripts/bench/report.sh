#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The page of a million customers, from profiles with their segments to HTML, beside DuckDB reading
# the same file for the same sums, without drawing anything.
. "$(dirname "$0")/shared.sh"

profiles=$work/report-$customers.tsv

make_profiles() {
  [ ! -e "$profiles" ] || return 0
  make_ledger
  echo "making $profiles"
  crm-profile -q "$ledger" | crm-segment -q --abc --rfm --pyramid --lifecycle >"$profiles.part"
  mv "$profiles.part" "$profiles"
}

run_report() {
  measure report crm-report -j "$jobs" -o "$scratch/report.html" "$profiles"
}

run_duckdb() {
  run_sql duckdb report.sql input="$profiles" output="$scratch/duckdb.tsv"
}

# Each figure of DuckDB is one of the report's.
compare_figures() {
  run_duckdb
  crm-report -j "$jobs" -t tsv "$profiles" >"$scratch/figures.tsv"
  printf '  crm-report and duckdb: '
  mawk -F '\t' '
    NR == FNR { ours[$2 "\t" $3 "\t" $4] = $5; next }
    FNR > 1 {
      key = $1 "\t" $2 "\t" $3
      count++
      difference = ours[key] - $4
      size = $4 < 0 ? -$4 : $4
      if (!(key in ours) || difference > 1e-6 + size * 1e-9 || -difference > 1e-6 + size * 1e-9) {
        print key ": " ours[key] ", " $4
        faults++
      }
    }
    END {
      print count " figures, " faults + 0 " differ"
      exit faults > 0
    }' "$scratch/figures.tsv" "$scratch/duckdb.tsv" || fail "crm-report and duckdb disagree"
  rm "$scratch"/times-*
}

make_profiles
table_rows=$(($(wc -l <"$profiles") - 1))
table_bytes=$(wc -c <"$profiles")
cat "$profiles" >/dev/null
title 'a page of %d customers, %d MB, %d threads' "$table_rows" $((table_bytes / 1000000)) "$jobs"
compare_figures
in_turns report duckdb
table crm-report report "$duckdb" duckdb
printf '  the page has %d bytes\n' "$(wc -c <"$scratch/report.html")"
