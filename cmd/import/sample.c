/* SPDX-License-Identifier: MIT */
#include "sample.h"

#include <stdlib.h>

#include "base/mem.h"

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

bool sample_fits(
	const struct sample *sample, size_t column, enum type type, const struct missing *missing)
{
	struct buf out = BUF_EMPTY;
	struct diag why;
	bool fits = true;

	for (size_t i = 0; fits && i < sample->rows; i++) {
		struct slice field = sample->field[i * sample->columns + column];

		buf_reset(&out);
		fits = field.length == 0 || missing_find(missing, field) >= 0 ||
		       type_put(type, field, NULL, &out, &why) == 0;
	}
	buf_release(&out);
	return fits;
}
