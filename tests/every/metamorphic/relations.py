# SPDX-License-Identifier: MIT
"""
What must become of all results when the data are changed in a known way.

A shop is made up. Each tool is asked about it, and about the same shop with its rows permuted, in
several files, twice, with other ids, with all amounts ten times as large, and 28 years later, which
is as many weeks and leap years: what the answers must then be is known without another program.

    relations.py FOLDER SEED
"""
import os
import random
import re
import subprocess
import sys

YEARS = 28

# What is asked. LEDGER and PROFILES are the files; where the order of rows is that of the input, rows
# are compared sorted. Floating sums that go by the customers may differ in their last digit.
QUESTIONS = {
    "profile": "crm-profile -q LEDGER",
    "import": "crm-import -q -k transactions LEDGER",
    "import unique": "crm-import -q -k transactions --unique '*' --rejects rejects LEDGER",
    "segment": "crm-segment --abc --rfm --pyramid --lifecycle PROFILES",
    "value": "crm-score -q --value --margin 0.3 PROFILES",
    "clv": "crm-score -q --clv PROFILES",
    "label": "crm-churn -q --label --transactions LEDGERS PROFILES",
    "signs": "crm-churn -q --signs --transactions LEDGERS PROFILES",
    "predict": "crm-churn -q --predict --learner trees --folds 0 --features recency,amount,orders "
               "--target lifecycle=lost SEGMENTED",
    "retention": "crm-churn -q --retention LEDGER",
    "suggest": "crm-churn -q --suggest LEDGER",
    "survival": "crm-churn -q --survival LABELLED",
    "report": "crm-report -q -t tsv SEGMENTED LEDGER",
    "report of profiles": "crm-report -q -t tsv SEGMENTED",
}
BY_TIME = {"retention", "suggest", "survival", "report", "report of profiles"}
AMOUNTS = {"amount", "amount_mean", "repeat_amount_mean", "returned_amount", "amount_90d", "amount_365d",
           "expected_spend", "clv", "annual_sales", "total_revenue", "net_profit"}
# Columns whose texts have amounts in them.
TEXTS = {"signs", "title", "note", "rule", "columns", "stream"}


def bash(command):
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{command}: {done.stderr}")
    return done.stdout


def table(text):
    rows = [line.split("\t") for line in text.splitlines()]
    return rows[0], rows[1:]


