/* SPDX-License-Identifier: MIT */
/* From the stream to a dataset: one pass to see what is in the columns, one to take the rows. */
#include <math.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/mem.h"
#include "predict.h"

void predict_shape_release(struct predict_shape *shape)
{
	for (size_t i = 0; i < shape->columns; i++)
		levels_release(&shape->levels[i]);
	free(shape->levels);
	free(shape->name);
	arena_release(&shape->texts);
	*shape = (struct predict_shape){ .columns = 0 };
}

void predict_stream_release(struct predict_stream *stream)
{
	free(stream->position);
	buf_release(&stream->name);
}

void predict_target(const char *target, struct buf *name, struct slice *value)
{
	const char *sign = strchr(target, '=');

	buf_put(name, (struct slice){ target, sign ? (size_t)(sign - target) : strlen(target) });
	buf_string(name);
	*value = slice_of(sign ? sign + 1 : "1");
}

bool predict_in_list(const char *list, struct slice name)
{
	struct slice rest = list != NULL ? slice_of(list) : (struct slice){ NULL, 0 }, item;

	while (slice_cut(&rest, ',', &item))
		if (slice_equal(slice_trim(item), name))
			return true;
	return false;
}

struct slice predict_text(const struct row *row, int position, struct arena *scratch)
{
	return slice_trim(row_text(row, (size_t)position, scratch));
}

bool predict_value(
	const struct predict_shape *shape, size_t column, struct slice text, float *value)
{
	const struct levels *levels = &shape->levels[column];
	int level;

	if (levels->kind != LEVELS_WORDS)
		return predict_number(text, value);
	level = levels_find(levels, text);
	*value = level >= 0 ? (float)level : NAN;
	return true;
}

/* ---- which columns ---- */

/* All that is known while the stream is read. */
struct reading {
	const struct predict_options *options;
	struct predict_stream *stream;
	struct predict_shape *shape;
	struct dataset *set;
	struct levels outcome; /* what the target's column has */
};

static int need_columns(const struct columns *columns, const char *list, struct diag *why)
{
	struct slice rest = list != NULL ? slice_of(list) : (struct slice){ NULL, 0 }, item;
	int position;

	while (slice_cut(&rest, ',', &item)) {
		char *name = mem_text(slice_trim(item).at, slice_trim(item).length);
		int result = columns_need(columns, name, &position, why);

		free(name);
		if (result < 0)
			return -1;
	}
	return 0;
}

static int find_columns(struct reading *reading, const struct columns *columns, struct diag *why)
{
	const struct predict_options *options = reading->options;
	struct predict_stream *stream = reading->stream;
	const char *id = churn_given()->id;

	predict_target(options->target, &stream->name, &stream->event);
	if (columns_need(columns, stream->name.at, &stream->target, why) < 0)
		return -1;
	stream->id = columns_find(columns, slice_of("customer_id"));
	if (id != NULL && columns_need(columns, id, &stream->id, why) < 0)
		return -1;
	stream->date = -1;
	if (options->date != NULL && columns_need(columns, options->date, &stream->date, why) < 0)
		return -1;
	if (need_columns(columns, options->features, why) < 0 ||
		need_columns(columns, options->exclude, why) < 0 ||
		need_columns(columns, options->trust, why) < 0)
		return -1;
	return 0;
}

/* What we have made ourselves is not learnt from, or a second run would learn from the first. */
static bool is_made_here(struct slice name)
{
	return slice_is(name, "churn_probability") || slice_starts(name, slice_of("reason_"));
}

static bool is_wanted(const struct reading *reading, int position, struct slice name)
{
	const struct predict_stream *stream = reading->stream;
	const struct predict_options *options = reading->options;

	if (position == stream->target || position == stream->id || position == stream->date ||
		predict_in_list(options->exclude, name))
		return false;
	if (options->features != NULL)
		return predict_in_list(options->features, name);
	return !is_made_here(name);
}

static int choose_columns(struct reading *reading, const struct columns *columns, struct diag *why)
{
	struct predict_shape *shape = reading->shape;

	shape->name = mem_zero(columns->count, sizeof *shape->name);
	shape->levels = mem_zero(columns->count, sizeof *shape->levels);
	reading->stream->position = mem_zero(columns->count, sizeof(int));
	for (size_t i = 0; i < columns->count; i++) {
		if (!is_wanted(reading, (int)i, columns->name[i]))
			continue;
		reading->stream->position[shape->columns] = (int)i;
		shape->name[shape->columns++] = arena_copy(&shape->texts, columns->name[i]);
	}
	return shape->columns > 0 ? 0 : diag_fail(why, "there is no column to learn from");
}

