/* SPDX-License-Identifier: MIT */
#include "crm/retention.h"

#include "base/date.h"
#include "test_seed.h"

static struct retention retention;
static struct diag why;

static int32_t day(const char *text)
{
	int32_t date;

	ck_assert(date_parse(slice_of(text), &date));
	return date;
}

static void ck_name(enum retention_unit unit, const char *date, const char *name, const char *start)
{
	struct buf text = BUF_EMPTY;
	int32_t period = retention_period(unit, day(date));

	retention_put_name(&text, unit, period);
	ck_assert_str_eq(buf_string(&text), name);
	ck_assert_int_eq(retention_start(unit, period), day(start));
	buf_release(&text);
}

START_TEST(periods_have_names)
{
	ck_name(RETENTION_MONTH, "2026-11-25", "2026-11", "2026-11-01");
	ck_name(RETENTION_MONTH, "2026-12-31", "2026-12", "2026-12-01");
	ck_name(RETENTION_QUARTER, "2026-12-31", "2026-Q4", "2026-10-01");
	ck_name(RETENTION_QUARTER, "2026-01-01", "2026-Q1", "2026-01-01");
	ck_name(RETENTION_YEAR, "1996-02-29", "1996", "1996-01-01");
	ck_name(RETENTION_WEEK, "2026-11-25", "2026-11-23", "2026-11-23");
	ck_name(RETENTION_WEEK, "2026-11-29", "2026-11-23", "2026-11-23");
	ck_name(RETENTION_WEEK, "1969-12-28", "1969-12-22", "1969-12-22");
	ck_name(RETENTION_WEEK, "1969-12-29", "1969-12-29", "1969-12-29");
}
END_TEST

START_TEST(neighbouring_days_are_in_neighbouring_periods)
{
	for (int unit = RETENTION_WEEK; unit <= RETENTION_YEAR; unit++) {
		enum retention_unit one = (enum retention_unit)unit;

		for (int32_t date = day("1967-01-01"); date < day("1975-01-01"); date++) {
			int32_t period = retention_period(one, date);
			bool begins = retention_start(one, period) == date;

			ck_assert_int_eq(retention_period(one, date - 1), period - begins);
		}
	}
}
END_TEST

static void add(const char *first, const char *second, const char *third)
{
	int32_t date[3] = { day(first) };
	size_t count = 1;

	if (second != NULL)
		date[count++] = day(second);
	if (third != NULL)
		date[count++] = day(third);
	retention_add(&retention, date, count);
}

static void ck_cell(size_t cohort, size_t age, int64_t active, int64_t kept)
{
	const struct retention_cell *cell = retention_cell(&retention, cohort, age);

	ck_assert_int_eq(cell->active, active);
	ck_assert_int_eq(cell->kept, kept);
}

static void begin(void)
{
	retention = (struct retention)RETENTION_EMPTY(RETENTION_MONTH);
}

START_TEST(customers_are_counted_by_cohort_and_age)
{
	add("2026-01-05", "2026-01-20", "2026-03-01");
	add("2026-01-31", NULL, NULL);
	add("2026-03-10", "2026-04-02", NULL);
	ck_assert_int_eq(retention_end(&retention, day("2026-04-30"), &why), 0);
	ck_assert_uint_eq(retention.cohorts, 4);
	ck_assert_uint_eq(retention_ages(&retention, 3), 1);
	ck_cell(0, 0, 2, 2);
	ck_cell(0, 1, 0, 1);
	ck_cell(0, 2, 1, 1);
	ck_cell(0, 3, 0, 0);
	ck_cell(1, 0, 0, 0);
	ck_cell(2, 0, 1, 1);
	ck_cell(2, 1, 1, 1);
	ck_cell(3, 0, 0, 0);
	retention_release(&retention);
}
END_TEST

START_TEST(unfinished_period_does_not_count)
{
	add("2026-01-05", "2026-02-20", "2026-03-01");
	add("2026-03-02", NULL, NULL);
	ck_assert_int_eq(retention_end(&retention, day("2026-03-30"), &why), 0);
	ck_assert_uint_eq(retention.cohorts, 2);
	ck_cell(0, 0, 1, 1);
	ck_cell(0, 1, 1, 1);
	ck_cell(1, 0, 0, 0);
	retention_release(&retention);
	ck_assert_int_eq(retention_end(&retention, day("2026-03-30"), &why), 0);
	ck_assert_uint_eq(retention.cohorts, 0);
}
END_TEST

START_TEST(periods_add_up_all_cohorts)
{
	struct sbg_period period[4];

	add("2026-01-05", "2026-03-01", NULL);
	add("2026-01-31", NULL, NULL);
	add("2026-02-10", "2026-04-02", NULL);
	ck_assert_int_eq(retention_end(&retention, day("2026-04-30"), &why), 0);
	/* Ages 1 to 3; cohorts of January, February and (nobody) March. */
	ck_assert_uint_eq(retention_periods(&retention, 0, period), 3);
	ck_assert(period[0].customers == 3 && period[0].lost == 1);
	ck_assert(period[1].customers == 2 && period[1].lost == 0);
	ck_assert(period[2].customers == 1 && period[2].lost == 1);
	/* Without April: only who was gone before counts as lost. */
	ck_assert_uint_eq(retention_periods(&retention, 1, period), 2);
	ck_assert(period[0].customers == 3 && period[0].lost == 1);
	ck_assert(period[1].customers == 1 && period[1].lost == 0);
	ck_assert_uint_eq(retention_periods(&retention, 4, period), 0);
	retention_release(&retention);
}
END_TEST

START_TEST(parts_are_merged)
{
	struct retention other = RETENTION_EMPTY(RETENTION_MONTH);
	int32_t date = day("2025-12-24");

	retention_add(&other, &date, 1);
	add("2026-01-05", NULL, NULL);
	retention_merge(&retention, &other);
	ck_assert_int_eq(retention_end(&retention, day("2026-01-31"), &why), 0);
	ck_cell(0, 0, 1, 1);
	ck_cell(1, 0, 1, 1);
	retention_release(&retention);
	retention_release(&other);
}
END_TEST

START_TEST(too_many_periods_are_refused)
{
	retention.unit = RETENTION_WEEK;
	add("1000-01-01", NULL, NULL);
	ck_assert_int_eq(retention_end(&retention, day("2026-01-31"), &why), -1);
	ck_assert_str_eq(why.text, "more than 10000 periods; take longer ones");
	retention_release(&retention);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("retention");
	TCase *tests = tcase_create("retention");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tests, begin, NULL);
	tcase_add_test(tests, periods_have_names);
	tcase_add_test(tests, neighbouring_days_are_in_neighbouring_periods);
	tcase_add_test(tests, customers_are_counted_by_cohort_and_age);
	tcase_add_test(tests, unfinished_period_does_not_count);
	tcase_add_test(tests, periods_add_up_all_cohorts);
	tcase_add_test(tests, parts_are_merged);
	tcase_add_test(tests, too_many_periods_are_refused);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
