# SPDX-License-Identifier: MIT
"""
Memory that the tools take, beside what their pages say.

The section MEMORY of a page has formulas, each on a line `.Dl 4 MB + 40 B * customers`. Each case below
runs a tool on made-up data of two sizes, by one thread and by two, reads the n-th formula of its
page, and compares it with the peak of resident memory, as the system counts it. All input comes
from pipes: what is mapped of files would count too, while the system can take it back.

    measure.py FOLDER [WORD …]    in an empty folder; only cases whose command has a word
"""
import math
import os
import re
import subprocess
import sys

MARGIN, LEAST_MARGIN = 0.20, 3e6  # a part of what is said, and bytes
SIZES = 15000, 60000  # customers
MAN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../man")

# Page, which of its formulas, command; L, P, S and C are ledger, profiles, profiles with scores, and
# the ledger as CSV, each to be read from a pipe, D the days of the ledger.
CASES = [
    ("crm-sample", 0, "crm-sample -q --customers CUSTOMERS --seed 3"),
    ("crm-import", 0, "crm-import -q -k transactions < C"),
    ("crm-import", 1, "crm-import -q -k transactions -s 'n=row()' --unique n < C"),
    ("crm-log", 0, "crm-log -q --from - W < L"),
    ("crm-profile", 0, "crm-profile -q < L"),
    ("crm-segment", 0, "crm-segment -q --abc --rfm --pyramid --lifecycle < P"),
    ("crm-segment", 1, "crm-segment -q --model M < P"),
    ("crm-score", 0, "crm-score -q --clv < P"),
    ("crm-score", 1, "crm-score -q --value --margin 0.3 < P"),
    ("crm-churn", 0, "crm-churn -q --label --transactions L < P"),
    ("crm-churn", 1, "crm-churn -q --predict --learner logistic --folds 0 --features recency,amount,orders,frequency --target lifecycle=lost < S"),
    ("crm-churn", 2, "crm-churn -q --retention < L"),
    ("crm-report", 0, "crm-report -q -t html < S"),
    ("crm-report", 1, "crm-report -q -t html S L"),
]


def bash(command):
    return subprocess.run(["bash", "-c", command], check=True, capture_output=True, text=True).stdout


def formulas(page):
    """The formulas of the section MEMORY, in their order."""
    with open(os.path.join(MAN, page + ".1"), encoding="utf-8") as file:
        section = re.search(r"\n\.Sh MEMORY\n(.*?)(?=\n\.Sh )", file.read(), re.S)
    return re.findall(r"^\.Dl (.*)$", section.group(1), re.M) if section else []


def value(formula, known):
    """What a formula comes to, in bytes."""
    if not re.fullmatch(r"[a-z0-9BKM .,+*()/]*", formula):
        raise ValueError("not a formula: " + formula)
    text = re.sub(r"([0-9.]+) (MB|KB|B)\b", lambda m: "(%s * %d)" % (m[1], {"MB": 1e6, "KB": 1e3, "B": 1}[m[2]]), formula)
    return eval(text, {"__builtins__": {}, "min": min, "max": max}, known)


def lines(name):
    return int(bash("wc -l <%s" % name)) - 1


def make(size):
    """The data of one size. Returns what there is of each."""
    suffix = str(size)
    bash(f"""
      crm-sample -q --customers {size} --seed 3 | cut -f 1-4,10 >L{suffix}
      tr '\\t' , <L{suffix} >C{suffix}
      crm-profile -q L{suffix} | crm-segment --lifecycle >P{suffix}
      crm-score -q --clv P{suffix} >S{suffix}
      crm-segment --abc --rfm --fit M{suffix} P{suffix}""")
    return {
        "L": {"rows": lines("L" + suffix), "bytes": os.path.getsize("L" + suffix)},
        "C": {"rows": lines("C" + suffix), "bytes": os.path.getsize("C" + suffix)},
        "P": {"rows": lines("P" + suffix), "bytes": os.path.getsize("P" + suffix)},
        "S": {"rows": lines("S" + suffix), "bytes": os.path.getsize("S" + suffix)},
        "customers": lines("P" + suffix),
        "sample": {"bytes": int(bash(f"crm-sample -q --customers {size} --seed 3 | wc -c"))},
        "orders": int(bash(f"cut -f 1,2 L{suffix} | uniq | wc -l")),
    }


def peak(command, size):
    """Peak of resident memory in bytes."""
    command = re.sub(r"< ([LCPS])$", rf"< <(cat \g<1>{size})", command)
    command = re.sub(r" ([LPS])(?= |$)", rf" <(cat \g<1>{size})", command)
    command = command.replace("CUSTOMERS", str(size)).replace(" M ", f" M{size} ")
    before = "rm -f W; " if " W " in command else ""
    text = bash(f"{before}/usr/bin/time -o T -f %M {command} >/dev/null && cat T")
    return int(text) * 1024


def main(words):
    faults = runs = 0
    sizes = {size: make(size) for size in SIZES}
    for page, place, command in CASES:
        if words and not any(word in command for word in words):
            continue
        given = formulas(page)
        for size in SIZES:
            for jobs in (1,) if page == "crm-log" else (1, 2):
                kind = re.search(r"< ([LCPS])", command)
                data = sizes[size]
                stream = data["sample" if page == "crm-sample" else kind[1] if kind else "L"]
                blocks = 1 if jobs == 1 else min(3 * jobs, math.ceil(stream["bytes"] / 2**20))
                known = dict(stream, customers=data["customers"], orders=data["orders"],
                             features=4, jobs=jobs, blocks=blocks)
                run = command if page == "crm-log" else command.replace(" -q", f" -q -j {jobs}", 1)
                found = peak(run, size)
                runs += 1
                if place >= len(given):
                    print(f"{page}: no formula {place + 1}: {found / 1e6:.1f} MB, {run}, {known}")
                    faults += 1
                    continue
                said = value(given[place], known)
                if "-v" in sys.argv:
                    print(f"{found / said:5.2f} {found / 1e6:7.1f} MB {said / 1e6:7.1f} said: {run}, {size}")
                # How many blocks there are at a time, more threads decide by who is quicker.
                margin = max(MARGIN * said, LEAST_MARGIN)
                if found > said + margin or (jobs == 1 and found < said - margin):
                    print(f"{page}: {found / 1e6:.1f} MB, but {given[place]} are {said / 1e6:.1f}: {run}, {known}")
                    faults += 1
    print(f"{faults} of {runs} runs are off" if faults else f"{runs} runs take what their pages say")
    return faults > 0 or runs == 0


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    sys.exit(main([word for word in sys.argv[2:] if word != "-v"]))
