/* SPDX-License-Identifier: MIT */
/*
 * card: points by a scorecard, the grade that they come to, and the reasons.
 */
#include "card.h"

#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "mode.h"
#include "stat/roc.h"
#include "tab/added.h"

static struct {
	const char *card;
	bool absent;
} opt;

static const struct opt options[] = {
	OPT_GROUP("Cards"),
	OPT_FLAG(0, "absent", &opt.absent,
		"where the stream lacks a column of the card, take its values as missing"),
	OPT_END,
};

enum { SCORE, GRADE, REASON, OUTPUTS = REASON + SCORECARD_MOST_REASONS };

static const char *const with_grade[OUTPUTS] = { "score", "grade", "reason_1", "reason_2",
	"reason_3" };
static const char *const without_grade[OUTPUTS - 1] = { "score", "reason_1", "reason_2",
	"reason_3" };

struct tool {
	const struct card *card;
	int *position; /* of the column of each feature; -1: it is absent */
	struct added added;
	bool has_grades;
	uint64_t count[CARD_MOST_BINS]; /* rows in each range of the reference */
};

/* A worker's memory. */
struct scratch {
	const struct tool *tool;
	struct slice *value;
	struct arena texts;
	struct buf text;
	uint64_t count[CARD_MOST_BINS];
};

static void *begin_map(void *tool)
{
	struct scratch *scratch = mem_zero(1, sizeof *scratch);

	scratch->tool = tool;
	scratch->value = mem_zero(scratch->tool->card->points.count, sizeof *scratch->value);
	return scratch;
}

static void end_map(void *context, void *state)
{
	struct tool *tool = context;
	struct scratch *scratch = state;

	for (size_t i = 0; i < CARD_MOST_BINS; i++)
		tool->count[i] += scratch->count[i];
	arena_release(&scratch->texts);
	buf_release(&scratch->text);
	free(scratch->value);
	free(scratch);
}

/* The rule's note, or the feature and its condition, and the points that it costs. */
static void put_reason(struct buf *out, const struct scorecard_reason *reason)
{
	if (reason->rule->note.length > 0) {
		escape_put(out, reason->rule->note);
	} else {
		escape_put(out, reason->feature->name);
		buf_char(out, ' ');
		escape_put(out, reason->rule->condition);
	}
	buf_text(out, " (");
	amount_put(out, -reason->lost);
	buf_char(out, ')');
}

/* All texts one behind the other, and where each ends. */
static void put_outputs(
	const struct scorecard_result *result, bool has_grades, struct buf *text, size_t *end)
{
	size_t to = 0;

	amount_put(text, result->score);
	end[to++] = text->length;
	if (has_grades) {
		if (result->grade != NULL)
			escape_put(text, result->grade->name);
		end[to++] = text->length;
	}
	for (size_t i = 0; i < SCORECARD_MOST_REASONS; i++) {
		if (i < result->reasons)
			put_reason(text, &result->reason[i]);
		end[to++] = text->length;
	}
}

static int map_row(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	struct scratch *scratch = state;
	const struct tool *tool = scratch->tool;
	const struct scorecard *points = &tool->card->points;
	struct slice output[OUTPUTS];
	struct scorecard_result result;
	size_t end[OUTPUTS];

	arena_reset(&scratch->texts);
	buf_reset(&scratch->text);
	for (size_t i = 0; i < points->count; i++)
		if (tool->position[i] >= 0)
			scratch->value[i] =
				row_text(row, (size_t)tool->position[i], &scratch->texts);
	if (scorecard_score(points, scratch->value, &result, why) < 0)
		return -1;
	scratch->count[card_reference_bin(&tool->card->reference, result.score)]++;
	put_outputs(&result, tool->has_grades, &scratch->text, end);
	for (size_t i = 0; i < tool->added.count; i++) {
		size_t start = i > 0 ? end[i - 1] : 0;

		output[i] = (struct slice){ scratch->text.at + start, end[i] - start };
	}
	added_put_row(&tool->added, row, output, out);
	return RUN_ROW_USED;
}

