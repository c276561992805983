#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Machines that are short of something: disk, memory, open files, standard streams, rights; and files
# that grow while they are read. A run ends with exit 1 and one line that says why, its old output
# stays, and nothing is left beside it; or it is done, and the output is what it should be.
set -euo pipefail

work=$(mktemp -d)
mounted=
finish() {
  [ -z "$mounted" ] || umount "$work/small"
  chmod -R u+w "$work"
  rm -rf "$work"
}
trap finish EXIT
cd "$work"
failures=0
count=0

crm-sample -q -c 1500 -o ledger.tsv
crm-profile -q ledger.tsv -o expected
mkdir run small closed
echo old >run/out

fail() {
  failures=$((failures + 1))
  echo "$1"
}

# expect NAME STATUS [PATTERN]: how the last run ended; STATUS "any": well, or with one message.
expect() {
  count=$((count + 1))
  if [ "$2" = any ] && [ "$status" -eq 0 ]; then
    cmp -s run/out expected || fail "$1: exit 0 and wrong output"
    echo old >run/out
  elif [ "$2" = any ] || [ "$2" -eq 1 ]; then
    [ "$status" -eq 1 ] || fail "$1: exit $status: $(head -n 3 err)"
    [ "$(wc -l <err)" -eq 1 ] || fail "$1: not one line: $(head -n 3 err)"
    grep -q -- "${3-crm-}" err || fail "$1: no '${3-crm-}' in: $(cat err)"
    [ "$(cat run/out)" = old ] || fail "$1: the old output has changed"
  elif [ "$status" -ne "$2" ]; then
    fail "$1: exit $status, not $2: $(head -n 3 err)"
  fi
  [ "$(ls run)" = out ] || fail "$1: beside the output: $(ls run)"
}

run() {
  status=0
  bash -c "$1" >stdout 2>err || status=$?
}

# ---- memory, files, sizes -----------------------------------------------------------------------

# can_start LIMIT: is there enough of it to load the libraries? What comes before is the loader's.
can_start() {
  bash -c "ulimit $1; exec crm-profile --version" >/dev/null 2>&1
}

for kilobytes in 5000 8000 12000 20000 40000 60000 100000 200000 400000; do
  can_start "-v $kilobytes" || continue
  run "ulimit -v $kilobytes; exec crm-profile -q -j2 ledger.tsv -o run/out"
  expect "ulimit -v $kilobytes" any
done
for files in 3 4 5 6 7 8 12; do
  can_start "-n $files" || continue
  run "ulimit -n $files; exec crm-profile -q -j2 --memory 1M ledger.tsv -o run/out"
  expect "ulimit -n $files" any
done
for blocks in 1 8 64; do
  run "ulimit -f $blocks; exec crm-profile -q ledger.tsv -o run/out"
  expect "ulimit -f $blocks" 1 'File too large'
  run "ulimit -f $blocks; TMPDIR=$work exec crm-profile -q --memory 1M <ledger.tsv >/dev/null"
  [ "$status" -le 1 ] || fail "ulimit -f $blocks for temporary files: exit $status"
done
# What a report puts in order is told in the end, when a temporary file was too small for it.
{ cat expected && sed 1d expected; } >twice
run "ulimit -f 8; exec crm-report -q --memory 1M -t tsv -o run/out headline twice"
expect "ulimit -f 8, crm-report" 1 'cannot write the temporary file'
run "TMPDIR=$work/nowhere exec crm-report -q --memory 1M -t tsv -o run/out headline twice"
expect "no folder for temporary files, crm-report" 1 'cannot make a temporary file'

# ---- disk and rights ----------------------------------------------------------------------------

if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=64k none small 2>/dev/null; then
  mounted=yes
  echo old >small/out
  run "exec crm-profile -q ledger.tsv -o small/out"
  expect "full disk" 1 'No space left on device'
  [ "$(cat small/out)" = old ] || fail "full disk: the old output has changed"
  [ "$(ls small)" = out ] || fail "full disk: beside the output: $(ls small)"
  run "exec crm-segment -q --abc expected -o small/abc.tsv"
  [ "$status $(ls small)" = "1 out" ] || fail "full disk, new file: exit $status, $(ls small)"
  mount -o remount,ro small
  run "exec crm-profile -q ledger.tsv -o small/out"
  expect "read-only disk" 1 'Read-only file system'
  run "exec crm-log -q small/out customer_id=C1 date=2026-01-01 amount=1"
  expect "read-only disk, crm-log" 1 ''
else
  echo "no small disk can be mounted: full and read-only disks were not tried"
fi
chmod 555 closed
if [ ! -w closed ]; then
  run "exec crm-profile -q ledger.tsv -o closed/out"
  expect "closed folder" 1 'Permission denied'
fi

# ---- standard streams ---------------------------------------------------------------------------

run "exec crm-profile -q -o run/out <&-"
expect "closed input" 1 'standard input'
run "exec crm-profile -q ledger.tsv >&-"
expect "closed output" 1 'standard output'
run "exec crm-profile -q ledger.tsv -o run/out <&- >&-"
cmp -s run/out expected || fail "closed streams that are not used: wrong output"
echo old >run/out
# A message that nobody can see must not end up in a file that has got its number.
run "exec crm-profile missing.tsv -o run/out 2>&-"
[ "$status" -eq 1 ] || fail "closed messages: exit $status"
[ "$(cat run/out) $(ls run)" = "old out" ] || fail "closed messages: the output has changed"
run "exec crm-profile ledger.tsv -o run/out <&- >&- 2>&-"
cmp -s run/out expected || fail "all streams closed: wrong output"
echo old >run/out

# ---- files that grow ----------------------------------------------------------------------------

# Lines are appended while it is read: what was there at the beginning is read, and no line twice, lost
# or cut. As many rows as the note says are at the front of the file.
cp ledger.tsv growing.tsv
(
  for i in {1..400}; do
    printf 'O%s\tC%s\t2026-01-01\tP1\tx\tcoffee\tweb\t1\t2\t2\n' "$i" "$i"
  done >more.tsv
  for i in {1..30}; do
    cat more.tsv >>growing.tsv
    sleep 0.01
  done
) &
grower=$!
for i in 1 2 3 4 5; do
  crm-import -j2 growing.tsv >grown 2>err || fail "growing file: $(cat err)"
  rows=$(sed -n 's/.* \([0-9,]*\) rows read = .*/\1/p' err | tr -d ,)
  head -n $((rows + 1)) growing.tsv | crm-import -q >front
  cmp -s grown front || fail "growing file: $rows rows that are not those at the front"
done
wait $grower

echo "$count limits, $failures failures"
[ $failures -eq 0 ]
