#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Each folder of lib/ includes only itself and the folders below it, so that a part can be read,
# tested and reused with nothing but what lies under it. Includes are written "folder/name.h", so
# that the layer is seen where it is used.
set -euo pipefail

cd "$(dirname "$0")/.."

mapfile -t files < <(find lib -name '*.[ch]' | LC_ALL=C sort)

awk '
  BEGIN {
    allowed["base"] = "base"
    allowed["io"] = "base io"
    allowed["tab"] = "base io tab"
    allowed["run"] = "base io tab run"
    allowed["stat"] = "base stat"
    allowed["crm"] = "base stat crm"
    allowed["draw"] = "base draw"
    allowed["cli"] = "base io tab run cli"
  }
  FNR == 1 {
    files++
    split(FILENAME, part, "/")
    layer = part[2]
    if (!(layer in allowed))
      wrong("lib/" layer " is no layer that check-layers.sh knows")
  }
  /^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    if (split(quoted[2], path, "/") != 2)
      wrong("\"" quoted[2] "\": write \"folder/name.h\"")
    else if (index(" " allowed[layer] " ", " " path[1] " ") == 0)
      wrong("lib/" layer " may not include \"" quoted[2] "\", only: " allowed[layer])
    else if (quoted[2] !~ /\.h$/)
      wrong("\"" quoted[2] "\" is no header")
  }
  function wrong(text) {
    print FILENAME ":" FNR ": " text
    faults++
  }
  END {
    if (!faults)
      print files " files"
    exit faults > 0
  }' "${files[@]}"
