/* SPDX-License-Identifier: MIT */
#include "crm/churn_label.h"

#include <math.h>

#include "test_seed.h"

enum { CUSTOMERS = 300, MOST_DAYS = 40 };

static struct churn_label_base base;
static struct churn_label_rule rule;
static struct diag why;

static void parse(const char *text)
{
	ck_assert_int_eq(churn_label_parse(slice_of(text), &rule, &why), 0);
}

/* Every tenth day, four times: gaps of 10, the last on day 30. */
static const int32_t steady[] = { 0, 10, 20, 30 };
static const int32_t hasty[] = { 0, 1, 2, 4, 8, 30 };
static const int32_t once[] = { 25 };
static const struct churn_label_days three[] = { { steady, 4 }, { hasty, 6 }, { once, 1 } };

static struct churn_label label(const char *text, size_t customer, int32_t as_of)
{
	parse(text);
	return churn_label_of(&base, &rule, three[customer], as_of);
}

static void begin(void)
{
	ck_assert_int_eq(churn_label_learn(&base, three, 3, 1000, false, &why), 0);
}

static void end(void)
{
	churn_label_release(&base);
}

START_TEST(rules_are_read_as_written)
{
	static const char *const good[] = { "days:180", "base:90", "own:75", "own:90x1.5",
		"base:100x2", "alive:0.2" };
	static const char *const bad[] = { "", "days", "days:", "days:0", "days:1.5", "days:99999",
		"base:101", "own:90x0", "own:90x", "alive:1", "alive:0", "alive:0.2x2",
		"days:180x2", "week:2", "days:180 " };
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		parse(good[i]);
		buf_reset(&text);
		churn_label_put(&text, &rule);
		ck_assert_str_eq(buf_string(&text), good[i]);
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_int_eq(churn_label_parse(slice_of(bad[i]), &rule, &why), -1);
	buf_release(&text);
}
END_TEST

START_TEST(fixed_days_are_the_same_for_all)
{
	struct churn_label found = label("days:20", 0, 50);

	ck_assert(found.is_known && !found.is_lost);
	ck_assert_int_eq(found.silence, 20);
	ck_assert_double_eq(found.silence_ratio, 1);
	found = label("days:20", 0, 51);
	ck_assert(found.is_lost);
	ck_assert_int_eq(found.lost_since, 51);
	found = label("days:20", 2, 60);
	ck_assert(found.is_lost);
	ck_assert_int_eq(found.lost_since, 46);
}
END_TEST

/* Gaps of all: 1 1 2 4 10 10 10 22. */
START_TEST(base_percentile_is_of_all_gaps)
{
	ck_assert_int_eq(label("base:50", 0, 50).limit, 4);
	ck_assert_int_eq(label("base:51", 2, 50).limit, 10);
	ck_assert_int_eq(label("base:100", 1, 50).limit, 22);
	ck_assert_int_eq(label("base:100x1.5", 1, 50).limit, 33);
}
END_TEST

START_TEST(own_percentile_is_of_own_gaps)
{
	ck_assert_int_eq(label("own:90", 0, 50).limit, 10);
	ck_assert_int_eq(label("own:60", 1, 50).limit, 2);
	ck_assert_int_eq(label("own:90", 1, 50).limit, 22);
	/* Two gaps, until day 3, are too few to go by; so is none. */
	ck_assert_int_eq(label("own:90", 1, 3).limit, 22);
	ck_assert_int_eq(label("own:50", 2, 50).limit, 4);
}
END_TEST

START_TEST(later_days_are_not_known_yet)
{
	struct churn_label found = label("own:100", 1, 12);

	ck_assert_int_eq(found.silence, 4);
	ck_assert_int_eq(found.limit, 4);
	ck_assert(!label("days:20", 2, 24).is_known);
}
END_TEST

START_TEST(without_gaps_nothing_is_known)
{
	struct churn_label_base none;

	ck_assert_int_eq(churn_label_learn(&none, three + 2, 1, 1000, false, &why), 0);
	parse("own:90");
	ck_assert(!churn_label_of(&none, &rule, three[2], 60).is_known);
	parse("days:20");
	ck_assert(churn_label_of(&none, &rule, three[2], 60).is_lost);
	churn_label_release(&none);
	ck_assert_int_eq(churn_label_learn(&none, three + 2, 1, 1000, true, &why), -1);
	churn_label_release(&none);
}
END_TEST

/* As of day 15: the steady are kept and come back; the hasty are lost, and come in 15 days. */
START_TEST(rules_are_tried_on_the_past)
{
	struct churn_label_trial trial;

	parse("days:5");
	trial = churn_label_try(&base, &rule, three, 3, 15, 15);
	ck_assert_int_eq(trial.lost_bought, 1);
	ck_assert_int_eq(trial.kept_bought, 1);
	ck_assert_int_eq(trial.lost_silent + trial.kept_silent, 0);
	ck_assert_double_eq(trial.false_alarms, 0.5);
	ck_assert_double_eq(trial.misses, 0);
	ck_assert_double_eq(trial.error, 0.25);
	trial = churn_label_try(&base, &rule, three, 3, 15, 14);
	ck_assert_int_eq(trial.lost_bought, 0);
	ck_assert_int_eq(trial.lost_silent, 1);
	ck_assert_double_eq(trial.error, 0);
	parse("days:50");
	trial = churn_label_try(&base, &rule, three, 3, 40, 100);
	ck_assert_int_eq(trial.kept_silent, 3);
	ck_assert_double_eq(trial.misses, 1);
}
END_TEST

