/* SPDX-License-Identifier: MIT */
#include "crm/winback.h"

#include <math.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "base/num.h"
#include "returning.h"
#include "shop.h"
#include "tab/added.h"
#include "tab/escape.h"

enum { DIGITS = 6, MOST_DAYS = 36525 };

static const char *const output_names[] = { "expected_loss", "return_chance", "contact_worth",
	"policy", "winback_rank" };

enum { OUTPUTS = sizeof output_names / sizeof *output_names };

static struct {
	const char *tier, *key, *small, *bad;
	const char *cost, *cheap_cost, *chance, *recency;
	int64_t within;
	double leaving;
	bool list;
} opt = {
	.tier = "pyramid",
	.key = "vip,major",
	.small = "small",
	.bad = "bad",
	.cost = "0",
	.cheap_cost = "0",
	.recency = "recency",
	.within = 90,
	.leaving = 0.5,
};

static const struct opt winback_options[] = {
	OPT_FLAG(0, "list", &opt.list, "write only those to contact, the first one first"),
	OPT_TEXT(0, "tier", "COLUMN", &opt.tier,
		"the tier of the customer, by which the policy is chosen; without such a column "
		"all "
		"are ordinary"),
	OPT_TEXT(0, "key", "TIER,…", &opt.key, "tiers of key customers: contacted at all cost"),
	OPT_TEXT(0, "small", "TIER,…", &opt.small,
		"tiers of small ones: contacted when a cheap contact is worth it"),
	OPT_TEXT(0, "bad", "TIER,…", &opt.bad,
		"tiers of bad ones: let go; all others are ordinary: contacted when it is worth "
		"it"),
	OPT_TEXT(0, "cost", "AMOUNT", &opt.cost, "of a contact"),
	OPT_TEXT(0, "cheap-cost", "AMOUNT", &opt.cheap_cost, "of a cheap one"),
	OPT_REAL(0, "leaving", "P", &opt.leaving, 0, 1,
		"who leaves with at least this probability is to be kept, as the lost are to be "
		"won back"),
	OPT_TEXT(0, "chance", "P", &opt.chance,
		"the chance that a contact brings back, the same for all; else it is learnt from "
		"--transactions"),
	OPT_INT(0, "within", "DAYS", &opt.within, 1, MOST_DAYS,
		"who is back within so many days has returned"),
	OPT_TEXT(0, "recency", "COLUMN", &opt.recency, "days since the last purchase"),
	OPT_END,
};

static const char *const winback_shares[] = { "transactions", "purchase-day", "as-of", "value",
	"probability", "lost", NULL };

/* What is known of a row. */
struct judged {
	struct slice id, row; /* the row only if there is to be a list */
	struct winback_case judged;
	bool is_candidate;
	uint32_t rank; /* 0: not to be contacted */
};

struct winback {
	struct returning_columns columns;
	struct added added;
	int id, tier, recency; /* -1: there is none */
	struct winback_costs costs;
	double chance; /* NAN: by `returns` */
	struct survival_curve returns;
	struct judged *judged; /* of each row that was used */
	size_t count, capacity;
	size_t next; /* in the second pass */
	struct arena texts;
	struct buf field;
};

static bool is_in(const char *list, struct slice text)
{
	struct slice rest = slice_of(list), item;

	while (slice_cut(&rest, ',', &item))
		if (slice_equal(item, text))
			return true;
	return false;
}

static enum winback_policy policy_of(struct slice tier)
{
	if (is_in(opt.key, tier))
		return WINBACK_AT_ALL_COST;
	if (is_in(opt.small, tier))
		return WINBACK_CONVENIENT;
	return is_in(opt.bad, tier) ? WINBACK_LET_GO : WINBACK_EFFORT;
}

/* A row's values, worked out. */
struct worked {
	struct returning_row read;
	int64_t loss;
	double chance; /* NAN: not known */
	struct winback_case judged;
	bool is_candidate;
};

static int read_chance(
	const struct winback *winback, const struct row *row, double *chance, struct diag *why)
{
	struct slice field;
	double recency;

	*chance = winback->chance;
	if (!isnan(*chance))
		return 0;
	field = row_field(row, (size_t)winback->recency);
	if (escape_is_missing(field))
		return 0;
	if (!num_parse_real(field, &recency) || recency < 0) {
		diag_fail(why, "not a number of days: '" SLICE "'", SLICE_ARG(field));
		diag_code(why, "not-a-number");
		return diag_column(why, slice_of(opt.recency));
	}
	*chance = winback_chance(&winback->returns, recency, (double)opt.within);
	return 0;
}

/* Returns 1, 0 if nothing can be said of the row, -1. */
static int work_out(const struct winback *winback, const struct row *row, struct worked *worked,
	struct diag *why)
{
	int known = returning_read(&winback->columns, row, &worked->read, why);
	struct slice tier = { NULL, 0 };

