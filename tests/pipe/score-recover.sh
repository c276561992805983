#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Shops are invented with known parameters, and crm-score finds them again: each within four of its
# standard errors. scripts/bench/recover.sh does the same on larger shops, and on hundreds.
set -euo pipefail
shopt -s lastpipe # what is piped to a function counts faults here

export LC_ALL=C
PATH=$(realpath -m "${BIN:-bin}"):$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
faults=0

# recovers MODEL NAME=VALUE … [-- OPTION …]: options are those of time, of crm-score
recovers() {
  local model=$1 truth=() options=() shop=(--days 14000 --arrivals 3500)
  shift

  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    truth+=("--${1%=*}" "${1#*=}")
    shift
  done
  options=("${@:2}")
  [ "$model" != bgbb ] || shop=(--days 30 --arrivals 10 --chance-every 1)
  crm-sample --process "$model" --customers 20000 --lines 1 --returns 0 "${shop[@]}" "${truth[@]}" |
    crm-profile -q |
    crm-score -q --clv --purchase-model "$model" ${options[@]+"${options[@]}"} --fit model.tsv
  printf '%s %s\n' "${truth[@]#--}" spend-p 4 spend-q 2.5 spend-gamma 30 |
    awk -v model="$model" '
      FILENAME == "-" { true[$1] = $2; next }
      $1 == "parameter" { check($2) }
      $1 == "spend" { check("spend-" $2) }
      function check(name,    off) {
        off = ($3 - true[name]) / $4
        seen++
        if (off > -4 && off < 4)
          return
        printf "%s: %s is %s (%s), expected %s\n", model, name, $3, $4, true[name]
        faults++
      }
      END { exit faults > 0 || seen != 7 }' - model.tsv || faults=$((faults + 1))
}

recovers bgnbd r=0.6 alpha=200 a=0.8 b=4
recovers mbgnbd r=0.8 alpha=200 a=0.8 b=4
recovers paretonbd r=0.6 alpha=200 s=0.8 beta=900
recovers bgbb alpha=1.2 beta=0.75 gamma=0.7 delta=6 -- --unit day --times-in day
[ "$faults" -eq 0 ]
