/* SPDX-License-Identifier: MIT */
/* Rows with their probabilities, and what has moved each of them most. */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "predict.h"
#include "tab/added.h"

enum { MOST_OUTPUTS = 1 + PREDICT_MOST_REASONS };

static const char *const output[MOST_OUTPUTS] = { "churn_probability", "reason_1", "reason_2",
	"reason_3", "reason_4", "reason_5", "reason_6", "reason_7", "reason_8", "reason_9",
	"reason_10", "reason_11", "reason_12", "reason_13", "reason_14", "reason_15", "reason_16",
	"reason_17", "reason_18", "reason_19", "reason_20" };

struct applying {
	const struct predictor *predictor;
	size_t reasons;
	int *position; /* of each column … */
	bool *number;  /* … and whether it is one of numbers */
	struct added added;
};

/* What a worker has for itself. */
struct worker {
	const struct applying *applying;
	struct predict_scratch *scratch;
	float *value;
	double *contribution;
	struct arena texts;
	struct buf text[MOST_OUTPUTS];
};

static void *begin(void *context)
{
	const struct applying *applying = context;
	struct worker *worker = mem_zero(1, sizeof *worker);
	size_t columns = applying->predictor->shape->columns;

	worker->applying = applying;
	worker->scratch = predict_scratch_new(applying->predictor);
	worker->value = mem_zero(columns, sizeof *worker->value);
	worker->contribution = mem_zero(columns, sizeof *worker->contribution);
	return worker;
}

static void end(void *context, void *state)
{
	struct worker *worker = state;

	(void)context;
	predict_scratch_free(worker->scratch);
	free(worker->value);
	free(worker->contribution);
	arena_release(&worker->texts);
	for (size_t i = 0; i < MOST_OUTPUTS; i++)
		buf_release(&worker->text[i]);
	free(worker);
}

static __attribute__((cold)) int refuse(
	const struct predict_shape *shape, size_t column, struct slice text, struct diag *why)
{
	diag_fail(why,
		"not a number: '" SLICE
		"'; the model was fitted where this column had nothing else",
		SLICE_ARG(text));
	diag_code(why, "not-a-number");
	return diag_column(why, shape->name[column]);
}

static int read_values(struct worker *worker, const struct row *row, struct diag *why)
{
	const struct applying *applying = worker->applying;
	const struct predict_shape *shape = applying->predictor->shape;

	arena_reset(&worker->texts);
	for (size_t i = 0; i < shape->columns; i++) {
		size_t position = (size_t)applying->position[i];
		float *value = &worker->value[i];
		struct slice text;

		if (applying->number[i] && predict_number(row_field(row, position), value))
			continue;
		text = predict_text(row, (int)position, &worker->texts);
		if (!predict_value(shape, i, text, value))
			return refuse(shape, i, text, why);
	}
	return 0;
}

/* The column that contributes most, of those that have not been named; -1 if it is nothing. */
static int strongest(double *contribution, size_t columns)
{
	int found = -1;
	double most = 0;

	for (size_t i = 0; i < columns; i++)
		if (fabs(contribution[i]) > most) {
			most = fabs(contribution[i]);
			found = (int)i;
		}
	return found;
}

/* "raised by tenure = 1 (+0.823)" */
static void put_reason(
	const struct worker *worker, const struct row *row, int column, double by, struct buf *out)
{
	const struct applying *applying = worker->applying;
	struct slice field = row_field(row, (size_t)applying->position[column]);

	buf_text(out, by > 0 ? "raised by " : "lowered by ");
	escape_put(out, applying->predictor->shape->name[column]);
	if (slice_trim(field).length == 0 || escape_is_missing(field)) {
		buf_text(out, " missing");
	} else {
		buf_text(out, " = ");
		buf_put(out, field);
	}
	buf_printf(out, " (%+.3f)", by);
}

static void put_reasons(struct worker *worker, const struct row *row)
{
	const struct applying *applying = worker->applying;
	size_t columns = applying->predictor->shape->columns;

	predict_explain(applying->predictor, worker->scratch, worker->value, worker->contribution);
	for (size_t i = 1; i <= applying->reasons; i++) {
		int column = strongest(worker->contribution, columns);

		if (column < 0)
			return;
		put_reason(worker, row, column, worker->contribution[column], &worker->text[i]);
		worker->contribution[column] = 0;
	}
}

static int map_row(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	struct worker *worker = state;
	const struct applying *applying = worker->applying;
	const struct predictor *predictor = applying->predictor;
	struct slice text[MOST_OUTPUTS];

	if (read_values(worker, row, why) < 0)
		return -1;
	for (size_t i = 0; i <= applying->reasons; i++)
		buf_reset(&worker->text[i]);
	num_put_real(&worker->text[0],
		predict_probability(predictor, worker->scratch, worker->value), 6);
	if (applying->reasons > 0)
		put_reasons(worker, row);
	for (size_t i = 0; i <= applying->reasons; i++)
		text[i] = buf_slice(&worker->text[i]);
	added_put_row(&applying->added, row, text, out);
	return RUN_ROW_USED;
}

static int find_columns(struct applying *applying, struct filter *filter, struct diag *why)
{
	const struct predict_shape *shape = applying->predictor->shape;

	applying->position = mem_zero(shape->columns, sizeof *applying->position);
	applying->number = mem_zero(shape->columns, sizeof *applying->number);
	for (size_t i = 0; i < shape->columns; i++) {
		applying->number[i] = shape->levels[i].kind != LEVELS_WORDS;
		if (columns_need(stream_columns(filter->in), shape->name[i].at,
			    &applying->position[i], why) < 0)
			return diag_line(why, stream_input_name(filter->in, 0), 1);
	}
	return 0;
}

int predict_apply(const struct predict_options *options, const struct predictor *predictor,
	struct filter *filter, struct diag *why)
{
	static const struct run_map map = { begin, map_row, end };
	struct applying applying = {
		.predictor = predictor,
		.reasons = (size_t)options->reasons,
	};
	struct buf header = BUF_EMPTY;
	int result = find_columns(&applying, filter, why);

	if (result == 0) {
		added_begin(
			&applying.added, output, 1 + applying.reasons, stream_columns(filter->in));
		added_put_header(&applying.added, stream_header(filter->in), &header);
		result = filter_put_header(filter, buf_slice(&header), why);
	}
	if (result == 0)
		result = run_map(&filter->run, filter->in, &map, &applying, filter->out,
			&filter->counts, why);
	added_release(&applying.added);
	buf_release(&header);
	free(applying.position);
	free(applying.number);
	return result;
}
