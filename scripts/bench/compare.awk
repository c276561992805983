# SPDX-License-Identifier: MIT
#
# Compare two tables, row by row and field by field, numbers by their value ("1.50" is "1.5"):
#
#   awk -v other=FILE [-v loose=NAME,… -v unit=0.0001] -f compare.awk FILE
#
# The columns that `loose` names, which are computed in floating point and rounded, may differ by
# one `unit`; how often they do is said. Any other difference is shown, and the exit status is 1.
BEGIN {
  FS = "\t"
  count = split(loose, name, ",")
  for (i = 1; i <= count; i++)
    is_loose[name[i]] = 1
}

{
  if ((getline line < other) <= 0) {
    wrong("row " NR " is not in " other)
    exit
  }
}

NR == 1 {
  for (i = 1; i <= NF; i++)
    column[i] = $i
  if ($0 != line)
    wrong("the headers differ: " $0 " / " line)
  next
}

$0 != line {
  if (split(line, field, FS) != NF)
    wrong("row " NR ": " NF " fields here, another number in " other)
  for (i = 1; i <= NF; i++) {
    if ($i == field[i] || plain($i) == plain(field[i]))
      continue
    apart = $i - field[i]
    if (column[i] in is_loose && $i != "" && field[i] != "" && apart < 1.001 * unit &&
        apart > -1.001 * unit)
      rounded++
    else
      wrong("row " NR " (" $1 "), " column[i] ": " $i " / " field[i])
  }
}

END {
  if (!wrongs && (getline line < other) > 0)
    wrong("row " NR + 1 " of " other " is not in " FILENAME)
  if (wrongs > 0)
    print wrongs " differences"
  else
    printf "%d rows agree%s\n", NR - 1,
      loose == "" ? "" : ", " rounded + 0 " fields differ in the last digit of a rounded number"
  exit wrongs > 0
}

# A number in its shortest form.
function plain(text) {
  if (text !~ /^-?[0-9]+\.[0-9]+$/)
    return text
  sub(/0+$/, "", text)
  sub(/\.$/, "", text)
  return text == "-0" ? "0" : text
}

function wrong(text) {
  if (++wrongs <= 10)
    print text
}
