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
show 'crm-sample --customers 2000 --format csv --mess 0.01 -o demo/orders.csv'
show 'head -n 4 demo/orders.csv'
show "crm-import -k transactions -m customer_id=CustomerID -m order_id=InvoiceNo -m date=InvoiceDate \\
    -s 'amount=Quantity*UnitPrice' --rejects demo/rejects.tsv demo/orders.csv |
  tee demo/ledger.tsv |
  crm-profile |
  crm-segment --abc --rfm --pyramid --lifecycle |
  crm-score --clv --margin 30% |
  tee demo/customers.tsv |
  crm-report -o demo/report.html - demo/ledger.tsv"
show 'crm-report demo/customers.tsv'
printf '\nwhat could not be used:  %s\n' demo/rejects.tsv
printf 'one row per customer:    %s\n' demo/customers.tsv
printf 'the page for a browser:  %s\n' "$PWD/demo/report.html"
