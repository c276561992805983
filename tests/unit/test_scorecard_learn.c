/* SPDX-License-Identifier: MIT */
#include "crm/scorecard_learn.h"

#include <math.h>
#include <string.h>

#include "crm/scorecard_quality.h"
#include "stat/draws.h"
#include "test_seed.h"

enum { M = 1000000, MOST = 3000 };

static struct {
	double number[3][MOST];
	uint32_t word[MOST];
	unsigned char event[MOST];
	struct scorecard_column column[4];
	struct scorecard_sample sample;
} rows;

static const struct slice text[] = { { "blue", 4 }, { "green", 5 }, { "red", 3 } };

static void begin(size_t numbers, bool with_word)
{
	static const char *const name[] = { "a", "b", "c" };

	rows.sample = (struct scorecard_sample){ rows.column, numbers + with_word, 0, rows.event };
	for (size_t j = 0; j < numbers; j++)
		rows.column[j] = (struct scorecard_column){ .name = slice_of(name[j]),
			.number = rows.number[j] };
	if (with_word)
		rows.column[numbers] = (struct scorecard_column){
			.name = slice_of("word"), .word = rows.word, .text = text, .words = 3
		};
}

/* So many rows with the values, the first `events` of them with the event. */
static void add(double a, double b, uint32_t word, size_t count, size_t events)
{
	for (size_t i = 0; i < count; i++) {
		rows.number[0][rows.sample.count] = a;
		rows.number[1][rows.sample.count] = b;
		rows.word[rows.sample.count] = word;
		rows.event[rows.sample.count++] = i < events;
	}
}

static void learn(struct scorecard_learnt *learnt, const struct scorecard_options *options)
{
	struct diag why = DIAG_EMPTY;
	int result = scorecard_learnt_fit(&rows.sample, NULL, options, learnt, &why);

	ck_assert_msg(result == 0, "%s", why.text);
}

static const struct scorecard_rule *rule_of(
	const struct scorecard *card, size_t feature, const char *condition)
{
	for (size_t i = 0; i < card->feature[feature].count; i++)
		if (slice_is(card->feature[feature].rule[i].condition, condition))
			return &card->feature[feature].rule[i];
	ck_abort_msg("there is no rule '%s'", condition);
	return NULL;
}

/*
 * Of one column the coefficient is 1, and the odds are those of the bins: 50 of 200 in all give
 * 387.60362 + 72.13475 ln 3 = 466.85; WOE ln(1/3) of 10 in 100 gives 79.25, ln 2 of 40 in 100 -50.
 */
START_TEST(points_are_those_of_the_odds)
{
	struct scorecard_options options = SCORECARD_OPTIONS;
	struct scorecard card = SCORECARD_EMPTY;
	struct scorecard_learnt learnt;
	struct diag why = DIAG_EMPTY;

	options.penalty = 0;
	begin(0, true);
	add(0, 0, 0, 100, 10);
	add(0, 0, 2, 100, 40);
	learn(&learnt, &options);
	ck_assert(fabs(learnt.part[0].coefficient - 1) < 1e-9);
	ck_assert_int_eq(scorecard_learnt_card(&learnt, &card, &why), 0);
	ck_assert_int_eq(card.base, 467 * (int64_t)M);
	ck_assert_int_eq(rule_of(&card, 0, "blue")->points, 79 * M);
	ck_assert_int_eq(rule_of(&card, 0, "red")->points, -50 * M);
	ck_assert_int_eq(rule_of(&card, 0, "missing")->points, 0);
	ck_assert_int_eq(rule_of(&card, 0, "else")->points, 0);
	ck_assert_int_eq(scorecard_learnt_score(&learnt, 0), 467 + 79);
	scorecard_release(&card);
	scorecard_learnt_release(&learnt);

	options.wanted = true;
	learn(&learnt, &options);
	ck_assert_int_eq(scorecard_learnt_card(&learnt, &card, &why), 0);
	ck_assert_int_eq(card.base, 308 * (int64_t)M);
	ck_assert_int_eq(rule_of(&card, 0, "red")->points, 50 * M);
	scorecard_release(&card);
	scorecard_learnt_release(&learnt);
}
END_TEST

/* b alone seems to bring the event, but beside a it speaks against it. */
START_TEST(wrong_signs_are_left_out)
{
	struct scorecard_options options = SCORECARD_OPTIONS;
	struct scorecard_learnt learnt;

	begin(2, false);
	add(0, 0, 0, 450, 135);
	add(0, 1, 0, 50, 10);
	add(1, 0, 0, 50, 40);
	add(1, 1, 0, 450, 315);
	learn(&learnt, &options);
	ck_assert_int_eq(learnt.part[0].use, SCORECARD_USED);
	ck_assert_int_eq(learnt.part[1].use, SCORECARD_WRONG);
	ck_assert_int_eq(scorecard_learnt_points(&learnt, 1, 0), 0);
	scorecard_learnt_release(&learnt);
}
END_TEST

START_TEST(nothing_to_learn_is_said)
{
	struct scorecard_options options = SCORECARD_OPTIONS;
	struct scorecard_learnt learnt;
	struct diag why = DIAG_EMPTY;

	begin(1, false);
	add(0, 0, 0, 100, 50);
	add(1, 0, 0, 100, 50);
	ck_assert_int_eq(scorecard_learnt_fit(&rows.sample, NULL, &options, &learnt, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "information value is 0.0000"));
	scorecard_learnt_release(&learnt);
}
END_TEST