static int32_t day[CUSTOMERS][MOST_DAYS];
static struct churn_label_days shop[CUSTOMERS];

/* Customers who buy with a gap of their own, leave, or never come back. */
static void fill_shop(struct rng *rng)
{
	for (size_t i = 0; i < CUSTOMERS; i++) {
		double mean = 5 + rng_below(rng, 40), date = rng_below(rng, 90);
		size_t count = 0;

		do {
			day[i][count++] = (int32_t)date;
			date += 1 + floor(-log(rng_unit(rng)) * mean);
		} while (date < 500 && count < MOST_DAYS && rng_chance(rng, 0.85));
		shop[i] = (struct churn_label_days){ day[i], count };
	}
}

/* The day after the limit is the first on which a customer is lost, by every rule. */
START_TEST(lost_begins_behind_the_limit)
{
	struct churn_label_base learnt;
	struct rng rng;

	test_seed(&rng, "lost_begins_behind_the_limit");
	fill_shop(&rng);
	ck_assert_int_eq(churn_label_learn(&learnt, shop, CUSTOMERS, 500, true, &why), 0);
	for (size_t r = 0; r < churn_label_candidate_count; r++)
		for (size_t i = 0; i < CUSTOMERS; i += 7) {
			const struct churn_label_rule *one = &churn_label_candidates[r];
			int32_t last = shop[i].date[shop[i].count - 1];
			struct churn_label found = churn_label_of(&learnt, one, shop[i], 600);
			int32_t limit = (int32_t)found.limit;

			ck_assert(found.is_known && limit > 0);
			if (found.limit == CHURN_LABEL_MOST_DAYS)
				continue;
			ck_assert(!churn_label_of(&learnt, one, shop[i], last + limit).is_lost);
			found = churn_label_of(&learnt, one, shop[i], last + limit + 1);
			ck_assert(found.is_lost);
			ck_assert_int_eq(found.lost_since, last + limit + 1);
		}
	churn_label_release(&learnt);
}
END_TEST

/* P(alive) on the last day of the limit is not below the threshold, on the next day it is. */
START_TEST(alive_goes_below_its_threshold)
{
	const struct purchase_model *model = purchase_find("mbgnbd");
	struct churn_label_base learnt;
	struct rng rng;

	test_seed(&rng, "alive_goes_below_its_threshold");
	fill_shop(&rng);
	ck_assert_int_eq(churn_label_learn(&learnt, shop, CUSTOMERS, 500, true, &why), 0);
	parse("alive:0.3");
	for (size_t i = 0; i < CUSTOMERS; i++) {
		struct churn_label found = churn_label_of(&learnt, &rule, shop[i], 500);
		double t_x = shop[i].date[shop[i].count - 1] - shop[i].date[0];
		struct purchase_history at = { (double)shop[i].count - 1, t_x / 7,
			(t_x + (double)found.limit) / 7 };
		struct purchase_history behind = at;

		behind.tenure = (t_x + (double)found.limit + 1) / 7;
		if (found.limit > 1)
			ck_assert_double_ge(
				purchase_alive(model, learnt.fit.parameter, &at, 0), 0.3);
		ck_assert_double_lt(purchase_alive(model, learnt.fit.parameter, &behind, 0), 0.3);
	}
	churn_label_release(&learnt);
}
END_TEST

START_TEST(candidates_are_rules)
{
	struct buf text = BUF_EMPTY;

	for (size_t i = 0; i < churn_label_candidate_count; i++) {
		buf_reset(&text);
		churn_label_put(&text, &churn_label_candidates[i]);
		parse(buf_string(&text));
		ck_assert(rule.kind == churn_label_candidates[i].kind &&
			  rule.value == churn_label_candidates[i].value &&
			  rule.times == churn_label_candidates[i].times);
	}
	buf_release(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("churn_label");
	TCase *tests = tcase_create("churn_label");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, rules_are_read_as_written);
	tcase_add_test(tests, fixed_days_are_the_same_for_all);
	tcase_add_test(tests, base_percentile_is_of_all_gaps);
	tcase_add_test(tests, own_percentile_is_of_own_gaps);
	tcase_add_test(tests, later_days_are_not_known_yet);
	tcase_add_test(tests, without_gaps_nothing_is_known);
	tcase_add_test(tests, rules_are_tried_on_the_past);
	tcase_add_test(tests, lost_begins_behind_the_limit);
	tcase_add_test(tests, alive_goes_below_its_threshold);
	tcase_add_test(tests, candidates_are_rules);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
