#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# An input file that somebody cuts short while a tool reads it: the tool says so and fails, it does
# not die of the signal without a word. crm-import is held up by a full pipe in the midst of its
# input; all tools share what is tested.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
awk 'BEGIN {
  print "a,b"
  for (i = 0; i < 400000; i++)
    print "some words to fill the file,and some more of them"
}' > input.csv

status=0
{
  crm-import -q input.csv 2> message || echo $? > status
} | {
  sleep 0.3
  : > input.csv
  cat > /dev/null
}
[ -e status ] && status=$(cat status)
if [ "$status" -ne 1 ] || ! grep -q 'crm-import: .*cut short' message; then
  echo "exit status $status, message: $(cat message)"
  exit 1
fi
