# SPDX-License-Identifier: MIT
#
# A figure of a stream as crm-tsv(5), to be held against a published one:
#
#   mawk -v what=WHAT [-v column=NAME] [-v where=NAME=VALUE] -f figure.awk STREAM
#
#   rows        how many there are
#   missing     how many have nothing in the column
#   distinct    how many values it has
#   sum, mean   of it; a sum is exact up to 9 thousand million and six decimals
#   first, last the smallest and largest value, as text
#   pairs       of rows with the same value, without what tells Febrl's duplicates apart
#
# Of the rows that `where` lets pass: NAME=VALUE, or NAME~PATTERN.
BEGIN {
  FS = "\t"
  if (match(where, /[=~]/)) {
    name = substr(where, 1, RSTART - 1)
    is_pattern = substr(where, RSTART, 1) == "~"
    wanted = substr(where, RSTART + 1)
  }
}

function place(name) {
  if (!(name in at)) {
    print "there is no column " name
    failed = 1
    exit 1
  }
  return at[name]
}

# In millionths, which are whole numbers.
function millionths(text, part, below) {
  below = text ~ /^-/ ? -1 : 1
  sub(/^-/, "", text)
  split(text, part, ".")
  return below * (part[1] * 1000000 + substr(part[2] "000000", 1, 6))
}

NR == 1 {
  for (i = 1; i <= NF; i++)
    at[$i] = i
  if (column != "")
    value_at = place(column)
  if (where != "")
    test_at = place(name)
  next
}

test_at && !(is_pattern ? $test_at ~ wanted : $test_at == wanted) {
  next
}

{
  rows++
  value = $value_at
}

value == "" {
  missing++
  next
}

what == "sum" || what == "mean" {
  sum += millionths(value)
}

what == "pairs" {
  sub(/-(org|dup-[0-9]+)$/, "", value)
  pairs += seen[value]++
}

what == "distinct" && !seen[value]++ {
  distinct++
}

what == "first" && (first == "" || value < first) {
  first = value
}

what == "last" && value > last {
  last = value
}

END {
  if (failed)
    exit 1
  figure["rows"] = rows + 0
  figure["missing"] = missing + 0
  figure["distinct"] = distinct + 0
  figure["pairs"] = pairs + 0
  figure["first"] = first
  figure["last"] = last
  figure["sum"] = sprintf("%.6f", sum / 1000000)
  figure["mean"] = sprintf("%.4f", rows > missing ? sum / 1000000 / (rows - missing) : 0)
  result = figure[what]
  if (what == "sum" || what == "mean") {
    sub(/0+$/, "", result)
    sub(/\.$/, "", result)
  }
  print result
}
