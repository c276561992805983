#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# crm-profile by another road: an awk program, written from what the columns mean, reckons the
# profiles of a random ledger, and crm-profile must print the same bytes. Then what must not
# matter does not matter: the order of rows, the number of threads, the way in, how the ledger is
# cut into parts and nights, and how little memory there is.
#
#   SEED=N tests/pipe/profile-differential.sh    repeat the run whose seed was N
set -euo pipefail
shopt -s lastpipe # what is piped to a function counts faults here

export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
seed=${SEED:-$(((RANDOM << 15 | RANDOM) % 1000000 + 1))}
rows=20000
tab=$'\t'

faults=0
checks=0

work=$(mktemp -d)
finish() {
  [ "$1" -eq 0 ] || echo "repeat with SEED=$seed"
  rm -rf "$work"
}
trap 'finish $?' EXIT
trap 'exit 130' INT TERM

# What is noted about rows left out is no concern here.
profile() {
  crm-profile --quiet "$@"
}

# Random numbers in awk that are the same everywhere: chance() is in [0, 1), below(n) whole.
random='
  function chance() {
    state = (state * 16807) % 2147483647
    return state / 2147483647
  }
  function below(n) {
    return int(chance() * n)
  }
  function start(number,    i) {
    state = number % 2147483646 + 1
    for (i = 0; i < 10; i++)
      chance()
  }
'

# A ledger of $rows rows, seen from all sides: few busy customers and many with a row or two;
# orders of several lines, some of which fall on other days; rows without an order, and order ids
# that several customers have; returns, days that net to zero or below; dates and moments.
# Customers and orders have the bytes that sort, escape or compare in a way of their own.
generate() {
  awk -v rows="$rows" -v seed="$seed" "$random"'
    BEGIN {
      start(seed)
      OFS = "\t"
      split("C c C0 客户 é x\\\\ a\\tb A-Z ~ # \\\\q", prefix, " ")
      print "note", "amount", "customer_id", "channel", "date", "order_id", "more"
      while (row < rows) {
        kind = chance()
        number = kind < 0.5 ? below(2000) : kind < 0.9 ? below(150) : below(4)
        customer = prefix[number % 11 + 1] (number % 7 == 0 ? "" : " ") number
        day = number % 5 == 0 ? 15000 + below(12) : 14600 + below(600)
        cents = below(3) ? below(20000) : below(300)
        kind = chance()
        if (kind < 0.08) { # comes to nothing
          put(day, new_order(), cents)
          put(day, new_order(), -cents)
        } else if (kind < 0.14) { # comes to less than nothing
          put(day, new_order(), cents)
          put(day, new_order(), -cents - below(500))
        } else if (kind < 0.24) {
          put(day, new_order(), -cents)
        } else if (kind < 0.28) {
          put(day, new_order(), 0)
        } else {
          order = new_order()
          for (line = below(4); line >= 0; line--)
            put(day + (below(6) ? 0 : below(40)), order, below(12) ? below(9000) : -below(4000))
        }
      }
    }

    function new_order() {
      kind = chance()
      if (kind < 0.08)
        return ""
      if (kind < 0.1)
        return "\\N"
      if (kind < 0.4)
        return "O" below(40)
      start_of = kind < 0.42 ? "C:\\\\n" : kind < 0.45 ? "a\\\\" : kind < 0.5 ? "\\t" : "O-"
      return start_of int(row / 2)
    }

    function put(day, order, cents,    clock) {
      clock = below(8) ? "" : below(2) ? "T23:59:59Z" : " 00:00"
      print "n" row, money(cents), customer, below(3) ? "web" : "", iso(day) clock, order,
        row % 13 ? "" : "x\\ny"
      row++
    }

    # Two decimals, or as few as are needed.
    function money(cents,    text) {
      text = sprintf("%s%d.%02d", cents < 0 ? "-" : "", abs(cents) / 100, abs(cents) % 100)
      if (below(2))
        sub(/\.?0+$/, "", text)
      return text == "" || text == "-" ? "0" : text
    }

    function abs(number) {
      return number < 0 ? -number : number
    }

    function iso(day,    year, month, length_of) {
      for (year = 1970; day >= 365 + leap(year); year++)
        day -= 365 + leap(year)
      for (month = 1; day >= (length_of = days_in(year, month)); month++)
        day -= length_of
      return sprintf("%04d-%02d-%02d", year, month, day + 1)
    }

    function leap(year) {
      return year % 4 == 0
    }

    function days_in(year, month) {
      if (month == 2)
        return 28 + leap(year)
      return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
    }
  '
}

