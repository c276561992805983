/* SPDX-License-Identifier: MIT */
#include "cases.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "tab/escape.h"

/* Values of a column while rows come. */
struct found {
	struct columns values; /* each once, as they come: a table of names is one of texts */
	uint32_t *of_row;
	int position;
};

/* The reading. */
struct reading {
	struct cases *cases;
	struct found found[CASES_MOST_COLUMNS];
	int time, event, weight;
	struct slice value; /* the one that is the event */
	const struct cases_names *names;
	size_t capacity;
	struct arena scratch;
};

void cases_split_event(const char *event, struct slice *column, struct slice *value)
{
	struct slice rest = slice_of(event);

	slice_cut(&rest, '=', column);
	*value = rest.at != NULL ? rest : slice_of("1");
}

static int read_number(
	const struct row *row, int position, const char *name, double *number, struct diag *why)
{
	struct slice field = row_field(row, (size_t)position);

	if (num_parse_real(field, number) && *number >= 0)
		return 0;
	diag_fail(why, "not a number from 0 up: '" SLICE "'", SLICE_ARG(field));
	diag_code(why, "not-a-number");
	return diag_column(why, slice_of(name));
}

static bool is_complete(const struct reading *reading, const struct row *row)
{
	if (escape_is_missing(row_field(row, (size_t)reading->time)) ||
		escape_is_missing(row_field(row, (size_t)reading->event)))
		return false;
	for (size_t i = 0; i < reading->cases->columns; i++)
		if (escape_is_missing(row_field(row, (size_t)reading->found[i].position)))
			return false;
	return true;
}

static void grow(struct reading *reading)
{
	struct cases *cases = reading->cases;
	size_t rows = reading->capacity * 2 + 1024;

	cases->time = mem_resize(cases->time, rows, sizeof *cases->time);
	cases->weight = mem_resize(cases->weight, rows, sizeof *cases->weight);
	cases->event = mem_resize(cases->event, rows, sizeof *cases->event);
	for (size_t i = 0; i < cases->columns; i++)
		reading->found[i].of_row = mem_resize(
			reading->found[i].of_row, rows, sizeof *reading->found[i].of_row);
	reading->capacity = rows;
}

static int take_row(void *state, const struct row *row, struct diag *why)
{
	struct reading *reading = state;
	struct cases *cases = reading->cases;
	double time, weight = 1;

	if (!is_complete(reading, row))
		return RUN_ROW_FILTERED;
	if (read_number(row, reading->time, reading->names->time, &time, why) < 0)
		return -1;
	if (reading->names->weight != NULL &&
		read_number(row, reading->weight, reading->names->weight, &weight, why) < 0)
		return -1;
	if (!(weight > 0))
		return RUN_ROW_FILTERED;
	if (cases->rows == reading->capacity)
		grow(reading);
	arena_reset(&reading->scratch);
	cases->time[cases->rows] = time;
	cases->weight[cases->rows] = weight;
	cases->event[cases->rows] = slice_equal(
		row_text(row, (size_t)reading->event, &reading->scratch), reading->value);
	for (size_t i = 0; i < cases->columns; i++) {
		struct found *found = &reading->found[i];
		struct slice text = row_text(row, (size_t)found->position, &reading->scratch);
		int value = columns_find(&found->values, text);

		found->of_row[cases->rows] =
			(uint32_t)(value >= 0 ? (size_t)value : columns_add(&found->values, text));
	}
	cases->rows++;
	return RUN_ROW_USED;
}

static void *begin_fold(void *reading)
{
	return reading;
}

static void end_fold(void *reading, void *state)
{
	(void)reading;
	(void)state;
}

/* A value and what is known of it, to be sorted. */
struct level {
	struct slice text;
	double number;
	uint32_t found;
};

static int compare_numbers(const void *left, const void *right)
{
	const struct level *a = left, *b = right;

	if (a->number < b->number || a->number > b->number)
		return a->number < b->number ? -1 : 1;
	return slice_compare(a->text, b->text);
}

static int compare_texts(const void *left, const void *right)
{
	return slice_compare(
		((const struct level *)left)->text, ((const struct level *)right)->text);
}

