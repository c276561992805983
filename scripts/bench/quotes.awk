# SPDX-License-Identifier: MIT
#
# Make a CSV file of crm-sample one with as many quoted fields as wanted:
#
#   mawk -v every=10 -f quotes.awk FILE    a field in quotes in each tenth row; 0: in none
#
# What stands in quotes there, always one field, loses them with its commas and its own quotes.
# The fields in quotes have both, so that they must be unquoted indeed.
BEGIN {
  FS = OFS = ","
}

/"/ {
  first = index($0, "\"")
  match($0, /".*"/)
  field = substr($0, RSTART, RLENGTH)
  gsub(/[",]/, "", field)
  $0 = substr($0, 1, first - 1) field substr($0, RSTART + RLENGTH)
}

every && NR > 1 && NR % every == 0 {
  $5 = "\"" $5 ", the \"\"best\"\" of its kind\""
}

{
  print
}
