#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The purchase models on the CDNOW data: from the event log to profiles, and from these to the
# histories on which build/FLAVOUR/unit/test_purchase_cdnow compares fits and expectations with what
# has been published. Skipped where the data are not at hand: they are no part of the project.
set -euo pipefail

export LC_ALL=C
root=$(realpath "$(dirname "$0")/../..")
PATH=$(realpath -m "${BIN:-bin}"):$PATH
unit=$(realpath -m "${BUILD:-$root/build/check}")/unit/test_purchase_cdnow
data=$(realpath -m "${CRM_DATA:-../shared/data}/cdnow")
if [ ! -r "$data/cdnowElog.csv" ]; then
  echo "skipped: there is no ../shared/data/cdnow"
  exit 0
fi
if [ ! -x "$unit" ]; then
  echo "skipped: there is no test_purchase_cdnow; make unit"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

tr -d '\r' <"$data/cdnowElog.csv" | awk -F , '
  BEGIN { print "customer_id\tdate\tquantity\tamount" }
  NR > 1 {
    printf "%04d\t%s-%s-%s\t%d\t%s\n", $2, substr($3, 1, 4), substr($3, 5, 2), substr($3, 7), $4, $5
  }
' >ledger.tsv

# profile DATE COLUMN …: the columns of each customer as of that day.
profile() {
  local day=$1
  shift

  crm-profile --quiet --as-of "$day" --purchase-day any ledger.tsv | awk -F '\t' -v columns="$*" '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; count = split(columns, column, " "); next }
    { for (i = 1; i <= count; i++) printf "%s%s", $at[column[i]], i < count ? " " : "\n" }
  '
}

profile 1997-09-30 customer_id frequency t_x tenure >until
profile 1998-06-30 customer_id frequency >until-the-end
join until until-the-end | awk '{ print $2, $3, $4, $5 - $2 }' >histories
CDNOW_HISTORIES=$work/histories "$unit"
