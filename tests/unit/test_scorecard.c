/* SPDX-License-Identifier: MIT */
#include "crm/scorecard.h"

#include <check.h>
#include <math.h>
#include <string.h>

#include "crm/scorecard_rule.h"

enum { M = 1000000 };

static const struct slice none = { NULL, 0 };

/* Rules as lines of "feature condition points", divided by semicolons. */
static int add_all(struct scorecard *card, const char *rules, struct diag *why)
{
	struct slice rest = slice_of(rules), rule, field[3];

	while (slice_cut(&rest, ';', &rule)) {
		int64_t points = 0;

		for (int i = 0; i < 3; i++)
			slice_cut(&rule, ' ', &field[i]);
		for (size_t i = field[2].at[0] == '-'; i < field[2].length; i++)
			points = points * 10 + (field[2].at[i] - '0');
		if (field[2].at[0] == '-')
			points = -points;
		if (scorecard_add(card, field[0], field[1], points * M, none, why) < 0)
			return -1;
	}
	return scorecard_close(card, why);
}

static const char *const rules =
	"age ..25 -10;age 25..40 0;age 40.. 15;age missing -5;age 999 -100;"
	"home owner|buyer 20;home else 0;income 1000.. 10;income ..1000 -10;income missing 0";

static struct scorecard_result score(
	const struct scorecard *card, const char *age, const char *home, const char *income)
{
	struct slice value[] = { slice_of(age), slice_of(home), slice_of(income) };
	struct scorecard_result result;
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(scorecard_score(card, value, &result, &why), 0);
	return result;
}

START_TEST(points_are_added_up)
{
	struct scorecard card = SCORECARD_EMPTY;
	struct diag why = DIAG_EMPTY;

	card.base = 500 * (int64_t)M;
	ck_assert_int_eq(add_all(&card, rules, &why), 0);
	ck_assert_int_eq(score(&card, "24.99", "buyer", "1000").score, (500 - 10 + 20 + 10) * M);
	ck_assert_int_eq(score(&card, "25", "tenant", "999.5").score, (500 + 0 + 0 - 10) * M);
	ck_assert_int_eq(score(&card, "", "", "").score, (500 - 5) * M);
	ck_assert_int_eq(score(&card, "999", "owner", "5e3").score, (500 - 100 + 20 + 10) * M);
	scorecard_release(&card);
}
END_TEST

/* Greatest loss first: 20 each for home and income, in the order of their names; 15 for age. */
START_TEST(reasons_are_the_greatest_losses)
{
	struct scorecard card = SCORECARD_EMPTY;
	struct scorecard_result result;
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(add_all(&card, rules, &why), 0);
	result = score(&card, "30", "tenant", "0");
	ck_assert_uint_eq(result.reasons, 3);
	ck_assert(slice_is(result.reason[0].feature->name, "home"));
	ck_assert(slice_is(result.reason[1].feature->name, "income"));
	ck_assert(slice_is(result.reason[2].feature->name, "age"));
	ck_assert_int_eq(result.reason[2].lost, 15 * M);
	ck_assert(slice_is(result.reason[2].rule->condition, "25..40"));
	result = score(&card, "50", "owner", "2000");
	ck_assert_uint_eq(result.reasons, 0);
	scorecard_release(&card);
	ck_assert_int_eq(
		add_all(&card, "d x 0;d y 4;c x 0;c y 5;b x 0;b y 5;a x 0;a y 4", &why), 0);
	{
		struct slice value[] = { slice_of("x"), slice_of("x"), slice_of("x"),
			slice_of("x") };

		ck_assert_int_eq(scorecard_score(&card, value, &result, &why), 0);
	}
	ck_assert(slice_is(result.reason[0].feature->name, "b"));
	ck_assert(slice_is(result.reason[1].feature->name, "c"));
	ck_assert(slice_is(result.reason[2].feature->name, "a"));
	scorecard_release(&card);
}
END_TEST

START_TEST(grades_are_ranges_of_the_score)
{
	struct scorecard card = SCORECARD_EMPTY;
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(scorecard_add_grade(&card, slice_of("20.."), slice_of("A"), &why), 0);
	ck_assert_int_eq(scorecard_add_grade(&card, slice_of("-5..20"), slice_of("B"), &why), 0);
	ck_assert_int_eq(add_all(&card, rules, &why), 0);
	ck_assert(slice_is(score(&card, "30", "owner", "").grade->name, "A"));
	ck_assert(slice_is(score(&card, "", "x", "").grade->name, "B"));
	ck_assert_ptr_null(score(&card, "20", "x", "").grade);
	ck_assert_int_eq(scorecard_add_grade(&card, slice_of("19..21"), slice_of("C"), &why), 0);
	ck_assert_int_eq(scorecard_close(&card, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "grades 'A' and 'C'"));
	ck_assert_int_eq(scorecard_add_grade(&card, slice_of("good"), slice_of("D"), &why), -1);
	scorecard_release(&card);
}
END_TEST

