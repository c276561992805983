#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# One more day: yesterday's state and the rows of today, beside all rows from the first day on.
. "$(dirname "$0")/shared.sh"

run_all() {
  measure all crm-profile -j "$jobs" -o "$scratch/all.tsv" "$whole"
}

run_nightly() {
  cp "$state" "$scratch/state.tsv"
  measure nightly crm-profile --quiet -j "$jobs" --state "$scratch/state.tsv" \
    -o "$scratch/nightly.tsv" "$today"
}

run_merge() {
  measure merge crm-profile --quiet -j "$jobs" --merge -o "$scratch/merge.tsv" "$state"
}

make_ledger
read_ledger "$ledger"
new=$((table_rows / 200))
state=$scratch/yesterday.tsv
today=$scratch/today.tsv
whole=$ledger
# The newest rows are the last ones.
{
  head -n 1 "$ledger"
  tail -n "$new" "$ledger"
} >"$today"
head -n $((table_rows + 1 - new)) "$ledger" | crm-profile --quiet --partial -o "$state"
title 'nightly: %d new rows to the state of %d rows, %d MB as a state' "$new" "$table_rows" \
  $(($(wc -c <"$state") / 1000000))
run_all
run_nightly
cmp "$scratch/all.tsv" "$scratch/nightly.tsv" || fail 'the state gives other bytes'
echo '  the same bytes'
rm "$scratch"/times-*
in_turns all nightly merge
table 'all rows' all 'state and new rows' nightly 'state alone, read only' merge
