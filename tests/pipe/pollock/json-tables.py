#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
#
# Write tables that are arrays of objects in JSON as streams, see crm-tsv(5):
#
#   json-tables.py INPUT OUTPUT
#
# INPUT/NAME.json becomes OUTPUT/NAME.csv.tsv: what reading NAME.csv should give.
import json
import os
import sys


def field(text):
    for byte, escape in ("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"):
        text = text.replace(byte, escape)
    return text


def main(source, target):
    for name in sorted(os.listdir(source)):
        with open(os.path.join(source, name), encoding="utf-8", newline="") as file:
            table = json.load(file)
        path = os.path.join(target, name.removesuffix(".json") + ".csv.tsv")
        with open(path, "w", encoding="utf-8", newline="") as file:
            for row in [list(table[0])] + [list(row.values()) for row in table]:
                file.write("\t".join(map(field, row)) + "\n")


main(*sys.argv[1:])
