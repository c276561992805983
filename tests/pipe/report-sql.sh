#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Every number on the page is the one that SQL makes of the same streams: crm-report's figures beside
# those of report/*.sql, calculated by SQLite. A figure without a counterpart on either side is a
# fault. Skipped where there is no sqlite3.
#
# Once with the columns that a shop has at least, from a ledger that ends in the middle of a month;
# once with all that there can be.
#
#   SEED=N tests/pipe/report-sql.sh    repeat the run whose seed was N
set -euo pipefail

here=$(realpath "$(dirname "$0")")
command -v sqlite3 >/dev/null || {
  echo "skipped: there is no sqlite3"
  exit 0
}
seed=${SEED:-$(((RANDOM << 15 | RANDOM) % 1000000 + 1))}
customers=${CUSTOMERS:-$((800 + seed % 1000))}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# Give the ledger what it lacks: what things have cost, where and why they were bought.
enrich() {
  awk -F '\t' -v OFS='\t' '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print $0, "cost", "city", "campaign"; next }
    {
      print $0, (NR % 13 ? sprintf("%.2f", $at["amount"] * (0.5 + NR % 5 / 10)) : ""), "city " NR % 3,
        (NR % 4 ? "" : "mail " NR % 7)
    }'
}

# A model in the form that crm-churn writes.
model() {
  printf 'section\tname\tvalue\tse\nmodel\tkind\tlogistic\t\nquality\tauc\t0.8471\t0.01\n'
  printf 'quality\trows\t3002\t\nquality\tjudged\t5 folds\t\n'
  awk 'BEGIN {
    for (i = 1; i <= 10; i++) {
      printf "calibration\t%.1f-%.1f\trows=90 predicted=%.4f observed=%.4f\t\n", (i - 1) / 10, i / 10,
        i * 0.09, i * 0.09 + (i % 3 - 1) * 0.02
      printf "lift\tdecile_%d\tfrom=%.4f lift=%.3f gain=%.4f\t\n", i, 1 - i / 10, 3.2 - i * 0.29, i / 10
    }
  }'
}

# make_streams END OPTION: ledger.tsv until END, before.tsv, customers.tsv scored with OPTION.
make_streams() {
  awk -F '\t' -v end="$1" 'NR == 1 || $3 <= end' all.tsv >ledger.tsv
  awk -F '\t' 'NR == 1 || $3 <= "2025-09-30"' ledger.tsv | crm-profile |
    crm-segment --abc --rfm --pyramid --lifecycle >before.tsv
  crm-profile ledger.tsv | crm-segment --abc --rfm --pyramid --lifecycle |
    "$here/report/score.sh" ${2:+"$2"} >customers.tsv
}

# compare SQL OPTION …: the figures of crm-report with these options, and those of figures.sql with SQL.
# Amounts, shares and means are rounded to six digits behind the point, all else is exact.
compare() {
  crm-report -t tsv "${@:2}" |
    awk -F '\t' -v OFS='\t' 'NR > 1 { print $2, $3, $4, $5 }' >figures.tsv
  sqlite3 :memory: -cmd '.mode tabs' -cmd '.import customers.tsv customers' \
    -cmd '.import before.tsv before' -cmd '.import ledger.tsv ledger' \
    -cmd '.import model.tsv model' < <(cat "$here/report/figures.sql" "$here/report/$1") >expected.tsv
  awk -F '\t' '
    NR == FNR { expected[$1 "\t" $2 "\t" $3] = $4; next }
    {
      key = $1 "\t" $2 "\t" $3
      count++
      charts[$1]
      if (!(key in expected)) {
        wrong("nobody else knows of this figure")
      } else if ($4 != expected[key]) {
        difference = $4 - expected[key]
        size = expected[key] < 0 ? -expected[key] : expected[key]
        if (difference < 0) difference = -difference
        if ($4 !~ /^-?[0-9.]+$/ || difference > 1e-6 + size * 1e-12)
          wrong("SQL has " expected[key])
      }
      delete expected[key]
    }
    function wrong(text) {
      if (++faults <= 20)
        print $1 ", " $2 ", " $3 ": " $4 "; " text
    }
    END {
      for (key in expected)
        if (++faults <= 20)
          print "missing: " key "\t" expected[key]
      for (chart in charts)
        number++
      if (faults) {
        print faults " of " count " figures"
        exit 1
      }
      print count " figures in " number " charts and tables are those of SQLite"
    }' expected.tsv figures.tsv
}

echo "seed $seed"
crm-sample --customers "$customers" --seed "$seed" | enrich >all.tsv
model >model.tsv
make_streams 2025-12-31 --all
compare all.sql --by town --compare before.tsv customers.tsv ledger.tsv model.tsv

crm-sample --customers "$customers" --seed "$((seed + 1))" >all.tsv
make_streams 2025-12-14 ''
compare least.sql --compare before.tsv customers.tsv ledger.tsv

# The card of a customer: what the row of the customer has, what the ledger has of each month from the
# first one on, an order counting on its first day, and the newest dealings.
card() {
  crm-report -q -t tsv --card "$1" customers.tsv ledger.tsv |
    awk -F '\t' -v OFS='\t' 'NR > 1 { print $2, $3, $4, ($6 == "amount" ? sprintf("%.6f", $5) : $5) }' |
    sort >figures.tsv
  awk -F '\t' -v OFS='\t' -v id="$1" '
    NR == FNR { if ($1 == "card") named[$3] = 1; next }
    FNR == 1 { for (i = 1; i <= NF; i++) name[i] = $i; next }
    $1 == id {
      for (i = 2; i <= NF; i++)
        if (name[i] in named)
          print "card", "", name[i], (name[i] ~ /^(amount|clv|expected_loss)$/ ? sprintf("%.6f", $i) : $i)
    }' figures.tsv customers.tsv >expected.tsv
  sqlite3 :memory: -cmd '.mode tabs' -cmd '.import ledger.tsv ledger' >>expected.tsv <<SQL
create temp view own as select *, min(date) over (partition by order_id) as first from ledger
  where customer_id = '$1';
with recursive month(day) as (
  select date((select min(first) from own), 'start of month') union all
  select date(day, '+1 month') from month
    where date(day, '+1 month') <= (select max(date) from ledger))
select 'timeline', strftime('%Y-%m', day), 'amount', printf('%.6f', coalesce(
    (select sum(amount) from own where strftime('%Y-%m', first) = strftime('%Y-%m', day)), 0))
  from month;
select 'dealings', date, 'order_id', order_id from own;
select 'dealings', date, 'what', product from own;
select 'dealings', date, 'amount', printf('%.6f', amount) from own;
SQL
  sort -o expected.tsv expected.tsv
  diff expected.tsv figures.tsv >differences || {
    echo "the card of $1:"
    head -n 20 differences
    exit 1
  }
  figures=$((figures + $(wc -l <figures.tsv)))
}

# Customers from all over the stream whose dealings a card shows whole.
figures=0
cards=0
while read -r id; do
  card "$id"
  cards=$((cards + 1))
done < <(awk -F '\t' '
  FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
  NR == FNR { rows[$at["customer_id"]]++; next }
  rows[$1] > 0 && rows[$1] <= 100 && count++ % 60 == 7 { print $1 }' ledger.tsv customers.tsv)
[ "$cards" -gt 5 ]
echo "$figures figures of $cards cards are those of SQLite"
