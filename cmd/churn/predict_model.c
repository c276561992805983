/* SPDX-License-Identifier: MIT */
/*
 * The model file of --predict. Sections, beside model, fit and quality:
 *
 *	column	NAME	number or words: what is learnt from, in order
 *	least, most, mean, deviation, gaps	NAME	of the numbers of a logistic model
 *	bend_1, bend_1_mean, …	NAME	where the line bends
 *	words NAME	WORD	the share of the rows that have it, or "other"
 *	other	NAME	the share of the rows whose words are "other"
 *	weight, weight_gaps, weight_other	NAME	of a logistic model
 *	weight NAME	WORD	the same of a word
 *	tree N	NODE	of trees: a question or a leaf
 *	calibration_rule	…
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "predict.h"

/* ---- writing ---- */

static const char *section(struct buf *text, const char *head, struct slice name)
{
	buf_reset(text);
	buf_text(text, head);
	buf_char(text, ' ');
	buf_put(text, name);
	return buf_string(text);
}

static void add_text(struct model *model, const char *in, const char *name, const char *value)
{
	model_add(model, in, name, slice_of(value));
}

/* For people: six decimals will do. */
static void add_figure(
	struct model *model, const char *in, const char *name, double value, double se)
{
	model_add_real(
		model, in, name, round(value * 1e6) / 1e6, isnan(se) ? NAN : round(se * 1e6) / 1e6);
}

static void save_fit(const struct predict_options *options, const struct predictor *predictor,
	const struct dataset *set, struct model *model)
{
	struct buf today = BUF_EMPTY;
	size_t events = 0;

	for (size_t i = 0; i < set->rows; i++)
		events += set->event[i];
	date_put(&today, date_today());
	model_add(model, "fit", "date", buf_slice(&today));
	buf_release(&today);
	model_add_int(model, "fit", "rows", (int64_t)set->rows);
	model_add_int(model, "fit", "events", (int64_t)events);
	model_add_int(model, "fit", "seed", options->seed);
	add_text(model, "fit", "balance", options->balance ? "yes" : "no");
	model_add_real(model, "fit", "penalty", predictor->setting.penalty, NAN);
	if (predictor->learner == PREDICT_LOGISTIC)
		return;
	model_add_int(model, "fit", "depth", predictor->setting.depth);
	model_add_real(model, "fit", "rate", options->rate, NAN);
	model_add_int(model, "fit", "trees", (int64_t)predictor->trees.count);
}

static void save_bins(const struct predict_quality *quality, struct model *model)
{
	char name[40], value[120];

	for (int i = 0; i < PREDICT_BINS; i++) {
		const struct roc_bin *bin = &quality->bin[i];

		if (bin->rows == 0)
			continue;
		snprintf(name, sizeof name, "%.1f-%.1f", (double)i / PREDICT_BINS,
			(double)(i + 1) / PREDICT_BINS);
		snprintf(value, sizeof value, "rows=%" PRIu64 " predicted=%.4f observed=%.4f",
			bin->rows, bin->mean, (double)bin->events / (double)bin->rows);
		add_text(model, "calibration", name, value);
	}
}

static void save_parts(const struct predict_quality *quality, struct model *model)
{
	char name[40], value[120];

	for (int i = 0; i < PREDICT_PARTS && quality->rows >= PREDICT_PARTS; i++) {
		const struct roc_part *part = &quality->part[i];

		snprintf(name, sizeof name, "decile_%d", i + 1);
		snprintf(value, sizeof value, "from=%.4f lift=%.3f gain=%.4f", part->low,
			part->lift, part->gain);
		add_text(model, "lift", name, value);
	}
}

