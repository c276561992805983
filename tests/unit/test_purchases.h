/* SPDX-License-Identifier: MIT */
#ifndef TEST_PURCHASES_H
#define TEST_PURCHASES_H

/*
 * test_purchases: the data on which the literature on purchase models is built, if at hand.
 *
 * They are no part of the project. They are looked for in $CRM_DATA, or ../shared/data; tests that
 * need them say so and pass where they are not.
 */

#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "crm/purchase.h"
#include "test_close.h"

enum { TEST_MOST_CUSTOMERS = 3000 };

/* One customer: the history, and the mean of what the repeat purchases came to, or 0. */
struct test_customer {
	int id;
	struct purchase_history history;
	double spend;
};

struct test_customers {
	struct test_customer customer[TEST_MOST_CUSTOMERS];
	struct purchase_group group[TEST_MOST_CUSTOMERS];
	size_t count, groups;
};

/*
 * The gradient against differences of the log-likelihood, on a step of the logarithms at which
 * neither rounding nor curvature hides more than `allowed` of the greater one.
 */
static inline void test_gradient(const struct purchase_model *model, const double *parameter,
	const struct purchase_group *group, size_t count, double allowed)
{
	static const double step = 1e-5;
	double gradient[PURCHASE_MOST_PARAMETERS], moved[PURCHASE_MOST_PARAMETERS];
	double size = fabs(model->log_likelihood(parameter, group, count, gradient));

	for (size_t i = 0; i < model->parameters; i++) {
		double up, down;

		memcpy(moved, parameter, sizeof moved);
		moved[i] = parameter[i] * exp(step);
		up = model->log_likelihood(moved, group, count, NULL);
		moved[i] = parameter[i] * exp(-step);
		down = model->log_likelihood(moved, group, count, NULL);
		ck_close(gradient[i], (up - down) / (2 * step),
			allowed * (1 + fabs(gradient[i])) + 1e-16 * size / step, "%s",
			model->parameter[i]);
	}
}

static inline FILE *test_data(const char *file)
{
	const char *folder = getenv("CRM_DATA");
	char path[4096];
	FILE *opened;

	snprintf(path, sizeof path, "%s/%s", folder != NULL ? folder : "../shared/data", file);
	opened = fopen(path, "r");
	if (opened == NULL)
		printf("skipped: there is no %s\n", path);
	return opened;
}

static inline int test_by_history(const void *a, const void *b)
{
	const struct purchase_history *left = a, *right = b;

	if (left->frequency != right->frequency)
		return left->frequency < right->frequency ? -1 : 1;
	if (left->t_x != right->t_x)
		return left->t_x < right->t_x ? -1 : 1;
	return (left->tenure > right->tenure) - (left->tenure < right->tenure);
}

static inline void test_group(struct test_customers *all)
{
	for (size_t i = 0; i < all->count; i++)
		all->group[i] = (struct purchase_group){ all->customer[i].history, 1 };
	qsort(all->group, all->count, sizeof *all->group, test_by_history);
	all->groups = 0;
	for (size_t i = 0; i < all->count; i++) {
		struct purchase_group *last = &all->group[all->groups];

		if (all->groups > 0 && test_by_history(last - 1, &all->group[i]) == 0)
			last[-1].customers++;
		else
			all->group[all->groups++] = all->group[i];
	}
}

/* Days of a date written as YYYYMMDD. */
static inline int test_day(int date)
{
	int32_t day = 0;

	ck_assert(date_of(date / 10000, date / 100 % 100, date % 100, &day));
	return day;
}

/*
 * The sample of CDNOW's customers up to 1997-09-30, by the log of purchases: those of one day are
 * one, the first does not count, and a week has 7 days.
 */
static inline bool test_cdnow(struct test_customers *all)
{
	const int end = test_day(19970930);
	FILE *log = test_data("cdnow/cdnowElog.csv");
	struct test_customer *customer = NULL;
	int id, before = 0, date, first = 0, last = 0, discs;
	double amount;

	all->count = 0;
	if (log == NULL)
		return false;
	ck_assert_int_ge(fscanf(log, "%*[^\n]"), 0);
	while (fscanf(log, "%*d,%d,%d,%d,%lf", &id, &date, &discs, &amount) == 4) {
		int day = test_day(date);

		if (day > end)
			continue;
		if (id != before) {
			first = last = day;
			before = id;
			customer = &all->customer[all->count++];
			*customer = (struct test_customer){ .id = id };
			customer->history.tenure = (double)(end - day) / 7;
			continue;
		}
		if (day == first)
			continue;
		customer->spend += amount;
		customer->history.frequency += day > last;
		customer->history.t_x = (double)(day - first) / 7;
		last = day;
	}
	fclose(log);
	for (size_t i = 0; i < all->count; i++)
		if (all->customer[i].history.frequency > 0)
			all->customer[i].spend /= all->customer[i].history.frequency;
	test_group(all);
	ck_assert_uint_eq(all->count, 2357);
	return true;
}

/* The same as others have published it, rounded to two decimals. */
static inline bool test_cdnow_rounded(struct test_customers *all)
{
	FILE *file = test_data("cdnow/cdnow_customers_summary_with_transactions.csv");
	struct test_customer customer;
	struct purchase_history *history = &customer.history;

	all->count = 0;
	if (file == NULL)
		return false;
	ck_assert_int_ge(fscanf(file, "%*[^\n]"), 0);
	while (fscanf(file, "%d,%lf,%lf,%lf,%lf", &customer.id, &history->frequency, &history->t_x,
		       &history->tenure, &customer.spend) == 5)
		all->customer[all->count++] = customer;
	fclose(file);
	test_group(all);
	ck_assert_uint_eq(all->count, 2357);
	return true;
}

/* 11,104 donors of 1995, and in which of the six years behind it they gave again. */
static inline bool test_donations(struct test_customers *all)
{
	FILE *file = test_data("bgbb-donations/donations.csv");
	struct purchase_group group;
	unsigned long customers;

	all->groups = 0;
	if (file == NULL)
		return false;
	ck_assert_int_ge(fscanf(file, "%*[^\n]"), 0);
	while (fscanf(file, "%lf,%lf,%lf,%lu", &group.history.frequency, &group.history.t_x,
		       &group.history.tenure, &customers) == 4) {
		group.customers = customers;
		all->group[all->groups++] = group;
	}
	fclose(file);
	ck_assert_uint_eq(all->groups, 22);
	return true;
}

#endif
