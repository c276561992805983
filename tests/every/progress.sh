#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# A run of more than a second draws a bar if it is to, wipes it, and writes the same as without one;
# notes are not written into it.
set -euo pipefail

export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
  echo "$1"
  exit 1
}

crm-sample -q --customers 2000 >ledger.tsv
crm-profile -q ledger.tsv >expected
half=$(($(stat -c %s ledger.tsv) / 2))

# So slow that the second half comes when a second is over.
slowly() {
  head -c "$half" ledger.tsv
  sleep 1.3
  tail -c +$((half + 1)) ledger.tsv
}

for when in always never; do
  slowly | crm-profile -j 1 --as-of 2025-06-30 --progress "$when" >found 2>"drawn.$when"
done
crm-profile -q --as-of 2025-06-30 ledger.tsv | cmp - found || fail "the bar changes the output"
[ "$(cat drawn.never)" = "$(tr '\r' '\n' <drawn.always | tail -n 1)" ] ||
  fail "what stays behind is not the notes alone: $(cat -A drawn.always)"
tr '\r' '\n' <drawn.always | grep -q '^crm-profile  [0-9.]* MB, [0-9.]* MB/s, 0:0[1-9]' ||
  fail "no bar was drawn: $(cat -A drawn.always)"
# Each drawing is wiped, by as many blanks or by a longer one.
tr '\r' '\n' <drawn.always | tail -n 2 | head -n 1 | grep -q '^ *$' || fail "the bar is not wiped"
slowly | crm-profile -j 1 >found 2>drawn.auto
[ ! -s drawn.auto ] || fail "a bar is drawn on what is no terminal"
cmp expected found
echo "bars are drawn and wiped"
