#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Models that have been learnt, applied to profiles: segments, lifetime value, and the probability
# of leaving, each on one processor, and then all three in a pipe.
. "$(dirname "$0")/shared.sh"

out=/dev/null
profiles=$work/profiles-$rows.tsv

run_segment() {
  measure segment crm-segment --quiet -j 1 --model "$scratch/segment.model" "$profiles" >"$out"
}

run_score() {
  measure score crm-score --quiet -j 1 --clv --model "$scratch/score.model" "$profiles" >"$out"
}

run_churn() {
  measure churn crm-churn --quiet -j 1 --predict --model "$scratch/churn.model" "$profiles" >"$out"
}

run_pipe() {
  # shellcheck disable=SC2016 # they are the arguments of that shell
  measure pipe bash -euc '
    crm-segment --quiet -j 1 --model "$1/segment.model" "$2" |
      crm-score --quiet -j 1 --clv --model "$1/score.model" |
      crm-churn --quiet -j 1 --predict --model "$1/churn.model"
  ' bash "$scratch" "$profiles" >"$out"
}

# Customers with four rows each: half as many as the ledger of the other questions has rows.
if [ ! -e "$profiles" ]; then
  echo "making $profiles"
  crm-sample --rows $((rows * 2)) --customers $((rows / 2)) --seed 2 |
    crm-profile --quiet -o "$profiles.part"
  mv "$profiles.part" "$profiles"
fi
read_ledger "$profiles"
head -n 50001 "$profiles" >"$scratch/some.tsv"
crm-segment --quiet --abc --rfm --pyramid --lifecycle --fit "$scratch/segment.model" \
  "$scratch/some.tsv"
crm-score --quiet --clv --fit "$scratch/score.model" "$scratch/some.tsv"
# Left: nothing for 200 days. What follows from that is not to be learnt from.
awk -F '\t' -v OFS='\t' '{ print $0, (NR == 1 ? "left" : ($5 > 200 ? "yes" : "no")) }' \
  "$scratch/some.tsv" | crm-churn --quiet --predict --target left=yes --fit "$scratch/churn.model" \
  --learner logistic \
  --exclude recency,last_date,t_x,amount_90d,amount_365d,orders_90d,orders_365d
title 'models applied to %d profiles, %d MB, 1 thread each' "$table_rows" \
  $((table_bytes / 1000000))
in_turns segment score churn pipe
table crm-segment segment crm-score score crm-churn churn 'all in a pipe' pipe
