#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# crm-segment by another road: sort and awk put random profiles in their segments, by what the
# manual says, and crm-segment must do the same. Then what must not matter does not matter: the
# order of rows, the number of threads, the way in, a model in between, the parts that rows come
# in, a second run. And no damage to a model makes the tool crash.
#
#   SEED=N tests/pipe/segment.sh    repeat the run whose seed was N
set -euo pipefail

export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
tables=$(realpath "$(dirname "$0")/../../cmd/segment/tables")
seed=${SEED:-$(((RANDOM << 15 | RANDOM) % 1000000 + 1))}
all=(--abc --rfm --pyramid --lifecycle)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
  echo "$1 (SEED=$seed)"
  exit 1
}

# same WHAT FILE FILE
same() {
  cmp "$2" "$3" >differences 2>&1 || fail "$1: $(cat differences)"
}

# Profiles of $1 customers: few different values, so that there are many equals; some missing.
make_profiles() {
  awk -v rows="$1" -v seed="$2" 'BEGIN {
    srand(seed)
    OFS = "\t"
    print "customer_id", "name", "orders", "recency", "tenure", "frequency", "amount", \
      "gap_mean", "gap_sd", "amount_90d", "amount_365d", "orders_90d", "orders_365d"
    for (i = 1; i <= rows; i++) {
      bought = int(rand() * rand() * 12)
      tenure = int(rand() * 800)
      recency = int(tenure * rand() * rand())
      year = bought < 1 ? 0 : int(rand() * (bought + 1))
      quarter = int(rand() * (year + 1))
      amount = int(bought * bought * rand() * 4000) - int(rand() * rand() * 3000)
      print "C" i, "n" int(rand() * 9), some(bought + (rand() < 0.1)), some(recency), tenure, \
        some((bought > 0) * (bought - 1)), some(cents(amount)), \
        (bought > 1 ? int((tenure - recency) / bought) : ""), \
        (bought > 2 ? int(rand() * 40) : ""), cents(int(amount * rand() * 2)), \
        some(cents(amount)), quarter, year
    }
  }
  function some(value) { return rand() < 0.02 ? (rand() < 0.5 ? "" : "\\N") : value }
  function cents(value) { return (value < 0 ? "-" : "") int(abs(value) / 100) "." \
    sprintf("%02d", abs(value) % 100) }
  function abs(value) { return value < 0 ? -value : value }'
}

# column NAME <FILE: the number of that column
column() {
  head -n 1 | tr '\t' '\n' | grep -nx "$1" | cut -d : -f 1
}

# values NAME FILE: of all rows, in hundredths, "-" for what is missing
values() {
  awk -F '\t' -v column="$(column "$1" <"$2")" 'NR > 1 {
    value = $column
    if (value == "" || value == "\\N")
      print "-"
    else
      printf "%d\n", value * 100 + (value < 0 ? -0.5 : 0.5)
  }' "$2"
}

# scores NAME BINS FILE: one more than how many BINSths of all have less
scores() {
  values "$1" "$3" >all.values
  awk '$1 != "-"' all.values | sort -n | awk '!($1 in less) { less[$1] = NR - 1 }
    END { for (value in less) print value, less[value], NR }' >less
  awk -v bins="$2" 'NR == FNR { less[$1] = $2; count = $3; next }
    { print ($1 == "-" ? "" : 1 + int(bins * less[$1] / count)) }' less all.values
}

# The least amount of each class, of 80 and 95 % of the total.
abc() {
  values amount "$1" >all.values
  awk '$1 != "-"' all.values | sort -rn | awk '{ total += $1 }
    $1 > 0 { value[++count] = $1 }
    END {
      for (i = 1; total > 0 && i <= count; i++) {
        sum += value[i]
        if (value[i + 1] == value[i])
          continue
        if (a == "" && sum * 100 >= total * 80)
          a = value[i]
        if (b == "" && sum * 100 >= total * 95)
          b = value[i]
      }
      print a, b
    }' >least
  awk 'NR == FNR { a = $1; b = $2; next }
    { print ($1 == "-" ? "" : $1 <= 0 || a == "" ? "C" : $1 >= a ? "A" : $1 >= b ? "B" : "C") }
  ' least all.values
}

