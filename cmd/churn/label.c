/* SPDX-License-Identifier: MIT */
#include "label.h"

#include "base/date.h"
#include "base/num.h"
#include "joined.h"
#include "shop.h"

enum { DIGITS = 4 };

const char *const label_outputs[LABEL_OUTPUTS] = { "churned", "lost_since", "silence_ratio" };

static struct {
	const char *rule, *alive, *end, *churned;
} opt = { .rule = "own:95" };

static const struct opt label_options[] = {
	OPT_TEXT(0, "rule", "RULE", &opt.rule,
		"when a silence is too long: days:N, base:PERCENT, own:PERCENT, perhaps times a "
		"number like own:90x2, or alive:PROBABILITY"),
	OPT_TEXT(0, "alive", "COLUMN", &opt.alive,
		"the probability to be still there, for --rule alive:P without a ledger "
		"(p_alive)"),
	OPT_TEXT(0, "end", "COLUMN", &opt.end,
		"no rule: lost are those whose contract has ended, by this date"),
	OPT_TEXT(0, "churned", "COLUMN=VALUE", &opt.churned,
		"no rule: lost are those with VALUE in this column"),
	OPT_END,
};

static const char *const label_shares[] = { "transactions", "purchase-day", "as-of", NULL };

static void put_label(struct buf *out, const struct churn_label *label)
{
	buf_reset(out);
	if (!label->is_known) {
		buf_text(out, "\t\t");
		return;
	}
	buf_text(out, label->is_lost ? "1\t" : "0\t");
	if (label->is_lost)
		date_put(out, label->lost_since);
	buf_char(out, '\t');
	if (label->limit < CHURN_LABEL_MOST_DAYS)
		num_put_real(out, label->silence_ratio, DIGITS);
}

void label_note_base(const struct churn_label_base *base)
{
	if (base->has_model && !base->fit.converged)
		app_note("MBG/NBD, which alive: goes by, has not found its best parameters");
}

static int label_shop(const struct shop *shop, const struct churn_label_rule *rule,
	struct joined *joined, struct diag *why)
{
	struct churn_label_base base;
	struct buf fields = BUF_EMPTY;
	int result = churn_label_learn(
		&base, shop->days, shop->count, shop->as_of, rule->kind == CHURN_LABEL_ALIVE, why);

	for (size_t i = 0; result == 0 && i < shop->count; i++) {
		struct churn_label label = churn_label_of(&base, rule, shop->days[i], shop->as_of);

		put_label(&fields, &label);
		joined_add(joined, 0, shop->id[i], buf_slice(&fields));
	}
	label_note_base(&base);
	churn_label_release(&base);
	buf_release(&fields);
	return result;
}

static int label_by_ledger(
	struct filter *filter, const struct churn_label_rule *rule, struct diag *why)
{
	struct shop shop = { .count = 0 };
	struct joined *joined = joined_new(label_outputs, LABEL_OUTPUTS);
	int result = shop_read(&shop, &filter->run, why);

	if (result == 0)
		result = label_shop(&shop, rule, joined, why);
	if (result == 0)
		result = joined_map(joined, filter, why);
	joined_free(joined);
	shop_release(&shop);
	return result;
}

static int check_label(const struct churn_label_rule *rule, struct diag *why)
{
	bool by_contract = opt.end != NULL || opt.churned != NULL;
	bool by_ledger = past_given.transactions.count > 0;

	if (opt.end != NULL && opt.churned != NULL)
		return diag_usage(why, "--end and --churned exclude each other");
	if (by_contract && by_ledger)
		return diag_usage(why, "--transactions goes with --rule, not with a contract");
	if (opt.alive != NULL && (by_contract || by_ledger || rule->kind != CHURN_LABEL_ALIVE))
		return diag_usage(why, "--alive goes with --rule alive:P and no --transactions");
	if (!by_contract && !by_ledger && rule->kind != CHURN_LABEL_ALIVE)
		return diag_usage(why, "who is lost? give --transactions FILE to go by a rule, or "
				       "--end COLUMN or --churned COLUMN=VALUE of a contract");
	return 0;
}

static int label(struct filter *filter, const struct churn_label_rule *rule, struct diag *why)
{
	if (opt.end != NULL)
		return label_by_end(filter, opt.end, why);
	if (opt.churned != NULL)
		return label_by_value(filter, opt.churned, why);
	if (past_given.transactions.count > 0)
		return label_by_ledger(filter, rule, why);
	return label_by_alive(filter, opt.alive != NULL ? opt.alive : "p_alive", rule->value, why);
}

static int run_label(char *const *paths, size_t count, struct diag *why)
{
	struct churn_label_rule rule;
	struct filter filter;
	int result;

	if (churn_label_parse(slice_of(opt.rule), &rule, why) < 0) {
		why->usage = true;
		return -1;
	}
	if (check_label(&rule, why) < 0)
		return -1;
	result = filter_open(&filter, &churn_given()->filter, NULL, paths, count, why);
	if (result == 0)
		result = label(&filter, &rule, why);
	if (result == 0)
		filter_note_counts(&filter, "written", false);
	return filter_close(&filter, result, why);
}

const struct churn_part label_part = {
	.name = "label",
	.title = "Who is lost (--label)",
	.help = "add churned, lost_since and silence_ratio",
	.options = label_options,
	.shares = label_shares,
	.no_model = true,
	.run = run_label,
};
