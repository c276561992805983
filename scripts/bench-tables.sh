#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Put what scripts/bench.sh has measured last (build/bench/results.tsv and about.tsv) where it is
# told: the tables between the marks in README.md and man/crm.7.
set -euo pipefail

cd "$(dirname "$0")/.."
results=build/bench/results.tsv
about=build/bench/about.tsv
export LC_ALL=C
if [ ! -s "$results" ] || [ ! -s "$about" ]; then
  echo "bench-tables.sh: nothing has been measured: run make bench first" >&2
  exit 1
fi

# A line for each question: QUESTION, seconds, MB of memory, and the others, each with how many
# times our time it takes. Of starting, the slowest tool stands for all.
summary() {
  awk -F '\t' -v OFS='\t' '
    NR == 1 { next }
    $1 == "starting" {
      if ($2 ~ /--version$/ && $4 > slowest) slowest = $4
      if ($2 ~ /five tools/) five = $4
      next
    }
    $1 != question {
      finish()
      question = $1
      line = sprintf("%s\t%s\t%.2f\t%d", $1, $2, $4, $9)
      others = ""
      next
    }
    { others = others (others == "" ? "" : ", ") $2 sprintf($10 < 1 ? " %.2f" : " %.1f", $10) }
    END {
      finish()
      if (slowest) printf "starting the slowest tool\tall tools\t%.4f\t\t\n", slowest
      if (five) printf "ten rows through a pipe\tfive tools\t%.4f\t\t\n", five
    }
    function finish() {
      if (question != "") print line, others
    }
  ' "$results"
}

# put FILE BEGIN END: standard input goes between these two lines of FILE.
put() {
  local made
  made=$(mktemp)
  if ! grep -qxF -e "$2" "$1" || ! grep -qxF -e "$3" "$1"; then
    echo "bench-tables.sh: $1 has no place for it" >&2
    exit 1
  fi
  BEGIN=$2 END=$3 awk '
    $0 == ENVIRON["BEGIN"] {
      print
      while ((getline line < "/dev/stdin") > 0) print line
      hidden = 1
    }
    $0 == ENVIRON["END"] { hidden = 0 }
    !hidden
  ' "$1" >"$made"
  cat "$made" >"$1"
  rm -f "$made"
}

# "AMD EPYC, 2 processors, 24 GB; Linux 6.1; crm-profile 0.1.0; duckdb 2.0.1; …"
machine() {
  awk -F '\t' '$2 !~ /skipped/ {
    named = $1 == "machine" || $1 == "system" || $1 == "toolkit" || index($2, $1) == 1
    printf "%s%s%s", (NR > 1 ? "; " : ""), (named ? "" : $1 " "), $2
  }' "$about"
}

{
  echo
  echo "Measured on $(machine)."
  echo
  echo '| question | with | seconds | MB | others, in times our time |'
  echo '|---|---|--:|--:|---|'
  summary | awk -F '\t' '{ printf "| %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5 }'
  echo
} | put README.md '<!-- bench -->' '<!-- /bench -->'

# In a man page, a backslash and a dot at the start of a line mean something.
{
  echo 'Measured on'
  machine | sed 's/\\/\\e/g; s/; /;\n/g'
  echo .
  echo '.Bl -tag -width Ds'
  summary | sed 's/\\/\\e/g' | awk -F '\t' '{
    gsub(/-/, "\\-")
    gsub(/, /, ",\n", $5)
    printf ".It %s\n%s: %s seconds%s%s.\n", $1, $2, $3, $4 != "" ? ", " $4 " MB" : "",
      $5 != "" ? "; times that: " $5 : ""
  }'
  echo .El
} | put man/crm.7 '.\" bench' '.\" end of bench'
