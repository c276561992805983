#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The library never prints and never ends the process: it says what went wrong in a struct diag,
# and the caller decides. Only lib/cli may, and base/mem when memory is out.
set -euo pipefail

cd "$(dirname "$0")/.."

calls='printf|vprintf|puts|putchar|putchar_unlocked|perror|psignal|warn|warnx|err|errx|syslog'
calls+='|exit|_exit|_Exit|quick_exit|abort|raise|kill'
names='stdout|stderr|STDERR_FILENO'
edge='(^|[^A-Za-z0-9_.>])'

files=$(find lib -name '*.[ch]' ! -path 'lib/cli/*' ! -path lib/base/mem.c | LC_ALL=C sort)
code=$(xargs awk -f scripts/code-only.awk <<<"$files")

if grep -E "$edge(($calls)[[:space:]]*\(|($names)([^A-Za-z0-9_]|\$))" <<<"$code" |
  sed -E 's/^([^:]*:[0-9]+):[[:space:]]*/\1: the library neither prints nor exits: /' | grep .; then
  exit 1
fi
echo "$(wc -l <<<"$files") files"