/* What is made here cannot be read: the second time it would be another column. */
static int check_names(const struct scorecard *points, struct diag *why)
{
	for (size_t i = 0; i < points->count; i++)
		for (size_t n = 0; n < OUTPUTS; n++)
			if (slice_is(points->feature[i].name, with_grade[n]))
				return diag_fail(why,
					"the card reads the column '%s', which is made here; call "
					"it otherwise",
					with_grade[n]);
	return 0;
}

static int no_feature(
	const struct columns *columns, const struct scorecard_feature *feature, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	columns_put_list(columns, &list);
	diag_fail(why,
		"no column '" SLICE
		"', which the card has points for; there are: %s (--absent takes "
		"it as missing)",
		SLICE_ARG(feature->name), buf_string(&list));
	buf_release(&list);
	return -1;
}

static int find_features(struct tool *tool, const struct stream *in, struct diag *why)
{
	const struct scorecard *points = &tool->card->points;
	const struct columns *columns = stream_columns(in);

	tool->position = mem_alloc(points->count * sizeof *tool->position);
	for (size_t i = 0; i < points->count; i++) {
		const struct scorecard_feature *feature = &points->feature[i];

		tool->position[i] = columns_find(columns, feature->name);
		if (tool->position[i] >= 0)
			continue;
		if (!opt.absent) {
			no_feature(columns, feature, why);
			return diag_line(why, stream_input_name(in, 0), 1);
		}
		app_note("no column '" SLICE "': it is taken as missing", SLICE_ARG(feature->name));
	}
	return 0;
}

static int put_header(struct tool *tool, struct filter *filter, struct diag *why)
{
	struct buf header = BUF_EMPTY;
	int result;

	tool->has_grades = tool->card->points.grades > 0;
	added_begin(&tool->added, tool->has_grades ? with_grade : without_grade,
		tool->has_grades ? OUTPUTS : OUTPUTS - 1, stream_columns(filter->in));
	added_put_header(&tool->added, stream_header(filter->in), &header);
	result = filter_put_header(filter, buf_slice(&header), why);
	buf_release(&header);
	return result;
}

/* So many rows say something of all. */
enum { ENOUGH_ROWS = 100 };

/* Compare the scores with those of the rows that the card was learnt from. */
static void note_stability(const struct tool *tool, uint64_t rows)
{
	const struct card_reference *reference = &tool->card->reference;
	double index;

	if (reference->bins == 0 || rows < ENOUGH_ROWS)
		return;
	index = roc_stability(reference->count, tool->count, reference->bins);
	app_note("population stability index of the score: %.4f against the rows that the card was "
		 "learnt from (%s)",
		index,
		index < 0.1     ? "stable"
		: index <= 0.25 ? "shifted"
				: "changed: learn again");
}

int card_apply(const struct card *card, struct filter *filter, struct diag *why)
{
	static const struct run_map map = { begin_map, map_row, end_map };
	struct tool tool = { .card = card };
	int result = check_names(&card->points, why);

	if (result == 0)
		result = find_features(&tool, filter->in, why);
	if (result == 0)
		result = put_header(&tool, filter, why);
	if (result == 0)
		result = run_map(
			&filter->run, filter->in, &map, &tool, filter->out, &filter->counts, why);
	if (result == 0)
		note_stability(&tool, filter->counts.used);
	added_release(&tool.added);
	free(tool.position);
	return result;
}

/* ---- the mode ---- */

static int run(
	const struct score_settings *settings, char *const *paths, size_t count, struct diag *why)
{
	struct card card = CARD_EMPTY;
	struct filter filter;
	int result;

	if (settings->fit != NULL || settings->model != NULL)
		return diag_usage(why,
			"--scorecard takes the card itself, by hand or learnt: leave out --%s (a "
			"card is learnt by --target)",
			settings->fit != NULL ? "fit" : "model");
	result = card_read(&card, opt.card, why);
	if (result == 0) {
		result = filter_open(&filter, &settings->filter, NULL, paths, count, why);
		if (result == 0)
			result = card_apply(&card, &filter, why);
		result = filter_close(&filter, result, why);
		if (result == 0)
			filter_note_counts(&filter, "written", false);
	}
	card_release(&card);
	return result;
}

const struct score_mode score_card = {
	.ask = OPT_TEXT(0, "scorecard", "FILE", &opt.card,
		"points by a card: a table with the columns feature, condition and points, or what "
		"--target has learnt"),
	.options = options,
	.run = run,
};
