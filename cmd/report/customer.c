/* SPDX-License-Identifier: MIT */
#include "customer.h"

#include <math.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/num.h"
#include "crm/words.h"

const char *const customer_field_name[CUSTOMER_FIELDS] = {
	"customer_id",
	"amount",
	"name",
	"orders",
	"first_date",
	"last_date",
	"recency",
	"tenure",
	"frequency",
	"t_x",
	"returned_amount",
	"gap_mean",
	"gap_sd",
	"amount_90d",
	"amount_365d",
	"r",
	"f",
	"p_alive",
	"expected_orders",
	"expected_spend",
	"clv",
	"churn_probability",
	"reason_1",
	"warning",
	"signs",
	"newest_sign",
	"expected_loss",
	"net_profit",
	"referrals",
	"return_chance",
	"contact_worth",
	"policy",
	"winback_rank",
};

/* Segments that are shown whenever their column is there. */
static const char *const usual_segments[] = { "lifecycle", "abc", "pyramid", "rfm_segment",
	"ladder", "grade" };

enum { DAYS_MOST = 4000000 /* more than there are dates */ };

int customer_watched(const struct customer_watch *watch, struct slice id)
{
	for (size_t i = 0; i < watch->count; i++)
		if (slice_equal(watch->id[i], id))
			return (int)i;
	return -1;
}

static bool has_segment(const struct customer_layout *layout, struct slice name)
{
	for (size_t i = 0; i < layout->segments; i++)
		if (slice_equal(layout->segment[i].name, name))
			return true;
	return false;
}

static int find_segment(const struct customer_layout *layout, const char *name)
{
	for (size_t i = 0; i < layout->segments; i++)
		if (slice_is(layout->segment[i].name, name))
			return (int)i;
	return -1;
}

static void add_segment(struct customer_layout *layout, struct slice name, int column)
{
	if (column >= 0 && !has_segment(layout, name))
		layout->segment[layout->segments++] =
			(struct customer_segment){ arena_copy(&layout->texts, name), column };
}

static int resolve_segments(struct customer_layout *layout, const struct opt_list *by,
	const struct columns *columns, struct diag *why)
{
	size_t usual = sizeof usual_segments / sizeof *usual_segments;
	int column;

	if (by->count + usual > CUSTOMER_SEGMENTS)
		return diag_usage(why, "--by: at most %zu columns", CUSTOMER_SEGMENTS - usual);
	for (size_t i = 0; i < usual; i++)
		add_segment(layout, slice_of(usual_segments[i]),
			columns_find(columns, slice_of(usual_segments[i])));
	for (size_t i = 0; i < by->count; i++) {
		if (columns_need(columns, by->item[i], &column, why) < 0)
			return -1;
		add_segment(layout, slice_of(by->item[i]), column);
	}
	layout->abc = find_segment(layout, "abc");
	layout->pyramid = find_segment(layout, "pyramid");
	layout->lifecycle = find_segment(layout, "lifecycle");
	return 0;
}

static void name_fields(struct customer_layout *layout)
{
	for (int i = 0; i < CUSTOMER_FIELDS; i++) {
		layout->name[i] = customer_field_name[i];
		layout->column[i] = -1;
	}
	layout->abc = layout->pyramid = layout->lifecycle = -1;
}

static int find_fields(
	struct customer_layout *layout, const struct columns *columns, struct diag *why)
{
	for (int i = 0; i < CUSTOMER_FIELDS; i++) {
		layout->column[i] = columns_find(columns, slice_of(layout->name[i]));
		layout->known[i] |= layout->column[i] >= 0;
	}
	if (columns_need(columns, layout->name[CUSTOMER_ID], &layout->column[CUSTOMER_ID], why) < 0)
		return -1;
	return columns_need(
		columns, layout->name[CUSTOMER_AMOUNT], &layout->column[CUSTOMER_AMOUNT], why);
}

int customer_resolve(struct customer_layout *layout, const struct customer_names *names,
	const struct columns *columns, struct diag *why)
{
	name_fields(layout);
	layout->name[CUSTOMER_ID] = names->id;
	layout->name[CUSTOMER_AMOUNT] = names->amount;
	if (find_fields(layout, columns, why) < 0)
		return -1;
	return resolve_segments(layout, names->by, columns, why);
}

int customer_resolve_again(
	struct customer_layout *layout, const struct columns *columns, struct diag *why)
{
	for (size_t i = 0; i < layout->segments; i++)
		layout->segment[i].column = columns_find(columns, layout->segment[i].name);
	return find_fields(layout, columns, why);
}

void customer_resolve_made(
	struct customer_layout *layout, const enum customer_field *field, size_t count)
{
	name_fields(layout);
	for (size_t i = 0; i < count; i++)
		layout->known[field[i]] = true;
}

static int refuse(const struct customer *customer, enum customer_field field, const char *expected,
	struct diag *why)
{
	struct slice value = customer->value[field];

