/* SPDX-License-Identifier: MIT */
#include "clv_options.h"

#include <math.h>

#include "margin.h"

static const char usual_spend[] = "repeat_amount_mean";

/* As purchase_find takes them, and what leaves the choice to the data. */
static const char *const model_words[] = { "bgnbd", "mbgnbd", "paretonbd", "bgbb", "auto", NULL };
static const char *const purchase_words[] = { "net", "sale", "any", NULL };

bool clv_options_asked;

static struct {
	int purchase_model, unit, times, purchase;
	const char *horizon, *later, *discount;
	bool residual, sd;
	const char *frequency, *t_x, *tenure, *spend;
	struct clv_options public;
} opt = {
	.unit = SPAN_WEEK,
	.times = SPAN_DAY,
	.horizon = "52w",
	.discount = "10%",
	.frequency = "frequency",
	.t_x = "t_x",
	.tenure = "tenure",
	.spend = usual_spend,
	.public = { .ledger = LEDGER_NAMES },
};

/* Options of learning, which a model that is there has behind it. */
#define LEARNING                                                                                  \
	OPT_CHOICE(0, "purchase-model", "NAME", &opt.purchase_model, model_words,                 \
		"how customers buy and leave; auto takes the one that does best on customers it " \
		"has not seen"),                                                                  \
		OPT_CHOICE(0, "unit", "UNIT", &opt.unit, span_unit_words,                         \
			"the unit of time of the model"),                                         \
		OPT_CHOICE(0, "times-in", "UNIT", &opt.times, span_unit_words,                    \
			"the unit of the columns of time"),                                       \
		OPT_TEXT(0, "weight", "COLUMN", &opt.public.weight,                               \
			"how many customers each row stands for (default: one)"),                 \
		OPT_DATE(0, "validate", "DATE", &opt.public.validate,                             \
			"read a ledger, learn from what was known on DATE, and show how well it " \
			"tells what came later")

#define ASKING                                                                             \
	OPT_TEXT(0, "horizon", "SPAN", &opt.horizon,                                       \
		"how far to look ahead, like 90d, 52w, 12m or 1y"),                        \
		OPT_TEXT(0, "discount", "RATE", &opt.discount,                             \
			"the rate of interest per year by which later money counts less"), \
		OPT_TEXT(0, "alive-in", "SPAN", &opt.later,                                \
			"also P(alive) so much later, as p_alive_later"),                  \
		OPT_FLAG(0, "residual", &opt.residual,                                     \
			"also what is to come beyond the horizon, for ever"),              \
		OPT_FLAG(0, "sd", &opt.sd,                                                 \
			"also how sure each prediction is: its standard deviation")

#define COLUMNS                                                                                    \
	OPT_TEXT(0, "frequency", "COLUMN", &opt.frequency, "x: purchases after the first"),        \
		OPT_TEXT(                                                                          \
			0, "t-x", "COLUMN", &opt.t_x, "t_x: from the first purchase to the last"), \
		OPT_TEXT(0, "tenure", "COLUMN", &opt.tenure,                                       \
			"T: from the first purchase until now"),                                   \
		OPT_TEXT(0, "spend", "COLUMN", &opt.spend,                                         \
			"what each purchase after the first brought on average")

#define VALIDATING                                                                   \
	LEDGER_OPTIONS(opt.public.ledger),                                           \
		OPT_CHOICE(0, "purchase-day", "RULE", &opt.purchase, purchase_words, \
			"which days of a ledger count as purchases, as in crm-profile")

static const struct opt learning_rows[] = { LEARNING, OPT_END };
static const struct opt asking_rows[] = { ASKING, OPT_END };
static const struct opt column_rows[] = { COLUMNS, OPT_END };
static const struct opt validating_rows[] = { VALIDATING, OPT_END };

const struct opt clv_option_rows[] = {
	OPT_GROUP("Lifetime value: what to learn"),
	LEARNING,
	OPT_GROUP("Lifetime value: what to ask"),
	ASKING,
	OPT_GROUP("Columns of the profiles"),
	COLUMNS,
	VALIDATING,
	OPT_END,
};

const struct clv_options *clv_options(void)
{
	return &opt.public;
}

bool clv_options_spend_is_given(void)
{
	return opt.spend != usual_spend;
}

