#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Every night crm-import takes what is new, and crm-profile adds it to its state; every night they are
# killed (kill -9), again and again, at random moments that come later and later, until a run comes to
# its end. What a run keeps for the next one is as it was or as it should be: who finds it as it was
# repeats the run, who finds it new goes on. In the end nothing is missing, nothing is there twice.
#
#   SEED=N NIGHTS=N tests/every/state-kill.sh
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
RANDOM=${SEED:=$((RANDOM * 32768 + RANDOM))}
echo "SEED=$SEED"
nights=${NIGHTS:-6}
killed=0
kept=0

# until_done FILE COMMAND …: run it until FILE, which it keeps from run to run, is another. A run that
# was killed behind that has done all that there was to do.
until_done() {
  local file=$1 child status most=20
  shift

  rm -f before
  [ ! -e "$file" ] || cp "$file" before
  while true; do
    status=0
    "$@" &
    child=$!
    sleep "$(awk -v time=$((RANDOM % most)) 'BEGIN { print time / 10000 }')"
    most=$((most + most / 20)) # early on fast machines, and late enough on slow ones
    kill -KILL "$child" 2>/dev/null || true
    wait "$child" 2>/dev/null || status=$?
    [ $status -ne 0 ] || return 0
    [ $status -eq 137 ] || { echo "exit status $status" && exit 1; }
    killed=$((killed + 1))
    [ -e before ] || [ ! -s "$file" ] || break
    [ ! -e before ] || cmp -s before "$file" || break
  done
  kept=$((kept + 1))
}

crm-sample -q -c 600 -o ledger.tsv
# Each night brings its own rows, and some of the night before again.
awk -v nights="$nights" 'NR == 1 { for (i = 1; i <= nights; i++) print > ("night" i ".tsv"); next }
  { i = NR % nights + 1; print > ("night" i ".tsv") }
  NR % 50 == 0 { print > ("night" (i % nights + 1) ".tsv") }' ledger.tsv

for ((night = 1; night <= nights; night++)); do
  until_done seen crm-import -q -k transactions --unique '*' --seen seen \
    --rejects rejects.tsv "night$night.tsv" -o new.tsv
  until_done state crm-profile -q --state state new.tsv -o profiles.tsv
done

crm-import -q -k transactions --unique '*' --rejects repeated.tsv ledger.tsv | crm-profile -q -o expected.tsv
cmp profiles.tsv expected.tsv
crm-profile -q --merge state -o merged.tsv
cmp merged.tsv expected.tsv
echo "$nights nights, $killed runs killed, $kept of them when all was done"
