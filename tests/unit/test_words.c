/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "crm/lifecycle.h"
#include "crm/words.h"
#include "crm/words_table.h"

static const struct words *english, *chinese;

static void setup(void)
{
	english = words_of(words_find("en"));
	chinese = words_of(words_find("zh"));
}

static bool says(struct slice text, const char *expected)
{
	return slice_is(text, expected);
}

START_TEST(known_names_have_words_in_each_language)
{
	struct slice rfm = slice_of("rfm_segment"), lifecycle = slice_of("lifecycle");

	ck_assert(says(words_column(rfm, english), "RFM segment"));
	ck_assert(says(words_column(rfm, chinese), "RFM 分群"));
	ck_assert(says(words_value(rfm, slice_of("at_risk"), english), "At risk"));
	ck_assert(says(words_value(rfm, slice_of("At Risk"), chinese), "有流失风险"));
	/* The same value in two columns is two things. */
	ck_assert(says(words_value(rfm, slice_of("new"), chinese), "新客户"));
	ck_assert(says(words_value(lifecycle, slice_of("new"), chinese), "建立期"));
}
END_TEST

START_TEST(other_names_stay_as_they_are)
{
	struct slice town = slice_of("town");

	ck_assert(says(words_column(town, chinese), "town"));
	ck_assert(says(words_value(town, slice_of("new"), chinese), "new"));
	ck_assert(says(words_value(slice_of("abc"), slice_of("AA"), english), "AA"));
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
					 lifecycle_name((enum lifecycle_stage)stage)),
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

START_TEST(all_languages_have_all_texts_with_the_same_places)
{
	const struct words *first = &words_table[0];

	for (const struct words *words = words_table; words->language != NULL; words++)
		for (size_t i = 0; i < first->count; i++) {
			const char *key = first->entry[i].key;
			const char *text = words_text(key, words);

			/* One that is English still has not been translated, or is the same. */
			ck_assert_msg(words->count == first->count, "%s has %zu texts of %zu",
				words->language, words->count, first->count);
			ck_assert_str_eq(words->entry[i].key, key);
			ck_assert_msg(places_of(text) == places_of(first->entry[i].text), "%s: %s",
				words->language, key);
		}
}
END_TEST

START_TEST(what_is_not_known_is_its_key)
{
	ck_assert_str_eq(words_text("no.such.text", chinese), "no.such.text");
	ck_assert_int_eq(words_find("en"), 0);
	ck_assert_int_eq(words_find("tlh"), -1);
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
	tcase_add_test(all, all_languages_have_all_texts_with_the_same_places);
	tcase_add_test(all, what_is_not_known_is_its_key);
	suite_add_tcase(suite, all);
	tcase_add_checked_fixture(all, setup, NULL);
	srunner_run_all(runner, CK_NORMAL);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