static int parse_span(const char *option, const char *text, double *days, struct diag *why)
{
	if (span_parse(slice_of(text), days))
		return 0;
	return diag_usage(why,
		"--%s: expected a span like 90d, 52w, 12m or 1y, above zero, got '%s'", option,
		text);
}

static int parse_discount(double *discount, struct diag *why)
{
	struct decimal rate;

	if (margin_parse_rate(slice_of(opt.discount), &rate)) {
		*discount = decimal_real(rate);
		if (*discount >= 0 && *discount <= 10)
			return 0;
	}
	return diag_usage(why,
		"--discount: expected a rate from 0%% to 1000%%, like 10%%, got '%s'",
		opt.discount);
}

/* What makes no sense together. */
static int check(const struct score_settings *settings, struct diag *why)
{
	const char *learning = app_given(learning_rows), *asking = app_given(asking_rows);
	const char *ledger = app_given(validating_rows), *column = app_given(column_rows);

	if (settings->model != NULL && learning != NULL)
		return diag_usage(
			why, "--%s goes with learning, and --model learns nothing", learning);
	if (settings->fit != NULL && asking != NULL)
		return diag_usage(why, "--%s goes with scoring, and --fit scores nothing", asking);
	if (!opt.public.validate.given && ledger != NULL)
		return diag_usage(why, "--%s is about a ledger, which --validate reads", ledger);
	if (opt.public.validate.given && column != NULL)
		return diag_usage(
			why, "--%s is about profiles, and --validate reads a ledger", column);
	if (opt.public.validate.given && asking != NULL)
		return diag_usage(why,
			"--validate looks ahead to the end of the ledger: leave out --%s", asking);
	return 0;
}

/* The name of a column, or NULL if the model is to say it. */
static const char *column_of(const char *name, const char *option, bool loads)
{
	const struct opt row[] = { OPT_TEXT(0, option, "COLUMN", NULL, ""), OPT_END };

	return loads && app_given(row) == NULL ? NULL : name;
}

int clv_options_settle(struct clv_model *model, struct clv_question *question,
	const struct score_settings *settings, struct diag *why)
{
	bool loads = settings->model != NULL;

	opt.public.purchase = (enum profile_purchase)opt.purchase;
	if (check(settings, why) < 0)
		return -1;
	model->purchase = purchase_find(model_words[opt.purchase_model]);
	model->unit = (enum span_unit)opt.unit;
	model->times = opt.public.validate.given ? SPAN_DAY : (enum span_unit)opt.times;
	model->column = (struct clv_columns){
		.frequency = column_of(opt.frequency, "frequency", loads),
		.t_x = column_of(opt.t_x, "t-x", loads),
		.tenure = column_of(opt.tenure, "tenure", loads),
		.spend = column_of(opt.spend, "spend", loads),
	};
	if (!loads && model->purchase != NULL && model->purchase->discrete &&
		model->unit != model->times)
		return diag_usage(why,
			"--purchase-model: %s counts chances to buy, one each --unit, and takes "
			"columns that do: give --times-in %s",
			model->purchase->title, span_unit_words[model->unit]);
	*question = (struct clv_question){ .residual = opt.residual, .sd = opt.sd };
	if (parse_discount(&question->discount, why) < 0)
		return -1;
	return loads || settings->fit != NULL ? 0 : clv_options_in_units(model, question, why);
}

/* A model that counts chances looks ahead by whole chances. */
static int in_units(const struct clv_model *model, const char *option, const char *text,
	double *units, struct diag *why)
{
	double days, nearest;

	if (parse_span(option, text, &days, why) < 0)
		return -1;
	*units = days / span_unit_days(model->unit);
	if (model->purchase == NULL || !model->purchase->discrete)
		return 0;
	nearest = round(*units);
	if (nearest < 1 || fabs(*units - nearest) > 1e-9)
		return diag_usage(why,
			"--%s: %s counts chances to buy, one each %s, and '%s' is no whole number "
			"of them",
			option, model->purchase->title, span_unit_words[model->unit], text);
	*units = nearest;
	return 0;
}

int clv_options_in_units(
	const struct clv_model *model, struct clv_question *question, struct diag *why)
{
	if (in_units(model, "horizon", opt.horizon, &question->horizon, why) < 0)
		return -1;
	if (opt.later == NULL)
		return 0;
	return in_units(model, "alive-in", opt.later, &question->later, why);
}