static void save_quality(const struct predict_options *options,
	const struct predict_quality *quality, struct model *model)
{
	static const double z = 1.959964;
	const struct roc_confusion *confusion = &quality->confusion;

	if (quality->rows == 0) {
		add_text(model, "quality", "judged", "no");
		return;
	}
	model_add(model, "quality", "judged", buf_slice(&quality->how));
	model_add_int(model, "quality", "rows", (int64_t)quality->rows);
	add_figure(model, "quality", "auc", quality->auc, quality->auc_se);
	add_figure(model, "quality", "auc_low", fmax(quality->auc - z * quality->auc_se, 0), NAN);
	add_figure(model, "quality", "auc_high", fmin(quality->auc + z * quality->auc_se, 1), NAN);
	add_figure(model, "quality", "log_loss", quality->log_loss, NAN);
	add_figure(model, "quality", "brier", quality->brier, NAN);
	add_figure(model, "quality", "calibration_error", quality->calibration_error, NAN);
	add_figure(model, "quality", "ks", quality->ks, NAN);
	add_figure(model, "quality", "ks_cut", quality->ks_cut, NAN);
	save_bins(quality, model);
	save_parts(quality, model);
	model_add_real(model, "confusion", "cut", options->cut, NAN);
	model_add_int(model, "confusion", "true_events", (int64_t)confusion->true_events);
	model_add_int(model, "confusion", "false_events", (int64_t)confusion->false_events);
	model_add_int(model, "confusion", "true_others", (int64_t)confusion->true_others);
	model_add_int(model, "confusion", "false_others", (int64_t)confusion->false_others);
}

/* The weight of a feature, in a section of its own if the learner has weights. */
static void save_weight(const struct predictor *predictor, const char *in, const char *name,
	size_t feature, struct model *model)
{
	if (predictor->learner == PREDICT_LOGISTIC)
		model_add_real(model, in, name, predictor->coefficient[feature + 1],
			predictor->se[feature + 1]);
}

/* The word that has the feature at `place` to itself. */
static const char *word_at(const struct predictor *predictor, size_t index, size_t place)
{
	const struct features_column *column = &predictor->features.column[index];
	size_t i = 0;

	while ((size_t)column->place[i] != place)
		i++;
	return predictor->shape->levels[index].level[i].text.at;
}

/* In order of their features, which is that of the file when it is read. */
static void save_words(const struct predictor *predictor, size_t index, struct model *model)
{
	const struct features_column *column = &predictor->features.column[index];
	const struct levels *levels = &predictor->shape->levels[index];
	struct slice name = predictor->shape->name[index];
	size_t own = column->width - column->shared;
	struct buf words = BUF_EMPTY, weight = BUF_EMPTY;

	section(&words, "words", name);
	section(&weight, "weight", name);
	for (size_t i = 0; i < own; i++) {
		const char *word = word_at(predictor, index, i);

		model_add_real(model, words.at, word, column->share[i], NAN);
		save_weight(predictor, weight.at, word, column->first + i, model);
	}
	for (size_t i = 0; column->shared && i < levels->count; i++)
		if ((size_t)column->place[i] == own)
			add_text(model, words.at, levels->level[i].text.at, "other");
	if (column->shared) {
		model_add_real(model, "other", name.at, column->share[own], NAN);
		save_weight(predictor, "weight_other", name.at, column->first + own, model);
	}
	buf_release(&words);
	buf_release(&weight);
}

/* Sections of the pieces of a number. */
struct piece_sections {
	const char *from, *mean, *deviation, *weight;
};

static const struct piece_sections piece_sections[1 + FEATURES_BENDS] = {
	{ NULL, "mean", "deviation", "weight" },
	{ "bend_1", "bend_1_mean", "bend_1_deviation", "weight_bend_1" },
	{ "bend_2", "bend_2_mean", "bend_2_deviation", "weight_bend_2" },
	{ "bend_3", "bend_3_mean", "bend_3_deviation", "weight_bend_3" },
};

static void save_number(const struct predictor *predictor, size_t index, struct model *model)
{
	const struct features_column *column = &predictor->features.column[index];
	const char *name = predictor->shape->name[index].at;

	if (predictor->learner == PREDICT_TREES)
		return;
	model_add_real(model, "least", name, column->low, NAN);
	model_add_real(model, "most", name, column->high, NAN);
	for (size_t i = 0; i < column->pieces; i++) {
		const struct features_piece *piece = &column->piece[i];

		if (i > 0)
			model_add_real(model, piece_sections[i].from, name, piece->from, NAN);
		model_add_real(model, piece_sections[i].mean, name, piece->mean, NAN);
		model_add_real(model, piece_sections[i].deviation, name, piece->deviation, NAN);
		save_weight(predictor, piece_sections[i].weight, name, column->first + i, model);
	}
	if (!column->gaps)
		return;
	model_add_real(model, "gaps", name, column->share[column->pieces], NAN);
	save_weight(predictor, "weight_gaps", name, column->first + column->pieces, model);
}

