/* SPDX-License-Identifier: MIT */
#include "tab/origin.h"

#include <stdlib.h>

#include "base/mem.h"

int origin_read_all(struct input *in, struct buf *out, struct diag *why)
{
	struct chunk chunk = CHUNK_EMPTY;
	int more;

	while ((more = input_next(in, CHUNK_SIZE, input_cut_all, NULL, &chunk, why)) > 0)
		buf_put(out, (struct slice){ chunk.at, chunk.length });
	chunk_release(&chunk);
	return more;
}

/* Put a sheet of the workbook in the place of the workbook. */
static int open_sheet(struct origin *origin, const struct origin_options *options,
	struct slice sample, bool is_whole, struct diag *why)
{
	struct xlsx_options how = { .sheet = options->sheet, .memory = options->memory };
	struct buf book = BUF_EMPTY, csv = BUF_EMPTY;
	int result = 0;

	if (!is_whole) {
		result = origin_read_all(origin->input, &book, why);
		sample = buf_slice(&book);
	}
	if (result == 0)
		result = xlsx_read(sample, &how, &csv, &origin->sheet, why);
	if (result == 0) {
		origin->is_sheet = true;
		input_become(origin->input, &csv);
	} else {
		diag_line(why, input_name(origin->input), 0);
	}
	buf_release(&csv);
	buf_release(&book);
	return result;
}

static int find_encoding(
	struct origin *origin, struct slice sample, bool is_whole, struct diag *why)
{
	struct buf names = BUF_EMPTY;

	origin->guess = encoding_guess(sample, is_whole);
	if (origin->guess.confidence != ENCODING_UNSURE)
		return input_decode(origin->input, origin->guess.encoding, why);
	encoding_put_names(&names);
	diag_fail(why, "cannot tell its encoding (%s); name it with --encoding: %s",
		origin->guess.why, buf_string(&names));
	buf_release(&names);
	return diag_line(why, input_name(origin->input), 0);
}

static int settle(struct origin *origin, const struct origin_options *options, struct diag *why)
{
	struct slice sample;
	bool is_whole;

	if (input_sample(origin->input, ENCODING_SAMPLE, &sample, &is_whole, why) < 0)
		return -1;
	if (xlsx_is(sample))
		return open_sheet(origin, options, sample, is_whole, why);
	if (options->sheet != NULL) {
		diag_fail(why, "no workbook (.xlsx), hence there is no sheet '%s'", options->sheet);
		return diag_line(why, input_name(origin->input), 0);
	}
	if (options->encoding != NULL)
		return input_decode(origin->input, options->encoding, why);
	return find_encoding(origin, sample, is_whole, why);
}

int origin_open(struct origin *origin, const char *path, const struct origin_options *options,
	struct diag *why)
{
	struct input *input;

	*origin = (struct origin)ORIGIN_EMPTY;
	if (input_open(&input, path, why) < 0)
		return -1;
	return origin_take(origin, input, options, why);
}

int origin_take(struct origin *origin, struct input *input, const struct origin_options *options,
	struct diag *why)
{
	*origin = (struct origin){ .input = input };
	return options->guess ? settle(origin, options, why) : 0;
}

uint64_t origin_line(const struct origin *origin, uint64_t line)
{
	return origin->is_sheet ? xlsx_row(&origin->sheet, line) : line;
}

static void put_cells(struct buf *out, const char *name, const struct xlsx_cells *cells,
	const char *what, const char *how)
{
	if (cells->count > 0)
		buf_printf(out, "%s: %ju %s%s %s, the first in %s\n", name, (uintmax_t)cells->count,
			what, cells->count == 1 ? "" : "s", how, cells->first);
}

void origin_put_notes(const struct origin *origin, const char *name, struct buf *out)
{
	const struct xlsx_notes *sheet = &origin->sheet;

	if (origin->is_sheet) {
		if (sheet->others > 0)
			buf_printf(out,
				"%s: read the sheet '" SLICE "', of %zu; --sheet NAME reads "
				"another\n",
				name, SLICE_ARG(buf_slice(&sheet->sheet)), sheet->others + 1);
		put_cells(out, name, &sheet->long_number, "number",
			"of more than 15 digits, of which the sheet has lost some");
		put_cells(out, name, &sheet->no_result, "formula", "without a result");
	}
	if (origin->guess.encoding != NULL && !encoding_is_utf8(origin->guess.encoding))
		buf_printf(out, "%s: read as %s (%s); --encoding names another\n", name,
			origin->guess.encoding->name, origin->guess.why);
}

void origin_leave(struct origin *origin)
{
	input_close(origin->input);
	origin->input = NULL;
}

void origin_close(struct origin *origin)
{
	input_close(origin->input);
	xlsx_notes_release(&origin->sheet);
	*origin = (struct origin)ORIGIN_EMPTY;
}
