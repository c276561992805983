# SPDX-License-Identifier: MIT
#
# Print the messages in C sources, one a line, as "FILE:LINE<TAB>FORMAT":
#
#   mawk -f messages.awk FILE …
#
# A message is what a call that makes one is given: the first argument that consists of string
# literals, with a blank in them. Macros between the literals, such as SLICE, become %s.
BEGIN {
  makers = "[^a-z_](diag_fail|diag_usage|diag_errno|expr_fault|fail|fail_at)\\("
}

FNR == 1 {
  scan()
  file = FILENAME
  text = ""
}

{
  text = text $0 "\n"
}

END {
  scan()
}

function scan(rest, passed, lines) {
  rest = text
  passed = 1
  while (match(rest, makers)) {
    lines = substr(rest, 1, RSTART + RLENGTH - 1)
    passed += gsub(/\n/, "", lines)
    rest = substr(rest, RSTART + RLENGTH)
    show(passed, message(rest))
  }
}

function show(line, found) {
  if (found ~ /[a-z] |[a-z]: /)
    print file ":" line "\t" found
}

# The first argument at the beginning of `code` that has a message in it.
function message(code, i, c, depth, found, literal, words, other) {
  depth = 1
  found = words = ""
  for (i = 1; i <= length(code) && depth > 0; i++) {
    c = substr(code, i, 1)
    if (c == "\"") {
      literal = ""
      for (i++; (c = substr(code, i, 1)) != "\""; i++) {
        if (c == "\\")
          c = escaped(substr(code, ++i, 1))
        literal = literal c
      }
      found = found words literal
      words = ""
    } else if (c == "(") {
      depth++
    } else if (c == ")") {
      depth--
    } else if (c == "," && depth == 1) {
      if (found ~ / / && !other)
        return found words
      found = words = other = ""
    } else if (c ~ /[A-Za-z]/) {
      words = "%s"
      other = other || found == ""
    }
  }
  return other ? "" : found words
}

function escaped(c) {
  return c == "n" ? " " : c == "t" ? " " : c
}
