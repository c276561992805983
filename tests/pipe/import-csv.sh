#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# crm-import against another reader and writer of CSV, python3's: random tables with nasty fields,
# written in every dialect, must come through as they were, from a file and from a pipe, on one
# thread and on eight. So must csv-spectrum, where it is at hand. Skipped without python3.
#
#   SEED=N tests/pipe/import-csv.sh    repeat the run whose seed was N
set -euo pipefail

if ! python3 -c 'import csv, json' 2>/dev/null; then
  echo "skipped: there is no python3"
  exit 0
fi

PATH=$(realpath -m "${BIN:-bin}"):$PATH
seed=${SEED:-$(((RANDOM << 15 | RANDOM) % 1000000 + 1))}
spectrum=$(realpath -m "${CRM_DATA:-../shared/data}/csv-spectrum")

work=$(mktemp -d)
finish() {
  [ "$1" -eq 0 ] || echo "repeat with SEED=$seed"
  rm -rf "$work"
}
trap 'finish $?' EXIT
trap 'exit 130' INT TERM
cd "$work"

python3 - "$seed" "$spectrum" <<'END'
import csv, glob, json, os, random, re, subprocess, sys

seed, spectrum = int(sys.argv[1]), sys.argv[2]
random.seed(seed)

PIECES = ['"', "'", ',', ';', '\t', '|', '\r', '\n', '\r\n', '\\', '\\n', '\\t', '\\N', ' ', '  ',
          '""', 'a', 'Z', '0', '-1.50', '客户', 'é', '😀', '\ufeff', '\x01', '\x7f', '=1+1']


def field(banned):
    text = ''.join(random.choice(PIECES) for _ in range(random.choice([0, 1, 1, 2, 3, 8])))
    return ''.join(c for c in text if c not in banned)


def plain(text):
    marks = {'t': '\t', 'n': '\n', 'r': '\r', '\\': '\\'}
    return re.sub(r'\\(.)', lambda found: marks[found.group(1)], text)


def fail(what):
    print(what)
    sys.exit(1)


def imported(options, file, piped):
    command = ['crm-import', '-q', *options]
    if not piped:
        return subprocess.run(command + [file], capture_output=True)
    cat = subprocess.Popen(['cat', file], stdout=subprocess.PIPE)
    return subprocess.run(command, stdin=cat.stdout, capture_output=True)


def check(what, file, options, names, rows):
    expected = [names] + rows
    for jobs in '1', '8':
        for piped in False, True:
            run = imported(['-j', jobs, *options], file, piped)
            where = f'{what}, -j{jobs}, {"a pipe" if piped else "a file"}'
            if run.returncode or run.stderr:
                fail(f'{where}: {run.stderr.decode()}')
            lines = run.stdout.decode().split('\n')
            found = [[plain(text) for text in line.split('\t')] for line in lines[:-1]]
            if lines[-1] != '' or len(found) != len(expected):
                fail(f'{where}: {len(found)} lines, expected {len(expected)}')
            for number, (one, other) in enumerate(zip(found, expected)):
                if one != other:
                    fail(f'{where}: row {number} is {one}, expected {other}')


def random_table(number, count):
    width = random.choice([1, 2, 3, 3, 6])
    quoting = random.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC,
                             csv.QUOTE_NONE])
    separator = random.choice(',;\t|')
    quote = None if quoting == csv.QUOTE_NONE else random.choice('""\'')
    end = random.choice(['\n', '\r\n'])
    banned = ''
    if quote is None:
        banned = separator + '\r\n'
    elif quoting == csv.QUOTE_MINIMAL and end == '\n':
        banned = '\r'  # not every version of the writer quotes it
    names = [f'c{i}' for i in range(width)]
    rows = [[field(banned) for _ in names] for _ in range(count)]
    if width == 1 and quote is None:
        rows = [row for row in rows if row != ['']]  # a blank line is no row

    # What is found in the header is left for crm-import to find, now and then.
    options = ['--quote', quote or 'none']
    if quote == '"' and separator != '\t' and random.random() < .5:
        options = []
    if width == 1 or random.random() < .5:
        options += ['--separator', separator]

    file = f'{number}.csv'
    with open(file, 'w', encoding='utf-8', newline='') as out:
        if random.random() < .2:
            out.write('\ufeff')
        writer = csv.writer(out, delimiter=separator, quotechar=quote, quoting=quoting,
                            lineterminator=end)
        writer.writerows([names] + rows)
    if rows and rows[-1][-1] != '' and random.random() < .2:
        with open(file, 'rb+') as out:
            out.truncate(os.path.getsize(file) - len(end))
    what = f'table {number} (separator {separator!r}, quote {quote!r}, quoting {quoting}, '
    check(what + f'line end {end!r})', file, options, names, rows)
    os.remove(file)
    return len(rows)


rows = sum(random_table(number, random.choice([0, 1, 2, 60])) for number in range(60))
rows += sum(random_table(number, 40000) for number in range(60, 62))

examples = 0
for file in sorted(glob.glob(os.path.join(spectrum, 'csvs', '*.csv'))):
    with open(os.path.join(spectrum, 'json', os.path.basename(file)[:-4] + '.json'),
              encoding='utf-8') as truth:
        table = json.load(truth)
    check(os.path.basename(file), file, [], list(table[0]), [list(row.values()) for row in table])
    examples += 1

print(f'62 tables of {rows} rows in all, {examples} files of csv-spectrum, seed {seed}')
END
