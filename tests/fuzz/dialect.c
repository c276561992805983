/* SPDX-License-Identifier: MIT */
/* dialect: what any beginning of a table is taken for, and whether it can be read like that. */
#include "tab/dialect.h"

#include "fuzz.h"
#include "tab/csvin.h"

static void fuzz(struct slice bytes)
{
	unsigned how = fuzz_byte(&bytes);
	struct dialect dialect = {
		.csv.separator = how & 1 ? ',' : DIALECT_FIND,
		.csv.quote = how & 2 ? '"' : DIALECT_FIND,
		.csv.escape = how & 4 ? '\0' : DIALECT_FIND,
		.csv.comment = how & 8 ? '\0' : DIALECT_FIND,
		.lines_given = how & 16,
		.lines = how & 16 ? 1 : 0,
		.has_given_names = how & 32,
	};
	struct dialect again = dialect;
	struct buf text = BUF_EMPTY, twice = BUF_EMPTY;
	struct csvin *csv;
	struct row row;
	struct diag why;

	dialect_find(&dialect, bytes, how & 64);
	dialect_find(&again, bytes, how & 64);
	dialect_describe(&dialect, &text);
	dialect_describe(&again, &twice);
	fuzz_same(&text, &twice);
	assert(dialect.csv.separator != DIALECT_FIND && dialect.csv.quote != DIALECT_FIND);
	assert(dialect.csv.escape != DIALECT_FIND && dialect.csv.comment != DIALECT_FIND);
	csv = csvin_new(dialect.csv);
	csvin_begin(csv, bytes, dialect.width);
	while (csvin_next(csv, &row, &why) != 0)
		assert(row.raw_start + row.raw_length <= bytes.length);
	csvin_free(csv);
	buf_release(&text);
	buf_release(&twice);
}
