#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# crm-log is killed at random moments, again and again, while two writers append numbered facts to
# one ledger, a third one appends batches, and a reader looks at the file all the time. At the
# end nothing that was acknowledged is missing, nothing is half there, nothing is there twice; and
# the reader has never seen anything but whole lines and whole batches.
#
# SEED repeats the moments as far as a machine can; SECONDS_TO_RUN says how long, 5 if it is not set.
set -euo pipefail

work=$(mktemp -d)
trap 'touch "$work/stop"; wait; rm -rf "$work"' EXIT
cd "$work"

RANDOM=${SEED:=$((RANDOM * 32768 + RANDOM))}
echo "SEED=$SEED"
end=$((SECONDS + ${SECONDS_TO_RUN:-5}))
seeds=("$RANDOM" "$RANDOM" "$RANDOM")
batch=150

# A pause of up to $1 tenths of a millisecond.
pause() {
  local tenths=$((RANDOM % $1))

  sleep "$(printf '0.%04d' "$tenths")"
}

# attempt MOST COMMAND …: run it, and kill it within MOST tenths of a millisecond. Did it get done?
# An end of another kind is a fault, and the end of the writer.
attempt() {
  local most=$1 child status=0
  shift

  "$@" &
  child=$!
  pause "$most"
  kill -KILL "$child" 2>/dev/null || true
  wait "$child" 2>/dev/null || status=$?
  if [ "$status" -ne 0 ] && [ "$status" -ne 137 ]; then
    echo "exit status $status" >>seen
    exit 1
  fi
  return "$status"
}

# Facts 1, 2, 3 … of writer $1, each until it is acknowledged.
write_facts() {
  local number=0 killed=0 text

  RANDOM=$2
  while [ "$SECONDS" -lt "$end" ]; do
    number=$((number + 1))
    printf -v text '%*s' $((RANDOM % 500)) ''
    while ! attempt 120 crm-log -q ledger.tsv writer="$1" number=$number text="${text// /x}" end=.; do
      killed=$((killed + 1))
      [ "$SECONDS" -lt $((end + 20)) ]
    done
    echo "$1 $number" >>"acknowledged.$1"
  done
  echo "$killed" >"killed.$1"
}

# Batches 1, 2, 3 …, the same way.
write_batches() {
  local number=0 killed=0

  RANDOM=$1
  while [ "$SECONDS" -lt "$end" ]; do
    number=$((number + 1))
    awk -v number=$number -v batch=$batch 'BEGIN {
      print "writer\tnumber\ttext\tend"
      for (i = 0; i < batch; i++)
        print "batch\t" number "\trow " i "\t."
    }' >day.tsv
    while ! attempt 150 crm-log -q --from day.tsv ledger.tsv; do
      killed=$((killed + 1))
      [ "$SECONDS" -lt $((end + 20)) ]
    done
    echo "batch $number" >>acknowledged.batch
  done
  echo "$killed" >killed.batch
}

# What does not belong in a ledger, if there is anything.
faults() {
  awk -F '\t' -v batch=$batch '
    NR == 1 {
      if ($0 != "writer\tnumber\ttext\tend")
        print "header: " $0
      next
    }
    NF != 4 || $4 != "." { print "half a line: " NR ": " $0 }
    $0 in seen { print "twice: " $0 }
    { seen[$0] = 1 }
    $1 == "batch" { rows[$2]++ }
    END {
      for (number in rows)
        if (rows[number] != batch)
          print "batch " number ": " rows[number] " rows"
      if (!NR)
        print "no header"
    }' ledger.tsv
  [ -z "$(tail -c 1 ledger.tsv)" ] || echo "half a line at the end"
}

# Few long looks at all of the file, many short ones at its end.
look() {
  local looks=0 line

  while [ ! -e stop ]; do
    [ -e ledger.tsv ] || continue
    if ((++looks % 20 == 0)); then
      faults >>seen
    else
      line=$(tail -n 1 ledger.tsv)
      [[ $line == *$'\t.' || $line == *$'\tend' ]] || echo "half a line at the end: $line" >>seen
    fi
  done
  echo "$looks" >looks
}

look &
reader=$!
write_facts a "${seeds[0]}" &
writers=($!)
write_facts b "${seeds[1]}" &
writers+=($!)
write_batches "${seeds[2]}" &
writers+=($!)
failed=
for writer in "${writers[@]}"; do
  wait "$writer" || failed=yes
done
touch stop
wait "$reader"

# The last one removes what those before it may have left.
crm-log -q ledger.tsv writer=last number=1 end=.
faults >>seen
cut -f 1,2 ledger.tsv | tr '\t' ' ' | sort -u >there
sort -u acknowledged.* | comm -23 - there | sed 's/^/lost: /' >>seen
[ ! -e ledger.tsv.crm-new ] || echo "ledger.tsv.crm-new is left behind" >>seen

echo "$(cat acknowledged.? | wc -l) facts and $(wc -l <acknowledged.batch) batches acknowledged," \
  "$(cat killed.* | awk '{ sum += $1 } END { print sum }') killed, $(cat looks) looks, $(wc -c <ledger.tsv) bytes"
if [ -n "$failed" ] || [ -s seen ]; then
  echo "a writer gave up: ${failed:-no}"
  head -n 20 seen
  exit 1
fi
