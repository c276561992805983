/* SPDX-License-Identifier: MIT */
#include "modelfile.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

enum { SECTION, NAME, VALUE, COLUMNS };

static const char *const column_name[COLUMNS] = { "section", "name", "value" };

struct pass {
	struct modelfile *model;
	int column[COLUMNS];
};

bool modelfile_fits(const struct columns *columns)
{
	for (int i = 0; i < COLUMNS; i++)
		if (columns_find(columns, slice_of(column_name[i])) < 0)
			return false;
	return true;
}

static void *begin(void *context)
{
	return context;
}

static int add_row(void *state, const struct row *row, struct diag *why)
{
	struct pass *pass = state;
	struct modelfile *model = pass->model;
	struct slice text[COLUMNS];

	(void)why;
	for (int i = 0; i < COLUMNS; i++)
		text[i] = arena_copy(
			&model->texts, row_text(row, (size_t)pass->column[i], &model->texts));
	model->entry =
		mem_grow(model->entry, &model->capacity, model->count + 1, sizeof *model->entry);
	model->entry[model->count++] =
		(struct modelfile_entry){ text[SECTION], text[NAME], text[VALUE] };
	return RUN_ROW_USED;
}

static void end(void *context, void *state)
{
	(void)context;
	(void)state;
}

int modelfile_read(struct modelfile *model, const struct run *run, struct stream *in,
	struct run_counts *counts, struct diag *why)
{
	static const struct run_fold fold = { .begin = begin, .row = add_row, .end = end };
	struct run alone = *run;
	struct pass pass = { .model = model };

	/* One worker keeps the order of the file. */
	alone.jobs = 1;
	for (int i = 0; i < COLUMNS; i++)
		if (columns_need(stream_columns(in), column_name[i], &pass.column[i], why) < 0)
			return diag_line(why, stream_input_name(in, 0), 1);
	return run_fold(&alone, in, &fold, &pass, counts, why);
}

struct slice modelfile_text(const struct modelfile *model, const char *section, const char *name)
{
	for (size_t i = 0; i < model->count; i++)
		if (slice_is(model->entry[i].section, section) &&
			slice_is(model->entry[i].name, name))
			return model->entry[i].value;
	return (struct slice){ NULL, 0 };
}

double modelfile_number(const struct modelfile *model, const char *section, const char *name)
{
	double value;

	return num_parse_real(modelfile_text(model, section, name), &value) ? value : NAN;
}

void modelfile_release(struct modelfile *model)
{
	free(model->entry);
	arena_release(&model->texts);
}