# reckon AS_OF RULE <LEDGER: the profiles. AS_OF may be empty.
#
# First the rows are put in the order of customers and days, then each customer is told by a walk
# through the days. Amounts are whole cents.
reckon() {
  awk -v as_of="$1" '
    BEGIN { FS = OFS = "\t" }
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    {
      date = substr($at["date"], 1, 10)
      if (as_of != "" && date > as_of)
        next
      order = "order_id" in at ? $at["order_id"] : ""
      if (order == "\\N")
        order = ""
      print $at["customer_id"], number(date), date, cents($at["amount"]), "=" order
      newest = date > newest ? date : newest
    }
    # Known by the last line, which sorts before all customers.
    END { date = as_of != "" ? as_of : newest; print "", number(date), date }

    function cents(text,    part, sign) {
      sign = sub(/^-/, "", text) ? -1 : 1
      split(text ".", part, ".")
      return sign * (part[1] * 100 + substr(part[2] "00", 1, 2))
    }

    # Days since 1970-01-01, of years before 2100.
    function number(date,    part, year, month, days) {
      split(date, part, "-")
      for (year = 1970; year < part[1]; year++)
        days += 365 + (year % 4 == 0)
      for (month = 1; month < part[2]; month++)
        days += month == 2 ? 28 + (year % 4 == 0) : 30 + (month + (month > 7)) % 2
      return days + part[3] - 1
    }
  ' | sort -t "$tab" -k 1,1 -k 2,2n | awk -v rule="$2" '
    BEGIN {
      FS = "\t"
      print "customer_id\torders\tfirst_date\tlast_date\trecency\ttenure\tfrequency\tt_x" \
        "\tamount\tamount_mean\trepeat_amount_mean\treturns\treturned_amount\tgap_mean\tgap_sd" \
        "\tamount_90d\tamount_365d\torders_90d\torders_365d"
    }
    NR == 1 { as_of = $2; next }
    NR > 2 && $1 != customer { tell() }
    {
      customer = $1
      if (days == 0 || $2 != day[days]) {
        day[++days] = $2
        text[days] = $3
        net[days] = sold[days] = begun[days] = 0
      }
      net[days] += $4
      if ($4 > 0)
        sold[days]++
      if ($4 < 0) {
        returns++
        returned -= $4
      }
      # The first day that an order is met on is its earliest.
      if ($5 == "=" || !($5 in met))
        begun[days]++
      met[$5]
    }
    END { if (NR > 1) tell() }

    function is_purchase(i) {
      return rule == "net" ? net[i] > 0 : rule == "sale" ? sold[i] > 0 : 1
    }

    function tell(    i, n, first, last, amount, repeat, orders, a90, a365, o90, o365, gap, k, mean,
        squares) {
      for (i = 1; i <= days; i++) {
        amount += net[i]
        orders += begun[i]
        if (as_of - day[i] < 365) {
          a365 += net[i]
          o365 += begun[i]
        }
        if (as_of - day[i] < 90) {
          a90 += net[i]
          o90 += begun[i]
        }
        if (!is_purchase(i))
          continue
        if (n++ > 0) {
          repeat += net[i]
          gap[n - 1] = day[i] - day[last]
        } else {
          first = i
        }
        last = i
      }
      if (n == 0) {
        first = 1
        last = days
      }
      k = n > 0 ? n - 1 : 0
      mean = k > 0 ? (day[last] - day[first]) / k : 0
      for (i = 1; i <= k; i++)
        squares += (gap[i] - mean) * (gap[i] - mean)
      printf "%s\t%d\t%s\t%s\t%d\t%d\t%d\t%d", customer, orders, text[first], text[last],
        as_of - day[last], as_of - day[first], k, n ? day[last] - day[first] : 0
      printf "\t%s\t%s\t%s", money(amount * 10000), mean_money(amount, orders),
        k ? mean_money(repeat, k) : ""
      printf "\t%d\t%s", returns, money(returned * 10000)
      printf "\t%s\t%s", k ? days_of(mean) : "", k < 2 ? "" : days_of(sqrt(squares / (k - 1)))
      printf "\t%s\t%s\t%d\t%d\n", money(a90 * 10000), money(a365 * 10000), o90, o365

      days = returns = returned = 0
      split("", met)
    }

    # Cents divided by a number, in millionths, half away from zero.
    function mean_money(cents, count,    twice, whole) {
      twice = (cents < 0 ? -cents : cents) * 20000 + count
      whole = (twice - twice % (2 * count)) / (2 * count)
      return money(cents < 0 ? -whole : whole)
    }

    # To four decimals, half upwards.
    function days_of(days) {
      return money(int(days * 10000 + 0.5) * 100)
    }

    # Millionths in their shortest form.
    function money(micros,    size) {
      size = micros < 0 ? -micros : micros
      return (micros < 0 ? "-" : "") \
        short(sprintf("%d.%06d", (size - size % 1000000) / 1000000, size % 1000000))
    }

    function short(text) {
      sub(/0+$/, "", text)
      sub(/\.$/, "", text)
      return text
    }
  '
}

