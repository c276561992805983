#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Data changed in a known way change all answers in a known way (metamorphic/relations.py).
#
#   SEED=N tests/every/metamorphic.sh    repeat the run whose seed was N
set -euo pipefail

export LC_ALL=C.UTF-8
here=$(realpath "$(dirname "$0")")
PATH=$(realpath -m "${BIN:-bin}"):$PATH
seed=${SEED:-$(((RANDOM << 15 | RANDOM) % 1000000 + 1))}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 "$here/metamorphic/relations.py" "$work" "$seed" || {
  echo "repeat with SEED=$seed"
  exit 1
}
