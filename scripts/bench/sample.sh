#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Making a ledger.
. "$(dirname "$0")/shared.sh"

run_sample() {
  measure sample crm-sample -j "$jobs" --rows "$rows" --customers "$customers" --seed 1 >/dev/null
}

make_wide_ledger
read_ledger "$wide"
title 'making the ledger'
in_turns sample
table crm-sample sample
