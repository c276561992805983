# SPDX-License-Identifier: MIT
#
# How well a file was read, in the measures of the Pollock benchmark: of the header, the records
# and the cells, as multisets, the share of those expected that are there, the share of those there
# that are expected, and the harmonic mean of both.
#
#   mawk -v status=0 -f score.awk EXPECTED.csv GOT.tsv REJECTS
#
# EXPECTED has every field in quotes, GOT is as crm-tsv(5), REJECTS has a line for each record that
# was put aside, its reason in the fifth column, or is empty. Prints whether all is right (1 or 0),
# then the ten measures, the first of which is whether the reading succeeded.
#
# All is right if header and records are those expected, or are put aside for a reason that names
# the defect; and for an empty file, if that is what the reader says (status: "empty").

function take(cells, what, record, count, i, all) {
  all = ""
  for (i = 1; i <= count; i++) {
    if (record) {
      cell[what, cells[i]]++
      cell_count[what]++
    }
    all = all cells[i] "\t"
  }
  return all
}

function name(text) {
  text = tolower(text)
  gsub(/[^a-z0-9]+/, "", text)
  return text
}

# The measures of two multisets, given as sums; both empty is perfect.
function measures(common, wanted, found, precision, recall) {
  if (wanted == 0)
    return " 1 1 1"
  if (common == 0)
    return " 0 0 0"
  precision = common / wanted
  recall = common / found
  return " " precision " " recall " " 2 * precision * recall / (precision + recall)
}

function common(set, keys, sum, key, part) {
  sum = 0
  for (key in set) {
    split(key, part, SUBSEP)
    if (part[1] == "got" && ("wanted", part[2]) in set)
      sum += set[key] < set["wanted", part[2]] ? set[key] : set["wanted", part[2]]
  }
  return sum
}

FILENAME == ARGV[1] {
  line = $0
  sub(/^"/, "", line)
  sub(/"$/, "", line)
  count = split(line, cells, "\",\"")
  for (i = 1; i <= count; i++) {
    gsub(/""/, "\"", cells[i])
    gsub(/\\/, "&&", cells[i])
  }
  # A file without header has a date in its first field.
  if (FNR == 1 && cells[1] !~ /^[0-9]/) {
    for (i = 1; i <= count; i++) {
      header["wanted", name(cells[i])]++
      headers["wanted"]++
    }
    next
  }
  record["wanted", take(cells, "wanted", 1, count)]++
  records["wanted"]++
}

FILENAME == ARGV[2] {
  count = split($0, cells, "\t")
  if (FNR == 1) {
    for (i = 1; i <= count; i++) {
      header["got", name(cells[i])]++
      headers["got"]++
    }
    next
  }
  record["got", take(cells, "got", 1, count)]++
  records["got"]++
}

FILENAME == ARGV[3] && FNR > 1 {
  split($0, cells, "\t")
  aside++
  reason[cells[5]]++
  unnamed += cells[5] !~ /^(ragged|bad-quoting|repeated-header)$/
}

END {
  if (status == "empty" && records["wanted"] + headers["wanted"] == 0) {
    print "1 1 1 1 1 1 1 1 1 1 1"
    exit
  }
  if (status != 0) {
    print "0 0 0 0 0 0 0 0 0 0 0"
    exit
  }
  same_names = common(header)
  same_records = common(record)
  right = records["got"] == same_records && records["wanted"] - same_records <= aside + 0 && !unnamed
  if (headers["wanted"] > 0 && (same_names != headers["wanted"] || same_names != headers["got"]))
    right = right && reason["repeated-header"] > 0
  print right + 0 " 1" measures(same_names, headers["wanted"], headers["got"]) \
    measures(same_records, records["wanted"], records["got"]) \
    measures(common(cell), cell_count["wanted"], cell_count["got"])
}
