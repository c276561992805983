/* SPDX-License-Identifier: MIT */
#include "card.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "base/num.h"
#include "stat/quantile.h"
#include "tab/walk.h"

enum { FEATURE, CONDITION, POINTS, NEEDED, NOTE = NEEDED, COLUMNS };

enum { MOST_RULES = 100000 };

static const char *const column_name[COLUMNS] = { "feature", "condition", "points", "note" };

/* A file that is being read. */
struct source {
	struct card *card;
	int column[COLUMNS]; /* note: -1 if there is none */
	struct arena texts;
};

void card_release(struct card *card)
{
	scorecard_release(&card->points);
}

/* ---- cards by hand ---- */

static int read_points(struct slice text, int64_t *points, struct diag *why)
{
	if (amount_parse(text, points, why) == 0 && scorecard_check_points(*points, why) == 0)
		return 0;
	return diag_column(why, slice_of(column_name[POINTS]));
}

static int take_rule(struct scorecard *card, const struct slice *text, struct diag *why)
{
	int64_t points;

	if (slice_is(text[FEATURE], "(grade)")) {
		if (text[POINTS].length == 0) {
			diag_fail(why, "the grade has no name");
			return diag_column(why, slice_of(column_name[POINTS]));
		}
		if (scorecard_add_grade(card, text[CONDITION], text[POINTS], why) == 0)
			return 0;
		return diag_column(why, slice_of(column_name[CONDITION]));
	}
	if (read_points(text[POINTS], &points, why) < 0)
		return -1;
	if (slice_is(text[FEATURE], "(base)")) {
		if (scorecard_add_base(card, points, why) == 0)
			return 0;
		return diag_column(why, slice_of(column_name[POINTS]));
	}
	if (text[FEATURE].length == 0) {
		diag_fail(why, "expected the name of a column, (base) or (grade)");
		return diag_column(why, slice_of(column_name[FEATURE]));
	}
	if (scorecard_add(card, text[FEATURE], text[CONDITION], points, text[NOTE], why) == 0)
		return 0;
	return diag_column(why, slice_of(column_name[CONDITION]));
}

static int take_row(void *context, const struct row *row, struct diag *why)
{
	struct source *source = context;
	struct slice text[COLUMNS] = { { NULL, 0 } };

	arena_reset(&source->texts);
	for (size_t i = 0; i < COLUMNS; i++)
		if (source->column[i] >= 0)
			text[i] = row_text(row, (size_t)source->column[i], &source->texts);
	return take_rule(&source->card->points, text, why);
}

static int read_table(struct card *card, struct stream *in, struct diag *why)
{
	struct source source = { .card = card };
	const struct columns *columns = stream_columns(in);
	int result = 0;

	for (size_t i = 0; result == 0 && i < NEEDED; i++)
		if (columns_need(columns, column_name[i], &source.column[i], why) < 0)
			result = diag_line(why, stream_input_name(in, 0), 1);
	source.column[NOTE] = columns_find(columns, slice_of(column_name[NOTE]));
	if (result == 0)
		result = walk_rows(in, take_row, &source, why);
	arena_release(&source.texts);
	return result;
}

/* ---- models ---- */

static void add_text(struct model *model, const char *section, size_t number, struct slice text)
{
	char name[24];

	snprintf(name, sizeof name, "%zu", number);
	model_add(model, section, name, text);
}

/* Of each rule the feature, the note if it has one, and "79 ..12": points and condition. */
static void save_rules(const struct scorecard *card, struct model *model)
{
	struct buf text = BUF_EMPTY;
	size_t number = 0;

	for (size_t i = 0; i < card->count; i++)
		for (size_t n = 0; n < card->feature[i].count; n++) {
			const struct scorecard_rule *rule = &card->feature[i].rule[n];

			buf_reset(&text);
			amount_put(&text, rule->points);
			buf_char(&text, ' ');
			buf_put(&text, rule->condition);
			add_text(model, "feature", ++number, card->feature[i].name);
			add_text(model, "rule", number, buf_slice(&text));
			if (rule->note.length > 0)
				add_text(model, "note", number, rule->note);
		}
	model_add_int(model, "card", "rules", (int64_t)number);
	buf_release(&text);
}

void card_save(const struct card *card, struct model *model)
{
	const struct scorecard *points = &card->points;
	struct buf text = BUF_EMPTY;

	model_add_amount(model, "card", "base", points->base);
	save_rules(points, model);
	model_add_int(model, "card", "grades", (int64_t)points->grades);
	for (size_t i = 0; i < points->grades; i++) {
		buf_reset(&text);
		buf_put(&text, points->grade[i].condition);
		buf_char(&text, ' ');
		buf_put(&text, points->grade[i].name);
		add_text(model, "grade", i + 1, buf_slice(&text));
	}
	model_add_int(model, "card", "reference", (int64_t)card->reference.bins);
	for (size_t i = 0; i < card->reference.bins; i++) {
		buf_reset(&text);
		amount_put(&text, card->reference.from[i]);
		buf_printf(&text, " %" PRIu64, card->reference.count[i]);
		add_text(model, "reference", i + 1, buf_slice(&text));
	}
	buf_release(&text);
}

