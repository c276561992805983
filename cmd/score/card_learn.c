/* SPDX-License-Identifier: MIT */
/*
 * card_learn: a scorecard learnt from rows whose outcome is known.
 *
 * All columns are read into memory (run/frame), a card is learnt and measured by cross-validation
 * (crm/scorecard_quality). --fit keeps it; without, it is applied to the same rows.
 */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "card.h"
#include "card_options.h"
#include "run/each.h"
#include "run/frame.h"

struct tool {
	const struct score_settings *settings;
	struct card_options options;
	struct pieces pieces;
	struct frame frame; /* the features, and the target behind them */
	struct slice *name; /* of the features */
	size_t features;
	struct scorecard_column *column;
	struct scorecard_sample sample;
	unsigned char *event;
	size_t events, unknown; /* rows with the target; rows that do not say */
	struct scorecard_learnt learnt;
	struct scorecard_quality quality;
	struct card card;
};

/* ---- rows ---- */

static int read_rows(struct tool *tool, struct filter *filter, struct diag *why)
{
	const struct columns *columns = stream_columns(filter->in);
	unsigned char *use = mem_zero(columns->count, 1);
	int *position = mem_alloc((columns->count + 1) * sizeof *position);
	int target, result = card_options_choose(&tool->options, columns, use, why);
	char *name = mem_text(tool->options.column.at, tool->options.column.length);

	if (result == 0 && columns_need(columns, name, &target, why) < 0)
		result = diag_line(why, stream_input_name(filter->in, 0), 1);
	tool->name = mem_alloc(columns->count * sizeof *tool->name);
	for (size_t i = 0; result == 0 && i < columns->count; i++)
		if (use[i]) {
			tool->name[tool->features] = columns->name[i];
			position[tool->features++] = (int)i;
		}
	if (result == 0) {
		position[tool->features] = target;
		result = frame_read(&tool->frame, &filter->run, filter->in, position,
			tool->features + 1, &filter->counts, why);
	}
	free(use);
	free(position);
	free(name);
	return result;
}

static int no_such_value(
	const struct tool *tool, const struct frame_column *target, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	for (size_t i = 0; i < target->texts && i < 8; i++) {
		if (i > 0)
			buf_text(&list, ", ");
		buf_put(&list, target->text[i]);
	}
	if (target->texts > 8)
		buf_text(&list, ", …");
	diag_fail(why, "no row has '" SLICE "'; there are: %s", SLICE_ARG(tool->options.value),
		buf_string(&list));
	buf_release(&list);
	return diag_column(why, tool->options.column);
}

/* Rows whose outcome is not known are left out; the others have the event or not. */
static int find_events(struct tool *tool, struct diag *why)
{
	const struct frame_column *target = &tool->frame.column[tool->features];
	uint32_t code = frame_find(target, tool->options.value);
	size_t count = tool->frame.count;
	unsigned char *known = mem_alloc(count);

	if (code == FRAME_MISSING) {
		free(known);
		return count > 0 ? no_such_value(tool, target, why)
				 : diag_fail(why, "no rows to learn from");
	}
	for (size_t i = 0; i < count; i++) {
		known[i] = target->code[i] != FRAME_MISSING;
		tool->unknown += !known[i];
	}
	frame_keep(&tool->frame, known);
	free(known);
	tool->event = mem_alloc(tool->frame.count);
	for (size_t i = 0; i < tool->frame.count; i++) {
		tool->event[i] = target->code[i] == code;
		tool->events += tool->event[i];
	}
	if (tool->events == tool->frame.count) {
		diag_fail(why, "all rows have '" SLICE "'; others are needed to tell them from",
			SLICE_ARG(tool->options.value));
		return diag_column(why, tool->options.column);
	}
	return 0;
}

static void make_sample(struct tool *tool)
{
	tool->column = mem_alloc(tool->features * sizeof *tool->column);
	for (size_t j = 0; j < tool->features; j++) {
		const struct frame_column *from = &tool->frame.column[j];
		bool words = from->number == NULL || card_options_is_words(tool->name[j]);

		tool->column[j] = (struct scorecard_column){ tool->name[j],
			words ? NULL : from->number, from->code, from->text, from->texts };
	}
	tool->sample = (struct scorecard_sample){ tool->column, tool->features, tool->frame.count,
		tool->event };
}

/* ---- learning ---- */

/* So high a value is not to be had honestly, as a rule. */
static const double too_good = 3;

static void note_outcome(const struct tool *tool)
{
	const struct scorecard_quality *quality = &tool->quality;

	if (tool->unknown > 0)
		app_note("rows without a value in '" SLICE "', not learnt from: %zu",
			SLICE_ARG(tool->options.column), tool->unknown);
	for (size_t j = 0; j < tool->features; j++)
		if (tool->learnt.part[j].bins.iv > too_good)
			app_note("column '" SLICE "' has an information value of %.2f: is it known "
				 "before the outcome? if not, --exclude it",
				SLICE_ARG(tool->name[j]), tool->learnt.part[j].bins.iv);
	if (tool->learnt.fit.end != LOGISTIC_CONVERGED)
		app_note("the logistic regression did not converge (%s); a higher --penalty helps",
			logistic_end_name(tool->learnt.fit.end));
	if (quality->folds > 0)
		app_note("%zu of %zu columns; AUC %.4f in %zu folds (plain logistic regression "
			 "%.4f), KS %.4f, Gini %.4f",
			tool->learnt.used, tool->features, quality->auc, quality->folds,
			quality->plain, quality->ks, quality->gini);
}