/* What trees ask about: "tenure", "contract = One year", "contract other". */
static const char *feature_text(
	const struct predictor *predictor, size_t index, size_t place, struct buf *text)
{
	const struct features_column *column = &predictor->features.column[index];

	buf_reset(text);
	buf_put(text, predictor->shape->name[index]);
	if (column->words && column->shared && place + 1 == column->width)
		buf_text(text, " other");
	else if (column->words)
		buf_printf(text, " = %s", word_at(predictor, index, place));
	return buf_string(text);
}

static void save_features(const struct predictor *predictor, struct model *model)
{
	struct buf text = BUF_EMPTY;
	char name[24];

	for (size_t i = 0; i < predictor->features.columns; i++) {
		const struct features_column *column = &predictor->features.column[i];

		for (size_t j = 0; j < column->width; j++) {
			snprintf(name, sizeof name, "%zu", column->first + j);
			add_text(model, "feature", name, feature_text(predictor, i, j, &text));
		}
	}
	buf_release(&text);
}

static void save_trees(const struct trees *trees, struct model *model)
{
	char in[40], name[24], value[160];

	for (size_t i = 0; i < trees->count; i++) {
		const struct trees_node *root = trees->node + trees->start[i];

		snprintf(in, sizeof in, "tree %zu", i);
		for (size_t n = 0; n < trees_size(trees, i); n++) {
			const struct trees_node *node = &root[n];

			snprintf(name, sizeof name, "%zu", n);
			if (node->feature == TREES_LEAF)
				snprintf(value, sizeof value, "leaf %.9g cover %.9g",
					(double)node->value, (double)node->cover);
			else
				snprintf(value, sizeof value,
					"feature %d below %.9g then %d else %d missing %d cover "
					"%.9g",
					(int)node->feature, (double)node->value, (int)node->below,
					(int)node->above,
					(int)(node->missing_below ? node->below : node->above),
					(double)node->cover);
			add_text(model, in, name, value);
		}
	}
}

static void save_rule(const struct calibrate *rule, struct model *model)
{
	char name[24];

	add_text(model, "calibration_rule", "kind", predict_rules[rule->kind]);
	if (rule->kind == CALIBRATE_PLATT) {
		model_add_real(model, "calibration_rule", "slope", rule->slope, NAN);
		model_add_real(model, "calibration_rule", "offset", rule->offset, NAN);
	}
	if (rule->kind != CALIBRATE_ISOTONIC)
		return;
	model_add_int(model, "calibration_rule", "steps", (int64_t)rule->steps);
	for (size_t i = 0; i < rule->steps; i++) {
		snprintf(name, sizeof name, "%zu", i);
		model_add_real(model, "step_low", name, rule->step[i].low, NAN);
		model_add_real(model, "step_high", name, rule->step[i].high, NAN);
		model_add_real(model, "step_value", name, rule->step[i].value, NAN);
	}
}

void predict_save(const struct predict_options *options, const struct predictor *predictor,
	const struct dataset *set, const struct predict_quality *quality, struct model *model)
{
	const struct predict_shape *shape = predictor->shape;

	model_begin(model, "churn-predict", PREDICT_VERSION);
	add_text(model, "model", "learner", predict_learners[predictor->learner]);
	add_text(model, "model", "target", options->target);
	save_fit(options, predictor, set, model);
	save_quality(options, quality, model);
	for (size_t i = 0; i < shape->columns; i++)
		add_text(model, "column", shape->name[i].at,
			shape->levels[i].kind == LEVELS_WORDS ? "words" : "number");
	for (size_t i = 0; i < shape->columns; i++)
		if (shape->levels[i].kind == LEVELS_WORDS)
			save_words(predictor, i, model);
		else
			save_number(predictor, i, model);
	if (predictor->learner == PREDICT_LOGISTIC)
		model_add_real(
			model, "intercept", "all", predictor->coefficient[0], predictor->se[0]);
	else
		model_add_real(model, "base", "all", predictor->trees.base, NAN);
	save_rule(&predictor->rule, model);
	if (predictor->learner == PREDICT_LOGISTIC)
		return;
	save_features(predictor, model);
	save_trees(&predictor->trees, model);
}

