#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Customer profiles of ever more rows: the time of one should stay, and the memory go with what is
# kept. A twentieth of BENCH_ROWS, half of them, and five times as many, which of 20 million are 1,
# 10 and 100 million. The largest one is run with one thread too: the bytes are the same.
. "$(dirname "$0")/shared.sh"

run_profile() {
  measure profile crm-profile -j "$jobs" -o "$scratch/profile.tsv" "$ledger"
}

# One size: "processor seconds for a million rows, memory" is what is said of it.
size() {
  rows=$1
  customers=$(((rows + 19) / 20))
  ledger=$work/ledger-$rows.tsv
  make_ledger
  read_ledger "$ledger"
  title 'growth: customer profiles of %d rows, %d MB' "$table_rows" $((table_bytes / 1000000))
  rm -f "$scratch"/times-*
  in_turns profile
  table crm-profile profile
  awk -v rows="$table_rows" -v seconds="$(worked profile)" -v peak="$(peak profile)" 'BEGIN {
    printf "  %.3f processor seconds and %.0f MB for a million rows\n", seconds / rows * 1e6,
      peak / rows * 1e6
  }'
}

whole=$rows
size $((whole / 20))
size $((whole / 2))
runs=$((runs < 2 ? runs : 2))
size $((whole * 5))
crm-profile --quiet -j 1 "$ledger" | cmp - "$scratch/profile.tsv" ||
  fail 'one thread gives other bytes'
echo '  the same bytes by one thread'
