#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Make lib/draw/pagescript.c of lib/draw/pagescript.js: the script as a string, and its hash, which
# the policy of the page names. To be run after a change of the script.
#
#   page-script.sh           write the file
#   page-script.sh --check   say whether it is up to date
set -euo pipefail

cd "$(dirname "$0")/.."
script=lib/draw/pagescript.js
source=lib/draw/pagescript.c

# Without comments and blanks at the start of lines, which a browser has no use for.
squeeze() {
  sed -e '/^ *\/\//d' -e 's/^ *//' -e '/^$/d' "$script"
}

make_source() {
  local hash

  hash=$(squeeze | openssl dgst -sha256 -binary | base64)
  cat <<EOF2
/* SPDX-License-Identifier: MIT */
/* Made of pagescript.js by scripts/page-script.sh. */
#include "draw/pagescript.h"

const char pagescript_hash[] = "'sha256-$hash'";

/* clang-format off */
static const char *const lines[] = {
EOF2
  squeeze | sed -e 's/[\\"]/\\&/g' -e 's/.*/\t"&\\n",/'
  cat <<'EOF2'
};
/* clang-format on */

void pagescript_put(struct buf *out)
{
	buf_text(out, "<script>");
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		buf_text(out, lines[i]);
	buf_text(out, "</script>\n");
}
EOF2
}

if [ "${1-}" = --check ]; then
  make_source | cmp - "$source" || {
    echo "$source is not what scripts/page-script.sh makes of $script" >&2
    exit 1
  }
  echo "the script of the page is up to date"
else
  make_source >"$source"
fi
