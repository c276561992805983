/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/num.h"
#include "crm/dealing.h"
#include "sales.h"

/* What crm-profile makes of a ledger and a report has a use for, in the order it is written. */
static const enum customer_field made[] = { CUSTOMER_ID, CUSTOMER_ORDERS, CUSTOMER_FIRST_DATE,
	CUSTOMER_LAST_DATE, CUSTOMER_RECENCY, CUSTOMER_TENURE, CUSTOMER_FREQUENCY, CUSTOMER_T_X,
	CUSTOMER_AMOUNT, CUSTOMER_RETURNED, CUSTOMER_GAP_MEAN, CUSTOMER_GAP_SD, CUSTOMER_AMOUNT_90D,
	CUSTOMER_AMOUNT_365D };

enum { MADE = sizeof made / sizeof *made, GAP_DECIMALS = 4 };

/* A worker's memory. */
struct worker {
	struct visits visits;
	struct sales_period *month;
	int64_t (*cohort)[SALES_COHORTS];
	int128 weekday[7];
	int64_t customers;
	struct intake_part part;
	struct buf text, scratch;
	int64_t pair[SALES_PAIRS][SALES_PAIRS];
	int64_t baskets;
};

struct work {
	struct sales *sales;
	struct intake *intake; /* or NULL */
	struct worker *worker;
	uint64_t product[SALES_PAIRS]; /* hashes */
};

static int month_of(int32_t date)
{
	int year, month, day;

	date_split(date, &year, &month, &day);
	return year * 12 + month - 1;
}

/* Monday is 0; 1970-01-01 was a Thursday. */
static int weekday_of(int32_t date)
{
	int day = (date + 3) % 7;

	return day < 0 ? day + 7 : day;
}

/* Months, quarters or years: the shortest periods of which the triangle has room for all. */
static void lay_out_periods(struct sales *sales)
{
	int last = month_of(sales->newest);

	sales->first_month = month_of(sales->oldest);
	sales->months = (size_t)(last - sales->first_month) + 1;
	sales->months_of_cohort = sales->months <= SALES_COHORTS       ? 1
				  : sales->months <= SALES_COHORTS * 3 ? 3
								       : 12;
	sales->cohorts = (size_t)(last / sales->months_of_cohort -
				  sales->first_month / sales->months_of_cohort) +
			 1;
	/* Of a longer history, what came first is one cohort with what followed. */
	if (sales->cohorts > SALES_COHORTS)
		sales->cohorts = SALES_COHORTS;
	sales->month = mem_zero(sales->months, sizeof *sales->month);
	sales->cohort = mem_zero(SALES_COHORTS, sizeof *sales->cohort);
}

/* The period of cohorts that a month is in, counted so that the newest is the last. */
static size_t period_of(const struct sales *sales, size_t month)
{
	int length = sales->months_of_cohort;
	int last = (sales->first_month + (int)sales->months - 1) / length;
	int own = (sales->first_month + (int)month) / length;
	int place = (int)sales->cohorts - 1 - (last - own);

	return place > 0 ? (size_t)place : 0;
}

static void add_day(const struct work *work, struct worker *worker, const struct profile_day *day)
{
	struct sales_period *month = &worker->month[month_of(day->date) - work->sales->first_month];

	month->amount += day->amount;
	month->orders += day->orders;
	worker->weekday[weekday_of(day->date)] += day->amount;
}

/* Months and cohorts of one customer's purchase days. */
static void add_purchases(const struct work *work, struct worker *worker)
{
	const struct visits *visits = &worker->visits;
	const struct sales *sales = work->sales;
	size_t first_month = 0, first = 0, month_before = SIZE_MAX, period_before = SIZE_MAX;
	bool bought = false;

	for (size_t i = 0; i < visits->day_count; i++) {
		const struct profile_day *day = &visits->day[i];
		size_t month = (size_t)(month_of(day->date) - sales->first_month), period;

		if (bought && month == first_month)
			worker->month[month].new_amount += day->amount;
		if (day->amount <= 0)
			continue;
		period = period_of(sales, month);
		if (!bought) {
			first_month = month;
			first = period;
			worker->month[month].new_customers++;
			worker->month[month].new_amount += day->amount;
			worker->customers++;
		}
		bought = true;
		worker->month[month].customers += month != month_before;
		worker->cohort[first][period - first] += period != period_before;
		month_before = month;
		period_before = period;
	}
}