	if (known <= 0)
		return known;
	worked->loss = winback_share(worked->read.probability, worked->read.value);
	if (read_chance(winback, row, &worked->chance, why) < 0)
		return -1;
	if (winback->tier >= 0)
		tier = row_field(row, (size_t)winback->tier);
	worked->is_candidate = worked->read.is_lost || worked->read.probability >= opt.leaving;
	worked->judged = winback_judge(&winback->costs, policy_of(tier), worked->loss,
		isnan(worked->chance) ? 0 : worked->chance);
	return 1;
}

/* ---- the first pass: who comes first ---- */

static void *begin(void *winback)
{
	return winback;
}

static void end(void *winback, void *state)
{
	(void)winback;
	(void)state;
}

static int judge_row(void *state, const struct row *row, struct diag *why)
{
	struct winback *winback = state;
	struct judged *judged;
	struct worked worked;
	int known = work_out(winback, row, &worked, why);

	if (known < 0)
		return -1;
	winback->judged = mem_grow(
		winback->judged, &winback->capacity, winback->count + 1, sizeof *winback->judged);
	judged = &winback->judged[winback->count++];
	*judged = (struct judged){ .is_candidate = known > 0 && worked.is_candidate };
	if (!judged->is_candidate)
		return RUN_ROW_USED;
	judged->judged = worked.judged;
	judged->id = arena_copy(&winback->texts, row_field(row, (size_t)winback->id));
	return RUN_ROW_USED;
}

static int compare_judged(const void *left, const void *right)
{
	const struct judged *a = *(struct judged *const *)left, *b = *(struct judged *const *)right;

	return winback_compare(&a->judged, a->id, &b->judged, b->id);
}

/* Number those to be contacted. Returns how many. */
static size_t rank(struct winback *winback, struct judged ***sorted)
{
	size_t count = 0;

	*sorted = mem_alloc(winback->count * sizeof **sorted);
	for (size_t i = 0; i < winback->count; i++)
		if (winback->judged[i].is_candidate && winback->judged[i].judged.contact)
			(*sorted)[count++] = &winback->judged[i];
	if (count > 1)
		qsort(*sorted, count, sizeof **sorted, compare_judged);
	for (size_t i = 0; i < count; i++)
		(*sorted)[i]->rank = (uint32_t)i + 1;
	return count;
}

/* ---- the second pass: rows out ---- */

static void put_values(
	struct winback *winback, const struct worked *worked, uint32_t place, struct slice *value)
{
	struct buf *out = &winback->field;
	size_t length[OUTPUTS], start = 0;

	buf_reset(out);
	amount_put(out, worked->loss);
	length[0] = out->length;
	if (worked->is_candidate && !isnan(worked->chance))
		num_put_real(out, worked->chance, DIGITS);
	length[1] = out->length;
	if (worked->is_candidate)
		amount_put(out, worked->judged.worth);
	length[2] = out->length;
	if (worked->is_candidate)
		buf_text(out, winback_policy_name(worked->judged.policy));
	length[3] = out->length;
	if (place > 0)
		num_put_int(out, place);
	length[4] = out->length;
	for (size_t i = 0; i < OUTPUTS; i++) {
		value[i] = (struct slice){ out->at + start, length[i] - start };
		start = length[i];
	}
}

static int map_row(void *state, const struct row *row, struct buf *out, struct diag *why)
{
	struct winback *winback = state;
	struct slice value[OUTPUTS] = { { NULL, 0 } };
	struct judged *judged;
	struct worked worked;
	int known = work_out(winback, row, &worked, why);
	size_t before = out->length;

	if (known < 0)
		return -1;
	judged = &winback->judged[winback->next++];
	if (opt.list && judged->rank == 0)
		return RUN_ROW_FILTERED;
	if (known > 0)
		put_values(winback, &worked, judged->rank, value);
	added_put_row(&winback->added, row, value, out);
	if (!opt.list)
		return RUN_ROW_USED;
	/* Kept until all are there. */
	judged->row = arena_copy(
		&winback->texts, (struct slice){ out->at + before, out->length - before });
	out->length = before;
	return RUN_ROW_USED;
}

static int put_list(
	struct judged *const *sorted, size_t count, struct output *out, struct diag *why)
{
	for (size_t i = 0; i < count; i++)
		if (output_write(out, sorted[i]->row, why) < 0)
			return -1;
	return 0;
}