pyramid() {
  values amount "$1" >all.values
  awk '$1 != "-"' all.values | sort -rn | awk '!($1 in above) { above[$1] = NR - 1 }
    END { for (value in above) print value, above[value], NR }' >above
  awk 'NR == FNR { above[$1] = $2; count = $3; next }
    $1 == "-" { print ""; next }
    $1 <= 0 { print "small"; next }
    {
      share = above[$1] * 100
      print (share < count ? "vip" : share < 5 * count ? "major" : \
        share < 20 * count ? "ordinary" : "small")
    }' above all.values
}

# names TABLE <CODES: the segment of each code, the first row of the table that matches
names() {
  awk -F '\t' -v table="$1" '
    function low(range) { return range == "*" ? 1 : substr(range, 1, 1) }
    function high(range) { return range == "*" ? 9 : substr(range, length(range)) }
    BEGIN {
      rules = 0
      getline line <table
      while ((getline line <table) > 0) {
        split(line, field, FS)
        for (i = 1; i <= 3; i++) {
          least[rules, i] = low(field[i])
          most[rules, i] = high(field[i])
        }
        name[rules++] = field[4]
      }
    }
    length($0) < 3 { print ""; next }
    {
      for (rule = 0; rule < rules; rule++) {
        for (i = 1; i <= 3; i++)
          if (substr($0, i, 1) < least[rule, i] || substr($0, i, 1) > most[rule, i])
            break
        if (i > 3)
          break
      }
      print (rule < rules ? name[rule] : "other")
    }'
}

lifecycle() {
  local name

  for name in orders recency tenure gap_mean gap_sd orders_90d orders_365d amount_90d amount_365d
  do
    values "$name" "$1" >"life.$name"
  done
  house=$(awk '$1 != "-"' life.gap_mean | sort -n |
    awk '{ value[NR] = $1 } END { print (NR ? value[int((NR + 1) / 2)] : 9000) }')
  paste -d ' ' life.orders life.recency life.tenure life.gap_mean life.gap_sd life.orders_90d \
    life.orders_365d life.amount_90d life.amount_365d | awk -v house="$house" '
    $1 == "-" || $1 <= 0 { print "prospect"; next }
    $2 == "-" || $3 == "-" { print ""; next }
    {
      gap = $4 == "-" ? house : $4
      limit = $4 == "-" || $5 == "-" ? 2 * (gap > house ? gap : house) : gap + 2 * $5
      limit = limit > house ? limit : house
      days = $3 < 36500 ? $3 / 100 + 1 : 365
      known = $6 != "-" && $7 != "-" && $8 != "-" && $9 != "-"
      fewer = $6 * days < $7 * 90 && $7 * 90 >= 200 * days
      more = $6 * days > $7 * 90 && $6 >= 200
      down = $9 <= 0 || 2 * $8 * days <= $9 * 90
      up = $9 > 0 && 2 * $8 * days >= 3 * $9 * 90
      print ($2 > 2 * limit ? "lost" : $2 > limit ? "dormant" : \
        $4 == "-" || $3 <= 9000 ? "new" : known && fewer && down ? "declining" : \
        known && more && up ? "growing" : "mature")
    }'
}

