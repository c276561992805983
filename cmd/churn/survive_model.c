/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "survive.h"

/* Names of entries that are numbered: "3", or "3/2" of two numbers, from 1. */
struct entry_name {
	char text[48];
};

static struct entry_name numbered(size_t number)
{
	struct entry_name name;

	snprintf(name.text, sizeof name.text, "%zu", number + 1);
	return name;
}

static struct entry_name numbered_twice(size_t number, size_t second)
{
	struct entry_name name;

	snprintf(name.text, sizeof name.text, "%zu/%zu", number + 1, second + 1);
	return name;
}

static void save_terms(
	const struct survive_terms *terms, const struct cox_fit *fit, struct model *model)
{
	struct buf name = BUF_EMPTY;

	for (size_t i = 0; i < terms->columns; i++) {
		model_add(model, "feature", numbered(i).text, terms->column[i]);
		if (terms->base[i].at != NULL)
			model_add(model, "base", numbered(i).text, terms->base[i]);
	}
	for (size_t i = 0; i < terms->count; i++) {
		const struct survive_term *term = &terms->term[i];

		buf_reset(&name);
		survive_put_term(&name, term);
		model_add_int(model, "term", numbered(i).text, (int64_t)term->source + 1);
		if (term->level.at != NULL)
			model_add(model, "level", numbered(i).text, term->level);
		model_add_real(
			model, "coefficient", buf_string(&name), fit->coefficient[i], fit->se[i]);
		model_add_real(model, "mean", buf_string(&name), fit->mean[i], NAN);
	}
	buf_release(&name);
}

static void save_strata(
	const struct survive_terms *terms, const struct cox_fit *fit, struct model *model)
{
	for (size_t i = 0; i < terms->bys; i++)
		model_add(model, "strata", numbered(i).text, terms->by[i]);
	for (size_t s = 0; s < terms->strata; s++) {
		const struct cox_baseline *baseline = &fit->baseline[s];

		for (size_t i = 0; i < terms->bys; i++)
			model_add(model, "stratum", numbered_twice(s, i).text,
				terms->stratum[s * terms->bys + i]);
		model_add_int(model, "times", numbered(s).text, (int64_t)baseline->count);
		for (size_t i = 0; i < baseline->count; i++) {
			model_add_real(
				model, "time", numbered_twice(s, i).text, baseline->time[i], NAN);
			model_add_real(model, "hazard", numbered_twice(s, i).text,
				baseline->hazard[i], NAN);
		}
	}
}

void survive_save(const struct survive_options *options, const struct survive_terms *terms,
	const struct cox_fit *fit, struct model *model)
{
	struct buf today = BUF_EMPTY;

	date_put(&today, date_today());
	model_begin(model, "cox", SURVIVE_VERSION);
	model_add(model, "fit", "date", buf_slice(&today));
	model_add_int(model, "fit", "rows", (int64_t)fit->rows);
	model_add_int(model, "fit", "events", (int64_t)fit->events);
	model_add(model, "fit", "ties", slice_of(options->ties == COX_EFRON ? "efron" : "breslow"));
	model_add_real(model, "fit", "log_likelihood", fit->log_likelihood, NAN);
	model_add_real(model, "fit", "null_log_likelihood", fit->null_log_likelihood, NAN);
	model_add_real(model, "quality", "likelihood_ratio", fit->ratio.chi_square, NAN);
	model_add_real(model, "quality", "degrees", fit->ratio.degrees, NAN);
	model_add_real(model, "quality", "p", fit->ratio.p, NAN);
	if (!isnan(fit->concordance))
		model_add_real(model, "quality", "concordance", fit->concordance, NAN);
	model_add(model, "column", "time", slice_of(options->time));
	model_add(model, "column", "event", slice_of(options->event));
	model_add_int(model, "count", "features", (int64_t)terms->columns);
	model_add_int(model, "count", "terms", (int64_t)terms->count);
	model_add_int(model, "count", "strata_columns", (int64_t)terms->bys);
	model_add_int(model, "count", "strata", (int64_t)terms->strata);
	save_terms(terms, fit, model);
	save_strata(terms, fit, model);
	buf_release(&today);
}

/* ---- reading ---- */

/* A count that cannot be more than the model has entries: so nothing too large is allocated. */
static int need_count(const struct model *model, const char *section, const char *name,
	size_t *count, struct diag *why)
{
	int64_t value;

	if (model_need_int(model, section, name, 0, (int64_t)model->count, &value, why) < 0)
		return -1;
	*count = (size_t)value;
	return 0;
}

static int need_text(const struct model *model, const char *section, const char *name,
	struct arena *texts, struct slice *text, struct diag *why)
{
	const struct model_entry *entry;

	if (model_need(model, section, name, &entry, why) < 0)
		return -1;
	*text = arena_copy(texts, entry->value);
	return 0;
}

