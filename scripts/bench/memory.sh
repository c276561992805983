#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Customer profiles within little memory: 512 MB for 50 million customers with two rows each, in
# random order, if BENCH_ROWS is 20 million, else as many more or less of both. The same bytes as
# all in memory, and at most three times the time.
. "$(dirname "$0")/shared.sh"

run_all() {
  measure all crm-profile -j "$jobs" --memory 100G -o "$scratch/all.tsv" "$ledger"
}

run_little() {
  measure little crm-profile -j "$jobs" --memory "$little" -o "$scratch/little.tsv" "$ledger"
}

customers=$((rows * 5 / 2))
ledger=$work/ledger-$customers-customers.tsv
little=$((rows * 256 / 10000000))M
if [ ! -e "$ledger" ]; then
  echo "making $ledger"
  mawk -v customers="$customers" 'BEGIN {
    srand(5)
    OFS = "\t"
    print "customer_id", "date", "amount"
    for (row = 0; row < 2 * customers; row++)
      printf "C%08d\t2025-%02d-%02d\t%d.%02d\n", int(rand() * customers), 1 + int(rand() * 12),
        1 + int(rand() * 28), int(rand() * 100), int(rand() * 100)
  }' >"$ledger.part"
  mv "$ledger.part" "$ledger"
fi
# They take their time: each is run twice at most.
runs=$((runs < 2 ? runs : 2))
read_ledger "$ledger"
title 'beyond memory: profiles of %d rows, %d MB, --memory %s' "$table_rows" \
  $((table_bytes / 1000000)) "$little"
in_turns all little
cmp "$scratch/all.tsv" "$scratch/little.tsv" || fail 'other bytes within little memory'
echo '  the same bytes'
table 'in memory' all "--memory $little" little
