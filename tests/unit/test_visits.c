/* SPDX-License-Identifier: MIT */
#include "crm/visits.h"

#include "test_streams.h"

/* A row of `amount` on `date` under the order `id`, "" for none. */
static void add_row(struct visits *visits, int32_t date, int64_t amount, const char *id)
{
	dealing_of_row(visits_add(visits), date, amount, slice_of(id));
}

/* What has been stored: the ids of a date, and its orders without id. */
static void add_list(struct visits *visits, int32_t date, const char *ids, uint32_t orders)
{
	*visits_add(visits) = (struct dealing){
		.kind = DEALING_DAY,
		.date = date,
		.amount = 1,
		.sales = 1,
		.orders_without_id = orders,
		.order_ids = slice_of(ids),
	};
}

/* The days as "date:amount/sales/returns/returned/orders …". */
static void ck_days(struct visits *visits, const char *wanted)
{
	struct buf out = BUF_EMPTY;

	visits_compact(visits);
	for (size_t i = 0; i < visits->day_count; i++) {
		const struct profile_day *day = &visits->day[i];

		buf_printf(&out, "%s%d:%lld/%lld/%lld/%lld/%lld", i > 0 ? " " : "", (int)day->date,
			(long long)day->amount, (long long)day->sales, (long long)day->returns,
			(long long)day->returned_amount, (long long)day->orders);
	}
	ck_assert_str_eq(buf_string(&out), wanted);
	buf_release(&out);
}

/* What would be stored, as "date:ids/orders …". */
static void ck_merged(struct visits *visits, const char *wanted)
{
	struct buf out = BUF_EMPTY, ids = BUF_EMPTY;

	visits_merge_days(visits, &ids);
	for (size_t i = 0; i < visits->day_count; i++)
		buf_printf(&out, "%s%d:" SLICE "/%lld", i > 0 ? " " : "", (int)visits->day[i].date,
			SLICE_ARG(visits->day_ids[i]), (long long)visits->day[i].orders);
	ck_assert_str_eq(buf_string(&out), wanted);
	buf_release(&out);
	buf_release(&ids);
}

START_TEST(rows_of_a_date_become_a_day)
{
	struct visits visits = { 0 };

	add_row(&visits, 20, 500, "");
	add_row(&visits, 10, 100, "");
	add_row(&visits, 20, -200, "");
	add_row(&visits, 20, -1, "");
	add_row(&visits, -5, 7, "");
	add_row(&visits, 10, 0, "");
	ck_days(&visits, "-5:7/1/0/0/1 10:100/1/0/0/2 20:299/1/2/201/3");
	visits_release(&visits);
}
END_TEST

START_TEST(no_visit_is_no_day)
{
	struct visits visits = { 0 };

	ck_days(&visits, "");
	ck_merged(&visits, "");
	visits_release(&visits);
}
END_TEST

START_TEST(order_counts_once_on_its_earliest_day)
{
	struct visits visits = { 0 };

	add_row(&visits, 30, 1, "A");
	add_row(&visits, 10, 1, "A");
	add_row(&visits, 10, 1, "A");
	add_row(&visits, 20, 1, "B");
	add_row(&visits, 20, 1, "");
	add_row(&visits, 30, -1, "B");
	ck_days(&visits, "10:2/2/0/0/1 20:2/2/0/0/2 30:0/1/1/1/0");
	visits_release(&visits);
}
END_TEST

START_TEST(lists_of_ids_are_taken_apart)
{
	struct visits visits = { 0 };

	add_list(&visits, 10, "A\\nB\\nC", 0);
	add_list(&visits, 20, "B\\nD", 2);
	add_row(&visits, 20, 1, "C");
	add_list(&visits, 30, "", 1);
	ck_days(&visits, "10:1/1/0/0/3 20:2/2/0/0/3 30:1/1/0/0/1");
	visits_release(&visits);
}
END_TEST

/* An id with a backslash is escaped: \\n is a backslash and an n. */
START_TEST(escapes_in_ids_divide_nothing)
{
	struct visits visits = { 0 };

	add_list(&visits, 10, "A\\\\nB\\nC\\\\", 0);
	add_row(&visits, 20, 1, "A\\\\nB");
	add_row(&visits, 20, 1, "C\\\\");
	ck_days(&visits, "10:1/1/0/0/2 20:2/2/0/0/0");
	ck_assert(!visits_is_list(slice_of("A\\\\nB")));
	ck_assert(visits_is_list(slice_of("A\\nB")));
	ck_assert(visits_is_list(slice_of("A\\\\\\nB")));
	ck_assert(!visits_is_list(slice_of("")));
	ck_assert(!visits_is_list(slice_of("\\")));
	ck_assert(visits_ends_open(slice_of("\\")));
	ck_assert(visits_ends_open(slice_of("A\\\\\\")));
	ck_assert(!visits_ends_open(slice_of("A\\\\")));
	ck_assert(!visits_ends_open(slice_of("\\A")));
	ck_assert(!visits_ends_open(slice_of("")));
	visits_release(&visits);
}
END_TEST

