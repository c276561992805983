#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# crm-churn --predict where no contract says who has left: the customers of CDNOW as they were after
# 39 weeks, and whether they bought in the 39 weeks behind. The order in which it puts them must be
# as good as that by BG/NBD's P(alive), and by recency alone: the AUC of each, as the mean of five
# parts of the customers, each judged by a model of the others. Skipped where the data are not at
# hand: they are no part of the project.
set -euo pipefail

export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
data=$(realpath -m "${CRM_DATA:-../shared/data}/cdnow")
if [ ! -r "$data/cdnowElog.csv" ]; then
  echo "skipped: there is no ../shared/data/cdnow"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
half=1997-09-30
parts=5

tr -d '\r' <"$data/cdnowElog.csv" | awk -F , '
  BEGIN { print "customer_id\tdate\tquantity\tamount" }
  NR > 1 {
    printf "%04d\t%s-%s-%s\t%d\t%s\n", $2, substr($3, 1, 4), substr($3, 5, 2), substr($3, 7), $4, $5
  }
' >ledger.tsv
crm-profile --quiet --as-of "$half" --purchase-day any ledger.tsv |
  crm-score --quiet --clv | awk -F '\t' -v OFS='\t' -v half="$half" '
    NR == FNR { if ($2 > half) came[$1]; next }
    { print $0, FNR == 1 ? "lost" : ($1 in came) ? "no" : "yes" }
  ' ledger.tsv - >known.tsv

# auc COLUMN SIGN <ROWS: of the order by that column, ties counting half.
auc() {
  awk -F '\t' -v name="$1" -v sign="$2" '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    { print sign * $at[name], $at["lost"] == "yes" }
  ' | sort -g | awk '
    function tell() {
      area += lost * (stayed + here / 2)
      stayed += here; all += lost
      lost = here = 0
    }
    NR > 1 && $1 != last { tell() }
    { last = $1; if ($2) lost++; else here++ }
    END { tell(); printf "%.6f\n", area / (all * stayed) }'
}

for ((part = 0; part < parts; part++)); do
  awk -v part="$part" -v parts="$parts" 'NR == 1 || NR % parts == part' known.tsv >judged.tsv
  awk -v part="$part" -v parts="$parts" 'NR == 1 || NR % parts != part' known.tsv >learnt.tsv
  for learner in trees logistic; do
    crm-churn --quiet --predict --learner "$learner" --target lost=yes --folds 0 \
      --fit model.tsv learnt.tsv
    crm-churn --quiet --predict --model model.tsv judged.tsv | auc churn_probability 1 >>"$learner"
  done
  auc p_alive -1 <judged.tsv >>alive
  auc recency 1 <judged.tsv >>silent
done

mean() {
  awk '{ sum += $1 } END { printf "%.4f", sum / NR }' "$1"
}

printf 'AUC: trees %s, logistic %s, P(alive) of BG/NBD %s, recency %s\n' "$(mean trees)" \
  "$(mean logistic)" "$(mean alive)" "$(mean silent)"
for learner in trees logistic; do
  for other in alive silent; do
    awk -v one="$(mean "$learner")" -v other="$(mean "$other")" 'BEGIN { exit !(one >= other) }' || {
      echo "$learner is below $other"
      exit 1
    }
  done
done