def write(path, header, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in [header, *rows]:
            file.write("\t".join(row) + "\n")


def ask(ledgers, name, profiles=None):
    """The answers to all questions on these files of a ledger, or on these profiles of it."""
    ledger = " ".join(ledgers)
    if profiles is None:
        profiles = [f"{name}.profiles"]
        bash(f"crm-profile -q -o {profiles[0]} {ledger}")
    given = " ".join(profiles)
    bash(f"""crm-segment --abc --rfm --pyramid --lifecycle {given} >{name}.segmented
      crm-churn -q --label --transactions {' --transactions '.join(ledgers)} {given} >{name}.labelled""")
    answers = {}
    for question, command in QUESTIONS.items():
        command = command.replace("LEDGERS", " --transactions ".join(ledgers)).replace("LEDGER", ledger)
        command = command.replace("PROFILES", given).replace("SEGMENTED", name + ".segmented")
        answers[question] = table(bash(command.replace("LABELLED", name + ".labelled")))
    return answers


def later(text):
    return re.sub(r"\b(20\d\d)(?=-\d\d)", lambda m: str(int(m[1]) + YEARS), text)


def is_amount(header, row, place):
    if "unit" in header:
        return header[place] == "value" and row[header.index("unit")] == "amount"
    return header[place] in AMOUNTS


def near(one, other, factor):
    """Is the one, `factor` times, the other, but for what was rounded before and behind?"""
    try:
        a, b = float(one) * factor, float(other)
    except ValueError:
        return False
    shown = max(len(text.partition(".")[2]) for text in (one, other))
    if factor != 1 and shown < 4 or shown == 0:
        return abs(a - b) <= 1e-9 * abs(b)
    return abs(a - b) <= 0.51 * (factor + 1) * 10.0**-shown + 1e-7 * abs(b)


def order(header, row, scaled):
    """Where a row belongs, whatever the scale of its amounts."""
    amounts = [scaled(header, row, place) for place in range(len(row))]
    return ([field for field, is_scaled in zip(row, amounts) if not is_scaled],
            [float(field or 0) for field, is_scaled in zip(row, amounts) if is_scaled])


def compare(what, before, behind, factor=1, change=None, scaled=is_amount):
    """Fail unless each answer behind is what the one before becomes."""
    for question, (header, rows) in before.items():
        found_header, found = behind[question]
        rows = [[change(field) if change else field for field in row] for row in rows]
        if question not in BY_TIME:
            rows, found = (sorted(lines, key=lambda row: order(header, row, scaled)) for lines in (rows, found))
        if header != found_header or len(rows) != len(found):
            raise SystemExit(f"{what}: {question}: {len(rows)} rows became {len(found)}")
        for row, got in zip(rows, found):
            for place, name in enumerate(header):
                times = factor if scaled(header, row, place) else 1
                if row[place] == got[place] and (times == 1 or row[place] == ""):
                    continue
                if near(row[place], got[place], times):
                    continue
                if factor != 1 and name in TEXTS:
                    continue
                raise SystemExit(f"{what}: {question}: column {name}: {row[place]} became {got[place]}; {row}, {got}")


def main(seed):
    chance = random.Random(seed)
    customers = chance.randint(200, 500)
    bash(f"crm-sample -q --customers {customers} --seed {seed % 2**31} | cut -f 1-3,7,10 >ledger")
    header, rows = table(bash("cat ledger"))
    id_, date, amount = (header.index(name) for name in ("customer_id", "date", "amount"))
    before = ask(["ledger"], "before")
    checks = 0

    permuted = chance.sample(rows, len(rows))
    write("permuted", header, permuted)
    profiles_header, profiles = table(bash("crm-profile -q ledger"))
    write("permuted.profiles", profiles_header, chance.sample(profiles, len(profiles)))
    compare("rows permuted", before, ask(["permuted"], "permuted", ["permuted.profiles"]))
    checks += len(QUESTIONS)

    cuts = sorted(chance.sample(range(1, len(rows)), 3))
    files = [f"part{i}" for i in range(len(cuts) + 1)]
    for name, first, end in zip(files, [0, *cuts], [*cuts, len(rows)]):
        write(name, header, rows[first:end])
    half = chance.randint(1, len(profiles) - 1)
    write("half1", profiles_header, profiles[:half])
    write("half2", profiles_header, profiles[half:])
    compare("cut into files", before, ask(files, "cut", ["half1", "half2"]))
    checks += len(QUESTIONS)

    # Other names, in another order; orders keep theirs, for they belong to a customer.
    names = sorted({row[id_] for row in rows})
    others = {name: "客户 %d" % number for name, number in zip(names, chance.sample(range(10**6), len(names)))}

    def rename(text):
        return others.get(text, text)

    write("renamed", header, [[*row[:id_], rename(row[id_]), *row[id_ + 1:]] for row in rows])
    behind = ask(["renamed"], "renamed")
    before_names = dict(before)
    del before_names["predict"]  # which rows are held out is drawn by the id, so that their order does not matter
    for question in before_names:  # lists of the best go by their names among equals
        if question.startswith("report"):
            for answers in before_names, behind:
                head, lines = answers[question]
                chart = head.index("chart")
                answers[question] = head, [line for line in lines if line[chart] not in ("best", "winback")]
    compare("ids renamed", before_names, behind, change=rename)
    checks += len(before_names)

    write("scaled", header, [[*row[:amount], shift(row[amount]), *row[amount + 1:]] for row in rows])
    compare("amounts times ten", before, ask(["scaled"], "scaled"), factor=10)
    checks += len(QUESTIONS)

    write("later", header, [[*row[:date], later(row[date]), *row[date + 1:]] for row in rows])
    compare("28 years later", before, ask(["later"], "later"), change=later)
    checks += len(QUESTIONS)

    # The same file twice: orders are the same, amounts and returns are doubled.
    doubled = {"profile": table(bash("crm-profile -q ledger ledger"))}
    compare("a file twice", {"profile": before["profile"]}, doubled, factor=2,
            scaled=lambda head, row, place: head[place] in AMOUNTS | {"returns"})
    head, lines = table(bash("crm-import -q -k transactions --unique '*' --rejects rejects ledger ledger"))
    if (head, lines) != before["import unique"]:
        raise SystemExit("a file twice: --unique '*' does not take each row once")
    checks += 2

    # Every customer has a twin: shares, scores and classes are the same for both.
    twins = [[*row[:id_], "twin of " + row[id_], *row[id_ + 1:]] for row in profiles]
    write("twins", profiles_header, twins)
    together = table(bash("crm-segment --abc --rfm --pyramid --lifecycle before.profiles twins"))
    alone = before["segment"]
    expected = alone[1] + [["twin of " + row[0], *row[1:]] for row in alone[1]]
    compare("twins", {"segment": (alone[0], expected)}, {"segment": together})
    checks += 1
    print(f"{checks} answers became what they had to, seed {seed}")


def shift(amount):
    """Ten times as much, as text."""
    whole, _, rest = amount.partition(".")
    rest = (rest + "0")
    return whole + rest[0] + "." + (rest[1:] or "0")


if __name__ == "__main__":
    os.chdir(sys.argv[1])
    main(int(sys.argv[2]))