START_TEST(a_value_without_a_rule_is_a_fault)
{
	struct scorecard card = SCORECARD_EMPTY;
	struct scorecard_result result;
	struct diag why = DIAG_EMPTY;
	struct slice value[] = { slice_of("green") };

	ck_assert_int_eq(add_all(&card, "light red 0;light 1..5 2", &why), 0);
	ck_assert_int_eq(scorecard_score(&card, value, &result, &why), -1);
	ck_assert_str_eq(why.column, "light");
	ck_assert_ptr_nonnull(strstr(why.text, "no points for 'green'"));
	value[0] = slice_of("");
	ck_assert_int_eq(scorecard_score(&card, value, &result, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "missing value"));
	scorecard_release(&card);
}
END_TEST

START_TEST(rules_that_contradict_are_refused)
{
	static const char *const wrong[] = { "a 1..5 0;a 4..6 1", "a x|y 0;a z|y 0",
		"a else 0;a else 1", "a missing 0;a missing 0", "a 5..5 0", "a 6..5 0", "a x||y 0",
		"a \"x 0", "a \"x\"y 0", "a x\" 0", "a |x 0" };

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct scorecard card = SCORECARD_EMPTY;
		struct diag why = DIAG_EMPTY;

		ck_assert_msg(add_all(&card, wrong[i], &why) < 0, "'%s' was taken", wrong[i]);
		scorecard_release(&card);
	}
}
END_TEST

/* Every word can be written such that it is read again, and is found. */
START_TEST(words_come_back)
{
	static const char *const word[] = { "A11", "a|b", "say \"x\"", "", " x", "missing", "else",
		"1..2", "..", "\"", "坏账", "x y" };
	enum { WORDS = sizeof word / sizeof *word };
	struct buf condition = BUF_EMPTY;
	struct scorecard card = SCORECARD_EMPTY;
	struct diag why = DIAG_EMPTY;

	for (size_t i = 0; i < WORDS; i++)
		scorecard_rule_put_word(&condition, slice_of(word[i]));
	ck_assert_int_eq(
		scorecard_add(&card, slice_of("f"), buf_slice(&condition), M, none, &why), 0);
	ck_assert_uint_eq(card.feature[0].rule[0].words, WORDS);
	for (size_t i = 0; i < WORDS; i++)
		ck_assert_ptr_eq(scorecard_find(&card.feature[0], slice_of(word[i])),
			&card.feature[0].rule[0]);
	ck_assert_ptr_null(scorecard_find(&card.feature[0], slice_of("A12")));
	buf_release(&condition);
	scorecard_release(&card);
}
END_TEST

START_TEST(ranges_come_back)
{
	static const double limit[][2] = { { -INFINITY, 0.1 }, { 0.1, 1.0 / 3 }, { 1.0 / 3, 1e300 },
		{ 1e300, INFINITY } };
	struct buf condition = BUF_EMPTY;
	struct scorecard card = SCORECARD_EMPTY;
	struct diag why = DIAG_EMPTY;

	for (int i = 0; i < 4; i++) {
		buf_reset(&condition);
		scorecard_rule_put_range(&condition, limit[i][0], limit[i][1]);
		ck_assert_int_eq(
			scorecard_add(&card, slice_of("f"), buf_slice(&condition), M, none, &why),
			0);
		ck_assert(card.feature[0].rule[i].from == limit[i][0]);
		ck_assert(card.feature[0].rule[i].to == limit[i][1]);
	}
	ck_assert(slice_is(card.feature[0].rule[0].condition, "..0.1"));
	ck_assert_int_eq(scorecard_close(&card, &why), 0);
	buf_release(&condition);
	scorecard_release(&card);
}
END_TEST

/* The constants of the scaling that is usual, as the R package scorecard has them. */
START_TEST(scale_is_the_usual_one)
{
	static const struct scorecard_scale scale = SCORECARD_SCALE;
	double factor = scorecard_factor(&scale), offset = scorecard_offset(&scale);

	ck_assert_msg(fabs(factor - 72.13475) < 5e-6, "expected 72.13475, got %.7f", factor);
	ck_assert_msg(fabs(offset - 387.60362) < 5e-6, "expected 387.60362, got %.7f", offset);
	ck_assert(fabs(offset + factor * log(19) - 600) < 1e-9);
	ck_assert(fabs(offset + factor * log(38) - 650) < 1e-9);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scorecard");
	TCase *tests = tcase_create("scorecard");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, points_are_added_up);
	tcase_add_test(tests, reasons_are_the_greatest_losses);
	tcase_add_test(tests, grades_are_ranges_of_the_score);
	tcase_add_test(tests, a_value_without_a_rule_is_a_fault);
	tcase_add_test(tests, rules_that_contradict_are_refused);
	tcase_add_test(tests, words_come_back);
	tcase_add_test(tests, ranges_come_back);
	tcase_add_test(tests, scale_is_the_usual_one);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
