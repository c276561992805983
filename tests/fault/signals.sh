#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Runs that are stopped at random moments, by Ctrl-C, by a hang-up, by kill and by kill -9, while they
# read, work on several threads, spill and write: the old output is untouched or the new one is
# there, nothing is beside it, and whoever waits is told the signal. (calls.sh stops runs at each of
# their calls; here they are stopped between them.)
#
#   SEED=N ROUNDS=N tests/fault/signals.sh
# shellcheck disable=SC2034,SC2054 # the commands are used by their names, and have lists of columns
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
RANDOM=${SEED:=$((RANDOM * 32768 + RANDOM))}
echo "SEED=$SEED"
rounds=${ROUNDS:-6}
failures=0
stopped=0

crm-sample -q -c 4000 -o ledger.tsv
head -n 3000 ledger.tsv | crm-profile -q --state old.state -o profiles.tsv
head -n 1000 ledger.tsv | crm-import -q -k transactions --unique order_id,product_id --seen old.seen \
  --rejects repeated -o seen.tsv
mkdir new old

import=(crm-import -q -j2 -k transactions --unique order_id,product_id --seen seen --rejects bad
  ../ledger.tsv -o out)
profile=(crm-profile -q -j2 --memory 1M --state state ../ledger.tsv -o out.gz)
fit=(crm-score -q -j2 --clv --fit model ../profiles.tsv)

# The files that a tool begins with.
prepare() {
  rm -rf run
  mkdir run
  case $1 in
    import) cp old.seen run/seen && echo old | tee run/bad >run/out ;;
    profile) cp old.state run/state && echo old >run/out.gz ;;
    fit) echo old >run/model ;;
  esac
}

# Each file of run is as in old or as in new, and there is no other.
check() {
  local path name

  for path in run/*; do
    name=${path#run/}
    cmp -s "$path" "old/$1/$name" || cmp -s "$path" "new/$1/$name" || {
      echo "$1, signal $2: $name is neither old nor new"
      failures=$((failures + 1))
    }
  done
}

# stop TOOL SIGNAL: within the time that a run takes.
stop() {
  local -n command=$1
  local status=0 process

  prepare "$1"
  # What a script starts in the background ignores Ctrl-C, unless it is told otherwise.
  (cd run && exec env --default-signal "${command[@]}") &
  process=$!
  sleep "$(printf '0.%04d' $((RANDOM % 2500)))"
  kill -s "$2" $process 2>/dev/null || true
  { wait $process; } 2>/dev/null || status=$?
  if [ $status -eq $((128 + $2)) ]; then
    stopped=$((stopped + 1))
  elif [ $status -ne 0 ]; then
    echo "$1, signal $2: exit $status"
    failures=$((failures + 1))
  fi
  check "$1" "$2"
}

for tool in import profile fit; do
  prepare $tool
  cp -R run old/$tool
  declare -n command=$tool
  (cd run && "${command[@]}")
  unset -n command
  mv run new/$tool
  for ((round = 0; round < rounds; round++)); do
    for signal in 1 2 9 15; do
      stop $tool $signal
    done
  done
done
echo "$((rounds * 12)) runs, $stopped stopped, $failures failures"
[ $failures -eq 0 ]