# by_hand FILE: what crm-segment makes of it
by_hand() {
  { echo abc && abc "$1"; } >by.abc
  { echo r && scores recency 5 "$1" | awk '{ print ($1 == "" ? "" : 6 - $1) }'; } >r
  { echo f && scores frequency 5 "$1"; } >f
  { echo m && scores amount 5 "$1"; } >m
  { echo rfm && paste -d '' r f m | awk 'NR > 1 { print (length($0) == 3 ? $0 : "") }'; } >rfm
  { echo rfm_segment && sed 1d rfm | names "$tables/eleven.tsv"; } >by.segment
  { echo pyramid && pyramid "$1"; } >by.pyramid
  { echo lifecycle && lifecycle "$1"; } >by.lifecycle
  paste "$1" by.abc r f m rfm by.segment by.pyramid by.lifecycle
}

for rows in 1 2 7 30 333 5000; do
  make_profiles "$rows" "$((seed + rows))" >profiles
  by_hand profiles >expected
  if crm-segment "${all[@]}" profiles >found 2>message; then
    same "$rows customers" found expected
  else
    grep -q "no row has a value" message || fail "$rows customers: $(cat message)"
  fi
done

# A table as a file is the table of that name.
for table in eleven ten; do
  crm-segment --rfm --rfm-table "$table" profiles >found
  crm-segment --rfm --rfm-table "$tables/$table.tsv" profiles | cmp -s - found ||
    fail "table $table: cmd/segment/tables/$table.tsv says something else"
done

# Other bins, by the same definition.
for bins in 2 3 9; do
  crm-segment --rfm --rfm-bins "$bins" --rfm-table none profiles >found
  scores amount "$bins" profiles >m
  tail -n +2 found | cut -f "$(column m <found)" | cmp -s - m || fail "$bins bins: other scores"
done

# Many rows, of several blocks, and all the ways that must give the same.
make_profiles 60000 "$seed" >profiles
crm-segment "${all[@]}" profiles >expected
for jobs in 1 2 8; do
  crm-segment "${all[@]}" -j "$jobs" profiles | cmp -s - expected || fail "-j$jobs differs"
  crm-segment "${all[@]}" -j "$jobs" <profiles | cmp -s - expected || fail "-j$jobs, input"
  # shellcheck disable=SC2002
  cat profiles | crm-segment "${all[@]}" -j "$jobs" | cmp -s - expected || fail "-j$jobs, pipe"
done
crm-segment "${all[@]}" expected | cmp -s - expected || fail "the second run changes something"
crm-segment "${all[@]}" --fit model profiles >nothing
[ ! -s nothing ] || fail "--fit writes rows"
crm-segment --model model profiles | cmp -s - expected || fail "--model differs"
crm-segment "${all[@]}" --fit - -j1 profiles | cmp -s - model || fail "--fit - differs"
for part in 2,20000 20001,20010 20011,60001; do
  { head -n 1 profiles && sed -n "${part}p" profiles; } | crm-segment --model model | tail -n +2
done >found
tail -n +2 expected | cmp -s - found || fail "parts by a model differ from the whole"
{ head -n 1 profiles && tail -n +2 profiles | sort -t $'\t' -k 5,5n; } | crm-segment "${all[@]}" |
  sort >found
sort expected | cmp -s - found || fail "the order of rows matters"

# A damaged model: used or refused, but nothing else.
head -n 50 profiles >few
size=$(wc -c <model)
for ((i = 0; i < 300; i++)); do
  awk -v seed="$((seed + i))" -v size="$size" 'BEGIN {
    RS = "\001"
    srand(seed)
    at = 1 + int(rand() * size)
    split("\t,\n,9,-,,.,0,nobody,x,\\,\r,\377", by, ",")
  }
  {
    printf "%s%s%s", substr($0, 1, at - 1), by[1 + int(rand() * 12)], \
      substr($0, at + int(rand() * 4), rand() < 0.1 ? int(rand() * size) : size)
  }' model >damaged
  status=0
  crm-segment --model damaged few >found 2>message || status=$?
  [ "$status" -le 1 ] || fail "a damaged model ends with $status: $(cat message)"
  [ "$status" -eq 0 ] || [ -s message ] || fail "a damaged model is refused without a reason"
done

echo "as by hand (seed $seed)"