/* ---- reading ---- */

enum { MOST_STEPS = 10000000, MOST_COLUMNS = 100000 };

/* A model that is read. */
struct loading {
	const struct model *model;
	struct predict_shape *shape;
	struct predictor *predictor;
};

static int load_choice(const struct model *model, const char *in, const char *name,
	const char *const *choices, int *choice, struct diag *why)
{
	const struct model_entry *entry;

	if (model_need(model, in, name, &entry, why) < 0)
		return -1;
	for (*choice = 0; choices[*choice] != NULL; ++*choice)
		if (slice_is(entry->value, choices[*choice]))
			return 0;
	return model_fault(model, entry, why, "unknown word '" SLICE "'", SLICE_ARG(entry->value));
}

static int load_columns(struct loading *loading, struct diag *why)
{
	const struct model *model = loading->model;
	struct predict_shape *shape = loading->shape;
	size_t capacity = model->count;

	shape->name = mem_zero(capacity, sizeof *shape->name);
	shape->levels = mem_zero(capacity, sizeof *shape->levels);
	for (size_t i = 0; i < model->count; i++) {
		const struct model_entry *entry = &model->entry[i];
		bool words = slice_is(entry->value, "words");

		if (!slice_is(entry->section, "column"))
			continue;
		if (!words && !slice_is(entry->value, "number"))
			return model_fault(model, entry, why,
				"expected number or words; got '" SLICE "'",
				SLICE_ARG(entry->value));
		shape->levels[shape->columns].kind = words ? LEVELS_WORDS : LEVELS_NUMBERS;
		shape->name[shape->columns++] = arena_copy(&shape->texts, entry->name);
	}
	return shape->columns > 0 ? 0 : diag_fail(why, "there is no column in the model");
}

static bool reads_features(const struct loading *loading)
{
	return loading->predictor->learner == PREDICT_LOGISTIC;
}

/* The words of a column: first those that are known, to number them. */
static void load_levels(struct loading *loading, size_t index, const char *in)
{
	struct levels *levels = &loading->shape->levels[index];

	for (size_t i = 0; i < loading->model->count; i++)
		if (slice_is(loading->model->entry[i].section, in))
			levels_add(levels, loading->model->entry[i].name);
	levels_finish(levels);
	levels->kind = LEVELS_WORDS;
}

static int load_share(
	const struct model *model, const struct model_entry *entry, double *share, struct diag *why)
{
	if (num_parse_real(entry->value, share) && *share >= 0 && *share <= 1)
		return 0;
	return model_fault(model, entry, why,
		"expected a number from 0 to 1, or other; got '" SLICE "'",
		SLICE_ARG(entry->value));
}

/* Then what stands for each of them. */
static int load_places(struct loading *loading, size_t index, const char *in, struct diag *why)
{
	const struct model *model = loading->model;
	const struct levels *levels = &loading->shape->levels[index];
	struct features_column *column = &loading->predictor->features.column[index];

	for (size_t i = 0; i < model->count; i++) {
		const struct model_entry *entry = &model->entry[i];
		int level;

		if (!slice_is(entry->section, in))
			continue;
		level = levels_find(levels, entry->name);
		if (level < 0)
			return model_fault(
				model, entry, why, "there are more than %d words", LEVELS_MOST);
		column->place[level] = -1;
		if (slice_is(entry->value, "other"))
			continue;
		if (load_share(model, entry, &column->share[column->width], why) < 0)
			return -1;
		column->place[level] = (int32_t)column->width++;
	}
	return 0;
}

