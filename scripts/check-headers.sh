#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Every header compiles alone and twice in a row, so that includes can stand in any order, and
# names its guard after its path. Every source begins with its licence.
set -euo pipefail

cd "$(dirname "$0")/.."

# A header alone: without base/banned.h, which would bring the standard headers along.
if [ "${1-}" = --one ]; then
  header=${2#lib/}
  guard=$(tr 'a-z/.-' 'A-Z___' <<<"$header")
  status=0
  line=$(grep -n -m 1 '^#ifndef ' "$2") || line=1:
  if [ "${line#*:}" != "#ifndef $guard" ] || ! grep -qxF "#define $guard" "$2"; then
    echo "$2:${line%%:*}: the guard must be $guard"
    status=1
  fi
  printf '#include "%s"\n#include "%s"\n' "$header" "$header" |
    "${CC:-gcc}" -std=gnu11 -D_GNU_SOURCE -Ilib -Icmd -Wall -Wextra -Werror -fsyntax-only -x c - ||
    { echo "$2:1: does not compile alone"; status=1; }
  exit "$status"
fi

status=0
while IFS= read -r file; do
  if [ "$(head -n 1 "$file")" != "/* SPDX-License-Identifier: MIT */" ]; then
    echo "$file:1: must begin with /* SPDX-License-Identifier: MIT */"
    status=1
  fi
done < <(find lib cmd tests -name '*.[ch]' | LC_ALL=C sort)

find lib -name '*.h' -print0 | LC_ALL=C sort -z |
  xargs -0 -n 1 -P "$(nproc)" "$0" --one || status=1

[ "$status" -ne 0 ] || echo "$(find lib -name '*.h' | wc -l) headers"
exit "$status"
