#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Each tool takes the memory that the section MEMORY of its page says: the formulas are read from the
# pages, and peaks are measured (memory/measure.py).
set -euo pipefail

here=$(realpath "$(dirname "$0")")
PATH=$(realpath -m "${BIN:-bin}"):$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A page without formulas would not be held.
for page in "$here"/../../man/crm-*.1; do
  grep -q '^\.Sh MEMORY' "$page" || {
    echo "$page: no section MEMORY"
    exit 1
  }
done
python3 "$here/memory/measure.py" "$work"
