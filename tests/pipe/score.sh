#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# crm-score --clv on the data on which purchase models are taught, against what is published of
# them: parameters to four significant digits, log-likelihoods to 1e-4, predictions to six digits
# or as many as are printed. The CDNOW figures are those of the event log with exact days, in weeks:
# the packages BTYD, CLVTools and lifetimes, and Fader, Hardie and Lee (2005); the donations' those
# of BTYD, lifetimes and Fader, Hardie and Shang (2010). Skipped where the data are not at hand: they
# are no part of the project.
set -euo pipefail
shopt -s lastpipe # what is piped to a function counts faults here

export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
data=$(realpath -m "${CRM_DATA:-../shared/data}")
if [ ! -r "$data/cdnow/cdnowElog.csv" ]; then
  echo "skipped: there is no ../shared/data/cdnow"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
faults=0
figures=0

# near WHAT FOUND EXPECTED TOLERANCE: "4s" is four significant digits, 1e-4 a difference.
near() {
  figures=$((figures + 1))
  awk -v what="$1" -v found="$2" -v expected="$3" -v tolerance="$4" '
    function magnitude(x) { return x < 0 ? -x : x }
    BEGIN {
      limit = tolerance + 0
      if (tolerance ~ /s$/) {
        digits = 10 ^ (1 - tolerance)
        limit = 0.5 * digits * 10 ^ int(log(magnitude(expected)) / log(10) - (magnitude(expected) < 1))
      }
      if (found != "" && magnitude(found - expected) <= limit * 1.000001)
        exit 0
      printf "%s: found %s, expected %s (%s)\n", what, found, expected, tolerance
      exit 1
    }' || faults=$((faults + 1))
}

# of MODEL SECTION NAME
of() {
  awk -F '\t' -v section="$2" -v name="$3" '$1 == section && $2 == name { print $3 }' "$1"
}

# cell FILE KEY COLUMN: of the row that begins with KEY
cell() {
  awk -F '\t' -v key="$2" -v name="$3" '
    NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
    $1 == key { print $at; exit }' "$1"
}

same_bytes() {
  figures=$((figures + 1))
  cmp "$1" "$2" || faults=$((faults + 1))
}

# fitted MODEL LOG_LIKELIHOOD NAME=VALUE …: what was learnt with --purchase-model MODEL
fitted() {
  local model=$1 parameter
  shift

  near "$model: log-likelihood" "$(of "$model" fit log_likelihood)" "$1" 1e-4
  shift
  for parameter; do
    near "$model: ${parameter%=*}" "$(of "$model" parameter "${parameter%=*}")" "${parameter#*=}" 4s
  done
  near "$model: converged" "$(of "$model" fit converged)" 1 0
  near "$model: identified" "$(of "$model" fit identified)" 1 0
}

# ---- CDNOW -------------------------------------------------------------------------------------

crm-import -q -k transactions -m customer_id=sampleid -m amount=sales --only -o ledger.tsv \
  "$data/cdnow/cdnowElog.csv"
crm-profile -q --as-of 1997-09-30 --purchase-day any -o profiles.tsv ledger.tsv

for model in bgnbd mbgnbd paretonbd; do
  crm-score -q --clv --purchase-model $model --fit $model profiles.tsv
done
fitted bgnbd -9582.429207 r=0.2425946 alpha=4.4136015 a=0.7929227 b=2.4259088
fitted mbgnbd -9582.135716 r=0.5248431 alpha=6.1830831 a=0.8913597 b=1.6140027
fitted paretonbd -9594.976179 r=0.5532770 alpha=10.5776855 s=0.6062406 beta=11.6687593

# Standard errors as CLVTools prints them.
se() {
  awk -F '\t' -v name="$2" '$1 == "parameter" && $2 == name { print $4 }' "$1"
}
near "paretonbd: se of r" "$(se paretonbd r)" 0.0476264 2s
near "paretonbd: se of alpha" "$(se paretonbd alpha)" 0.8427222 2s
near "paretonbd: se of s" "$(se paretonbd s)" 0.1872594 2s
near "paretonbd: se of beta" "$(se paretonbd beta)" 6.2105448 2s

