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

# question NAME: the ledger, beside NAME.
question() {
  local other=$1

  read_ledger "$ledger"
  title 'rows with an amount above 20, of %d rows, %d MB, 1 thread' "$table_rows" \
    $((table_bytes / 1000000))
  out=$scratch/filter.tsv run_filter
  out=$scratch/other.tsv "run_$other"
  agree crm-import "$other" "$scratch/filter.tsv" "$scratch/other.tsv"
  rm "$scratch"/times-* "$scratch"/*.tsv
  in_turns filter "$other"
}

make_wide_ledger
ledger=$wide
question mawk
table crm-import filter mawk mawk
awk -v bytes="$table_bytes" -v seconds="$(worked filter)" \
  'BEGIN { printf "  %.2f GB/s on one processor, by its own seconds\n", bytes / seconds / 1e9 }'
if ! command -v mlr >/dev/null; then
  echo '  (no Miller: skipped)'
  exit
fi
# A tenth of the rows: of all, Miller takes 20 GB and more than a minute.
head -n $((table_rows / 10)) "$wide" >"$scratch/part"
ledger=$scratch/part
question miller
table crm-import filter "$(mlr --version)" miller