static void learn_reference(struct tool *tool)
{
	int64_t *score = mem_alloc(tool->sample.count * sizeof *score);

	for (size_t i = 0; i < tool->sample.count; i++)
		score[i] = scorecard_learnt_score(&tool->learnt, i) * AMOUNT_UNIT;
	card_reference_learn(&tool->card.reference, score, tool->sample.count);
	free(score);
}

static int learn(struct tool *tool, struct filter *filter, struct diag *why)
{
	if (tool->settings->fit == NULL)
		stream_keep(filter->in, app_common()->memory);
	if (read_rows(tool, filter, why) < 0 || find_events(tool, why) < 0)
		return -1;
	make_sample(tool);
	if (scorecard_learnt_fit(&tool->sample, NULL, &tool->options.learn, &tool->learnt, why) < 0)
		return -1;
	if (tool->options.folds > 0 &&
		scorecard_quality_measure(&tool->sample, &tool->options.learn, tool->options.folds,
			&tool->quality, why) < 0)
		return -1;
	if (scorecard_learnt_card(&tool->learnt, &tool->card.points, why) < 0)
		return -1;
	learn_reference(tool);
	note_outcome(tool);
	return 0;
}

/* ---- the model ---- */

static void add_figure(struct model *model, const char *name, double value)
{
	if (!isnan(value))
		model_add_real(model, "quality", name, value, NAN);
}

static void add_quality(const struct tool *tool, struct model *model)
{
	const struct scorecard_quality *quality = &tool->quality;

	if (quality->folds == 0)
		return;
	model_add_int(model, "quality", "folds", (int64_t)quality->folds);
	model_add_real(model, "quality", "auc", quality->auc, NAN);
	add_figure(model, "auc_deviation", quality->auc_deviation);
	add_figure(model, "plain_auc", quality->plain);
	add_figure(model, "plain_auc_deviation", quality->plain_deviation);
	add_figure(model, "auc_all", quality->all_auc);
	add_figure(model, "auc_low", quality->low);
	add_figure(model, "auc_high", quality->high);
	add_figure(model, "gini", quality->gini);
	add_figure(model, "ks", quality->ks);
}

/* What is known of each column: its information value, and how it was used. */
static void add_columns(const struct tool *tool, struct model *model)
{
	for (size_t j = 0; j < tool->features; j++) {
		const struct scorecard_part *part = &tool->learnt.part[j];
		char *name = mem_text(tool->name[j].at, tool->name[j].length);

		model_add_real(model, "iv", name, part->bins.iv, NAN);
		model_add(model, "use", name, slice_of(scorecard_learn_use_name(part->use)));
		if (part->use == SCORECARD_USED)
			model_add_real(model, "coefficient", name, part->coefficient, part->se);
		free(name);
	}
	model_add_real(model, "intercept", "intercept", tool->learnt.fit.coefficient[0],
		tool->learnt.fit.se[0]);
}

static int save(const struct tool *tool, struct diag *why)
{
	const struct scorecard_scale *scale = &tool->options.learn.scale;
	struct model model = MODEL_EMPTY;
	int result;

	model_begin(&model, "scorecard", CARD_MODEL_VERSION);
	model_add_int(&model, "fit", "rows", (int64_t)tool->sample.count);
	model_add_int(&model, "fit", "events", (int64_t)tool->events);
	model_add(&model, "fit", "target_column", tool->options.column);
	model_add(&model, "fit", "target_value", tool->options.value);
	model_add(&model, "fit", "wanted", slice_of(tool->options.learn.wanted ? "yes" : "no"));
	model_add_real(&model, "scale", "points", scale->points, NAN);
	model_add_real(&model, "scale", "odds", scale->odds, NAN);
	model_add_real(&model, "scale", "double", scale->twice, NAN);
	add_quality(tool, &model);
	add_columns(tool, &model);
	card_save(&tool->card, &model);
	result = model_write(&model, tool->settings->fit, why);
	model_release(&model);
	return result;
}

/* ---- the run ---- */

static int work(struct tool *tool, struct filter *filter, struct diag *why)
{
	if (learn(tool, filter, why) < 0)
		return -1;
	if (tool->settings->fit != NULL)
		return save(tool, why);
	filter->run.seen = true;
	if (stream_rewind(filter->in, why) < 0)
		return -1;
	return card_apply(&tool->card, filter, why);
}

static void release(struct tool *tool)
{
	card_release(&tool->card);
	scorecard_learnt_release(&tool->learnt);
	frame_release(&tool->frame);
	free(tool->column);
	free(tool->event);
	free(tool->name);
}

int card_learn_run(
	const struct score_settings *settings, char *const *paths, size_t count, struct diag *why)
{
	struct tool tool = { .settings = settings,
		.pieces = run_each_pieces((int)app_common()->jobs),
		.card = CARD_EMPTY };
	struct filter filter;
	int result = card_options_settle(&tool.options, why);

	if (result == 0 && settings->model != NULL)
		result = diag_usage(why, "--target learns a card; to use one give --scorecard '%s'",
			settings->model);
	tool.options.learn.pieces = &tool.pieces;
	if (result == 0) {
		result = filter_open(&filter, &settings->filter, NULL, paths, count, why);
		if (result == 0)
			result = work(&tool, &filter, why);
		result = filter_close(&filter, result, why);
		if (result == 0)
			filter_note_counts(
				&filter, settings->fit != NULL ? "learnt from" : "written", false);
	}
	release(&tool);
	return result;
}