	if (value.length == 0) {
		diag_fail(why, "no value; expected %s", expected);
		diag_code(why, "missing");
	} else {
		diag_fail(why, "not %s: '" SLICE "'", expected, SLICE_ARG(value));
		diag_code(why, "bad-value");
	}
	return diag_column(why, slice_of(customer->layout->name[field]));
}

/* The functions that follow read a field, if it is there, and say so in `known`. */

static int read_amount(struct customer *c, enum customer_field field, unsigned flag,
	unsigned *known, int64_t *micros, struct diag *why)
{
	if (c->value[field].length == 0)
		return 0;
	if (amount_parse(c->value[field], micros, why) < 0)
		return diag_column(why, slice_of(c->layout->name[field]));
	*known |= flag;
	return 0;
}

/* A number with any digits, rounded to millionths, so that sums of it are exact. */
static int read_real(struct customer *c, enum customer_field field, unsigned flag, double low,
	double high, int64_t *millionths, struct diag *why)
{
	double value;

	if (c->value[field].length == 0)
		return 0;
	if (!num_parse_real(c->value[field], &value) || value < low || value > high)
		return refuse(c, field, high <= 1 ? "a probability" : "a number", why);
	*millionths = llround(value * AMOUNT_UNIT);
	c->has |= flag;
	return 0;
}

static int read_count(struct customer *c, enum customer_field field, unsigned flag, unsigned *known,
	int64_t *count, struct diag *why)
{
	if (c->value[field].length == 0)
		return 0;
	if (!num_parse_int(c->value[field], count) || *count < 0)
		return refuse(c, field, "a count", why);
	*known |= flag;
	return 0;
}

static int read_date(struct customer *c, enum customer_field field, unsigned flag, int32_t *date,
	struct diag *why)
{
	if (c->value[field].length == 0)
		return 0;
	if (!date_parse_start(c->value[field], date))
		return refuse(c, field, "a date like 2026-11-22", why);
	c->basic.known |= flag;
	return 0;
}

static int read_days(struct customer *c, enum customer_field field, unsigned flag, unsigned *known,
	int32_t *days, struct diag *why)
{
	int64_t whole;

	if (c->value[field].length == 0)
		return 0;
	if (!num_parse_int(c->value[field], &whole) || whole < 0 || whole > DAYS_MOST)
		return refuse(c, field, "a number of days", why);
	*days = (int32_t)whole;
	*known |= flag;
	return 0;
}

static int read_gap(struct customer *c, enum customer_field field, bool *is_known, double *days,
	struct diag *why)
{
	*is_known = c->value[field].length > 0;
	if (*is_known && (!num_parse_real(c->value[field], days) || *days < 0))
		return refuse(c, field, "a number of days", why);
	return 0;
}

static int read_basic(struct customer *c, struct diag *why)
{
	struct summary_customer *b = &c->basic;
	bool mean, sd;

	if (c->value[CUSTOMER_ID].length == 0)
		return refuse(c, CUSTOMER_ID, "a customer", why);
	if (c->value[CUSTOMER_AMOUNT].length == 0)
		return refuse(c, CUSTOMER_AMOUNT, "an amount", why);
	if (read_amount(c, CUSTOMER_AMOUNT, 0, &b->known, &b->amount, why) < 0 ||
		read_count(c, CUSTOMER_ORDERS, SUMMARY_ORDERS, &b->known, &b->orders, why) < 0 ||
		read_date(c, CUSTOMER_FIRST_DATE, SUMMARY_FIRST_DATE, &b->first_date, why) < 0 ||
		read_date(c, CUSTOMER_LAST_DATE, SUMMARY_LAST_DATE, &b->last_date, why) < 0 ||
		read_days(c, CUSTOMER_RECENCY, SUMMARY_RECENCY, &b->known, &b->recency, why) < 0 ||
		read_count(c, CUSTOMER_FREQUENCY, SUMMARY_FREQUENCY, &b->known, &b->frequency,
			why) < 0 ||
		read_amount(c, CUSTOMER_RETURNED, SUMMARY_RETURNED, &b->known, &b->returned_amount,
			why) < 0 ||
		read_amount(c, CUSTOMER_AMOUNT_90D, SUMMARY_AMOUNT_90D, &b->known, &b->amount_90d,
			why) < 0 ||
		read_amount(c, CUSTOMER_AMOUNT_365D, SUMMARY_AMOUNT_365D, &b->known,
			&b->amount_365d, why) < 0 ||
		read_gap(c, CUSTOMER_GAP_MEAN, &mean, &b->gap_mean, why) < 0 ||
		read_gap(c, CUSTOMER_GAP_SD, &sd, &b->gap_sd, why) < 0)
		return -1;
	if (mean && sd)
		b->known |= SUMMARY_GAPS;
	return 0;
}

