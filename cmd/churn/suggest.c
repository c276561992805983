/* SPDX-License-Identifier: MIT */
#include "label.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "shop.h"

enum { DIGITS = 4, MOST_WINDOW = 36525 };

static struct {
	int64_t window;
	struct opt_list rules;
} opt = { .window = 180 };

static const struct opt suggest_options[] = {
	OPT_INT(0, "window", "DAYS", &opt.window, 1, MOST_WINDOW,
		"go back so many days, and look who has bought in them"),
	OPT_LIST(0, "try", "RULE", &opt.rules,
		"try this rule, given as to --rule, and no others; may be given several times"),
	OPT_END,
};

static const char *const suggest_shares[] = { "purchase-day", "as-of", NULL };

struct tried {
	bool done;
	struct churn_label_rule rule;
	struct churn_label_trial trial;
};

static void put_count(struct buf *out, int64_t count)
{
	buf_char(out, '\t');
	num_put_int(out, count);
}

static void put_share(struct buf *out, double share)
{
	buf_char(out, '\t');
	num_put_real(out, share, DIGITS);
}

static void put_tried(struct buf *out, const struct tried *tried, bool best)
{
	const struct churn_label_trial *trial = &tried->trial;

	churn_label_put(out, &tried->rule);
	put_count(out, trial->lost_bought);
	put_count(out, trial->lost_silent);
	put_count(out, trial->kept_bought);
	put_count(out, trial->kept_silent);
	put_share(out, trial->false_alarms);
	put_share(out, trial->misses);
	put_share(out, trial->error);
	buf_text(out, best ? "\tbest\n" : "\t\n");
}

static int list_rules(struct tried **tried, size_t *count, struct diag *why)
{
	bool given = opt.rules.count > 0;

	*count = given ? opt.rules.count : churn_label_candidate_count;
	*tried = mem_zero(*count, sizeof **tried);
	for (size_t i = 0; i < *count; i++) {
		struct churn_label_rule *rule = &(*tried)[i].rule;

		if (!given) {
			*rule = churn_label_candidates[i];
		} else if (churn_label_parse(slice_of(opt.rules.item[i]), rule, why) < 0) {
			why->usage = true;
			return -1;
		}
	}
	return 0;
}

/* Without purchases that came back there is no model; the other rules can be tried all the same. */
static int try_rules(
	const struct shop *shop, struct tried *tried, size_t count, size_t *best, struct diag *why)
{
	int32_t window = (int32_t)opt.window, then = shop->as_of - window;
	struct churn_label_base base;
	struct diag no_model;

	if (churn_label_learn(&base, shop->days, shop->count, then, true, &no_model) < 0) {
		app_note("rules by P(alive) are not tried: %s", no_model.text);
		base.has_model = false;
	}
	*best = count;
	for (size_t i = 0; i < count; i++) {
		if (tried[i].rule.kind == CHURN_LABEL_ALIVE && !base.has_model)
			continue;
		tried[i].done = true;
		tried[i].trial = churn_label_try(
			&base, &tried[i].rule, shop->days, shop->count, then, window);
		if (*best == count || churn_label_is_better(&tried[i].trial, &tried[*best].trial))
			*best = i;
	}
	label_note_base(&base);
	churn_label_release(&base);
	if (*best == count || tried[*best].trial.lost_bought + tried[*best].trial.lost_silent +
					      tried[*best].trial.kept_bought +
					      tried[*best].trial.kept_silent ==
				      0)
		return diag_fail(why,
			"nobody had bought before the window of %" PRId64 " days; take a shorter "
			"one",
			opt.window);
	return 0;
}

static void put_trials(struct buf *out, const struct tried *tried, size_t count, size_t best)
{
	buf_text(out, "rule\tlost_bought\tlost_silent\tkept_bought\tkept_silent\tfalse_alarms\t"
		      "misses\terror\tbest\n");
	for (size_t i = 0; i < count; i++)
		if (tried[i].done)
			put_tried(out, &tried[i], i == best);
}

static void note_best(const struct shop *shop, const struct tried *tried)
{
	struct buf text = BUF_EMPTY;

	buf_text(&text, "best is --rule ");
	churn_label_put(&text, &tried->rule);
	buf_text(&text, ": as of ");
	date_put(&text, shop->as_of - (int32_t)opt.window);
	buf_text(&text, ", of those who then bought it had called ");
	num_put_real(&text, 100 * tried->trial.false_alarms, 1);
	buf_text(&text, " % lost, of the others ");
	num_put_real(&text, 100 * tried->trial.misses, 1);
	buf_text(&text, " % kept");
	app_note("%s", buf_string(&text));
	buf_release(&text);
}

static int suggest(char *const *paths, size_t count, struct buf *out, struct diag *why)
{
	struct shop shop = { .count = 0 };
	struct tried *tried = NULL;
	size_t rules, best;
	int result = list_rules(&tried, &rules, why);

	if (result == 0)
		result = shop_read_operands(&shop, paths, count, why);
	if (result == 0)
		result = try_rules(&shop, tried, rules, &best, why);
	if (result == 0) {
		put_trials(out, tried, rules, best);
		note_best(&shop, &tried[best]);
	}
	free(tried);
	shop_release(&shop);
	return result;
}

static int run_suggest(char *const *paths, size_t count, struct diag *why)
{
	struct output *out;
	struct buf text = BUF_EMPTY;
	int result;

	if (output_open(&out, app_common()->output, why) < 0)
		return -1;
	result = suggest(paths, count, &text, why);
	result = output_finish(out, result, buf_slice(&text), why);
	buf_release(&text);
	return result;
}

const struct churn_part suggest_part = {
	.name = "suggest",
	.title = "Which rule is best (--suggest)",
	.help = "try rules for --label on the past of a ledger, and name the best",
	.options = suggest_options,
	.shares = suggest_shares,
	.no_model = true,
	.run = run_suggest,
};