START_TEST(merged_days_have_their_ids_sorted_and_once)
{
	struct visits visits = { 0 };

	add_row(&visits, 20, 1, "B");
	add_row(&visits, 10, 1, "");
	add_row(&visits, 20, 1, "A");
	add_list(&visits, 20, "C\\nB\\nAA", 3);
	add_row(&visits, 30, 1, "B");
	ck_merged(&visits, "10:/1 20:A\\nAA\\nB\\nC/3 30:B/0");
	visits_release(&visits);
}
END_TEST

START_TEST(sums_do_not_depend_on_the_order_in_which_they_are_made)
{
	struct visits visits = { 0 };

	add_row(&visits, 10, INT64_MAX, "A");
	add_row(&visits, 10, INT64_MAX, "A");
	add_row(&visits, 10, -INT64_MAX, "A");
	add_row(&visits, 10, -INT64_MAX, "A");
	visits_compact(&visits);
	ck_assert(visits.day[0].amount == 0);
	ck_assert(visits.day[0].returned_amount == 2 * (int128)INT64_MAX);
	visits_release(&visits);
}
END_TEST

/* Compacting what was merged is compacting the rows, however they are divided into parts. */
START_TEST(parts_come_to_the_same_as_the_whole)
{
	struct rng rng;

	start_random(&rng);
	for (int n = 0; n < 300; n++) {
		struct visits whole = { 0 }, part[3] = { { 0 } }, sum = { 0 };
		struct buf ids[3] = { BUF_EMPTY, BUF_EMPTY, BUF_EMPTY };
		uint32_t rows = 1 + rng_below(&rng, n % 10 == 0 ? 500 : 20);
		static const char *const names[] = { "", "A", "B", "AB", "C\\\\", "order-1",
			"order-2", "a-long-name-of-an-order-1", "a-long-name-of-an-order-2" };

		for (uint32_t i = 0; i < rows; i++) {
			int32_t date = (int32_t)rng_below(&rng, 12);
			int64_t amount = (int64_t)rng_below(&rng, 100) - 20;
			const char *id = names[rng_below(&rng, 9)];

			add_row(&whole, date, amount, id);
			add_row(&part[rng_below(&rng, 3)], date, amount, id);
		}
		for (size_t p = 0; p < 3; p++) {
			visits_merge_days(&part[p], &ids[p]);
			for (size_t i = 0; i < part[p].day_count; i++) {
				const struct profile_day *day = &part[p].day[i];

				*visits_add(&sum) = (struct dealing){
					.kind = DEALING_DAY,
					.date = day->date,
					.sales = (uint32_t)day->sales,
					.returns = (uint32_t)day->returns,
					.orders_without_id = (uint32_t)day->orders,
					.amount = (int64_t)day->amount,
					.returned_amount = (int64_t)day->returned_amount,
					.order_ids = part[p].day_ids[i],
				};
			}
		}
		visits_compact(&whole);
		visits_compact(&sum);
		ck_assert_uint_eq(sum.day_count, whole.day_count);
		for (size_t i = 0; i < whole.day_count; i++) {
			ck_assert_int_eq(sum.day[i].date, whole.day[i].date);
			ck_assert(sum.day[i].amount == whole.day[i].amount);
			ck_assert(sum.day[i].returned_amount == whole.day[i].returned_amount);
			ck_assert_int_eq(sum.day[i].sales, whole.day[i].sales);
			ck_assert_int_eq(sum.day[i].returns, whole.day[i].returns);
			ck_assert_int_eq(sum.day[i].orders, whole.day[i].orders);
		}
		visits_release(&whole);
		visits_release(&sum);
		for (size_t p = 0; p < 3; p++) {
			visits_release(&part[p]);
			buf_release(&ids[p]);
		}
	}
}
END_TEST

/* The customer called "guest" has all the orders of the shop; ids differ in the middle only. */
START_TEST(customer_of_many_orders_takes_no_time)
{
	enum { ORDERS = 300000 };
	struct visits visits = { 0 };
	struct arena names = ARENA_EMPTY;
	struct buf name = BUF_EMPTY;

	for (int i = 0; i < ORDERS; i++) {
		buf_reset(&name);
		buf_printf(&name, "SHOP2026-%06d-ONLINE-CN", i);
		add_row(&visits, i % 365, 1, arena_copy(&names, buf_slice(&name)).at);
	}
	visits_compact(&visits);
	ck_assert_uint_eq(visits.day_count, 365);
	ck_assert_int_eq(visits.day[0].orders, (ORDERS + 364) / 365);
	visits_release(&visits);
	arena_release(&names);
	buf_release(&name);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("visits");

	tcase_add_test(tests, rows_of_a_date_become_a_day);
	tcase_add_test(tests, no_visit_is_no_day);
	tcase_add_test(tests, order_counts_once_on_its_earliest_day);
	tcase_add_test(tests, lists_of_ids_are_taken_apart);
	tcase_add_test(tests, escapes_in_ids_divide_nothing);
	tcase_add_test(tests, merged_days_have_their_ids_sorted_and_once);
	tcase_add_test(tests, sums_do_not_depend_on_the_order_in_which_they_are_made);
	tcase_add_test(tests, parts_come_to_the_same_as_the_whole);
	tcase_add_test(tests, customer_of_many_orders_takes_no_time);
	return run_tests(tests);
}
