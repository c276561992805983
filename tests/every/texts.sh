#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Every text that a report asks for is in the table of texts, and every text of the table is asked
# for; the languages have the same keys.
set -euo pipefail

cd "$(dirname "$0")/../.."
export LC_ALL=C
faults=0

keys() {
  tail -n +2 "$1" | cut -f 1 | sort
}

complain() {
  sed "s/^/$1: /"
  faults=$((faults + 1))
}

# What is put together while it runs: names of sections, tiles, months, days, columns, values.
made='^(section|tile|month|weekday|column|value)\.'

asked() {
  grep -hoE '"[a-z_0-9]+(\.[a-z_0-9]+)+"|"language"|"title"' cmd/report/*.c cmd/crm-report.c |
    tr -d '"' | grep -vE '\.(h|html|htm|md|json|tsv|svg|gz|zst)$' | sort -u
}

missing=$(comm -23 <(asked) <(keys lib/crm/texts/en.tsv))
[ -z "$missing" ] || complain "asked for, and not there" <<<"$missing"
unused=$(comm -13 <(asked) <(keys lib/crm/texts/en.tsv) | grep -vE "$made" || true)
[ -z "$unused" ] || complain "there, and not asked for" <<<"$unused"

# Of those that are put together, the sections and tiles can be told.
told() {
  grep -oE '\{ "[a-z]+", section_' cmd/report/section.c | cut -d '"' -f 2 | sed 's/^/section./'
  grep -oE '\.key = "[a-z_0-9]+"' cmd/report/section_headline.c | cut -d '"' -f 2 | sed 's/^/tile./'
}

missing=$(comm -23 <(told | sort -u) <(keys lib/crm/texts/en.tsv))
[ -z "$missing" ] || complain "no title or label" <<<"$missing"

for file in lib/crm/texts/*.tsv; do
  other=$(comm -3 <(keys lib/crm/texts/en.tsv) <(keys "$file"))
  [ -z "$other" ] || complain "$file differs" <<<"$other"
done

[ "$faults" -eq 0 ] || exit 1
echo "$(keys lib/crm/texts/en.tsv | wc -l) texts in $(find lib/crm/texts -name '*.tsv' | wc -l) languages"
