/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "cli/app.h"
#include "survive.h"
#include "tab/added.h"
#include "tab/escape.h"

enum { DIGITS = 6, OUTPUTS = 2 };

static const char *const output_names[OUTPUTS] = { "stay_probability", "remaining_time" };

/* What all workers look at. */
struct hazards {
	struct survive_terms terms;
	struct cox_fit fit;
	struct added added;
	const char *time_name;
	int time, event;       /* -1: there is no column of the event */
	struct slice value;    /* that is the event */
	int *column, *by;      /* of features and strata */
	struct columns strata; /* a table of names is one of keys too */
	double ahead;
	uint64_t unknown; /* rows with a value that was not seen */
};

/* A worker's. */
struct desk {
	struct hazards *hazards;
	double *x;
	struct buf text, key;
	struct arena scratch;
	uint64_t unknown;
};

/*
 * Fill in the covariates that are made of a column, from number *i on. Returns 1, 0 if its value
 * was not seen when the model was fitted, -1.
 */
static int read_column(
	struct desk *desk, size_t column, struct slice text, size_t *i, struct diag *why)
{
	const struct survive_terms *terms = &desk->hazards->terms;
	bool is_seen = slice_equal(text, terms->base[column]);

	for (; *i < terms->count && terms->term[*i].source == column; ++*i) {
		const struct survive_term *term = &terms->term[*i];

		if (term->level.at != NULL) {
			desk->x[*i] = slice_equal(text, term->level);
			is_seen |= slice_equal(text, term->level);
		} else if (num_parse_real(text, &desk->x[*i])) {
			is_seen = true;
		} else {
			diag_fail(why, "not a number: '" SLICE "'", SLICE_ARG(text));
			diag_code(why, "not-a-number");
			return diag_column(why, terms->column[column]);
		}
	}
	return is_seen;
}

/* Returns the same for all columns. */
static int read_covariates(struct desk *desk, const struct row *row, struct diag *why)
{
	const struct hazards *hazards = desk->hazards;
	size_t i = 0;

	for (size_t c = 0; c < hazards->terms.columns; c++) {
		struct slice text = row_text(row, (size_t)hazards->column[c], &desk->scratch);
		int known = text.length > 0 ? read_column(desk, c, text, &i, why) : 0;

		if (known <= 0)
			return known;
	}
	return 1;
}

/* The values of a stratum as one text. */
static void put_key(struct buf *out, struct slice value)
{
	escape_put(out, value);
	buf_char(out, '\t');
}

/* Returns -1 if the combination was not seen. */
static int find_stratum(struct desk *desk, const struct row *row)
{
	const struct hazards *hazards = desk->hazards;

	buf_reset(&desk->key);
	for (size_t i = 0; i < hazards->terms.bys; i++)
		put_key(&desk->key, row_text(row, (size_t)hazards->by[i], &desk->scratch));
	return columns_find(&hazards->strata, buf_slice(&desk->key));
}

/* Write both values, a tab between; nothing if there is nothing to be said. */
static int predict(struct desk *desk, const struct row *row, struct diag *why)
{
	const struct hazards *hazards = desk->hazards;
	struct slice field = row_field(row, (size_t)hazards->time);
	double time, score, now, until;
	int known, found;
	size_t stratum;

	if (hazards->event >= 0 &&
		slice_equal(
			row_text(row, (size_t)hazards->event, &desk->scratch), hazards->value)) {
		buf_text(&desk->text, "0\t0");
		return 0;
	}
	if (escape_is_missing(field))
		return 0;
	if (!num_parse_real(field, &time) || time < 0) {
		diag_fail(why, "not a number from 0 up: '" SLICE "'", SLICE_ARG(field));
		diag_code(why, "not-a-number");
		return diag_column(why, slice_of(hazards->time_name));
	}
	known = read_covariates(desk, row, why);
	found = known > 0 ? find_stratum(desk, row) : -1;
	if (known < 0 || found < 0) {
		desk->unknown += known >= 0;
		return known < 0 ? -1 : 0;
	}
	stratum = (size_t)found;
	score = cox_score(&hazards->fit, desk->x);
	now = cox_hazard(&hazards->fit, stratum, score, time);
	until = cox_hazard(&hazards->fit, stratum, score, time + hazards->ahead);
	num_put_real(&desk->text, exp(now - until), DIGITS);
	buf_char(&desk->text, '\t');
	num_put_real(&desk->text,
		cox_remaining(&hazards->fit, stratum, score, time, time + hazards->ahead), DIGITS);
	return 0;
}

