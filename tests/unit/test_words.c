/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "crm/lifecycle.h"
#include "crm/words.h"

static bool says(struct slice text, const char *expected)
{
	return slice_is(text, expected);
}

START_TEST(known_names_have_words_in_each_language)
{
	struct slice rfm = slice_of("rfm_segment"), lifecycle = slice_of("lifecycle");

	ck_assert(says(words_column(rfm, WORDS_ENGLISH), "RFM segment"));
	ck_assert(says(words_column(rfm, WORDS_CHINESE), "RFM 分群"));
	ck_assert(says(words_value(rfm, slice_of("at_risk"), WORDS_ENGLISH), "At risk"));
	ck_assert(says(words_value(rfm, slice_of("At Risk"), WORDS_CHINESE), "有流失风险"));
	/* The same value in two columns is two things. */
	ck_assert(says(words_value(rfm, slice_of("new"), WORDS_CHINESE), "新客户"));
	ck_assert(says(words_value(lifecycle, slice_of("new"), WORDS_CHINESE), "建立期"));
}
END_TEST

START_TEST(other_names_stay_as_they_are)
{
	struct slice town = slice_of("town");

	ck_assert(says(words_column(town, WORDS_CHINESE), "town"));
	ck_assert(says(words_value(town, slice_of("new"), WORDS_CHINESE), "new"));
	ck_assert(says(words_value(slice_of("abc"), slice_of("AA"), WORDS_ENGLISH), "AA"));
	ck_assert_int_eq(words_rank(town, slice_of("new")), WORDS_RANK_UNKNOWN);
}
END_TEST

START_TEST(values_rank_within_their_column)
{
	ck_assert_int_eq(words_rank(slice_of("abc"), slice_of("A")), 0);
	ck_assert_int_eq(words_rank(slice_of("abc"), slice_of("c")), 2);
	ck_assert_int_eq(words_rank(slice_of("pyramid"), slice_of("VIP")), 0);
	ck_assert_int_eq(words_rank(slice_of("rfm_segment"), slice_of("lost")), 10);
}
END_TEST

/* A stage that the toolkit gives has a word and its place. */
START_TEST(all_stages_of_life_are_known)
{
	for (int stage = LIFECYCLE_PROSPECT; stage <= LIFECYCLE_LOST; stage++)
		ck_assert_int_eq(words_rank(slice_of("lifecycle"),
					 slice_of(lifecycle_name((enum lifecycle_stage)stage))),
			stage);
}
END_TEST

START_TEST(sameness_is_of_the_whole_word)
{
	ck_assert(words_same(slice_of("Cannot-Lose"), "cannot_lose"));
	ck_assert(!words_same(slice_of("cannot"), "cannot_lose"));
	ck_assert(!words_same(slice_of("cannot_lose_"), "cannot_lose"));
	ck_assert(!words_same((struct slice){ NULL, 0 }, "a"));
	ck_assert(words_same((struct slice){ NULL, 0 }, ""));
}
END_TEST

START_TEST(places_are_filled_in_any_order)
{
	const struct slice text[] = { slice_of("one"), slice_of("{1}") };
	struct buf out = BUF_EMPTY;

	words_fill(&out, "{2}, {1} {and} {1}{", text, 2);
	ck_assert_str_eq(buf_string(&out), "{1}, one {and} one{");
	buf_release(&out);
}
END_TEST

/* The places of a phrase, one bit each. */
static unsigned places_of(const char *phrase)
{
	unsigned places = 0;

	for (; *phrase != '\0'; phrase++)
		if (phrase[0] == '{' && phrase[1] >= '1' && phrase[1] <= '9' && phrase[2] == '}')
			places |= 1U << (phrase[1] - '1');
	return places;
}

START_TEST(all_languages_have_all_phrases_with_the_same_places)
{
	for (int i = 0; i < WORDS_PHRASES; i++) {
		const char *english = words_phrase((enum words_phrase)i, WORDS_ENGLISH);
		const char *chinese = words_phrase((enum words_phrase)i, WORDS_CHINESE);

		ck_assert_msg(english != NULL && chinese != NULL, "phrase %d", i);
		ck_assert_msg(places_of(english) == places_of(chinese), "%s", english);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words");
	TCase *all = tcase_create("all");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(all, known_names_have_words_in_each_language);
	tcase_add_test(all, other_names_stay_as_they_are);
	tcase_add_test(all, values_rank_within_their_column);
	tcase_add_test(all, all_stages_of_life_are_known);
	tcase_add_test(all, sameness_is_of_the_whole_word);
	tcase_add_test(all, places_are_filled_in_any_order);
	tcase_add_test(all, all_languages_have_all_phrases_with_the_same_places);
	suite_add_tcase(suite, all);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