static int load_words(struct loading *loading, size_t index, struct diag *why)
{
	struct features_column *column = &loading->predictor->features.column[index];
	struct slice name = loading->shape->name[index];
	const struct model_entry *other;
	struct buf in = BUF_EMPTY;
	size_t count;
	int result;

	section(&in, "words", name);
	load_levels(loading, index, in.at);
	count = loading->shape->levels[index].count;
	column->words = true;
	column->levels = count;
	column->place = mem_zero(count + 1, sizeof *column->place);
	column->share = mem_zero(count + 1, sizeof *column->share);
	result = load_places(loading, index, in.at, why);
	buf_release(&in);
	if (result < 0)
		return -1;
	other = model_find(loading->model, "other", name.at);
	if (other == NULL)
		return 0;
	column->shared = true;
	for (size_t i = 0; i < count; i++)
		if (column->place[i] < 0)
			column->place[i] = (int32_t)column->width;
	return load_share(loading->model, other, &column->share[column->width++], why);
}

static int load_pieces(const struct model *model, const char *name, struct features_column *column,
	struct diag *why)
{
	if (model_need_real(model, "least", name, -1e300, 1e300, &column->low, why) < 0 ||
		model_need_real(model, "most", name, column->low, 1e300, &column->high, why) < 0)
		return -1;
	for (size_t i = 0; i <= FEATURES_BENDS; i++) {
		struct features_piece *piece = &column->piece[i];

		piece->from = -INFINITY;
		if (i > 0 && model_find(model, piece_sections[i].from, name) == NULL)
			return 0;
		if (i > 0 && model_need_real(model, piece_sections[i].from, name, -1e300, 1e300,
				     &piece->from, why) < 0)
			return -1;
		if (model_need_real(model, piece_sections[i].mean, name, -1e300, 1e300,
			    &piece->mean, why) < 0 ||
			model_need_real(model, piece_sections[i].deviation, name, 1e-300, 1e300,
				&piece->deviation, why) < 0)
			return -1;
		column->pieces++;
	}
	return 0;
}

static int load_number(struct loading *loading, size_t index, struct diag *why)
{
	struct features_column *column = &loading->predictor->features.column[index];
	const char *name = loading->shape->name[index].at;
	const struct model_entry *gaps = model_find(loading->model, "gaps", name);

	column->width = 1;
	if (!reads_features(loading))
		return 0;
	if (load_pieces(loading->model, name, column, why) < 0)
		return -1;
	column->width = column->pieces;
	if (gaps == NULL)
		return 0;
	column->gaps = true;
	column->width++;
	column->share = mem_zero(column->width, sizeof *column->share);
	return load_share(loading->model, gaps, &column->share[column->pieces], why);
}

static int load_features(struct loading *loading, struct diag *why)
{
	struct features *features = &loading->predictor->features;

	features->use = reads_features(loading) ? FEATURES_LINEAR : FEATURES_TREES;
	features->columns = loading->shape->columns;
	features->column = mem_zero(features->columns, sizeof *features->column);
	for (size_t i = 0; i < features->columns; i++)
		if ((loading->shape->levels[i].kind == LEVELS_WORDS
				    ? load_words(loading, i, why)
				    : load_number(loading, i, why)) < 0)
			return -1;
	features_lay_out(features);
	return 0;
}

/* ---- weights ---- */

static int load_weight(const struct loading *loading, const char *in, const char *name,
	size_t feature, struct diag *why)
{
	return model_need_real(loading->model, in, name, -1e300, 1e300,
		&loading->predictor->coefficient[feature + 1], why);
}

static int load_weights_of_words(const struct loading *loading, size_t index, struct diag *why)
{
	const struct features_column *column = &loading->predictor->features.column[index];
	const struct levels *levels = &loading->shape->levels[index];
	struct slice name = loading->shape->name[index];
	size_t own = column->width - column->shared;
	struct buf in = BUF_EMPTY;
	int result = 0;

	section(&in, "weight", name);
	for (size_t i = 0; result == 0 && i < levels->count; i++)
		if (column->place[i] >= 0 && (size_t)column->place[i] < own)
			result = load_weight(loading, in.at, levels->level[i].text.at,
				column->first + (size_t)column->place[i], why);
	if (result == 0 && column->shared)
		result = load_weight(loading, "weight_other", name.at, column->first + own, why);
	buf_release(&in);
	return result;
}