static int map_row(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	struct desk *desk = state;
	struct slice value[OUTPUTS] = { { NULL, 0 }, { NULL, 0 } }, rest;

	buf_reset(&desk->text);
	arena_reset(&desk->scratch);
	if (predict(desk, row, why) < 0)
		return -1;
	rest = buf_slice(&desk->text);
	if (rest.length > 0) {
		slice_cut(&rest, '\t', &value[0]);
		value[1] = rest;
	}
	added_put_row(&desk->hazards->added, row, value, out);
	return RUN_ROW_USED;
}

static void *begin_map(void *context)
{
	struct desk *desk = mem_zero(1, sizeof *desk);

	desk->hazards = context;
	desk->x = mem_zero(desk->hazards->terms.count, sizeof *desk->x);
	return desk;
}

static void end_map(void *context, void *state)
{
	struct hazards *hazards = context;
	struct desk *desk = state;

	hazards->unknown += desk->unknown;
	free(desk->x);
	buf_release(&desk->text);
	buf_release(&desk->key);
	arena_release(&desk->scratch);
	free(desk);
}

static void index_strata(struct hazards *hazards)
{
	const struct survive_terms *terms = &hazards->terms;
	struct buf key = BUF_EMPTY;

	for (size_t s = 0; s < terms->strata; s++) {
		buf_reset(&key);
		for (size_t i = 0; i < terms->bys; i++)
			put_key(&key, terms->stratum[s * terms->bys + i]);
		columns_add(&hazards->strata, buf_slice(&key));
	}
	buf_release(&key);
}

static int resolve(struct hazards *hazards, const struct model *model,
	const struct columns *columns, struct diag *why)
{
	const struct survive_terms *terms = &hazards->terms;
	const struct model_entry *time, *event;
	struct slice name;

	hazards->column = mem_zero(terms->columns, sizeof *hazards->column);
	hazards->by = mem_zero(terms->bys, sizeof *hazards->by);
	if (model_need(model, "column", "time", &time, why) < 0 ||
		model_need(model, "column", "event", &event, why) < 0)
		return -1;
	hazards->time_name = time->value.at;
	if (columns_need(columns, hazards->time_name, &hazards->time, why) < 0)
		return -1;
	cases_split_event(event->value.at, &name, &hazards->value);
	hazards->event = columns_find(columns, name);
	for (size_t i = 0; i < terms->columns; i++)
		if (columns_need(columns, terms->column[i].at, &hazards->column[i], why) < 0)
			return -1;
	for (size_t i = 0; i < terms->bys; i++)
		if (columns_need(columns, terms->by[i].at, &hazards->by[i], why) < 0)
			return -1;
	index_strata(hazards);
	return 0;
}

static int map_rows(struct hazards *hazards, struct filter *filter, struct diag *why)
{
	static const struct run_map map = { begin_map, map_row, end_map };
	struct buf header = BUF_EMPTY;
	int result;

	added_begin(&hazards->added, output_names, OUTPUTS, stream_columns(filter->in));
	added_put_header(&hazards->added, stream_header(filter->in), &header);
	result = filter_put_header(filter, buf_slice(&header), why);
	if (result == 0)
		result = run_map(
			&filter->run, filter->in, &map, hazards, filter->out, &filter->counts, why);
	if (result == 0 && hazards->unknown > 0)
		app_note("%" PRIu64 " %s a value that was not there when the model was fitted: "
			 "nothing is said of %s",
			hazards->unknown, hazards->unknown == 1 ? "row has" : "rows have",
			hazards->unknown == 1 ? "it" : "them");
	buf_release(&header);
	return result;
}

static int apply(
	struct hazards *hazards, const struct model *model, struct filter *filter, struct diag *why)
{
	int result;

	if (resolve(hazards, model, stream_columns(filter->in), why) < 0)
		return diag_line(why, stream_input_name(filter->in, 0), 1);
	result = map_rows(hazards, filter, why);
	if (result == 0)
		filter_note_counts(filter, "written", false);
	return result;
}

int survive_apply(
	const struct survive_options *options, char *const *paths, size_t count, struct diag *why)
{
	struct hazards hazards = { .ahead = options->ahead };
	struct model model = MODEL_EMPTY;
	struct filter filter;
	int result = model_read(&model, churn_given()->model, "cox", SURVIVE_VERSION, why);

	if (result == 0)
		result = survive_load(&model, &hazards.terms, &hazards.fit, why);
	if (result == 0) {
		result = filter_open(&filter, &churn_given()->filter, NULL, paths, count, why);
		if (result == 0)
			result = apply(&hazards, &model, &filter, why);
		result = filter_close(&filter, result, why);
	}
	added_release(&hazards.added);
	columns_release(&hazards.strata);
	survive_terms_release(&hazards.terms);
	cox_fit_release(&hazards.fit);
	free(hazards.column);
	model_release(&model);
	free(hazards.by);
	return result;
}
