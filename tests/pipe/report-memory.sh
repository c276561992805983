#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# A report puts the customers in order by amount, by value, and by who they are. Where that goes to a
# temporary file, it is the same to the last byte, and nothing stays behind; and of four times as many
# customers it takes no more memory. The memory is measured where there is a python3.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir temporary
export TMPDIR=$work/temporary

# customers COUNT SEED: some with equal amounts, below zero, without a lifetime value.
customers() {
  awk -v count="$1" -v seed="$2" 'BEGIN {
    OFS = "\t"
    srand(seed)
    split("new growing mature declining dormant lost", stage, " ")
    print "customer_id", "amount", "orders", "lifecycle", "clv"
    for (i = 0; i < count; i++)
      print "C" int(i * (1 + seed / 50)), int(rand() * rand() * 100000) / 100 - 20,
        1 + int(rand() * 9), stage[1 + int(rand() * 6)],
        rand() < 0.1 ? "" : int(rand() * 10000) / 100
  }'
}

customers 20000 1 >now.tsv
customers 20000 2 >before.tsv
crm-report -q -j1 -t json --compare before.tsv now.tsv >expected
for jobs in 1 2 8; do
  for memory in 1M 8M 1G; do
    crm-report -q -j$jobs --memory $memory -t json --compare before.tsv now.tsv >out
    cmp expected out || {
      echo "-j$jobs --memory $memory: other bytes"
      exit 1
    }
  done
done
[ -z "$(ls temporary)" ] || {
  echo "left behind: $(ls temporary)"
  exit 1
}
if TMPDIR=$work/nowhere crm-report -q --memory 1M now.tsv >/dev/null 2>complaint; then
  echo "--memory 1M: did without a temporary file, so this tests nothing"
  exit 1
fi
grep -q "cannot make a temporary file in '$work/nowhere'" complaint

command -v python3 >/dev/null || {
  echo "the memory was not measured: there is no python3"
  exit 0
}

# The most that a run had in memory, in KiB; what it reads comes through pipes, not to be counted.
peak() {
  python3 -c 'import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)' \
    bash -c "crm-report -q -j1 --memory 64M -t html --compare <(cat before.tsv) - < <(cat now.tsv)"
}

for count in 100000 400000; do
  customers $count 1 >now.tsv
  customers $count 2 >before.tsv
  most[count]=$(peak)
done
echo "100,000 customers: ${most[100000]} KiB; 400,000: ${most[400000]} KiB"
[ "${most[400000]}" -lt $((most[100000] + 3000)) ] || {
  echo "the memory grows with the number of customers"
  exit 1
}
