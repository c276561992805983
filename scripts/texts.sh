#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Make the table of texts, in C, of the files of all languages: key, TAB, text, a line each, English
# first.
#
#   texts.sh TEXTS.tsv …
set -euo pipefail

export LC_ALL=C

# The language of a file is its name.
language() {
  basename "$1" .tsv
}

entries() {
  tail -n +2 "$1" | grep -v '^$' | sort -t "$(printf '\t')" -k 1,1 | awk -F '\t' -v file="$1" '
    NF != 2 || $1 == "" || $1 == before {
      print file ": not one key and one text, or a key twice: " $0 >"/dev/stderr"
      exit 1
    }
    {
      before = $1
      gsub(/[\\"]/, "\\\\&")
      printf "\t{ \"%s\", \"%s\" },\n", $1, $2
    }'
}

files=()
for file; do
  if [ "$(language "$file")" = en ]; then files=("$file" "${files[@]}"); else files+=("$file"); fi
done

printf '#include "crm/words.h"\n#include "crm/words_table.h"\n'
for file in "${files[@]}"; do
  name=$(language "$file")
  printf '\nstatic const struct words_entry texts_%s[] = {\n' "${name//[^a-z0-9]/_}"
  entries "$file"
  printf '};\n'
done
printf '\nconst struct words words_table[] = {\n'
for file in "${files[@]}"; do
  name=$(language "$file")
  printf '\t{ "%s", texts_%s, sizeof texts_%s / sizeof *texts_%s },\n' "$name" \
    "${name//[^a-z0-9]/_}" "${name//[^a-z0-9]/_}" "${name//[^a-z0-9]/_}"
done
printf '\t{ 0, 0, 0 },\n};\n\nconst char *const words_languages[] = {\n'
for file in "${files[@]}"; do
  printf '\t"%s",\n' "$(language "$file")"
done
printf '\t0,\n};\n'