/* Number the values of a column by themselves. */
static void sort_levels(struct cases *cases, struct cases_column *column, struct found *found)
{
	size_t count = found->values.count;
	struct level *level = mem_alloc(count * sizeof *level);
	uint32_t *rank = mem_alloc(count * sizeof *rank);

	column->is_number = true;
	for (size_t i = 0; i < count; i++) {
		level[i] = (struct level){ found->values.name[i], 0, (uint32_t)i };
		column->is_number &= num_parse_real(level[i].text, &level[i].number);
	}
	if (count > 1)
		qsort(level, count, sizeof *level,
			column->is_number ? compare_numbers : compare_texts);
	column->levels = count;
	column->level = mem_alloc(count * sizeof *column->level);
	column->number = mem_alloc(count * sizeof *column->number);
	for (size_t i = 0; i < count; i++) {
		column->level[i] = arena_copy(&cases->texts, level[i].text);
		column->number[i] = level[i].number;
		rank[level[i].found] = (uint32_t)i;
	}
	for (size_t i = 0; i < cases->rows; i++)
		found->of_row[i] = rank[found->of_row[i]];
	column->of_row = found->of_row;
	found->of_row = NULL;
	free(level);
	free(rank);
}

static int add_columns(
	struct reading *reading, const char *list, const struct columns *columns, struct diag *why)
{
	struct cases *cases = reading->cases;
	struct slice rest = list != NULL ? slice_of(list) : (struct slice){ NULL, 0 }, name;

	while (slice_cut(&rest, ',', &name)) {
		struct cases_column *column = &cases->column[cases->columns];

		if (cases->columns == CASES_MOST_COLUMNS)
			return diag_usage(why, "there are at most %d columns", CASES_MOST_COLUMNS);
		*column = (struct cases_column){ .name = arena_copy(&cases->texts, name) };
		if (columns_need(columns, column->name.at, &reading->found[cases->columns].position,
			    why) < 0)
			return -1;
		cases->columns++;
	}
	return 0;
}

static int resolve(struct reading *reading, const struct columns *columns, struct diag *why)
{
	struct cases *cases = reading->cases;
	const struct cases_names *names = reading->names;
	struct slice event;

	cases_split_event(names->event, &event, &reading->value);
	if (columns_need(columns, names->time, &reading->time, why) < 0 ||
		columns_need(columns, arena_copy(&cases->texts, event).at, &reading->event, why) <
			0 ||
		(names->weight != NULL &&
			columns_need(columns, names->weight, &reading->weight, why) < 0) ||
		add_columns(reading, names->columns, columns, why) < 0)
		return -1;
	cases->own_columns = cases->columns;
	return add_columns(reading, names->more, columns, why);
}

int cases_read(struct cases *cases, const struct cases_names *names, struct filter *filter,
	struct diag *why)
{
	static const struct run_fold fold = { begin_fold, take_row, end_fold, NULL };
	struct reading *reading = mem_zero(1, sizeof *reading);
	struct run run = filter->run;
	int result;

	*cases = (struct cases){ .column = mem_zero(CASES_MOST_COLUMNS, sizeof *cases->column) };
	reading->cases = cases;
	reading->names = names;
	run.jobs = 1; /* the rows are put behind each other */
	result = resolve(reading, stream_columns(filter->in), why);
	if (result < 0 && !why->usage)
		diag_line(why, stream_input_name(filter->in, 0), 1);
	if (result == 0)
		result = run_fold(&run, filter->in, &fold, reading, &filter->counts, why);
	if (result == 0 && cases->rows == 0)
		result = diag_fail(why, "no row has a value in all of the columns");
	for (size_t i = 0; i < cases->columns; i++) {
		if (result == 0)
			sort_levels(cases, &cases->column[i], &reading->found[i]);
		free(reading->found[i].of_row);
		columns_release(&reading->found[i].values);
	}
	arena_release(&reading->scratch);
	free(reading);
	return result;
}

void cases_release(struct cases *cases)
{
	for (size_t i = 0; i < cases->columns; i++) {
		free(cases->column[i].level);
		free(cases->column[i].number);
		free(cases->column[i].of_row);
	}
	free(cases->time);
	free(cases->weight);
	free(cases->event);
	free(cases->column);
	arena_release(&cases->texts);
	*cases = (struct cases){ .rows = 0 };
}