# same WHAT EXPECTED: standard input must be the bytes of the file EXPECTED.
same() {
  checks=$((checks + 1))
  cat >"$work/found"
  cmp -s "$2" "$work/found" && return
  faults=$((faults + 1))
  printf '%s: not the same bytes; first lines that differ, expected and found:\n' "$1"
  diff "$2" "$work/found" | head -n 6 || true
}

# The ledger $1 with its rows in a random order.
shuffle() {
  head -n 1 "$1"
  tail -n +2 "$1" | awk -v seed="$seed" "$random"'
    BEGIN { start(seed + 1) }
    { printf "%.9f\t%s\n", chance(), $0 }
  ' | sort -n | cut -f 2-
}

# split_at_random COUNT NAME FILE: rows of FILE into NAME.1 … NAME.COUNT, any row anywhere, so that
# orders and days are cut apart too. A part may be without rows.
split_at_random() {
  awk -v count="$1" -v name="$2" -v seed="$((seed + $1))" "$random"'
    BEGIN { start(seed) }
    NR == 1 { for (i = 1; i <= count; i++) print >(name "." i); next }
    { print >(name "." below(count) + 1) }
  ' "$3"
}

against_awk() {
  local as_of rule last other

  last=$(awk -F "$tab" 'NR > 1 && $5 > last { last = $5 } END { print substr(last, 1, 10) }' \
    ledger.tsv)
  for as_of in "" 2010-12-31 2011-01-26 2010-01-01 2012-06-30; do
    for rule in net sale any; do
      reckon "$as_of" "$rule" <ledger.tsv >expected
      profile ${as_of:+--as-of "$as_of"} --purchase-day "$rule" ledger.tsv |
        same "by awk, as of ${as_of:-the newest day, $last}, $rule" expected
    done
  done

  # Each row an order; and the columns by other names.
  cut -f 1-5,7 ledger.tsv >rows.tsv
  reckon "" net <rows.tsv >expected
  profile rows.tsv | same "by awk, without orders" expected
  other=when
  reckon "" sale <ledger.tsv >expected
  sed "1s/\\<date\\>/$other/; 1s/customer_id/who/; 1s/amount/paid/; 1s/order_id/what/" ledger.tsv |
    profile --id who --date "$other" --amount paid --order what --purchase-day sale |
    same "by awk, other names" expected
}

