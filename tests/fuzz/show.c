/* SPDX-License-Identifier: MIT */
/* show: any text on its way to a page or a terminal; it can only ever be text there. */
#include "draw/html.h"
#include "draw/term.h"
#include "draw/width.h"
#include "fuzz.h"
#include "io/encoding.h"

static void check_html(struct slice bytes)
{
	struct buf out = BUF_EMPTY;

	html_text(&out, bytes);
	assert(encoding_check_utf8(buf_slice(&out)) == out.length);
	for (size_t i = 0; i < out.length; i++) {
		assert(strchr("<>\"'", out.at[i]) == NULL);
		assert((unsigned char)out.at[i] >= 0x20 && out.at[i] != 0x7f);
	}
	buf_release(&out);
}

/* Text, without control characters. */
static void check_safe(struct slice text, bool may_break)
{
	assert(encoding_check_utf8(text) == text.length);
	fuzz_safe(text, may_break);
}

static void check_width(struct slice bytes, int columns)
{
	struct buf out = BUF_EMPTY;
	struct slice rest = bytes, line;
	size_t seen = 0;

	width_put(&out, bytes, WIDTH_UNICODE);
	check_safe(buf_slice(&out), false);
	assert(width_of(buf_slice(&out)) == width_of(bytes));
	buf_reset(&out);
	assert(width_put_cut(&out, bytes, columns, WIDTH_UNICODE) <= columns);
	buf_reset(&out);
	width_put_left(&out, bytes, columns, WIDTH_UNICODE);
	assert(width_of(buf_slice(&out)) == columns);
	buf_reset(&out);
	width_put_right(&out, bytes, columns, WIDTH_ASCII);
	assert(width_of(buf_slice(&out)) == columns);
	check_safe(buf_slice(&out), false);
	while (width_line(&rest, columns, &line))
		seen += line.length;
	assert(seen <= bytes.length);
	buf_release(&out);
}

static void check_report(struct slice bytes, int columns)
{
	struct slice title = fuzz_line(&bytes), note = fuzz_line(&bytes);
	struct slice name = fuzz_line(&bytes), cells[2] = { fuzz_line(&bytes), bytes };
	const struct report_column column[] = { { .name = name },
		{ .name = note, .number = true } };
	struct term_style style = { .width = columns };
	struct report report = { .title = title, .subtitle = note, .language = slice_of("en") };
	const struct report_table table = { .title = title,
		.note = note,
		.column = column,
		.column_count = 2,
		.cell = cells,
		.row_count = 1 };
	struct buf out = BUF_EMPTY;

	report_table(&report, &table);
	term_render(&report, &style, &out);
	check_safe(buf_slice(&out), true);
	report_release(&report);
	buf_release(&out);
}

static void fuzz(struct slice bytes)
{
	int columns = 1 + (int)(fuzz_byte(&bytes) % 90);

	check_html(bytes);
	check_width(bytes, columns);
	check_report(bytes, columns);
}
