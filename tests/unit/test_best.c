/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/rng.h"
#include "crm/best.h"

/* "id:amount id:amount …" of the rows, in their order. */
static const char *rows_of(const struct best *best, struct buf *text)
{
	buf_reset(text);
	for (size_t i = 0; i < best->count; i++)
		buf_printf(text, "%s" SLICE ":%lld", i > 0 ? " " : "", SLICE_ARG(best->row[i].id),
			(long long)best->row[i].amount);
	return buf_string(text);
}

static void add(struct best *best, const char *id, int64_t amount)
{
	if (best_wants(best, amount, slice_of(id)))
		best_add(best, amount, slice_of(id), slice_of(id));
}

START_TEST(the_highest_amounts_stay)
{
	struct best best = { .most = 3 };
	struct buf text = BUF_EMPTY;

	add(&best, "a", 5);
	add(&best, "b", -1);
	add(&best, "c", 9);
	add(&best, "d", 7);
	add(&best, "e", 1);
	best_sort(&best);
	ck_assert_str_eq(rows_of(&best, &text), "c:9 d:7 a:5");
	best_release(&best);
	buf_release(&text);
}
END_TEST

START_TEST(of_equals_the_lower_id_is_better)
{
	struct best best = { .most = 2 };
	struct buf text = BUF_EMPTY;

	add(&best, "c", 5);
	add(&best, "b", 5);
	add(&best, "d", 5);
	add(&best, "a", 5);
	best_sort(&best);
	ck_assert_str_eq(rows_of(&best, &text), "a:5 b:5");
	best_release(&best);
	buf_release(&text);
}
END_TEST

START_TEST(the_same_id_goes_by_the_record)
{
	struct best best = { .most = 1 };

	best_add(&best, 1, slice_of("a"), slice_of("a 2"));
	ck_assert(best_wants(&best, 1, slice_of("a")));
	best_add(&best, 1, slice_of("a"), slice_of("a 1"));
	best_add(&best, 1, slice_of("a"), slice_of("a 3"));
	ck_assert(slice_is(best.row[0].record, "a 1"));
	best_release(&best);
}
END_TEST

START_TEST(none_are_wanted_where_there_is_no_place)
{
	struct best best = { .most = 0 };

	ck_assert(!best_wants(&best, 5, slice_of("a")));
	best_add(&best, 5, slice_of("a"), slice_of("a"));
	ck_assert_uint_eq(best.count, 0);
	best_sort(&best);
	best_release(&best);
}
END_TEST

/* However the customers are dealt out to the parts, the list is the same. */
START_TEST(parts_make_the_whole)
{
	struct best whole = { .most = 20 },
		    part[3] = { { .most = 20 }, { .most = 20 }, { .most = 20 } };
	struct buf expected = BUF_EMPTY, text = BUF_EMPTY;
	struct rng rng;

	rng_start(&rng, 3);
	for (int i = 0; i < 2000; i++) {
		char id[16];
		int64_t amount = (int64_t)(rng_next(&rng) % 100);

		snprintf(id, sizeof id, "%d", i);
		add(&whole, id, amount);
		add(&part[rng_next(&rng) % 3], id, amount);
	}
	best_merge(&part[0], &part[2]);
	best_merge(&part[0], &part[1]);
	best_sort(&whole);
	best_sort(&part[0]);
	ck_assert_str_eq(rows_of(&part[0], &text), rows_of(&whole, &expected));
	for (int i = 0; i < 3; i++)
		best_release(&part[i]);
	best_release(&whole);
	buf_release(&expected);
	buf_release(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("best");
	TCase *all = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(all, the_highest_amounts_stay);
	tcase_add_test(all, of_equals_the_lower_id_is_better);
	tcase_add_test(all, the_same_id_goes_by_the_record);
	tcase_add_test(all, none_are_wanted_where_there_is_no_place);
	tcase_add_test(all, parts_make_the_whole);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