ways_in() {
  local jobs count

  shuffle ledger.tsv >shuffled.tsv
  profile shuffled.tsv | same "shuffled" whole
  for jobs in 1 2 8; do
    profile -j "$jobs" ledger.tsv | same "-j $jobs" whole
    profile -j "$jobs" <shuffled.tsv | same "-j $jobs, shuffled" whole
    profile -j "$jobs" --partial ledger.tsv | same "-j $jobs, --partial" state
  done
  # A pipe that is no file, in pieces of all sizes.
  awk '{ print } NR % 997 == 0 { fflush() }' ledger.tsv | profile | same "pipe" whole
  gzip -c ledger.tsv >ledger.tsv.gz
  zstd -q -c ledger.tsv >ledger.tsv.zst
  profile ledger.tsv.gz | same "gzip" whole
  profile ledger.tsv.zst | same "zstd" whole
  count=$((seed % 5 + 2))
  split_at_random "$count" piece ledger.tsv
  profile piece.* | same "$count operands" whole
  profile -o written ledger.tsv
  same "-o" whole <written
}

parts() {
  local count part parts

  for count in 2 $((seed % 7 + 3)); do
    rm -f part.*
    split_at_random "$count" part ledger.tsv
    for part in part.*; do
      profile --partial -o "state.$part" "$part"
    done
    profile --merge state.part.* | same "$count parts merged" whole
    profile --merge --partial state.part.* | same "$count parts merged to a part" state
    profile --merge --as-of 2010-12-31 --purchase-day sale state.part.* |
      same "$count parts merged, as of a day between" earlier

    # Two levels: all but the first, then the first and these.
    parts=(state.part.*)
    profile --merge --partial -o rest "${parts[@]:1}"
    profile --merge "${parts[0]}" rest | same "$count parts merged in two steps" whole
    rm -f state.part.* rest
  done
}

nights() {
  local count=$((seed % 3 + 3)) night

  # Rows come late, and out of order; the last run says what one run would have said.
  rm -f night.* kept
  split_at_random "$count" night shuffled.tsv
  for night in night.*; do
    profile --state kept -o told "$night"
  done
  same "$count nights" whole <told
  same "the state after $count nights" state <kept
  head -n 1 ledger.tsv | profile --state kept --as-of 2010-12-31 --purchase-day sale |
    same "a night without rows, as of a day between" earlier
  same "the state after a night without rows" state <kept
}

little_memory() {
  local large=large.tsv count=15 jobs

  # The ledger again and again, with other customers.
  awk -v count="$count" 'BEGIN { FS = OFS = "\t" }
    NR == 1 { print; next }
    { name = $3; for (i = 1; i <= count; i++) { $3 = i name; print } }
  ' ledger.tsv >"$large"
  awk -v count="$count" 'BEGIN { FS = OFS = "\t" }
    NR == 1 { print; next }
    { name = $1; for (i = 1; i <= count; i++) { $1 = i name; print } }
  ' whole | { IFS= read -r line; printf '%s\n' "$line"; sort; } >expected
  profile "$large" | same "$count ledgers" expected
  for jobs in 1 2; do
    profile -j "$jobs" --memory 1M "$large" | same "--memory 1M -j $jobs" expected
    profile -j "$jobs" --memory 1M <"$large" | same "--memory 1M -j $jobs, pipe" expected
  done
  profile --memory 1M --partial "$large" | profile --memory 1M --merge |
    same "--memory 1M, --partial and --merge" expected
  profile --partial "$large" >state
  profile --memory 1M --state little "$large" | same "--memory 1M --state" expected
  same "the state within --memory 1M" state <little

  # If there were nowhere to spill to, that would not do: so it did spill.
  checks=$((checks + 1))
  if TMPDIR=$work/nowhere crm-profile --memory 1M "$large" >/dev/null 2>"$work/complaint"; then
    echo "--memory 1M: did without a temporary file, so this tests nothing"
    faults=$((faults + 1))
  fi
}

nothing() {
  head -n 1 ledger.tsv >none.tsv
  head -n 1 whole >expected
  profile none.tsv | same "no rows" expected
  profile --as-of 2001-01-01 ledger.tsv | same "as of before all rows" expected
  profile --partial none.tsv | profile --merge | same "a part without rows" expected
}

cd "$work"
generate >ledger.tsv
profile ledger.tsv >whole
profile --partial ledger.tsv >state
profile --as-of 2010-12-31 --purchase-day sale ledger.tsv >earlier
against_awk
ways_in
parts
nights
little_memory
nothing

if [ "$faults" -gt 0 ]; then
  echo "$faults of $checks comparisons failed"
  exit 1
fi
echo "$checks comparisons, seed $seed"