static int load_weights_of_number(const struct loading *loading, const char *name,
	const struct features_column *column, struct diag *why)
{
	for (size_t i = 0; i < column->pieces; i++)
		if (load_weight(loading, piece_sections[i].weight, name, column->first + i, why) <
			0)
			return -1;
	if (!column->gaps)
		return 0;
	return load_weight(loading, "weight_gaps", name, column->first + column->pieces, why);
}

static int load_weights(const struct loading *loading, struct diag *why)
{
	struct predictor *predictor = loading->predictor;

	predictor->coefficient =
		mem_zero(predictor->features.width + 1, sizeof *predictor->coefficient);
	if (model_need_real(loading->model, "intercept", "all", -1e300, 1e300,
		    &predictor->coefficient[0], why) < 0)
		return -1;
	for (size_t i = 0; i < predictor->features.columns; i++) {
		const struct features_column *column = &predictor->features.column[i];
		const char *name = loading->shape->name[i].at;

		if (column->words) {
			if (load_weights_of_words(loading, i, why) < 0)
				return -1;
			continue;
		}
		if (load_weights_of_number(loading, name, column, why) < 0)
			return -1;
	}
	return 0;
}

/* ---- trees ---- */

/* The words and numbers of a node, in turn: "leaf 0.25 cover 20". */
static bool take_word(struct slice *rest, const char *word)
{
	struct slice piece;

	return slice_cut(rest, ' ', &piece) && slice_is(piece, word);
}

static bool take_single(struct slice *rest, const char *word, float *value)
{
	struct slice piece;
	double number;

	if (!take_word(rest, word) || !slice_cut(rest, ' ', &piece) ||
		!num_parse_real(piece, &number))
		return false;
	*value = (float)number;
	return true;
}

static bool take_whole(struct slice *rest, const char *word, int32_t *value)
{
	struct slice piece;
	int64_t number;

	if (!take_word(rest, word) || !slice_cut(rest, ' ', &piece) ||
		!num_parse_int(piece, &number) || number < 0 || number > INT32_MAX)
		return false;
	*value = (int32_t)number;
	return true;
}

static bool read_node(struct slice text, struct trees_node *node)
{
	struct slice rest = text;
	int32_t missing;

	*node = (struct trees_node){ .feature = TREES_LEAF };
	if (take_single(&rest, "leaf", &node->value))
		return take_single(&rest, "cover", &node->cover) && rest.at == NULL;
	rest = text;
	if (!take_whole(&rest, "feature", &node->feature) ||
		!take_single(&rest, "below", &node->value) ||
		!take_whole(&rest, "then", &node->below) ||
		!take_whole(&rest, "else", &node->above) ||
		!take_whole(&rest, "missing", &missing) ||
		!take_single(&rest, "cover", &node->cover) || rest.at != NULL)
		return false;
	node->missing_below = missing == node->below;
	return missing == node->below || missing == node->above;
}

static int load_node(struct loading *loading, const struct model_entry *entry, struct diag *why)
{
	struct trees *trees = &loading->predictor->trees;
	struct trees_node node;
	struct slice number = entry->section;
	int64_t tree, name;

	number.at += strlen("tree ");
	number.length -= strlen("tree ");
	if (!num_parse_int(number, &tree) || !num_parse_int(entry->name, &name))
		return model_fault(loading->model, entry, why, "expected two numbers");
	if (name == 0 && tree == (int64_t)trees->count)
		trees_begin(trees);
	if (tree != (int64_t)trees->count - 1 ||
		name != (int64_t)trees_size(trees, trees->count - 1))
		return model_fault(loading->model, entry, why,
			"trees and their nodes must be numbered from 0, without a gap");
	if (!read_node(entry->value, &node))
		return model_fault(loading->model, entry, why,
			"expected 'leaf NUMBER cover NUMBER', or 'feature N below NUMBER then NODE "
			"else NODE missing NODE cover NUMBER'");
	trees_add(trees, node);
	return 0;
}

