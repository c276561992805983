/* SPDX-License-Identifier: MIT */
#include "crm/rfm.h"

#include <string.h>

#include "crm/rfm_table.h"
#include "stat/quantile.h"
#include "test_seed.h"

/* The codes of the eleven segments as they are published. */
static const struct {
	const char *segment, *codes;
} published[] = {
	{ "champions", "555 554 544 545 454 455 445" },
	{ "loyal", "543 444 435 355 354 345 344 335" },
	{ "potential_loyalist",
		"553 551 552 541 542 533 532 531 452 451 442 441 431 453 433 432 423 353 "
		"352 351 342 341 333 323" },
	{ "new", "512 511 422 421 412 411 311" },
	{ "promising", "525 524 523 522 521 515 514 513 425 424 413 414 415 315 314 313" },
	{ "need_attention", "535 534 443 434 343 334 325 324" },
	{ "about_to_sleep", "331 321 312 221 213 231 241 251" },
	{ "at_risk", "255 254 245 244 253 252 243 242 235 234 225 224 153 152 145 143 142 135 "
		     "134 133 125 124" },
	{ "cannot_lose", "155 154 144 214 215 115 114 113" },
	{ "hibernating", "332 322 233 232 223 222 132 123 122 212 211" },
	{ "lost", "111 112 121 131 141 151" },
};

enum { SEGMENTS = sizeof published / sizeof *published };

START_TEST(scores_are_fifths)
{
	int64_t value[100], cut[4];

	for (size_t i = 0; i < 100; i++)
		value[i] = (int64_t)i + 1;
	rfm_fit(value, 100, 5, cut);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(cut[i], 20 * (i + 1));
	for (int i = 0; i < 100; i++) {
		ck_assert_int_eq(rfm_score(cut, 5, value[i]), i / 20 + 1);
		ck_assert_int_eq(rfm_score_recency(cut, 5, value[i]), 5 - i / 20);
	}
}
END_TEST

START_TEST(value_on_a_cut_belongs_below)
{
	static const int64_t cut[] = { 10, 20, 40, 90 };

	ck_assert_int_eq(rfm_score(cut, 5, 20), 2);
	ck_assert_int_eq(rfm_score(cut, 5, 21), 3);
	ck_assert_int_eq(rfm_score_recency(cut, 5, 20), 4);
	ck_assert_int_eq(rfm_score_recency(cut, 5, 21), 3);
	ck_assert_int_eq(rfm_score(cut, 5, INT64_MAX), 5);
	ck_assert_int_eq(rfm_score(cut, 5, -INT64_MAX), 1);
}
END_TEST

START_TEST(equals_share_a_score_and_leave_others_out)
{
	static const int64_t value[] = { 0, 0, 0, 0, 0, 0, 1, 1, 2, 9 };
	int64_t cut[4];

	rfm_fit(value, 10, 5, cut);
	ck_assert_int_eq(rfm_score(cut, 5, 0), 1);
	ck_assert_int_eq(rfm_score(cut, 5, 1), 4);
	ck_assert_int_eq(rfm_score(cut, 5, 2), 5);
	ck_assert_int_eq(rfm_score(cut, 5, 9), 5);
}
END_TEST

START_TEST(all_equal_are_neither_better_nor_worse)
{
	static const int64_t value[] = { 3, 3, 3 };
	int64_t cut[8];

	for (int bins = RFM_LEAST_BINS; bins <= RFM_MOST_BINS; bins++) {
		rfm_fit(value, 3, bins, cut);
		ck_assert_int_eq(rfm_score(cut, bins, 3), 1);
		ck_assert_int_eq(rfm_score_recency(cut, bins, 3), bins);
	}
}
END_TEST

