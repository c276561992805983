#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Few new rows and a large state: the state is gone through in blocks, with the new rows beside. The
# bytes are those of one run over all rows, for any number of threads, whoever comes today: customers
# before the first, between, behind the last, one whose days are more than a block, and nobody. A
# state that is not as crm-profile writes it is read in another way, with the same result.
#
#   SEED=N tests/pipe/profile-night.sh    repeat the run whose seed was N
set -euo pipefail

export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
seed=${SEED:-$(((RANDOM << 15 | RANDOM) % 1000000 + 1))}
faults=0
checks=0
work=$(mktemp -d)
trap '[ $? -eq 0 ] || echo "repeat with SEED=$seed"; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work"

# same WHAT ONE OTHER
same() {
  checks=$((checks + 1))
  cmp "$2" "$3" && return
  faults=$((faults + 1))
  echo "$1: not the same bytes"
}

# night WHAT OPTION …: today.tsv to the state in kept.tsv, which is used up.
night() {
  local what=$1
  shift
  crm-profile --quiet --state kept.tsv -o profiles.tsv "$@" today.tsv
  same "$what" whole profiles.tsv
  same "$what, the state" state kept.tsv
}

header=$'customer_id\torder_id\tdate\tamount'
{
  echo "$header"
  crm-sample --quiet --rows 250000 --customers 30000 --seed "$seed" | tail -n +2 | cut -f 1-3,10
  # Every day for more than a hundred years, each with an order of a long name.
  awk -v OFS='\t' 'BEGIN {
    for (day = 0; day < 40000; day++)
      print "C0015000x", "an order whose name is long, of day number " day,
        sprintf("%04d-%02d-%02d", 1900 + day / 336, 1 + int(day / 28) % 12, 1 + day % 28), "12.5"
  }'
} >rows.tsv
{
  echo "$header"
  tail -n +2 rows.tsv | shuf --random-source=<(yes "$seed") >mixed
  tail -n 1500 mixed
  printf '%s\t%s\t2026-07-01\t%s\n' '!' A 1 ~ B -2 C0015000w C 3.5 C0015000x D 4 C0015000y '' 5 客 E 6
} >today.tsv
{
  echo "$header"
  head -n -1500 mixed
} >before.tsv
{ cat before.tsv && tail -n +2 today.tsv; } >all.tsv
crm-profile --quiet --partial -o yesterday before.tsv
crm-profile --quiet -o whole all.tsv
crm-profile --quiet --partial -o state all.tsv

for jobs in 1 2 8; do
  cp yesterday kept.tsv
  night "-j $jobs" -j "$jobs"
done
# Nothing is put aside for long: there need not be a place for it.
cp yesterday kept.tsv
TMPDIR=$work/nowhere night 'within 4 MB' --memory 4M

gzip -c yesterday >kept.gz
crm-profile --quiet --state kept.gz -o profiles.tsv today.tsv
gzip -dc kept.gz >kept.tsv
same 'a compressed state' whole profiles.tsv
same 'a compressed state, kept' state kept.tsv

head -n 1 today.tsv >none.tsv
cp yesterday kept.tsv
crm-profile --quiet --state kept.tsv -o profiles.tsv none.tsv
crm-profile --quiet -o before before.tsv
same 'nobody today' before profiles.tsv
same 'nobody today, the state' yesterday kept.tsv

# What has been written to a pipe cannot be taken back.
cp yesterday kept.tsv
crm-profile --quiet --state kept.tsv today.tsv | cat >profiles.tsv
same 'to a pipe' whole profiles.tsv
same 'to a pipe, the state' state kept.tsv

# Yesterday somebody has bought on a day that is yet to come.
printf '%s\t%s\t%s\t%s\n' C0015000 E 2030-02-03 7 >later
{ cat before.tsv later; } | crm-profile --quiet --partial -o newer
{ cat all.tsv later; } | crm-profile --quiet -o whole-newer
{ cat all.tsv later; } | crm-profile --quiet --partial -o state-newer
cp newer kept.tsv
crm-profile --quiet --state kept.tsv -o profiles.tsv today.tsv
same 'a state that is newer' whole-newer profiles.tsv
same 'a state that is newer, kept' state-newer kept.tsv
cp newer kept.tsv
crm-profile --quiet --state kept.tsv today.tsv | cat >profiles.tsv
same 'a state that is newer, to a pipe' whole-newer profiles.tsv
gzip -c newer >kept.gz
crm-profile --quiet --state kept.gz -o profiles.gz today.tsv
gzip -dc profiles.gz >profiles.tsv
same 'a state that is newer, compressed' whole-newer profiles.tsv

# States that say the same in another way.
{ head -n 1 yesterday && tail -n +2 yesterday | tac; } >kept.tsv
night 'a state from the end to the start'
{ head -n 1 yesterday && tail -n +15000 yesterday && sed -n 2,14999p yesterday; } >kept.tsv
night 'a state whose halves have changed places'
awk -F '\t' -v OFS='\t' '{ print $2, $1, $3 }' yesterday >kept.tsv
night 'a state with its columns in another order'
awk -F '\t' -v OFS='\t' 'NR == 5 { print; $2 = substr($2, 1, 10); $3 = "" } { print }' yesterday >kept.tsv
night 'a state with a customer in two rows'

# A row that is none is told with its place, and the state stays as it is.
awk -F '\t' -v OFS='\t' 'NR == 15000 { $2 = "2026-01-02 ten" } { print }' yesterday >kept.tsv
cp kept.tsv bad.tsv
checks=$((checks + 1))
if crm-profile --quiet --state kept.tsv -o profiles.tsv today.tsv 2>told ||
  ! grep -qF "kept.tsv:15000: column 'days': not a first day like" told; then
  faults=$((faults + 1))
  echo "a bad row is told like this:"
  cat told
fi
same 'a state with a bad row' bad.tsv kept.tsv

# The last line may have lost its end.
head -c -1 yesterday >kept.tsv
night 'a state without its last line end'

if [ "$faults" -gt 0 ]; then
  echo "$faults of $checks comparisons failed"
  exit 1
fi
echo "$checks comparisons, seed $seed"