near "gamma-gamma: p" "$(of bgnbd spend p)" 6.2495709 4s
near "gamma-gamma: q" "$(of bgnbd spend q)" 3.7442252 4s
near "gamma-gamma: gamma" "$(of bgnbd spend gamma)" 15.4435268 4s
near "gamma-gamma: log-likelihood" "$(of bgnbd spend_fit log_likelihood)" -4055.917695 1e-4
near "gamma-gamma: customers" "$(of bgnbd spend_fit customers)" 946 0

# with MODEL NAME=VALUE …: the model with these parameters, and without spending
with() {
  local edit='/^spend/d; s/^\(model\tspend_model\t\).*/\1none\t/' parameter

  for parameter in "${@:2}"; do
    edit+="; s/^\\(parameter\\t${parameter%=*}\\t\\)[^\\t]*/\\1${parameter#*=}/"
  done
  sed "$edit" "$1"
}

# Customer 1516 a year ahead, under the parameters that BTYD prints.
with bgnbd r=0.2425967 alpha=4.413659 a=0.7929869 b=2.426164 >bgnbd-of-btyd
crm-score -q --clv --model bgnbd-of-btyd --horizon 52w -o scored.tsv profiles.tsv
near "bgnbd: 1516 in 52 weeks" "$(cell scored.tsv 1516 expected_orders)" 25.75659 5e-6
near "bgnbd: 1516 alive" "$(cell scored.tsv 1516 p_alive)" 0.9688523 1e-6
crm-score -q --clv --model paretonbd --horizon 52w -o scored.tsv profiles.tsv
near "paretonbd: 1516 in 52 weeks" "$(cell scored.tsv 1516 expected_orders)" 25.45647 2e-3
near "paretonbd: 1516 alive" "$(cell scored.tsv 1516 p_alive)" 0.997874 1e-6

# The increasing frequency paradox: T = 39, t_x = 20, ever more purchases.
printf '%s\t%s\t%s\t%s\n' customer_id frequency t_x tenure 10 10 140 273 15 15 140 273 \
  20 20 140 273 25 25 140 273 >paradox.tsv
crm-score -q --clv --model bgnbd-of-btyd --horizon 52w -o scored.tsv paradox.tsv
near "bgnbd: 10 purchases" "$(cell scored.tsv 10 expected_orders)" 0.3474606 1e-6
near "bgnbd: 15 purchases" "$(cell scored.tsv 15 expected_orders)" 0.04283391 1e-6
near "bgnbd: 20 purchases" "$(cell scored.tsv 20 expected_orders)" 0.004158973 1e-6
near "bgnbd: 25 purchases" "$(cell scored.tsv 25 expected_orders)" 0.0003583685 1e-6
with paretonbd >paretonbd-orders
crm-score -q --clv --model paretonbd-orders --horizon 52w -o scored.tsv paradox.tsv
near "paretonbd: 10 purchases" "$(cell scored.tsv 10 expected_orders)" 0.7062289 3s
near "paretonbd: 15 purchases" "$(cell scored.tsv 15 expected_orders)" 0.1442396 3s
near "paretonbd: 20 purchases" "$(cell scored.tsv 20 expected_orders)" 0.02250658 3s
near "paretonbd: 25 purchases" "$(cell scored.tsv 25 expected_orders)" 0.00309267 3s

# The other half of the ledger, as the model did not know it.
crm-score -q --clv --validate 1997-09-30 --purchase-day any -o validation.tsv ledger.tsv
near "held out: purchases" "$(cell validation.tsv all orders)" 1882 0
near "held out: expected" "$(cell validation.tsv all expected_orders)" 1653.41 0.005
near "held out: bias" "$(cell validation.tsv all bias)" -0.121 0.0005
near "held out: MAE" "$(cell validation.tsv all mae)" 0.7855 0.00005
near "held out: RMSE" "$(cell validation.tsv all rmse)" 1.6080 0.00005