static void fill(struct rng *rng)
{
	begin(3, true);
	rows.sample.count = MOST;
	for (int i = 0; i < MOST; i++) {
		double a = draws_normal(rng), b = draws_exponential(rng, 0.01);

		rows.number[0][i] = rng_below(rng, 10) == 0 ? NAN : a;
		rows.number[1][i] = (double)(int)b;
		rows.number[2][i] = (double)rng_below(rng, 4);
		rows.word[i] = rng_below(rng, 20) == 0 ? SCORECARD_NO_WORD : rng_below(rng, 3);
		rows.event[i] =
			rng_unit(rng) < 1 / (1 + draws_exp(1 - a + b / 200 - (rows.word[i] == 1)));
	}
}

static void mix(struct rng *rng)
{
	for (uint32_t i = MOST - 1; i > 0; i--) {
		uint32_t with = rng_below(rng, i + 1), word = rows.word[i];
		unsigned char event = rows.event[i];

		for (int j = 0; j < 3; j++) {
			double moved = rows.number[j][i];

			rows.number[j][i] = rows.number[j][with], rows.number[j][with] = moved;
		}
		rows.word[i] = rows.word[with], rows.word[with] = word;
		rows.event[i] = rows.event[with], rows.event[with] = event;
	}
}

/* The card gives each row the score that was learnt; and both are the same for any order. */
START_TEST(any_order_gives_the_same_card)
{
	struct scorecard_options options = SCORECARD_OPTIONS;
	struct scorecard_quality first_quality, quality;
	struct scorecard_learnt first, again;
	struct scorecard card = SCORECARD_EMPTY;
	struct diag why = DIAG_EMPTY;
	struct rng rng;

	test_seed(&rng, "any_order_gives_the_same_card");
	fill(&rng);
	learn(&first, &options);
	ck_assert_int_eq(scorecard_learnt_card(&first, &card, &why), 0);
	for (size_t i = 0; i < MOST; i++) {
		struct buf number[2] = { BUF_EMPTY, BUF_EMPTY };
		struct slice value[3];
		struct scorecard_result result;

		ck_assert_uint_eq(card.count, 3); /* c says nothing */
		for (int j = 0; j < 2; j++) {
			if (!isnan(rows.number[j][i]))
				buf_printf(&number[j], "%.17g", rows.number[j][i]);
			value[j] = buf_slice(&number[j]);
		}
		value[2] = rows.word[i] == SCORECARD_NO_WORD ? (struct slice){ NULL, 0 }
							     : text[rows.word[i]];
		ck_assert_int_eq(scorecard_score(&card, value, &result, &why), 0);
		ck_assert_int_eq(result.score, scorecard_learnt_score(&first, i) * M);
		buf_release(&number[0]);
		buf_release(&number[1]);
	}
	ck_assert_int_eq(
		scorecard_quality_measure(&rows.sample, &options, 5, &first_quality, &why), 0);
	for (int round = 0; round < 3; round++) {
		mix(&rng);
		learn(&again, &options);
		ck_assert_mem_eq(first.fit.coefficient, again.fit.coefficient,
			(first.used + 1) * sizeof(double));
		ck_assert_int_eq(
			scorecard_quality_measure(&rows.sample, &options, 5, &quality, &why), 0);
		ck_assert_mem_eq(&quality, &first_quality, sizeof quality);
		scorecard_learnt_release(&again);
	}
	ck_assert(quality.auc > 0.7 && quality.plain > 0.7);
	ck_assert(quality.low < quality.all_auc && quality.all_auc < quality.high);
	scorecard_release(&card);
	scorecard_learnt_release(&first);
}
END_TEST

START_TEST(folds_have_the_same_share_of_events)
{
	static unsigned char fold[MOST];
	size_t count[7] = { 0 }, events[7] = { 0 }, all = 0;
	struct diag why = DIAG_EMPTY;
	struct rng rng;

	test_seed(&rng, "folds_have_the_same_share_of_events");
	fill(&rng);
	ck_assert_int_eq(scorecard_quality_fold(&rows.sample, 7, fold, &why), 0);
	for (int i = 0; i < MOST; i++) {
		count[fold[i]]++;
		events[fold[i]] += rows.event[i];
		all += rows.event[i];
	}
	for (int k = 0; k < 7; k++) {
		ck_assert(count[k] == MOST / 7 || count[k] == MOST / 7 + 1);
		ck_assert(events[k] == all / 7 || events[k] == all / 7 + 1);
	}
	memset(rows.event, 0, sizeof rows.event);
	rows.event[5] = 1;
	ck_assert_int_eq(scorecard_quality_fold(&rows.sample, 7, fold, &why), -1);
	ck_assert_ptr_nonnull(strstr(why.text, "there are 1 with the target and 2999 without"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("scorecard_learn");
	TCase *tests = tcase_create("scorecard_learn");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, points_are_those_of_the_odds);
	tcase_add_test(tests, wrong_signs_are_left_out);
	tcase_add_test(tests, nothing_to_learn_is_said);
	tcase_add_test(tests, any_order_gives_the_same_card);
	tcase_add_test(tests, folds_have_the_same_share_of_events);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