/* In other words: the score says how many fifths of all customers have less. */
START_TEST(scores_are_as_defined)
{
	int64_t value[50], cut[8];
	struct rng rng;

	test_seed(&rng, "scores_are_as_defined");
	for (int i = 0; i < 2000; i++) {
		size_t count = 1 + rng_below(&rng, 50);
		int bins = RFM_LEAST_BINS + (int)rng_below(&rng, 8);

		for (size_t j = 0; j < count; j++)
			value[j] = (int64_t)rng_below(&rng, 30);
		quantile_sort(value, count);
		rfm_fit(value, count, bins, cut);
		for (size_t j = 0; j < count; j++) {
			size_t less = 0;

			while (value[less] < value[j])
				less++;
			ck_assert_int_eq(rfm_score(cut, bins, value[j]),
				1 + (int)(less * (size_t)bins / count));
		}
	}
}
END_TEST

static const char *segment(const char *table, int recency, int frequency, int money)
{
	const struct rfm_rule *rule =
		rfm_table_find(rfm_table_named(table), recency, frequency, money);

	return rule != NULL ? rule->segment : "";
}

START_TEST(eleven_segments_have_the_published_codes)
{
	int codes = 0;

	for (int i = 0; i < SEGMENTS; i++) {
		for (const char *code = published[i].codes; *code != '\0';
			code += strspn(code, " ")) {
			ck_assert_str_eq(
				segment("eleven", code[0] - '0', code[1] - '0', code[2] - '0'),
				published[i].segment);
			code += 3;
			codes++;
		}
	}
	ck_assert_int_eq(codes, 125);
}
END_TEST

/* Rules do not overlap, so their order means nothing. */
START_TEST(each_combination_is_in_one_rule)
{
	static const char *const names[] = { "eleven", "ten" };

	for (int n = 0; n < 2; n++) {
		const struct rfm_table *table = rfm_table_named(names[n]);
		int cells = 0;

		for (size_t i = 0; i < table->count; i++) {
			const struct rfm_rule *rule = &table->rule[i];

			cells += (rule->recency.most - rule->recency.least + 1) *
				 (rule->frequency.most - rule->frequency.least + 1) *
				 (rule->money.most - rule->money.least + 1);
		}
		ck_assert_int_eq(cells, 125);
	}
}
END_TEST

START_TEST(ten_segments_go_by_recency_and_frequency)
{
	/* Rows: recency 1 to 5; columns: frequency 1 to 5. */
	static const char *const map[5][5] = {
		{ "hibernating", "hibernating", "at_risk", "at_risk", "cannot_lose" },
		{ "hibernating", "hibernating", "at_risk", "at_risk", "cannot_lose" },
		{ "about_to_sleep", "about_to_sleep", "need_attention", "loyal", "loyal" },
		{ "promising", "potential_loyalist", "potential_loyalist", "loyal", "loyal" },
		{ "new", "potential_loyalist", "potential_loyalist", "champions", "champions" },
	};

	for (int i = 0; i < 125; i++)
		ck_assert_str_eq(segment("ten", i / 25 + 1, i / 5 % 5 + 1, i % 5 + 1),
			map[i / 25][i / 5 % 5]);
}
END_TEST

START_TEST(what_is_not_in_a_table_is_not_found)
{
	ck_assert_ptr_null(rfm_table_named("twelve"));
	ck_assert_ptr_null(rfm_table_find(rfm_table_named("eleven"), 6, 1, 1));
	ck_assert_ptr_null(rfm_table_find(rfm_table_named("eleven"), 1, 0, 1));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rfm");
	TCase *tests = tcase_create("rfm");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, scores_are_fifths);
	tcase_add_test(tests, value_on_a_cut_belongs_below);
	tcase_add_test(tests, equals_share_a_score_and_leave_others_out);
	tcase_add_test(tests, all_equal_are_neither_better_nor_worse);
	tcase_add_test(tests, scores_are_as_defined);
	tcase_add_test(tests, eleven_segments_have_the_published_codes);
	tcase_add_test(tests, each_combination_is_in_one_rule);
	tcase_add_test(tests, ten_segments_go_by_recency_and_frequency);
	tcase_add_test(tests, what_is_not_in_a_table_is_not_found);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
