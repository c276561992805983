#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Profiles and segments by another road: SQLite reckons them from random ledgers, from what the manual
# says (sql/profile.sql, sql/segment.sql), and crm-profile and crm-segment must print the same bytes.
#
#   SEED=N tests/pipe/sql-differential.sh    repeat the run whose seed was N
set -euo pipefail

here=$(realpath "$(dirname "$0")")
export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
seed=${SEED:-$(((RANDOM << 15 | RANDOM) % 1000000 + 1))}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
checks=0

# same WHAT EXPECTED FOUND
same() {
  checks=$((checks + 1))
  cmp -s "$2" "$3" && return
  echo "$1: not the same bytes (SEED=$seed); expected, and found:"
  diff "$2" "$3" | head -n 10
  exit 1
}

# A ledger of many rows: days that net to nothing or less, orders over several rows and days, order ids
# that customers share, rows without one, moments, amounts of up to six decimals, the large beside the
# small. Fields have nothing that SQLite's reading of tabs takes for quotes.
make_ledger() {
  awk -v rows="$1" -v seed="$2" 'BEGIN {
    srand(seed)
    OFS = "\t"
    print "customer_id", "date", "amount", "order_id"
    split("C c C0 客户 é- ~ #", prefix, " ")
    many = 1 + int(rand() * rows / 3)
    span = 1 + int(rand() * 1200)
    while (row++ < rows) {
      number = int(rand() * rand() * many)
      amount = digits(int(rand() * 7)) (rand() < 0.7 ? "." fraction(1 + int(rand() * 6)) : "")
      date = strftime("%Y-%m-%d", 1e9 + int(rand() * span) * 86400 + 40000, 1)
      moment = rand() < 0.8 ? "" : rand() < 0.5 ? "T23:59:59Z" : " 00:00"
      order = rand() < 0.1 ? "" : rand() < 0.05 ? "\\N" : "O" int(rand() * rows / 2)
      sign = rand() < 0.2 ? "-" : ""
      print prefix[number % 7 + 1] number, date moment, sign amount, order
      if (rand() < 0.1) # brought back, all of it
        print prefix[number % 7 + 1] number, date, (sign == "" ? "-" : "") amount, order
    }
  }
  function digits(count,    text) {
    text = 1 + int(rand() * 9)
    while (--count > 0)
      text = text int(rand() * 10)
    return text
  }
  function fraction(count,    text) {
    while (count-- > 0)
      text = text int(rand() * 10)
    return text
  }'
}

# in_sql SCRIPT SETTING FILE TABLE [FILE TABLE]
in_sql() {
  local script=$1 setting=$2 imports=()

  shift 2
  while [ $# -gt 0 ]; do
    imports+=(-cmd ".import $1 $2")
    shift 2
  done
  sqlite3 :memory: -cmd "create table setting as select $setting" -cmd '.mode tabs' \
    "${imports[@]}" <"$here/sql/$script"
}

for rows in 1 7 300 20000; do
  make_ledger "$rows" $((seed + rows)) >ledger.tsv
  middle=$(awk 'NR == 2 { print substr($2, 1, 10) }' ledger.tsv)
  for as_of in "" "$middle" 2030-01-01; do
    for rule in net sale any; do
      in_sql profile.sql "'$as_of' as as_of, '$rule' as rule" ledger.tsv ledger >expected
      crm-profile -q ${as_of:+--as-of "$as_of"} --purchase-day "$rule" ledger.tsv >found
      same "$rows rows, as of '$as_of', $rule" expected found
    done
  done
  crm-profile ledger.tsv >profiles.tsv
  for bins in 5 2 $((seed % 8 + 2)); do
    in_sql segment.sql "$bins as bins" profiles.tsv profiles "$here/../../cmd/segment/tables/eleven.tsv" eleven \
      >expected
    table=none
    [ "$bins" -ne 5 ] || table=eleven
    crm-segment --abc --rfm --pyramid --rfm-bins "$bins" --rfm-table "$table" profiles.tsv >found
    same "$rows rows, $bins bins" expected found
  done
done
echo "$checks tables are those of SQLite, seed $seed"
