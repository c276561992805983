#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# From nothing to a report: make up a shop, follow its customers through the pipeline, and show
# what a manager would read. Everything is written into demo/.
set -euo pipefail

cd "$(dirname "$0")/.."
PATH=$(realpath -m "${BIN:-bin}"):$PATH

# Say what is run, then run it.
show() {
  printf '\n$ %s\n' "$1"
  bash -euo pipefail -c "$1"
}

mkdir -p demo
show 'crm-sample --kind shop --customers 2000 --days 730 --seed 1 > demo/orders.tsv'
show 'head -n 4 demo/orders.tsv'
show 'crm-import demo/orders.tsv |
    crm-profile |
    crm-segment --abc --rfm --pyramid --lifecycle |
    tee demo/customers.tsv |
    crm-report -o demo/report.html'
show 'crm-report demo/customers.tsv'
printf '\nThe same as a page to open in a browser: %s\n' "$PWD/demo/report.html"