/* The numbers of the features go by the order of columns and words, which a hand may have changed.
 */
static int check_features(const struct loading *loading, struct diag *why)
{
	const struct predictor *predictor = loading->predictor;
	const struct model_entry *entry;
	struct buf text = BUF_EMPTY;
	char name[24];
	int result = 0;

	for (size_t i = 0; i < predictor->features.columns; i++) {
		const struct features_column *column = &predictor->features.column[i];

		for (size_t j = 0; result == 0 && j < column->width; j++) {
			snprintf(name, sizeof name, "%zu", column->first + j);
			result = model_need(loading->model, "feature", name, &entry, why);
			if (result == 0 &&
				!slice_is(entry->value, feature_text(predictor, i, j, &text)))
				result = model_fault(loading->model, entry, why,
					"by the columns and words above, it would be '%s'",
					text.at);
		}
	}
	buf_release(&text);
	return result;
}

static int load_trees(struct loading *loading, struct diag *why)
{
	const struct model *model = loading->model;
	struct predictor *predictor = loading->predictor;

	if (check_features(loading, why) < 0 || model_need_real(model, "base", "all", -1e300, 1e300,
							&predictor->trees.base, why) < 0)
		return -1;
	for (size_t i = 0; i < model->count; i++)
		if (slice_starts(model->entry[i].section, slice_of("tree ")) &&
			load_node(loading, &model->entry[i], why) < 0)
			return -1;
	if (trees_check(&predictor->trees, predictor->features.width, why) < 0)
		return diag_line(why, model->file, 0);
	return 0;
}

/* ---- calibration ---- */

static int load_steps(const struct model *model, struct calibrate *rule, struct diag *why)
{
	int64_t steps;
	double last = 0, low = -1e300;
	char name[24];

	if (model_need_int(model, "calibration_rule", "steps", 1, MOST_STEPS, &steps, why) < 0)
		return -1;
	rule->step = mem_zero((size_t)steps, sizeof *rule->step);
	for (; rule->steps < (size_t)steps; rule->steps++) {
		struct calibrate_step *step = &rule->step[rule->steps];

		snprintf(name, sizeof name, "%zu", rule->steps);
		if (model_need_real(model, "step_low", name, low, 1e300, &step->low, why) < 0 ||
			model_need_real(
				model, "step_high", name, step->low, 1e300, &step->high, why) < 0 ||
			model_need_real(model, "step_value", name, last, 1, &step->value, why) < 0)
			return -1;
		last = step->value;
		low = step->high;
	}
	return 0;
}

static int load_rule(const struct model *model, struct calibrate *rule, struct diag *why)
{
	int kind;

	*rule = (struct calibrate)CALIBRATE_AS_IT_IS;
	if (load_choice(model, "calibration_rule", "kind", predict_rules, &kind, why) < 0)
		return -1;
	rule->kind = (enum calibrate_kind)kind;
	if (rule->kind == CALIBRATE_ISOTONIC)
		return load_steps(model, rule, why);
	if (rule->kind == CALIBRATE_NONE)
		return 0;
	if (model_need_real(model, "calibration_rule", "slope", 0, 1e300, &rule->slope, why) < 0)
		return -1;
	return model_need_real(
		model, "calibration_rule", "offset", -1e300, 1e300, &rule->offset, why);
}

int predict_load(const struct model *model, struct predict_shape *shape,
	struct predictor *predictor, struct diag *why)
{
	struct loading loading = { model, shape, predictor };
	int learner;

	*predictor = (struct predictor){ .shape = shape };
	if (load_choice(model, "model", "learner", predict_learners, &learner, why) < 0)
		return -1;
	predictor->learner = (enum predict_learner)learner;
	if (load_columns(&loading, why) < 0 || load_features(&loading, why) < 0 ||
		load_rule(model, &predictor->rule, why) < 0)
		return -1;
	if ((predictor->learner == PREDICT_TREES ? load_trees(&loading, why)
						 : load_weights(&loading, why)) < 0)
		return -1;
	predictor_settle(predictor);
	return 0;
}
