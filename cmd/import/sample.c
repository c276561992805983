/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "tab/form.h"

enum { SHORTEST_DATE = 8 }; /* 20111201 */

void sample_take(struct sample *sample, const struct stream *in)
{
	const struct block *first = stream_first(in);
	struct reader *reader = reader_new(in);
	struct diag why;
	struct row row;
	int result = first->bytes.length > 0;

	*sample = (struct sample){ .columns = stream_columns(in)->count };
	sample->field = mem_zero(SAMPLE_ROWS * sample->columns + 1, sizeof *sample->field);
	if (result > 0)
		reader_begin(reader, first);
	while (result != 0 && sample->rows < SAMPLE_ROWS &&
		(result = reader_next(reader, &row, &why)) != 0) {
		struct slice *field = &sample->field[sample->rows * sample->columns];

		for (size_t i = 0; result == 1 && i < sample->columns; i++) {
			struct slice text = row_text(&row, i, &sample->texts);

			field[i] = arena_copy(&sample->texts, slice_trim(text));
		}
		sample->rows += result == 1;
	}
	reader_free(reader);
}

void sample_release(struct sample *sample)
{
	free(sample->field);
	arena_release(&sample->texts);
	*sample = (struct sample)SAMPLE_EMPTY;
}

struct slice sample_example(const struct sample *sample, size_t column)
{
	for (size_t i = 0; i < sample->rows; i++) {
		struct slice field = sample->field[i * sample->columns + column];

		if (field.length > 0)
			return field;
	}
	return (struct slice){ NULL, 0 };
}

/* Would all values be read if dates and decimals were written like this? */
static bool fits_as(const struct sample *sample, size_t column, enum type type,
	const struct missing *missing, const struct form_options *options)
{
	struct buf out = BUF_EMPTY;
	struct form form;
	struct diag why;
	bool fits;

	form_begin(&form, type, options);
	for (size_t i = 0; i < sample->rows; i++)
		form_see(&form, sample->field[i * sample->columns + column]);
	fits = form_decide(&form, &why) == 0;
	for (size_t i = 0; fits && i < sample->rows; i++) {
		struct slice field = sample->field[i * sample->columns + column];

		buf_reset(&out);
		fits = field.length == 0 || missing_find(missing, field) >= 0 ||
		       form_put(&form, field, NULL, &out, &why) == 0;
	}
	buf_release(&out);
	return fits;
}

/* Any number may be that of a day; by itself it says nothing of what the column is. */
static bool are_numbers(const struct sample *sample, size_t column)
{
	for (size_t i = 0; i < sample->rows; i++) {
		struct slice field = sample->field[i * sample->columns + column];
		double number;

		if (field.length > 0 && field.length < SHORTEST_DATE &&
			num_parse_real(field, &number))
			return true;
	}
	return false;
}

bool sample_fits(
	const struct sample *sample, size_t column, enum type type, const struct missing *missing)
{
	static const enum dateform_order orders[] = { DATEFORM_FOUND, DATEFORM_DMY, DATEFORM_MDY };
	static const enum numberform_mark marks[] = { NUMBERFORM_FOUND, NUMBERFORM_POINT };

	if ((type == TYPE_DATE || type == TYPE_TIME) && are_numbers(sample, column))
		return false;
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		for (size_t k = 0; k < sizeof marks / sizeof *marks; k++) {
			const struct form_options options = { .dates = orders[i],
				.decimal = marks[k] };

			if (fits_as(sample, column, type, missing, &options))
				return true;
		}
	return false;
}
