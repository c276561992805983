# SPDX-License-Identifier: MIT
#
# Print C sources as "FILE:LINE:code", with comments gone and texts in quotes emptied, so that a
# rule can be looked for with grep.

FNR == 1 { in_comment = 0 }

{
  rest = $0
  code = ""
  while (rest != "") {
    if (in_comment) {
      end = index(rest, "*/")
      if (end == 0)
        break
      rest = substr(rest, end + 2)
      in_comment = 0
    } else if (match(rest, /"|'|\/\*|\/\//)) {
      code = code substr(rest, 1, RSTART - 1)
      mark = substr(rest, RSTART, RLENGTH)
      rest = substr(rest, RSTART + RLENGTH)
      if (mark == "//")
        break
      if (mark == "/*") {
        in_comment = 1
      } else {
        inside = mark == "\"" ? "^([^\"\\\\]|\\\\.)*\"" : "^([^'\\\\]|\\\\.)*'"
        code = code mark mark
        rest = match(rest, inside) ? substr(rest, RLENGTH + 1) : ""
      }
    } else {
      code = code rest
      break
    }
  }
  print FILENAME ":" FNR ":" code
}