static int load_columns(const struct model *model, struct survive_terms *terms, struct diag *why)
{
	terms->column = mem_zero(terms->columns, sizeof *terms->column);
	terms->base = mem_zero(terms->columns, sizeof *terms->base);
	for (size_t i = 0; i < terms->columns; i++) {
		struct entry_name name = numbered(i);

		if (need_text(model, "feature", name.text, &terms->texts, &terms->column[i], why) <
			0)
			return -1;
		if (model_find(model, "base", name.text) != NULL &&
			need_text(model, "base", name.text, &terms->texts, &terms->base[i], why) <
				0)
			return -1;
	}
	return 0;
}

static int load_term(const struct model *model, struct survive_terms *terms, struct cox_fit *fit,
	size_t i, struct diag *why)
{
	struct survive_term *term = &terms->term[i];
	struct entry_name name = numbered(i);
	struct buf label = BUF_EMPTY;
	int64_t source;
	int result;

	if (model_need_int(model, "term", name.text, 1, (int64_t)terms->columns, &source, why) < 0)
		return -1;
	*term = (struct survive_term){ terms->column[source - 1], { NULL, 0 }, (size_t)source - 1 };
	if (terms->base[source - 1].at != NULL &&
		need_text(model, "level", name.text, &terms->texts, &term->level, why) < 0)
		return -1;
	survive_put_term(&label, term);
	result = model_need_real(
		model, "coefficient", buf_string(&label), -1e300, 1e300, &fit->coefficient[i], why);
	if (result == 0)
		result = model_need_real(
			model, "mean", buf_string(&label), -1e300, 1e300, &fit->mean[i], why);
	buf_release(&label);
	return result;
}

static int load_baseline(
	const struct model *model, struct cox_baseline *baseline, size_t stratum, struct diag *why)
{
	size_t count;

	if (need_count(model, "times", numbered(stratum).text, &count, why) < 0)
		return -1;
	baseline->time = mem_zero(count, sizeof *baseline->time);
	baseline->hazard = mem_zero(count, sizeof *baseline->hazard);
	baseline->count = count;
	for (size_t i = 0; i < count; i++) {
		struct entry_name name = numbered_twice(stratum, i);

		/* Both ascend. */
		if (model_need_real(model, "time", name.text, i > 0 ? baseline->time[i - 1] : 0,
			    1e300, &baseline->time[i], why) < 0 ||
			model_need_real(model, "hazard", name.text,
				i > 0 ? baseline->hazard[i - 1] : 0, 1e300, &baseline->hazard[i],
				why) < 0)
			return -1;
	}
	return 0;
}

static int load_strata(const struct model *model, struct survive_terms *terms, struct cox_fit *fit,
	struct diag *why)
{
	if (terms->bys > 0 && terms->strata > model->count / terms->bys)
		return diag_fail(why, "the model has fewer entries than it says; fit it again");
	terms->by = mem_zero(terms->bys, sizeof *terms->by);
	terms->stratum = mem_zero(terms->strata * terms->bys, sizeof *terms->stratum);
	fit->baseline = mem_zero(terms->strata, sizeof *fit->baseline);
	fit->strata = terms->strata;
	for (size_t i = 0; i < terms->bys; i++)
		if (need_text(model, "strata", numbered(i).text, &terms->texts, &terms->by[i],
			    why) < 0)
			return -1;
	for (size_t s = 0; s < terms->strata; s++) {
		for (size_t i = 0; i < terms->bys; i++)
			if (need_text(model, "stratum", numbered_twice(s, i).text, &terms->texts,
				    &terms->stratum[s * terms->bys + i], why) < 0)
				return -1;
		if (load_baseline(model, &fit->baseline[s], s, why) < 0)
			return -1;
	}
	return 0;
}

int survive_load(const struct model *model, struct survive_terms *terms, struct cox_fit *fit,
	struct diag *why)
{
	*terms = (struct survive_terms){ .count = 0 };
	*fit = (struct cox_fit){ .covariates = 0 };
	if (need_count(model, "count", "features", &terms->columns, why) < 0 ||
		need_count(model, "count", "terms", &terms->count, why) < 0 ||
		need_count(model, "count", "strata_columns", &terms->bys, why) < 0 ||
		need_count(model, "count", "strata", &terms->strata, why) < 0 ||
		load_columns(model, terms, why) < 0)
		return -1;
	fit->covariates = terms->count;
	fit->coefficient = mem_zero(terms->count, sizeof *fit->coefficient);
	fit->mean = mem_zero(terms->count, sizeof *fit->mean);
	terms->term = mem_zero(terms->count, sizeof *terms->term);
	for (size_t i = 0; i < terms->count; i++)
		if (load_term(model, terms, fit, i, why) < 0)
			return -1;
	return load_strata(model, terms, fit, why);
}
