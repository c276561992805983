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

# profiles LEDGER: all that the page's first sections show of the customers.
profiles() {
  crm-profile -q "$1" | crm-segment -q --abc --lifecycle | crm-score -q --clv --margin 30% |
    crm-churn -q --label --transactions "$1" | crm-churn -q --winback --transactions "$1"
}

crm-sample -q --customers 2000 --seed 1 -o "$work/ledger.tsv"
awk -F '\t' 'NR == 1 || $3 <= "2025-09-30"' "$work/ledger.tsv" >"$work/earlier.tsv"
profiles "$work/earlier.tsv" >"$work/before.tsv"
profiles "$work/ledger.tsv" >"$work/customers.tsv"
crm-report -o "$work/report.html" --currency ¥ --compare "$work/before.tsv" headline pareto lifecycle \
  time persistency "$work/customers.tsv" "$work/ledger.tsv"
mkdir -p doc
chromium --headless --no-sandbox --disable-gpu --disable-background-networking \
  --disable-component-update --disable-sync --user-data-dir="$work/browser" --hide-scrollbars \
  --window-size=1160,1630 --screenshot="$work/report.png" "file://$work/report.html" >/dev/null 2>&1
mv "$work/report.png" doc/report.png
echo "doc/report.png: $(wc -c <doc/report.png) bytes"
