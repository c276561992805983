#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Are the parameters found again from which a shop was made? For each purchase model, and the
# gamma-gamma model of spending:
#
#   large   a shop of 100,000 customers: how many standard errors each parameter is off; 3 at most
#   cover   200 shops of 3,000 customers: how often the 95 % interval of each parameter has the
#           true one in it; between 92 and 98 % of the time. Intervals are those of the logarithm,
#           on which models are learnt: value * exp(-+1.96 se / value).
#
#   BENCH_SEEDS   shops to try (default: 200; 0: only the large ones)
#
# The whole way is gone: an invented ledger, its profiles, the fit. Ledgers count days, so the shops
# are slow: with some purchases a year hardly two fall on one day, and days are as good as moments.
# With 200 shops a coverage of 95 % is seen as 92 … 98 % in 95 of 100 cases; the seeds are fixed.
. "$(dirname "$0")/shared.sh"

seeds=${BENCH_SEEDS:-200}
models=(bgnbd mbgnbd paretonbd bgbb)

# The options of crm-sample for each model.
shop() {
  local slow="--days 14000 --arrivals 3500"

  case $1 in
    bgnbd) echo "$slow --r 0.6 --alpha 200 --a 0.8 --b 4" ;;
    mbgnbd) echo "$slow --r 0.8 --alpha 200 --a 0.8 --b 4" ;;
    paretonbd) echo "$slow --r 0.6 --alpha 200 --s 0.8 --beta 900" ;;
    bgbb) echo "--chance-every 1 --days 30 --arrivals 10 --alpha 1.2 --beta 0.75 --gamma 0.7 --delta 6" ;;
  esac
  echo "--spend-p 4 --spend-q 3 --spend-gamma 30 --lines 1 --returns 0"
}

# learn MODEL SEED CUSTOMERS: lines "model seed parameter value se".
learn() {
  local time=() options

  read -r -d '' -a options < <(shop "$1") || true
  [ "$1" != bgbb ] || time=(--unit day --times-in day)
  crm-sample -q -j 1 --process "$1" --customers "$3" --seed "$2" "${options[@]}" |
    crm-profile -q -j 1 |
    crm-score -q -j 1 --clv --purchase-model "$1" ${time[@]+"${time[@]}"} \
      --fit "$scratch/$1-$2-$3"
  awk -v model="$1" -v seed="$2" '
    $1 == "parameter" { print model, seed, $2, $3, $4 }
    $1 == "spend" { print model, seed, "spend-" $2, $3, $4 }' "$scratch/$1-$2-$3"
  rm "$scratch/$1-$2-$3"
}

# Lines "model parameter value" of the truth.
truth() {
  local model

  for model in "${models[@]}"; do
    shop "$model" | tr ' ' '\n' | awk -v model="$model" '
      /^--/ { name = substr($0, 3); next }
      name !~ /^(days|arrivals|chance-every|lines|returns)$/ { print model, name, $0 }'
  done
}

# Several shops at a time, each by one thread.
export -f shop learn
export scratch
# shellcheck disable=SC2016 # the words are those of the shell that is started
all() {
  xargs -r -P "$jobs" -L 1 bash -c 'set -euo pipefail; learn "$@"' learn
}

truth >"$scratch/truth"
echo "finding parameters again: one shop of 100,000 customers, $seeds of 3,000"
printf '%s 1 100000\n' "${models[@]}" | all >"$scratch/large"
for model in "${models[@]}"; do
  [ "$seeds" -eq 0 ] || seq "$seeds" | sed "s/.*/$model & 3000/"
done | all >"$scratch/many"

awk -v seeds="$seeds" '
  function magnitude(x) { return x < 0 ? -x : x }
  FNR == 1 { file++ }
  file == 1 { name[++names] = $1 " " $2; true[$1, $2] = $3; next }
  file == 2 { value[$1, $3] = $4; se[$1, $3] = $5; next }
  {
    seen[$1, $3]++
    covered[$1, $3] += $5 > 0 && magnitude(log($4 / true[$1, $3])) < 1.959964 * $5 / $4
  }
  END {
    printf "  %-10s %-12s %8s %10s %9s %6s %8s\n", "model", "parameter", "truth", "found",
      "se", "off", "cover"
    for (i = 1; i <= names; i++) {
      split(name[i], word, " ")
      key = word[1] SUBSEP word[2]
      off = (value[key] - true[key]) / se[key]
      cover = seeds > 0 ? 100 * covered[key] / seeds : 95
      wrong = !(magnitude(off) < 3) || cover < 92 || cover > 98 || seeds != seen[key] + 0
      faults += wrong
      printf "  %-10s %-12s %8g %10.5g %9.2g %6.2f %8s%s\n", word[1], word[2], true[key],
        value[key], se[key], off, seeds ? sprintf("%.1f %%", cover) : "-", wrong ? "  <-" : ""
    }
    printf "  %d of %d parameters are off by more than 3 errors, or covered too rarely or too often\n",
      faults, names
    exit faults > 0
  }' "$scratch/truth" "$scratch/large" "$scratch/many"
