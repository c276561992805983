#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Lifetime value: BG/NBD and gamma-gamma learnt from profiles and applied to them, beside the Python
# packages lifetimes and PyMC-Marketing (its MAP fit), each as a whole process from reading to
# writing; before that, the parameters are compared to 4 digits. Then a small shop in one go, and
# memory with a model that is there, which must not grow with the rows.
#
#   BENCH_PROFILES   how many profiles (default: 1000000)
. "$(dirname "$0")/shared.sh"

profiles=${BENCH_PROFILES:-1000000}

# make_profiles COUNT FILE
make_profiles() {
  [ ! -e "$2" ] || return 0
  echo "making $2"
  crm-sample -q --customers "$1" --order customer | crm-profile -q -o "$2"
}

input=$work/profiles-$profiles.tsv
make_profiles "$profiles" "$input"

# ---- the contestants ---------------------------------------------------------------------------

run_ours() {
  measure ours crm-score -q -j "$jobs" --clv -o "$scratch/ours.tsv" "$input"
}

run_ours_1() {
  measure ours_1 crm-score -q -j 1 --clv -o "$scratch/ours.tsv" "$input"
}

run_lifetimes() {
  measure lifetimes build/venv-lifetimes/bin/python scripts/bench/score-lifetimes.py "$input" \
    "$scratch/lifetimes" "$scratch/lifetimes.tsv"
}

run_pymc() {
  measure pymc build/venv-pymc/bin/python scripts/bench/score-pymc.py "$input" "$scratch/pymc" \
    "$scratch/pymc.tsv"
}

others=()
labels=()
for name in lifetimes:lifetimes pymc:pymc_marketing; do
  if "build/venv-${name%:*}/bin/python" -c "import ${name#*:}" 2>/dev/null; then
    others+=("${name%:*}")
    labels+=("${name#*:}" "${name%:*}")
  else
    echo "no ${name#*:} in build/venv-${name%:*}: left out; see scripts/install-deps.sh"
  fi
done

# same_parameters NAME: those in $scratch/NAME, lines "parameter value", to 4 digits.
same_parameters() {
  printf '  crm-score and %s: ' "$1"
  awk '
    FILENAME != ARGV[1] { if ($1 == "parameter" || $1 == "spend") own[$2] = $3; next }
    { other[$1] = $2 }
    END {
      for (name in other) {
        off = other[name] / own[name] - 1
        off = off < 0 ? -off : off
        if (!(off < 5e-4)) {
          printf "%s is %s, not %s\n", name, own[name], other[name]
          exit 1
        }
        worst = off > worst ? off : worst
        count++
      }
      if (count != 7)
        exit 1
      printf "%d parameters agree to %.1e\n", count, worst
    }' "$scratch/$1" "$scratch/model" || fail "crm-score and $1 disagree"
}

echo "lifetime value of $profiles profiles, $jobs threads of $(nproc) processors"
crm-score -q -j "$jobs" --clv --fit "$scratch/model" "$input"
for name in ${others[@]+"${others[@]}"}; do
  "run_$name"
  same_parameters "$name"
  rm "$scratch/times-$name"
done
title 'lifetime value fitted and scored, of %d profiles, %d threads' "$profiles" "$jobs"
# One turn is enough for those who take minutes.
[ ${#others[@]} -eq 0 ] || runs=1 in_turns "${others[@]}"
in_turns ours ours_1
# shellcheck disable=SC2034 # for the table
table_rows=$profiles table_bytes=$(stat -c %s "$input")
table "crm-score" ours "crm-score -j 1" ours_1 ${labels[@]+"${labels[@]}"}

# ---- a small shop ------------------------------------------------------------------------------

# The customers of the CDNOW sample, or as many invented ones over as many days.
small=$scratch/small.tsv
data=$(realpath -m "${CRM_DATA:-../shared/data}")/cdnow/cdnowElog.csv
if [ -r "$data" ]; then
  what="2357 customers of CDNOW"
  crm-import -q -k transactions -m customer_id=sampleid -m amount=sales --only "$data" |
    crm-profile -q --as-of 1997-09-30 --purchase-day any -o "$small"
else
  what="2357 invented customers (no ../shared/data/cdnow)"
  crm-sample -q --customers 2357 --days 273 --arrivals 90 --alpha 4.4 --r 0.25 |
    crm-profile -q -o "$small"
fi
echo "fitting and scoring $what"
for model in bgnbd mbgnbd paretonbd; do
  hyperfine --shell none --warmup 3 --runs 30 --export-csv "$scratch/small.csv" \
    "crm-score -q -j 1 --clv --purchase-model $model -o $scratch/ours.tsv $small" >"$scratch/log" 2>&1 ||
    fail "crm-score failed: $(cat "$scratch/log")"
  awk -F , -v model=$model '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    {
      printf "  %-10s best %5.1f ms, median %5.1f ms, processor %5.1f ms\n", model, $at["min"] * 1000,
        $at["median"] * 1000, ($at["user"] + $at["system"]) * 1000
    }' "$scratch/small.csv"
done

# ---- memory ------------------------------------------------------------------------------------

echo "memory with a model that is there, -j 2"
for times in 1 10; do
  { cat "$input" && for ((turn = 1; turn < times; turn++)); do tail -n +2 "$input"; done; } |
    measure "memory-$times" crm-score -q -j 2 --clv --model "$scratch/model" -o /dev/null -
  printf '  %9d profiles: %s MB\n' $((times * profiles)) "$(peak "memory-$times")"
done