/* Both passes take the rows in their order, one after the other. */
static int two_passes(struct winback *winback, struct filter *filter, struct diag *why)
{
	static const struct run_fold fold = { begin, judge_row, end, NULL };
	static const struct run_map map = { begin, map_row, end };
	struct run run = filter->run;
	struct buf header = BUF_EMPTY;
	struct judged **sorted = NULL;
	size_t count = 0;
	int result;

	run.jobs = 1;
	stream_keep(filter->in, app_common()->memory);
	added_put_header(&winback->added, stream_header(filter->in), &header);
	result = run_fold(&run, filter->in, &fold, winback, &filter->counts, why);
	if (result == 0)
		result = filter_put_header(filter, buf_slice(&header), why);
	if (result == 0)
		result = stream_rewind(filter->in, why);
	if (result == 0) {
		count = rank(winback, &sorted);
		run.rejects = NULL;
		run.seen = true;
		result = run_map(&run, filter->in, &map, winback, filter->out, NULL, why);
	}
	if (result == 0 && opt.list)
		result = put_list(sorted, count, filter->out, why);
	buf_release(&header);
	free(sorted);
	return result;
}

/* ---- the rest ---- */

static void learn_returns(struct winback *winback, const struct shop *shop)
{
	struct winback_silences silences = { NULL, NULL, 0, 0 };

	for (size_t i = 0; i < shop->count; i++) {
		const struct churn_label_days *days = &shop->days[i];

		for (size_t day = 1; day < days->count; day++)
			winback_add_silence(&silences, days->date[day] - days->date[day - 1], true);
		winback_add_silence(&silences, shop->as_of - days->date[days->count - 1], false);
	}
	winback_learn(&silences, &winback->returns);
	winback_silences_release(&silences);
}

static int read_options(struct winback *winback, struct diag *why)
{
	struct diag other;

	winback->chance = NAN;
	if (amount_parse(slice_of(opt.cost), &winback->costs.effort, &other) < 0)
		return diag_usage(why, "--cost: %s", other.text);
	if (amount_parse(slice_of(opt.cheap_cost), &winback->costs.convenient, &other) < 0)
		return diag_usage(why, "--cheap-cost: %s", other.text);
	if (opt.chance != NULL && (!num_parse_real(slice_of(opt.chance), &winback->chance) ||
					  winback->chance < 0 || winback->chance > 1))
		return diag_usage(
			why, "--chance: expected a probability from 0 to 1, got '%s'", opt.chance);
	if (opt.chance == NULL && past_given.transactions.count == 0)
		return diag_usage(why, "how likely is a return? give --transactions FILE, to learn "
				       "it from, or --chance P");
	return 0;
}

static int resolve(struct winback *winback, const struct columns *columns, struct diag *why)
{
	const char *id = churn_given()->id != NULL ? churn_given()->id : "customer_id";
	static const struct opt tier_row[] = { OPT_TEXT(0, "tier", "", &opt.tier, ""), OPT_END };

	if (returning_resolve(&winback->columns, &returning_given, columns, why) < 0 ||
		columns_need(columns, id, &winback->id, why) < 0)
		return -1;
	winback->tier = columns_find(columns, slice_of(opt.tier));
	if (winback->tier < 0 && app_given(tier_row) != NULL)
		return columns_need(columns, opt.tier, &winback->tier, why);
	if (opt.chance == NULL)
		return columns_need(columns, opt.recency, &winback->recency, why);
	return 0;
}

static int win_back(struct winback *winback, struct filter *filter, struct diag *why)
{
	struct shop shop = { .count = 0 };
	int result = 0;

	if (resolve(winback, stream_columns(filter->in), why) < 0)
		return diag_line(why, stream_input_name(filter->in, 0), 1);
	added_begin(&winback->added, output_names, OUTPUTS, stream_columns(filter->in));
	if (opt.chance == NULL) {
		result = shop_read(&shop, &filter->run, why);
		if (result == 0)
			learn_returns(winback, &shop);
		shop_release(&shop);
	}
	return result == 0 ? two_passes(winback, filter, why) : -1;
}

static int run_winback(char *const *paths, size_t count, struct diag *why)
{
	struct winback winback = { .count = 0 };
	struct filter filter;
	int result = read_options(&winback, why);

	if (result < 0)
		return -1;
	result = filter_open(&filter, &churn_given()->filter, NULL, paths, count, why);
	if (result == 0)
		result = win_back(&winback, &filter, why);
	if (result == 0)
		filter_note_counts(&filter, "used", false);
	added_release(&winback.added);
	survival_curve_release(&winback.returns);
	arena_release(&winback.texts);
	buf_release(&winback.field);
	free(winback.judged);
	return filter_close(&filter, result, why);
}

const struct churn_part winback_part = {
	.name = "winback",
	.title = "Whom to win back (--winback)",
	.help = "add expected_loss, and the order in which to go after the lost and leaving",
	.options = winback_options,
	.shares = winback_shares,
	.no_model = true,
	.run = run_winback,
};
