/* SPDX-License-Identifier: MIT */
/* --lifecycle: where a customer stands between the first purchase and the last (crm/lifecycle). */
#include <stdio.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "crm/lifecycle.h"
#include "method.h"
#include "stat/quantile.h"

_Static_assert(LIFECYCLE_UNKNOWN == SEGMENT_MISSING, "what is missing is unknown");

/* The house's gap where nobody has bought twice. */
enum { UNKNOWN_GAP = 90 };

static struct {
	const char *new_days, *gap, *late, *lost, *change;
} opt = { .new_days = "90", .late = "2", .lost = "2", .change = "50" };

static const struct opt options[] = {
	OPT_TEXT(0, "lifecycle-new", "DAYS", &opt.new_days,
		"a customer is new for so many days from the first purchase"),
	OPT_TEXT(0, "lifecycle-gap", "DAYS", &opt.gap,
		"the days between purchases that are usual in this house (default: the median of "
		"gap_mean)"),
	OPT_TEXT(0, "lifecycle-late", "NUMBER", &opt.late,
		"dormant after the customer's own gap and so many of its standard deviations"),
	OPT_TEXT(0, "lifecycle-lost", "NUMBER", &opt.lost,
		"lost after so many times the days that make dormant"),
	OPT_TEXT(0, "lifecycle-change", "PERCENT", &opt.change,
		"growing and declining are those whose amount of 90 days differs so much from "
		"the year's rate"),
	OPT_END,
};

enum {
	ORDERS,
	RECENCY,
	TENURE,
	GAP_MEAN,
	GAP_SD,
	ORDERS_90D,
	ORDERS_365D,
	AMOUNT_90D,
	AMOUNT_365D,
};

static const struct segment_input inputs[] = {
	[ORDERS] = { "orders", "orders", "how many orders there were", SEGMENT_READS },
	[RECENCY] = { "recency", "recency", "days since the last purchase", SEGMENT_READS },
	[TENURE] = { "tenure", "tenure", "days since the first purchase", SEGMENT_READS },
	[GAP_MEAN] = { "gap-mean", "gap_mean", "days between purchases: their mean …",
		SEGMENT_LEARNS },
	[GAP_SD] = { "gap-sd", "gap_sd", "… and their standard deviation", SEGMENT_READS },
	[ORDERS_90D] = { "orders-90d", "orders_90d", "orders of the last 90 days …",
		SEGMENT_READS },
	[ORDERS_365D] = { "orders-365d", "orders_365d", "… and of the last 365", SEGMENT_READS },
	[AMOUNT_90D] = { "amount-90d", "amount_90d", "amount of the last 90 days …",
		SEGMENT_READS },
	[AMOUNT_365D] = { "amount-365d", "amount_365d", "… and of the last 365", SEGMENT_READS },
	{ NULL, NULL, NULL, SEGMENT_READS },
};

static const char *const outputs[] = { "lifecycle", NULL };

/* The rules: what they are called in options and models, and their limits in whole numbers. */
static const struct parameter {
	const char *name;
	const char **option;
	size_t offset;
	int64_t least, most;
} parameters[] = {
	{ "new", &opt.new_days, offsetof(struct lifecycle_rules, new_days), 0,
		LIFECYCLE_MOST_DAYS },
	{ "gap", &opt.gap, offsetof(struct lifecycle_rules, gap), 0, LIFECYCLE_MOST_DAYS },
	{ "late", &opt.late, offsetof(struct lifecycle_rules, late), 1, LIFECYCLE_MOST_TIMES },
	{ "lost", &opt.lost, offsetof(struct lifecycle_rules, lost), 1, LIFECYCLE_MOST_TIMES },
	{ "change", &opt.change, offsetof(struct lifecycle_rules, change), 0,
		LIFECYCLE_MOST_CHANGE },
};

enum { PARAMETERS = sizeof parameters / sizeof *parameters };

static int64_t *place_of(struct lifecycle_rules *rules, const struct parameter *parameter)
{
	return (int64_t *)((char *)rules + parameter->offset);
}

/* Read one rule from its option, if there is one. */
static int read_option(
	struct lifecycle_rules *rules, const struct parameter *parameter, struct diag *why)
{
	char name[32];

	if (*parameter->option == NULL)
		return 0;
	snprintf(name, sizeof name, "lifecycle-%s", parameter->name);
	return segment_number(name, *parameter->option, parameter->least * AMOUNT_UNIT,
		parameter->most * AMOUNT_UNIT, place_of(rules, parameter), why);
}

static int open_lifecycle(void **self, struct diag *why)
{
	struct lifecycle_rules *rules = mem_zero(1, sizeof *rules);

	*self = rules;
	for (size_t i = 0; i < PARAMETERS; i++) {
		if (read_option(rules, &parameters[i], why) == 0)
			continue;
		free(rules);
		*self = NULL;
		return -1;
	}
	return 0;
}

/* Learn the house's gap, unless it was given. */
static void fit(void *self, const struct segment_sample *sample)
{
	const struct segment_sample *gaps = &sample[GAP_MEAN];
	struct lifecycle_rules *rules = self;
	int64_t most = (int64_t)LIFECYCLE_MOST_DAYS * AMOUNT_UNIT;

	if (opt.gap != NULL)
		return;
	rules->gap = gaps->count > 0 ? quantile_of(gaps->value, gaps->count, 1, 2)
				     : (int64_t)UNKNOWN_GAP * AMOUNT_UNIT;
	if (rules->gap < 0)
		rules->gap = 0;
	if (rules->gap > most)
		rules->gap = most;
}

static void save(const void *self, struct model *model)
{
	struct lifecycle_rules rules = *(const struct lifecycle_rules *)self;

	for (size_t i = 0; i < PARAMETERS; i++)
		model_add_amount(
			model, "lifecycle", parameters[i].name, *place_of(&rules, &parameters[i]));
}

static int load(void **self, const struct model *model, struct diag *why)
{
	struct lifecycle_rules *rules = mem_zero(1, sizeof *rules);

	*self = rules;
	for (size_t i = 0; i < PARAMETERS; i++) {
		const struct parameter *parameter = &parameters[i];

		if (model_need_amount(model, "lifecycle", parameter->name,
			    parameter->least * AMOUNT_UNIT, parameter->most * AMOUNT_UNIT,
			    place_of(rules, parameter), why) == 0)
			continue;
		free(rules);
		*self = NULL;
		return -1;
	}
	return 0;
}

static void apply(const void *self, const int64_t *value, struct slice *text)
{
	struct lifecycle_facts facts = {
		.orders = value[ORDERS],
		.recency = value[RECENCY],
		.tenure = value[TENURE],
		.gap_mean = value[GAP_MEAN],
		.gap_sd = value[GAP_SD],
		.orders_90d = value[ORDERS_90D],
		.orders_365d = value[ORDERS_365D],
		.amount_90d = value[AMOUNT_90D],
		.amount_365d = value[AMOUNT_365D],
	};

	if (facts.orders > 0 &&
		(facts.recency == SEGMENT_MISSING || facts.tenure == SEGMENT_MISSING))
		return;
	*text = lifecycle_name(lifecycle_of(self, &facts));
}

extern const struct segment_method segment_lifecycle;

const struct segment_method segment_lifecycle = {
	.name = "lifecycle",
	.title = "Life cycle",
	.help = "prospect, new, growing, mature, declining, dormant or lost, by the customer's own "
		"rhythm; adds lifecycle",
	.inputs = inputs,
	.outputs = outputs,
	.options = options,
	.open = open_lifecycle,
	.fit = fit,
	.save = save,
	.load = load,
	.apply = apply,
	.free = free,
};