/* Find an entry by its number, and cut its first word off. */
static int need_pair(const struct model *model, const char *section, int64_t number,
	const struct model_entry **entry, struct slice *first, struct slice *rest, struct diag *why)
{
	char name[24];

	snprintf(name, sizeof name, "%" PRId64, number);
	if (model_need(model, section, name, entry, why) < 0)
		return -1;
	*rest = (*entry)->value;
	if (slice_cut(rest, ' ', first) && rest->at != NULL)
		return 0;
	return model_fault(
		model, *entry, why, "expected more behind '" SLICE "'", SLICE_ARG((*entry)->value));
}

/* What `why` says, at the place of the entry. */
static int fault_as_said(
	const struct model *model, const struct model_entry *entry, struct diag *why)
{
	char text[sizeof why->text];

	snprintf(text, sizeof text, "%s", why->text);
	return model_fault(model, entry, why, "%s", text);
}

static int load_rule(
	struct scorecard *card, const struct model *model, int64_t number, struct diag *why)
{
	const struct model_entry *entry, *feature, *note;
	struct slice points, condition;
	int64_t micros;
	char name[24];

	snprintf(name, sizeof name, "%" PRId64, number);
	if (need_pair(model, "rule", number, &entry, &points, &condition, why) < 0 ||
		model_need(model, "feature", name, &feature, why) < 0)
		return -1;
	if (feature->value.length == 0)
		return model_fault(model, feature, why, "expected the name of a column");
	note = model_find(model, "note", name);
	if (amount_parse(points, &micros, why) < 0 ||
		scorecard_add(card, feature->value, condition, micros,
			note != NULL ? note->value : (struct slice){ NULL, 0 }, why) < 0)
		return fault_as_said(model, entry, why);
	return 0;
}

static int load_grades(struct scorecard *card, const struct model *model, struct diag *why)
{
	const struct model_entry *entry;
	struct slice condition, name;
	int64_t grades;

	if (model_need_int(model, "card", "grades", 0, MOST_RULES, &grades, why) < 0)
		return -1;
	for (int64_t i = 1; i <= grades; i++) {
		if (need_pair(model, "grade", i, &entry, &condition, &name, why) < 0)
			return -1;
		if (scorecard_add_grade(card, condition, name, why) < 0)
			return fault_as_said(model, entry, why);
	}
	return 0;
}

static int load_reference(
	struct card_reference *reference, const struct model *model, struct diag *why)
{
	const struct model_entry *entry;
	struct slice from, count;
	int64_t bins, rows;

	if (model_need_int(model, "card", "reference", 0, CARD_MOST_BINS, &bins, why) < 0)
		return -1;
	for (reference->bins = 0; (int64_t)reference->bins < bins; reference->bins++) {
		size_t i = reference->bins;

		if (need_pair(model, "reference", (int64_t)i + 1, &entry, &from, &count, why) < 0)
			return -1;
		if (amount_parse(from, &reference->from[i], why) < 0)
			return fault_as_said(model, entry, why);
		if (!num_parse_int(count, &rows) || rows < 0)
			return model_fault(model, entry, why,
				"expected a number of rows, got '" SLICE "'", SLICE_ARG(count));
		if (i > 0 && reference->from[i] <= reference->from[i - 1])
			return model_fault(model, entry, why, "expected scores that increase");
		reference->count[i] = (uint64_t)rows;
	}
	return 0;
}

static int load_model(struct card *card, const char *path, struct diag *why)
{
	struct model model = MODEL_EMPTY;
	int64_t rules = 0;
	int result = model_read(&model, path, "scorecard", CARD_MODEL_VERSION, why);

	if (result == 0)
		result = model_need_amount(&model, "card", "base", -SCORECARD_MOST_POINTS,
			SCORECARD_MOST_POINTS, &card->points.base, why);
	if (result == 0)
		result = model_need_int(&model, "card", "rules", 1, MOST_RULES, &rules, why);
	for (int64_t i = 1; result == 0 && i <= rules; i++)
		result = load_rule(&card->points, &model, i, why);
	if (result == 0)
		result = load_grades(&card->points, &model, why);
	if (result == 0)
		result = load_reference(&card->reference, &model, why);
	model_release(&model);
	return result;
}

/* ---- either ---- */

/* A model is known by the names of its columns. */
int card_read(struct card *card, const char *path, struct diag *why)
{
	char *paths[] = { mem_text(path, strlen(path)), NULL };
	struct stream *in;
	int result = stream_open(&in, paths, 1, NULL, why);
	bool is_model = result == 0 && columns_find(stream_columns(in), slice_of("section")) >= 0;

	if (result == 0 && !is_model)
		result = read_table(card, in, why);
	stream_close(in);
	free(paths[0]);
	if (is_model)
		result = load_model(card, path, why);
	if (result == 0 && scorecard_close(&card->points, why) < 0)
		result = diag_line(why, path, 0);
	return result;
}

/* ---- the scores to compare with ---- */

size_t card_reference_bin(const struct card_reference *reference, int64_t score)
{
	size_t bin = 0;

	while (bin + 1 < reference->bins && score >= reference->from[bin + 1])
		bin++;
	return bin;
}

void card_reference_learn(struct card_reference *reference, int64_t *score, size_t count)
{
	enum { TENTHS = 10 };

	*reference = (struct card_reference){ 0 };
	quantile_sort(score, count);
	for (uint64_t i = 0; i < TENTHS && count > 0; i++) {
		int64_t from = score[count * i / TENTHS];

		if (i == 0 || from > reference->from[reference->bins - 1])
			reference->from[reference->bins++] = from;
	}
	for (size_t i = 0; i < count; i++)
		reference->count[card_reference_bin(reference, score[i])]++;
}
