#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Many runs of crm-profile at the same time add their rows to one state: none is lost, whoever
# comes first. And a run that is killed, at whatever moment, leaves a state that is whole.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
header=$'customer_id\tdate\tamount'

for i in 1 2 3 4 5 6 7 8 9 10; do
  printf '%s\nC%d\t2026-01-%02d\t%d\n' "$header" $((i % 3)) "$i" "$i" > "day$i.tsv"
  crm-profile -q --state state.tsv "day$i.tsv" > /dev/null &
done
wait
crm-profile --partial day{1,2,3,4,5,6,7,8,9,10}.tsv > expected.tsv
cmp state.tsv expected.tsv

# What is there after a kill is the old state or the new one.
awk -v header="$header" 'BEGIN {
  print header
  for (i = 0; i < 60000; i++)
    printf "C%d\t2026-02-01\t1\n", i
}' > many.tsv
cp state.tsv old.tsv
cp state.tsv trial.tsv
crm-profile -q --state trial.tsv many.tsv > /dev/null
for pause in 0.001 0.005 0.01 0.02 0.03 0.05 0.08; do
  cp old.tsv state.tsv
  crm-profile -q --state state.tsv many.tsv > /dev/null &
  sleep "$pause"
  kill -KILL $! 2> /dev/null || true
  wait $! 2> /dev/null || true
  if ! cmp -s state.tsv old.tsv && ! cmp -s state.tsv trial.tsv; then
    echo "killed after $pause s: the state is neither the old one nor the new one"
    exit 1
  fi
done