/* A score of RFM, 1 … 9; 0 if there is none. */
static int read_score(struct customer *c, enum customer_field field, int *score, struct diag *why)
{
	int64_t value = 0;

	if (c->value[field].length > 0 &&
		(!num_parse_int(c->value[field], &value) || value < 1 || value >= CUSTOMER_SCORES))
		return refuse(c, field, "a score from 1 to 9", why);
	*score = (int)value;
	return 0;
}

static int read_scores(struct customer *c, struct diag *why)
{
	static const double most = 9e12; /* what fits into an amount */
	unsigned ignored = 0;

	if (read_real(c, CUSTOMER_CLV, CUSTOMER_HAS_CLV, -most, most, &c->clv, why) < 0 ||
		read_real(c, CUSTOMER_LOSS, CUSTOMER_HAS_LOSS, -most, most, &c->loss, why) < 0 ||
		read_real(c, CUSTOMER_PROFIT, CUSTOMER_HAS_PROFIT, -most, most, &c->profit, why) <
			0 ||
		read_real(c, CUSTOMER_EXPECTED_ORDERS, CUSTOMER_HAS_EXPECTED, 0, most,
			&c->expected_orders, why) < 0 ||
		read_real(c, CUSTOMER_CHURN, CUSTOMER_HAS_CHURN, 0, 1, &c->churn, why) < 0 ||
		read_real(c, CUSTOMER_P_ALIVE, CUSTOMER_HAS_ALIVE, 0, 1, &c->alive, why) < 0 ||
		read_real(c, CUSTOMER_WARNING, CUSTOMER_HAS_WARNING, 0, most, &c->warning, why) <
			0 ||
		read_real(c, CUSTOMER_CONTACT_WORTH, 0, -most, most, &c->contact_worth, why) < 0 ||
		read_count(c, CUSTOMER_WINBACK_RANK, CUSTOMER_HAS_RANK, &c->has, &c->winback_rank,
			why) < 0 ||
		read_count(c, CUSTOMER_REFERRALS, 0, &ignored, &c->referrals, why) < 0 ||
		read_days(c, CUSTOMER_TENURE, CUSTOMER_HAS_TENURE, &c->has, &c->tenure, why) < 0 ||
		read_days(c, CUSTOMER_T_X, 0, &ignored, &c->t_x, why) < 0 ||
		read_score(c, CUSTOMER_R, &c->r, why) < 0 ||
		read_score(c, CUSTOMER_F, &c->f, why) < 0)
		return -1;
	if (c->r > 0 && c->f > 0)
		c->has |= CUSTOMER_HAS_RFM;
	/* A customer who is gone is what p_alive tells from the other side. */
	if (!(c->has & CUSTOMER_HAS_CHURN) && (c->has & CUSTOMER_HAS_ALIVE)) {
		c->churn = AMOUNT_UNIT - c->alive;
		c->has |= CUSTOMER_HAS_CHURN;
	}
	return 0;
}

static int rank_of(const struct customer *c, int segment, const char *column, int most)
{
	int rank;

	if (segment < 0)
		return -1;
	rank = words_rank(slice_of(column), c->segment[segment]);
	return rank < most ? rank : -1;
}

/*
 * The loyalty ladder: bought on one day (tester), on two or three (customer), on more (client), on
 * ten and is still there (supporter), has brought others (advocate).
 */
static int rung_of(const struct customer *c)
{
	bool is_here = c->stage != CUSTOMER_LOST && c->stage != CUSTOMER_DORMANT && !c->is_silent;
	int64_t days = c->basic.frequency + 1;

	if (c->referrals > 0)
		return 4;
	if (!(c->basic.known & SUMMARY_FREQUENCY))
		return -1;
	if (days >= 10 && is_here)
		return 3;
	return days >= 4 ? 2 : days >= 2 ? 1 : 0;
}

static void judge(struct customer *c)
{
	const struct customer_layout *layout = c->layout;
	int stage = rank_of(c, layout->lifecycle, "lifecycle", CUSTOMER_NO_STAGE);

	c->stage = stage >= 0 ? stage : CUSTOMER_NO_STAGE;
	c->is_silent = layout->lifecycle >= 0
			       ? c->stage == CUSTOMER_LOST || c->stage == CUSTOMER_DORMANT
			       : summary_is_silent(&c->basic);
	c->class = rank_of(c, layout->abc, "abc", CUSTOMER_CLASSES);
	if (layout->abc < 0)
		c->class = rank_of(c, layout->pyramid, "pyramid", 4);
	c->band = -1;
	if (c->has & CUSTOMER_HAS_CHURN)
		c->band = c->churn >= AMOUNT_UNIT * 6 / 10 ? 2 : c->churn >= AMOUNT_UNIT * 3 / 10;
	c->rung = rung_of(c);
}

int customer_read(struct customer *customer, struct diag *why)
{
	if (read_basic(customer, why) < 0 || read_scores(customer, why) < 0)
		return -1;
	judge(customer);
	return 0;
}
