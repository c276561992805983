#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The rows of a ledger whose amount is above a number, on one processor, beside mawk and Miller.
# The yardstick of the published ones is eBay's tsv-filter with 1.4 GB/s; it writes to /dev/null,
# and so do these when they are timed.
. "$(dirname "$0")/shared.sh"

out=/dev/null

run_filter() {
  measure filter crm-import --quiet -j 1 --where 'amount > 20' "$ledger" >"$out"
}

run_mawk() {
  # shellcheck disable=SC2016 # it is a column
  measure mawk mawk -F '\t' 'NR == 1 || $10 > 20' "$ledger" >"$out"
}

run_miller() {
  # shellcheck disable=SC2016 # it is a column
  measure miller env GOMAXPROCS=1 mlr --tsv --records-per-batch 5000 filter '$amount > 20' \
    "$ledger" >"$out"
}

make_wide_ledger
ledger=$wide
read_ledger "$ledger"
title 'rows with an amount above 20, of %d rows, %d MB, 1 thread' "$table_rows" \
  $((table_bytes / 1000000))
others=(mawk)
command -v mlr >/dev/null && others+=(miller) || echo '  (no Miller: skipped)'
out=$scratch/filter.tsv run_filter
for name in "${others[@]}"; do
  out=$scratch/other.tsv "run_$name"
  agree crm-import "$name" "$scratch/filter.tsv" "$scratch/other.tsv"
done
rm "$scratch"/times-* "$scratch"/*.tsv
in_turns filter "${others[@]}"
table crm-import filter mawk mawk Miller miller
awk -v bytes="$table_bytes" -v seconds="$(worked filter)" \
  'BEGIN { printf "  %.2f GB/s on one processor, by its own seconds\n", bytes / seconds / 1e9 }'
