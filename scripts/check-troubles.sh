#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The section TROUBLES of man/crm-import.1 has every message of the tool, by its words:
#
#   - every message in the sources of which the tool is made is there, with "..." for what differs;
#   - every entry is a message, so that none stays behind when a message changes;
#   - so is what the tool says of bad rows, and what failing command cases have it say.
#
# An entry is an item as `.It Li "words ... words"`. The tools are taken from $BIN, bin/ if it is
# not set.
set -euo pipefail

cd "$(dirname "$0")/.."
BIN=$(realpath -m "${BIN:-bin}")
page=man/crm-import.1
export LC_ALL=C

# What the tool is made of, but for parts of these folders that it does not use.
sources=(cmd/crm-import.c cmd/import/*.c lib/base/*.c lib/cli/{filter,opt}.c lib/io/*.c
  lib/run/*.c lib/tab/*.c)
unused='lib/(tab/model|io/append)\.c:'

# Nobody meets these: they count records that are no rows, guard against wrong use of a part, are
# for streams that are not imported, or consist of other messages.
silent="no row|the header line again|the end of a report|the stream was not kept for a second pass|the part '%s' %s"
silent+="|line ends in CR LF; .*|--columns goes with --no-header"

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
faults=0

# From the page: an entry a line.
awk '
  /^\.Sh / { inside = $2 == "TROUBLES" }
  inside && /^\.It Li / {
    sub(/^\.It Li "?/, "")
    sub(/"$/, "")
    gsub(/\\\(dq/, "\"")
    gsub(/\\-/, "-")
    gsub(/\\e/, "\\")
    print
  }' "$page" >"$scratch/entries"

# matched WHAT FILE: complain of lines "PLACE<TAB>MESSAGE" of the file that no entry matches; leaves
# the entries that match one in $scratch/met.
matched() {
  awk -F '\t' -v what="$1" -v met="$scratch/met" '
    NR == FNR {
      entry[++count] = $0
      gsub(/[][\\.*+?(){}|^$]/, "\\\\&")
      gsub(/\\\.\\\.\\\./, ".*")
      pattern[count] = $0
      next
    }
    {
      found = 0
      for (i = 1; i <= count; i++)
        if ($2 ~ pattern[i]) {
          found = 1
          print entry[i] >>met
        }
      if (!found) {
        printf "%s: TROUBLES does not have %s: %s\n", $1, what, $2
        wrong = 1
      }
    }
    END { exit wrong }' "$scratch/entries" "$2" || faults=$((faults + 1))
}

mawk -f scripts/messages.awk "${sources[@]}" | grep -Ev "^$unused" |
  grep -Ev $'\t'"($silent)\$" >"$scratch/messages"
matched "a message" "$scratch/messages"

# These come from the system.
printf '%s\n' 'No such file or directory' 'Permission denied' \
  'Input/output error' >>"$scratch/met"
if grep -vxFf "$scratch/met" "$scratch/entries"; then
  echo "$page: these entries of TROUBLES are no messages"
  faults=$((faults + 1))
fi

# What a run that failed has said last.
for status in tests/cli/crm-import/*/exit; do
  place=$(dirname "$status")
  ! grep -qx '[12]' "$status" || [ ! -e "$place/err" ] ||
    sed -n "s|^crm-import: |$place\t|p" "$place/err" | grep -v ' rows\? read = ' | tail -n 1
done >"$scratch/said"
matched "what a run says" "$scratch/said"

# rejected OPTION …: what is said of the rows of standard input.
rejected() {
  rm -f "$scratch/rejects"
  "$BIN/crm-import" -q --rejects "$scratch/rejects" -o "$scratch/out" "$@" ||
    faults=$((faults + 1))
  tail -n +2 "$scratch/rejects" | awk -F '\t' '{ print "row " $2 "\t" $6 }'
}

{
  printf 'a,b\n1,2\n3\n"4,5\n6,7\n8,x\0y\n9,"q"q"\n' | rejected
  printf 'customer_id,date,amount\n,2024-01-31,1\n1,2024-02-30,1\n2,2024-02-01,1.0000001\n' |
    rejected -k transactions
  printf 'customer_id,date,amount\n3,2024-01-31,one\n4,13/13/2024,5\n5,2024-01-31,99999999999999\n' |
    rejected -k transactions
  printf 'p,m,f,t\n12,a.example,maybe,25:99\n' | rejected -t p=phone -t m=email -t f=flag -t t=time
  printf 'p,m,f,t\n+8613800138000,a.example,maybe,25:99\n' | rejected -t m=email
  printf 'a,b\n0,1\nx,1\n' | rejected -s 'c=b/a'
  printf 'a,b\n0,1\n0,2\n' | rejected --unique a
  printf 'a,b\nx,\xff\xfe\xfd\n' | rejected --encoding utf-8
} >"$scratch/rejected"
matched "what a row is rejected for" "$scratch/rejected"

if [ "$faults" -gt 0 ]; then
  exit 1
fi
echo "$(wc -l <"$scratch/messages") messages, $(sort -u "$scratch/said" "$scratch/rejected" | wc -l) of them met"
