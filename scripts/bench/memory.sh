#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Customer profiles within a tenth of the memory that they would take: the same bytes, and at most
# three times the time.
. "$(dirname "$0")/shared.sh"

run_all() {
  measure all crm-profile -j "$jobs" -o "$scratch/all.tsv" "$ledger"
}

run_little() {
  measure little crm-profile -j "$jobs" --memory "$little" -o "$scratch/little.tsv" "$ledger"
}

# shellcheck disable=SC2016 # it is a column
spread_ledger many '$2'
read_ledger "$ledger"
run_all
little=$((($(peak all) + 9) / 10))M
title 'beyond memory: profiles of %d rows, %d MB, --memory %s' "$table_rows" \
  $((table_bytes / 1000000)) "$little"
run_little
cmp "$scratch/all.tsv" "$scratch/little.tsv" || fail 'other bytes within little memory'
echo '  the same bytes'
rm "$scratch"/times-*
in_turns all little
table 'in memory' all "--memory $little" little
