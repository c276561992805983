#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Make the picture that the README opens with: the top of the page of a made-up shop, as a browser
# shows it.
#
#   picture.sh           write doc/report.png
set -euo pipefail

cd "$(dirname "$0")/.."
PATH=$(realpath -m "${BIN:-bin}"):$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

crm-sample -q --customers 2000 --seed 1 -o "$work/ledger.tsv"
awk -F '\t' 'NR == 1 || $3 <= "2025-09-30"' "$work/ledger.tsv" | crm-profile -q |
  crm-segment -q --lifecycle >"$work/before.tsv"
crm-profile -q "$work/ledger.tsv" | crm-segment -q --abc --rfm --pyramid --lifecycle \
  >"$work/customers.tsv"
crm-report -o "$work/report.html" --currency ¥ --compare "$work/before.tsv" headline pareto rfm time \
  persistency "$work/customers.tsv" "$work/ledger.tsv"
mkdir -p doc
chromium --headless --no-sandbox --disable-gpu --disable-background-networking \
  --disable-component-update --disable-sync --user-data-dir="$work/browser" --hide-scrollbars \
  --window-size=1160,1630 --screenshot="$work/report.png" "file://$work/report.html" >/dev/null 2>&1
mv "$work/report.png" doc/report.png
echo "doc/report.png: $(wc -c <doc/report.png) bytes"