# by_repeats COLUMN: per customer, for 0, 1, … 7+ repeats
by_repeats() {
  awk -F '\t' -v name="$1" '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $1 == "repeats" { printf "%.4f\n", $at[name] / (name == "customers" ? 1 : $at["customers"]) }
  ' validation.tsv
}

# each WHAT TOLERANCE EXPECTED … <FOUND
each() {
  local what=$1 tolerance=$2 found
  shift 2

  while read -r found; do
    near "$what" "$found" "$1" "$tolerance"
    shift
  done
}
by_repeats customers | each "held out: customers by repeats" 0 1411 439 214 100 62 38 29 64
by_repeats orders | each "held out: actual by repeats" 5.1e-5 \
  .2367 .6970 1.3925 1.5600 2.5323 2.9474 3.8621 6.3594
by_repeats expected_orders | each "held out: expected by repeats" 2.1e-4 \
  .2251 .5231 1.0441 1.5203 2.1638 2.6538 3.5040 6.1570

# Weeks and days are the same model, and so are rows in another order, and any number of threads.
crm-score -q --clv --unit day --fit by-day profiles.tsv
near "by day: log-likelihood" "$(of by-day fit log_likelihood)" \
  "$(awk 'BEGIN { printf "%.6f", -9582.429207 - 2457 * log(7) }')" 1e-3
near "by day: alpha" "$(of by-day parameter alpha)" 30.8952 4s
crm-score -q --clv --sd --model bgnbd -o one.tsv -j 1 profiles.tsv
crm-score -q --clv --sd --model by-day -o day.tsv -j 1 profiles.tsv
cut -f 20-23 one.tsv | tr '\t' '\n' >one.list
cut -f 20-23 day.tsv | tr '\t' '\n' >day.list
paste one.list day.list | awk '$1 - $2 > 2e-4 || $2 - $1 > 2e-4 { faults++ } END { exit faults > 0 }' ||
  near "by day: predictions" 1 0 0
{ head -n 1 profiles.tsv && sed 1d profiles.tsv | sort -R --random-source="$data/cdnow/cdnowElog.csv"; } >shuffled.tsv
crm-score -q --clv -j 2 --fit shuffled profiles.tsv
same_bytes bgnbd shuffled
crm-score -q --clv -j 8 --fit shuffled shuffled.tsv
same_bytes bgnbd shuffled
crm-score -q --clv --sd -j 8 -o eight.tsv profiles.tsv
same_bytes one.tsv eight.tsv
crm-score -q --clv --sd <profiles.tsv >pipe.tsv
same_bytes one.tsv pipe.tsv
{
  head -n 1 one.tsv
  head -n 1200 profiles.tsv | crm-score -q --clv --sd --model bgnbd | sed 1d
  sed 2,1200d profiles.tsv | crm-score -q --clv --sd --model bgnbd | sed 1d
} >parts.tsv
same_bytes one.tsv parts.tsv

# ---- donations ---------------------------------------------------------------------------------

if [ -r "$data/bgbb-donations/donations.csv" ]; then
  crm-import -q -m t_x=recency -m tenure=periods -m donors=weights -o donations.tsv \
    "$data/bgbb-donations/donations.csv"
  crm-score -q --clv --purchase-model bgbb --unit year --times-in year --weight donors \
    --fit bgbb donations.tsv
  fitted bgbb -33225.581274 alpha=1.2035223 beta=0.7497163 gamma=0.6567183 delta=2.7834428
  near "bgbb: donors" "$(of bgbb fit customers)" 11104 0
  crm-score -q --clv --model bgbb --horizon 5y --alive-in 1y -o scored.tsv donations.tsv
  near "bgbb: expected of all in 5 years" "$(awk -F '\t' '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    { sum += $at["donors"] * $at["expected_orders"] } END { print sum }' scored.tsv)" 12884.2 0.5
fi

if [ "$faults" -gt 0 ]; then
  echo "$faults of $figures figures failed"
  exit 1
fi
echo "$figures figures as published"