/* ---- profiles of customers --------------------------------------------------------------- */

static void put_tab(struct buf *out, int64_t value)
{
	num_put_int(out, value);
	buf_char(out, '\t');
}

static void put_amount_tab(struct buf *out, int64_t micros)
{
	amount_put(out, micros);
	buf_char(out, '\t');
}

static void put_gap(struct buf *out, bool known, double days)
{
	if (known)
		num_put_real(out, days, GAP_DECIMALS);
	buf_char(out, '\t');
}

/* The fields of the list above, each with a tab behind it. */
static void put_profile(struct buf *out, struct slice id, const struct profile *profile)
{
	buf_put(out, id);
	buf_char(out, '\t');
	put_tab(out, profile->orders);
	date_put(out, profile->first_date);
	buf_char(out, '\t');
	date_put(out, profile->last_date);
	buf_char(out, '\t');
	put_tab(out, profile->recency);
	put_tab(out, profile->tenure);
	put_tab(out, profile->frequency);
	put_tab(out, profile->t_x);
	put_amount_tab(out, profile->amount);
	put_amount_tab(out, profile->returned_amount);
	put_gap(out, profile->has_gap_mean, profile->gap_mean);
	put_gap(out, profile->has_gap_sd, profile->gap_sd);
	put_amount_tab(out, profile->amount_90d);
	put_amount_tab(out, profile->amount_365d);
}

static int make_profile(
	const struct work *work, struct worker *worker, struct slice id, struct diag *why)
{
	struct customer customer = { .layout = &work->intake->layout };
	struct profile profile;
	struct slice rest, field;
	int result = profile_of(worker->visits.day, worker->visits.day_count, PROFILE_PURCHASE_NET,
		work->sales->newest, &profile, why);

	if (result <= 0)
		return result;
	buf_reset(&worker->text);
	put_profile(&worker->text, id, &profile);
	rest = buf_slice(&worker->text);
	for (size_t i = 0; i < MADE && slice_cut(&rest, '\t', &field); i++)
		customer.value[made[i]] = field;
	if (customer_read(&customer, why) < 0)
		return -1;
	intake_add(&worker->part, &customer, &worker->scratch);
	if (work->intake->watch.count > 0 && customer_watched(&work->intake->watch, id) >= 0) {
		buf_reset(&worker->scratch);
		for (size_t i = 0; i < MADE; i++) {
			buf_text(&worker->scratch, customer_field_name[made[i]]);
			buf_char(&worker->scratch, '\t');
			buf_put(&worker->scratch, customer.value[made[i]]);
			buf_char(&worker->scratch, '\n');
		}
		intake_add_card(work->intake, &worker->part, id, buf_slice(&worker->scratch));
	}
	return 0;
}

static int work_on_customers(void *context, int number, size_t partition,
	const struct keyed_group *group, size_t count, struct diag *why)
{
	const struct work *work = context;
	struct worker *worker = &work->worker[number];

	(void)partition;
	for (size_t i = 0; i < count; i++) {
		ledger_visits(&group[i], &worker->visits);
		visits_compact(&worker->visits);
		for (size_t k = 0; k < worker->visits.day_count; k++)
			add_day(work, worker, &worker->visits.day[k]);
		add_purchases(work, worker);
		if (work->intake != NULL && make_profile(work, worker, group[i].key, why) < 0)
			return -1;
	}
	return 0;
}

/* ---- pairs of products ------------------------------------------------------------------- */