/* ---- first pass: what is in them ---- */

struct gathered {
	const struct reading *reading;
	struct levels *levels, outcome;
	struct dataset set;
	float *value;
	struct arena scratch;
};

static void *begin(void *context)
{
	const struct reading *reading = context;
	struct gathered *gathered = mem_zero(1, sizeof *gathered);

	gathered->reading = reading;
	gathered->levels = mem_zero(reading->shape->columns, sizeof *gathered->levels);
	gathered->value = mem_zero(reading->shape->columns, sizeof *gathered->value);
	gathered->set.columns = reading->shape->columns;
	return gathered;
}

static void release(struct gathered *gathered)
{
	free(gathered->levels);
	free(gathered->value);
	arena_release(&gathered->scratch);
	dataset_release(&gathered->set);
	free(gathered);
}

/* Of those whose outcome is not known nothing can be learnt. */
static bool is_known(const struct gathered *gathered, const struct row *row)
{
	return !escape_is_missing(row_field(row, (size_t)gathered->reading->stream->target));
}

static int read_date(
	const struct gathered *gathered, const struct row *row, bool *late, struct diag *why)
{
	const struct reading *reading = gathered->reading;
	struct slice field;
	int32_t date;

	*late = false;
	if (reading->stream->date < 0)
		return 0;
	field = row_field(row, (size_t)reading->stream->date);
	if (!date_parse_start(field, &date)) {
		diag_fail(why, "not a date: '" SLICE "'", SLICE_ARG(field));
		diag_code(why, "not-a-date");
		return diag_column(why, slice_of(reading->options->date));
	}
	*late = date >= reading->options->hold_out_since.date;
	return 0;
}

/* All that can be wrong with a row is found here; the second pass has seen it. */
static int look_at_row(void *state, const struct row *row, struct diag *why)
{
	struct gathered *gathered = state;
	const struct reading *reading = gathered->reading;
	bool late;

	if (!is_known(gathered, row))
		return RUN_ROW_FILTERED;
	if (read_date(gathered, row, &late, why) < 0)
		return -1;
	arena_reset(&gathered->scratch);
	levels_add(&gathered->outcome,
		row_text(row, (size_t)reading->stream->target, &gathered->scratch));
	for (size_t i = 0; i < reading->shape->columns; i++)
		levels_add(&gathered->levels[i],
			predict_text(row, reading->stream->position[i], &gathered->scratch));
	return RUN_ROW_USED;
}

static void end_look(void *context, void *state)
{
	struct reading *reading = context;
	struct gathered *gathered = state;

	for (size_t i = 0; i < reading->shape->columns; i++)
		levels_join(&reading->shape->levels[i], &gathered->levels[i]);
	levels_join(&reading->outcome, &gathered->outcome);
	release(gathered);
}

static const char *why_not(enum levels_kind kind)
{
	switch (kind) {
	case LEVELS_NOTHING:
		return "the same in all rows";
	case LEVELS_DATES:
		return "dates; take days since then, as crm-profile's recency";
	case LEVELS_MANY:
		return "words of which too few come again";
	default:
		return NULL;
	}
}

/* Leave out what nothing can be learnt from; if it was asked for by name, that is a fault. */
static int keep_columns(struct reading *reading, struct diag *why)
{
	struct predict_shape *shape = reading->shape;
	size_t kept = 0;

	for (size_t i = 0; i < shape->columns; i++) {
		const char *fault;

		levels_finish(&shape->levels[i]);
		fault = why_not(shape->levels[i].kind);
		if (fault != NULL && reading->options->features != NULL)
			return diag_fail(why, "cannot learn from column '" SLICE "': %s",
				SLICE_ARG(shape->name[i]), fault);
		if (fault != NULL) {
			app_note("left out: column '" SLICE "', %s", SLICE_ARG(shape->name[i]),
				fault);
			levels_release(&shape->levels[i]);
			continue;
		}
		shape->name[kept] = shape->name[i];
		shape->levels[kept] = shape->levels[i];
		reading->stream->position[kept++] = reading->stream->position[i];
	}
	shape->columns = kept;
	return kept > 0 ? 0 : diag_fail(why, "there is no column to learn from");
}

/* ---- second pass: the rows ---- */

