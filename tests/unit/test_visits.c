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

/* The ids as "date:id,id …", each on the day on which its order begins. */
static void ck_ids(struct visits *visits, const char *wanted)
{
	struct buf out = BUF_EMPTY;
	const struct slice *id;

	visits_compact(visits);
	id = visits->id;
	for (size_t i = 0; i < visits->day_count; i++) {
		buf_printf(&out, "%s%d:", i > 0 ? " " : "", (int)visits->day[i].date);
		for (size_t n = 0; n < visits->day_ids[i]; n++, id++)
			buf_printf(&out, "%s" SLICE, n > 0 ? "," : "", SLICE_ARG(*id));
	}
	ck_assert(id == visits->id + visits->id_count);
	ck_assert_str_eq(buf_string(&out), wanted);
	buf_release(&out);
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
	ck_ids(&visits, "");
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

START_TEST(ids_are_there_once_on_the_earliest_of_their_days)
{
	struct visits visits = { 0 };

	add_row(&visits, 20, 1, "B");
	add_row(&visits, 10, 1, "");
	add_row(&visits, 20, 1, "A");
	add_list(&visits, 20, "C\\nB\\nAA", 3);
	add_row(&visits, 30, 1, "B");
	ck_ids(&visits, "10: 20:B,A,C,AA 30:");
	visits_release(&visits);
}
END_TEST

START_TEST(days_can_be_put_in)
{
	struct visits visits = { 0 };

	add_row(&visits, 20, 1, "B");
	visits_compact(&visits);
	for (int32_t date = 5; date < 300; date += 5) {
		visits_begin_days(&visits, 0);
		*visits_add_day(&visits) = (struct profile_day){ .date = date - 1 };
		for (int32_t next = date; next < 300; next++)
			visits_add_day(&visits)->date = next;
		ck_assert_uint_eq(visits.day_count, (size_t)(301 - date));
		ck_assert_int_eq(visits.day[0].date, date - 1);
		ck_assert_uint_eq(visits.day_ids[0], 0);
		ck_assert_uint_eq(visits.id_count, 0);
	}
	ck_ids(&visits, "20:B");
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
	tcase_add_test(tests, ids_are_there_once_on_the_earliest_of_their_days);
	tcase_add_test(tests, days_can_be_put_in);
	tcase_add_test(tests, sums_do_not_depend_on_the_order_in_which_they_are_made);
	tcase_add_test(tests, customer_of_many_orders_takes_no_time);
	return run_tests(tests);
}