static void count_pairs(struct worker *worker, unsigned basket)
{
	for (size_t i = 0; i < SALES_PAIRS; i++)
		for (size_t k = 0; k < SALES_PAIRS; k++)
			worker->pair[i][k] += (basket >> i & 1) && (basket >> k & 1);
}

static int work_on_baskets(void *context, int number, size_t partition,
	const struct keyed_group *group, size_t count, struct diag *why)
{
	const struct work *work = context;
	struct worker *worker = &work->worker[number];

	(void)partition;
	(void)why;
	for (size_t i = 0; i < count; i++) {
		unsigned basket = 0;

		for (size_t k = 0; k < group[i].count; k++)
			for (size_t p = 0; p < work->sales->pair_products; p++)
				if (memcmp(group[i].record[k].at, &work->product[p],
					    sizeof work->product[p]) == 0)
					basket |= 1u << p;
		worker->baskets++;
		count_pairs(worker, basket);
	}
	return 0;
}

/* The best products stand first then. */
static void choose_products(struct work *work)
{
	struct sales *sales = work->sales;
	struct tally *product = &sales->dimension[SALES_PRODUCT];

	for (size_t i = 0; i < product->count; i++)
		product->entry[i].rank = product->entry[i].value.length == 0;
	tally_sort(product);
	for (size_t i = 0; i < product->count && sales->pair_products < SALES_PAIRS; i++)
		if (product->entry[i].value.length > 0)
			work->product[sales->pair_products++] = hash_bytes(product->entry[i].value);
}

/* ---- all of it --------------------------------------------------------------------------- */

static void merge_worker(struct work *work, struct worker *worker)
{
	struct sales *sales = work->sales;

	for (size_t i = 0; i < sales->months; i++) {
		sales->month[i].amount += worker->month[i].amount;
		sales->month[i].orders += worker->month[i].orders;
		sales->month[i].customers += worker->month[i].customers;
		sales->month[i].new_customers += worker->month[i].new_customers;
		sales->month[i].new_amount += worker->month[i].new_amount;
	}
	for (size_t i = 0; i < 7; i++)
		sales->weekday[i] += worker->weekday[i];
	sales->customers += worker->customers;
	for (size_t i = 0; i < SALES_COHORTS; i++)
		for (size_t k = 0; k < SALES_COHORTS; k++)
			sales->cohort[i][k] += worker->cohort[i][k];
	for (size_t i = 0; i < SALES_PAIRS; i++)
		for (size_t k = 0; k < SALES_PAIRS; k++)
			sales->pair[i][k] += worker->pair[i][k];
	sales->baskets_count += worker->baskets;
	if (work->intake != NULL)
		intake_end_part(work->intake, &worker->part);
	visits_release(&worker->visits);
	buf_release(&worker->text);
	buf_release(&worker->scratch);
	free(worker->month);
	free(worker->cohort);
}

static void begin_workers(struct work *work, int jobs)
{
	work->worker = mem_zero((size_t)jobs, sizeof *work->worker);
	for (int i = 0; i < jobs; i++) {
		struct worker *worker = &work->worker[i];

		worker->month = mem_zero(work->sales->months, sizeof *worker->month);
		worker->cohort = mem_zero(SALES_COHORTS, sizeof *worker->cohort);
		if (work->intake != NULL)
			intake_begin_part(work->intake, &worker->part);
	}
}

int sales_finish(struct sales *sales, int jobs, struct intake *intake, struct diag *why)
{
	struct work work = { .sales = sales, .intake = intake };
	int result;

	if (intake != NULL)
		customer_resolve_made(&intake->layout, made, MADE);
	if (!sales->has_rows)
		return 0;
	lay_out_periods(sales);
	choose_products(&work);
	begin_workers(&work, jobs);
	result = keyed_each(sales->keyed, jobs, work_on_customers, &work, why);
	if (result == 0)
		result = keyed_each(sales->baskets, jobs, work_on_baskets, &work, why);
	for (int i = 0; i < jobs; i++)
		merge_worker(&work, &work.worker[i]);
	free(work.worker);
	return result;
}