static int take_row(void *state, const struct row *row, struct diag *why)
{
	struct gathered *gathered = state;
	const struct predict_stream *stream = gathered->reading->stream;
	const struct predict_shape *shape = gathered->reading->shape;
	struct dataset_row taken = { .value = gathered->value };

	if (!is_known(gathered, row))
		return RUN_ROW_FILTERED;
	if (read_date(gathered, row, &taken.late, why) < 0)
		return -1;
	arena_reset(&gathered->scratch);
	for (size_t i = 0; i < shape->columns; i++)
		predict_value(shape, i, predict_text(row, stream->position[i], &gathered->scratch),
			&gathered->value[i]);
	taken.event = slice_equal(
		row_text(row, (size_t)stream->target, &gathered->scratch), stream->event);
	if (stream->id >= 0) {
		taken.has_key = true;
		taken.key = hash_bytes(row_field(row, (size_t)stream->id));
	}
	dataset_add(&gathered->set, taken);
	return RUN_ROW_USED;
}

static void end_take(void *context, void *state)
{
	struct reading *reading = context;
	struct gathered *gathered = state;

	dataset_join(reading->set, &gathered->set);
	release(gathered);
}

/* ---- is there enough to learn from? ---- */

/* The commonest first, equally common ones in order of their bytes. */
static int compare_counts(const void *left, const void *right)
{
	const struct levels_level *a = left, *b = right;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return slice_compare(a->text, b->text);
}

/* ", which has 'no' 257 times, 'yes' 143 times" */
static void list_outcomes(struct levels *outcome, struct buf *list)
{
	enum { SHOWN = 5 };

	if (outcome->count > 0)
		qsort(outcome->level, outcome->count, sizeof *outcome->level, compare_counts);
	for (size_t i = 0; i < outcome->count && i < SHOWN; i++)
		buf_printf(list, "%s'" SLICE "' %ju time%s", i == 0 ? ", which has " : ", ",
			SLICE_ARG(outcome->level[i].text), (uintmax_t)outcome->level[i].count,
			outcome->level[i].count == 1 ? "" : "s");
	if (outcome->count > SHOWN)
		buf_printf(list, " and %zu other values", outcome->count - SHOWN);
	if (outcome->too_many)
		buf_printf(list, ", which has more than %d values", LEVELS_MOST);
}

static int check_rows(struct reading *reading, struct diag *why)
{
	const struct dataset *set = reading->set;
	struct buf list = BUF_EMPTY;
	size_t events = 0, others;
	const char *with;

	for (size_t i = 0; i < set->rows; i++)
		events += set->event[i];
	others = set->rows - events;
	if (events >= PREDICT_LEAST && others >= PREDICT_LEAST)
		return 0;
	with = events < PREDICT_LEAST ? "have" : "have something else than";
	list_outcomes(&reading->outcome, &list);
	diag_fail(why, "%zu of %zu rows %s '" SLICE "' in column '%s'%s; at least %d are needed",
		events < PREDICT_LEAST ? events : others, set->rows, with,
		SLICE_ARG(reading->stream->event), reading->stream->name.at, buf_string(&list),
		PREDICT_LEAST);
	buf_release(&list);
	return -1;
}

int predict_read(const struct predict_options *options, struct filter *filter,
	struct predict_stream *stream, struct predict_shape *shape, struct dataset *set,
	struct diag *why)
{
	static const struct run_fold look = { begin, look_at_row, end_look, NULL };
	static const struct run_fold take = { begin, take_row, end_take, NULL };
	const struct columns *columns = stream_columns(filter->in);
	struct reading reading = { options, stream, shape, set, LEVELS_EMPTY };
	struct run_counts again;
	int result = -1;

	if (find_columns(&reading, columns, why) < 0 || choose_columns(&reading, columns, why) < 0)
		return diag_line(why, stream_input_name(filter->in, 0), 1);
	stream_keep(filter->in, app_common()->memory);
	if (run_fold(&filter->run, filter->in, &look, &reading, &filter->counts, why) == 0 &&
		keep_columns(&reading, why) == 0)
		result = stream_rewind(filter->in, why);
	set->columns = shape->columns;
	filter->run.seen = true;
	if (result == 0)
		result = run_fold(&filter->run, filter->in, &take, &reading, &again, why);
	if (result == 0) {
		dataset_sort(set);
		result = check_rows(&reading, why);
	}
	levels_release(&reading.outcome);
	return result;
}
