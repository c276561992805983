#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# The nightly recipe of crm-churn(1), as it stands there, on the made-up shop: on the first of a
# month and the night after, with a clock and a mailbox of our own. The mail must name the ten
# customers of the greatest clv among those more likely to leave than not, whatever way that is
# found; the second night must learn nothing.
set -euo pipefail

export LC_ALL=C
root=$(realpath "$(dirname "$0")/../..")
PATH=$(realpath -m "${BIN:-bin}"):$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

fail() {
  echo "$1"
  exit 1
}

# The display that begins with a shell's name, without what mdoc wants.
awk '/^#!\/bin\/sh/ { on = 1 } /^\.Ed/ { on = 0 } on' "$root/man/crm-churn.1" |
  sed -e 's/\\e/\\/g' -e "s|^cd /var/lib/crm$|cd '$work'|" >nightly
grep -q "^cd '$work'$" nightly || fail 'there is no recipe in crm-churn.1'

mkdir stubs
date=$(command -v date)
cat >stubs/date <<END
#!/bin/sh
[ "\$1" = -d ] && exec $date -d "\$NOW \$2" "\$3"
exec $date -d "\$NOW" "\$1"
END
printf '#!/bin/sh\ncat >mail\n' >stubs/mail
chmod +x stubs/*

# night DAY: who is in the mail must be who should be.
night() {
  NOW=$1 PATH=$work/stubs:$PATH sh -e nightly 2>messages || fail "$1: $(cat messages)"
  awk -F '\t' '
    NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["churn_probability"] > 0.5 { print $at["clv"] "\t" $at["customer_id"] }
  ' customers.tsv | sort -t "$(printf '\t')" -k 1,1gr | awk -F '\t' 'NR <= 10 { print $2 }' | sort >wanted
  [ "$(wc -l <wanted)" -eq 10 ] || fail "$1: fewer than ten customers are at risk"
  cut -d ' ' -f 2 mail | sort | cmp - wanted || fail "$1: the wrong customers are in the mail"
  grep -qvE '(raised|lowered) by ' mail && fail "$1: no reason is given"
  return 0
}

crm-sample --quiet -o ledger.tsv
night 2025-12-01
grep -q '^crm-churn: judged by 5 folds: AUC' messages || fail 'nothing was learnt on the first'
cksum risk.tsv value.tsv >before
night 2025-12-02
cksum risk.tsv value.tsv | cmp -s - before || fail 'something was learnt on the second'
echo 'the mail names who is to be called'
