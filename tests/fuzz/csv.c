/* SPDX-License-Identifier: MIT */
/* csv: the fast road against the one through libcsv, in any dialect, whole and cut in two. */
#include "tab/csvin.c" /* to send all records over one of the roads */

#include "fuzz.h"

static char pick(unsigned which, const char *from)
{
	return from[which % strlen(from)];
}

/* Append the rows of a block, and its faults. */
static void read_rows(struct csvin *csv, struct slice block, size_t columns, struct buf *out)
{
	struct row row;
	struct diag why;
	int more;

	csvin_begin(csv, block, columns);
	while ((more = csvin_next(csv, &row, &why)) != 0) {
		assert(row.raw_start + row.raw_length <= block.length);
		buf_printf(out, "%zu+%zu ", row.raw_start, row.raw_length);
		if (more < 0) {
			fuzz_message(&why);
			buf_printf(out, "fault: %s", why.code);
		}
		for (size_t i = 0; more > 0 && i < row.count; i++) {
			buf_put(out, row_field(&row, i));
			buf_char(out, '\x1f');
		}
		buf_char(out, '\n');
	}
	buf_printf(out, "%ju lines", (uintmax_t)csvin_lines(csv));
}

static void read_as(struct csv_dialect dialect, bool careful, struct slice block, size_t columns,
	struct buf *out)
{
	struct csvin *csv = csvin_new(dialect);

	csv->careful = careful;
	read_rows(csv, block, columns, out);
	csvin_free(csv);
}

/* Where a block is cut must be behind a record, whatever comes later. */
static void check_cut(struct csv_dialect dialect, struct slice bytes)
{
	size_t half = bytes.length / 2, cut = csvin_cut(bytes.at, half, &dialect);

	assert(cut <= half);
	/* The mark at a file's start is gone before there are records. */
	if (slice_starts(bytes, slice_of("\xef\xbb\xbf")))
		return;
	for (size_t at = 0; at < cut;) {
		struct slice rest = { bytes.at + at, bytes.length - at };
		size_t length = csvin_record(rest, dialect);

		assert(length > 0);
		at += length;
		assert(at <= cut);
	}
}

static void fuzz(struct slice bytes)
{
	unsigned how = fuzz_byte(&bytes), more = fuzz_byte(&bytes);
	struct csv_dialect dialect = {
		.separator = pick(how, ",;\t|a"),
		.quote = how & 16 ? '\0' : pick(how / 32, "\"'\"\""),
		.escape = more & 1 ? '\\' : '\0',
		.comment = more & 2 ? '#' : '\0',
		.cr_ends = more & 4,
		.blank_after = more & 8,
		.drop_empty = more & 16,
		.most = more & 32 ? 100 : 0,
	};
	size_t columns = more / 64;
	struct buf fast = BUF_EMPTY, slow = BUF_EMPTY;

	read_as(dialect, false, bytes, columns, &fast);
	read_as(dialect, true, bytes, columns, &slow);
	fuzz_same(&fast, &slow);
	check_cut(dialect, bytes);
	buf_release(&fast);
	buf_release(&slow);
}
