/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "cli/app.h"
#include "stat/special.h"
#include "survive.h"
#include "tab/escape.h"

enum { DIGITS = 6, P_DIGITS = 12 };

static double *fill_covariates(const struct survive_terms *terms, const struct cases *cases)
{
	double *x = mem_alloc(cases->rows * terms->count * sizeof *x), *to = x;

	for (size_t row = 0; row < cases->rows; row++)
		for (size_t i = 0; i < terms->count; i++) {
			const struct survive_term *term = &terms->term[i];
			const struct cases_column *column = &cases->column[term->source];
			uint32_t level = column->of_row[row];

			*to++ = term->level.at == NULL
					? column->number[level]
					: slice_equal(column->level[level], term->level);
		}
	return x;
}

static void put_number(struct buf *out, double value, int digits)
{
	buf_char(out, '\t');
	num_put_real(out, value, digits);
}

static void put_term(struct buf *out, const struct survive_term *term, double coefficient,
	double se, double z, const struct survival_test *check)
{
	struct buf name = BUF_EMPTY;

	survive_put_term(&name, term);
	escape_put(out, buf_slice(&name));
	buf_release(&name);
	put_number(out, coefficient, DIGITS);
	put_number(out, exp(coefficient), DIGITS);
	put_number(out, se, DIGITS);
	put_number(out, coefficient / se, DIGITS);
	put_number(out, 2 * special_normal_cdf(-fabs(coefficient / se)), P_DIGITS);
	put_number(out, exp(coefficient - z * se), DIGITS);
	put_number(out, exp(coefficient + z * se), DIGITS);
	put_number(out, check->degrees > 0 ? check->chi_square : NAN, DIGITS);
	put_number(out, check->degrees > 0 ? check->p : NAN, P_DIGITS);
	buf_char(out, '\n');
}

static void put_table(struct buf *out, const struct survive_options *options,
	const struct survive_terms *terms, const struct cox_fit *fit,
	const struct survival_test *check)
{
	double z = special_normal_quantile((1 + options->level) / 2);

	buf_text(out, "covariate\tcoefficient\thazard_ratio\tse\tz\tp\tratio_low\tratio_high\t"
		      "check_chi_square\tcheck_p\n");
	for (size_t i = 0; i < terms->count; i++)
		put_term(out, &terms->term[i], fit->coefficient[i], fit->se[i], z, &check[i]);
}

static void note_left_out(const struct survive_terms *terms, const struct cox_fit *fit)
{
	struct buf name = BUF_EMPTY;

	for (size_t i = 0; i < terms->count; i++) {
		if (!isnan(fit->se[i]))
			continue;
		buf_reset(&name);
		survive_put_term(&name, &terms->term[i]);
		app_note("'%s' is left out: it never changes, or others say the same",
			buf_string(&name));
	}
	buf_release(&name);
}

static void note_fit(const struct survive_terms *terms, const struct cox_fit *fit,
	const struct survival_test *all)
{
	struct buf text = BUF_EMPTY;

	buf_printf(
		&text, "%zu of %zu customers have left; log-likelihood ", fit->events, fit->rows);
	num_put_real(&text, fit->log_likelihood, 2);
	buf_text(&text, "; likelihood ratio ");
	num_put_real(&text, fit->ratio.chi_square, 2);
	buf_printf(&text, " on %.0f degrees; concordance ", fit->ratio.degrees);
	num_put_real(&text, fit->concordance, 4);
	app_note("%s", buf_string(&text));
	note_left_out(terms, fit);
	if (!fit->converged)
		app_note("the best coefficients were not found in %d steps", fit->iterations);
	if (!fit->bounded)
		app_note("a coefficient has no end: all who leave, or none, share a value");
	if (all->degrees > 0 && all->p < 0.05) {
		buf_reset(&text);
		num_put_real(&text, all->p, 6);
		app_note("effects change with time (p = %s): see check_p, and --strata",
			buf_string(&text));
	}
	buf_release(&text);
}

/* What was learnt goes to the model, or as a table to the output. */
static int hand_over(const struct survive_options *options, const struct survive_terms *terms,
	const struct cox_fit *fit, const struct survival_test *check, struct filter *filter,
	struct diag *why)
{
	struct model model = MODEL_EMPTY;
	struct buf out = BUF_EMPTY;
	int result;

	if (churn_given()->fit != NULL) {
		survive_save(options, terms, fit, &model);
		result = model_write(&model, churn_given()->fit, why);
	} else {
		put_table(&out, options, terms, fit, check);
		result = output_write(filter->out, buf_slice(&out), why);
	}
	model_release(&model);
	buf_release(&out);
	return result;
}

static int learn(const struct survive_options *options, const struct cases *cases,
	struct survive_terms *terms, struct filter *filter, struct diag *why)
{
	uint32_t *stratum = mem_zero(cases->rows, sizeof *stratum);
	struct cox_fit fit = { .covariates = 0 };
	struct survival_test *check = NULL, all;
	double *x = NULL;
	int result = survive_terms_find(terms, cases, stratum, why);

	if (result == 0) {
		x = fill_covariates(terms, cases);
		check = mem_zero(terms->count, sizeof *check);
		struct cox_data data = { cases->rows, terms->count, terms->strata, cases->time,
			cases->event, x, cases->weight, stratum, (enum cox_ties)options->ties };

		result = cox_fit(&fit, &data, why);
		if (result == 0) {
			all = cox_check_effects(&fit, &data, (enum cox_scale)options->scale, check);
			note_fit(terms, &fit, &all);
		}
	}
	if (result == 0)
		result = hand_over(options, terms, &fit, check, filter, why);
	cox_fit_release(&fit);
	free(stratum);
	free(check);
	free(x);
	return result;
}

int survive_learn(const struct survive_options *options, struct filter *filter, struct diag *why)
{
	struct cases_names names = { options->time, options->event, options->weight, options->cox,
		options->strata };
	struct survive_terms terms = { .count = 0 };
	struct cases cases;
	int result = cases_read(&cases, &names, filter, why);

	if (result == 0)
		result = learn(options, &cases, &terms, filter, why);
	survive_terms_release(&terms);
	cases_release(&cases);
	return result;
}
