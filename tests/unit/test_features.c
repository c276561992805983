/* SPDX-License-Identifier: MIT */
/* From the values of columns to features: stat/levels, stat/dataset, stat/features, stat/leak. */
#include "stat/features.h"

#include <math.h>

#include "stat/leak.h"
#include "stat/levels.h"
#include "test_seed.h"

/* ---- levels ---- */

static void show(struct levels *levels, const char *text)
{
	struct slice rest = slice_of(text), value;

	while (slice_cut(&rest, ' ', &value))
		levels_add(levels, slice_is(value, "-") ? (struct slice){ NULL, 0 } : value);
}

static enum levels_kind kind_of(const char *text)
{
	struct levels levels = LEVELS_EMPTY;
	enum levels_kind kind;

	show(&levels, text);
	levels_finish(&levels);
	kind = levels.kind;
	levels_release(&levels);
	return kind;
}

START_TEST(columns_are_told_apart)
{
	ck_assert_int_eq(kind_of("1 2 -3.5e2 - 4"), LEVELS_NUMBERS);
	ck_assert_int_eq(kind_of("1 2 three"), LEVELS_WORDS);
	ck_assert_int_eq(kind_of("yes no yes -"), LEVELS_WORDS);
	ck_assert_int_eq(kind_of("yes -"), LEVELS_WORDS);
	ck_assert_int_eq(kind_of("2026-01-31 2026-02-01T10:00:00Z -"), LEVELS_DATES);
	ck_assert_int_eq(kind_of("2026-01-31 2026-02-31"), LEVELS_WORDS);
	ck_assert_int_eq(kind_of("7 7 7"), LEVELS_NOTHING);
	ck_assert_int_eq(kind_of("7 7 -"), LEVELS_NUMBERS);
	ck_assert_int_eq(kind_of("- -"), LEVELS_NOTHING);
	ck_assert_int_eq(kind_of("a b c d e f g h i j k l m n o p q r s t u"), LEVELS_MANY);
	ck_assert_int_eq(kind_of("a b c d e f g h i j"), LEVELS_WORDS);
}
END_TEST

START_TEST(words_are_numbered_in_order)
{
	struct levels levels = LEVELS_EMPTY;

	show(&levels, "no yes no - maybe 是");
	levels_finish(&levels);
	ck_assert_uint_eq(levels.count, 5);
	ck_assert_int_eq(levels_find(&levels, (struct slice){ NULL, 0 }), 0);
	ck_assert_int_eq(levels_find(&levels, slice_of("maybe")), 1);
	ck_assert_int_eq(levels_find(&levels, slice_of("no")), 2);
	ck_assert_int_eq(levels_find(&levels, slice_of("yes")), 3);
	ck_assert_int_eq(levels_find(&levels, slice_of("是")), 4);
	ck_assert_int_eq(levels_find(&levels, slice_of("never")), -1);
	ck_assert_uint_eq(levels.level[2].count, 2);
	levels_release(&levels);
}
END_TEST

/* Whoever saw them, and however many they are. */
START_TEST(levels_that_are_joined_are_those_of_all)
{
	struct rng rng;

	test_seed(&rng, "levels_that_are_joined_are_those_of_all");
	for (uint32_t different = 10; different <= 10000; different *= 10) {
		struct levels all = LEVELS_EMPTY,
			      part[3] = { LEVELS_EMPTY, LEVELS_EMPTY, LEVELS_EMPTY };

		for (int i = 0; i < 30000; i++) {
			char text[16];

			snprintf(text, sizeof text, "w%u", rng_below(&rng, different));
			levels_add(&all, slice_of(text));
			levels_add(&part[rng_below(&rng, 3)], slice_of(text));
		}
		levels_join(&part[0], &part[1]);
		levels_join(&part[0], &part[2]);
		levels_finish(&all);
		levels_finish(&part[0]);
		ck_assert_int_eq(all.kind, different > LEVELS_MOST ? LEVELS_MANY : LEVELS_WORDS);
		ck_assert_int_eq(part[0].kind, all.kind);
		ck_assert_uint_eq(part[0].count, all.count);
		for (size_t i = 0; i < all.count; i++) {
			ck_assert(slice_equal(part[0].level[i].text, all.level[i].text));
			ck_assert_uint_eq(part[0].level[i].count, all.level[i].count);
		}
		levels_release(&all);
		levels_release(&part[0]);
	}
}
END_TEST

/* ---- set ---- */

START_TEST(samples_are_the_same_in_any_order)
{
	enum { ROWS = 500, COLUMNS = 2 };
	struct rng rng;

	test_seed(&rng, "samples_are_the_same_in_any_order");
	for (int keyed = 0; keyed < 2; keyed++) {
		struct dataset first = DATASET_EMPTY, second = DATASET_EMPTY, more = DATASET_EMPTY;

		first.columns = second.columns = more.columns = COLUMNS;
		for (int i = 0; i < ROWS; i++) {
			float value[COLUMNS] = { (float)rng_below(&rng, 5),
				rng_chance(&rng, 0.3) ? NAN : (float)rng_below(&rng, 4) };
			struct dataset_row row = { .value = value, .event = rng_chance(&rng, 0.4) };

			row.has_key = keyed;
			row.key = keyed ? rng_below(&rng, 50) : 0;
			dataset_add(&first, row);
			value[0] = value[0] == 0 ? -0.0f : value[0];
			value[1] = isnan(value[1]) ? -NAN : value[1];
			dataset_add(rng_chance(&rng, 0.5) ? &second : &more, row);
		}
		dataset_join(&second, &more);
		dataset_sort(&first);
		dataset_sort(&second);
		ck_assert_uint_eq(first.rows, ROWS);
		ck_assert_uint_eq(second.rows, ROWS);
		ck_assert_int_eq(
			memcmp(first.value, second.value, ROWS * COLUMNS * sizeof *first.value), 0);
		ck_assert_int_eq(memcmp(first.event, second.event, ROWS), 0);
		ck_assert_int_eq(memcmp(first.key, second.key, ROWS * sizeof *first.key), 0);
		for (int i = 1; !keyed && i < ROWS; i++)
			ck_assert_uint_ne(first.key[i], first.key[i - 1]);
		dataset_release(&first);
		dataset_release(&second);
	}
}
END_TEST

/* ---- features ---- */

enum { ROWS = 100 };

/*
 * A number 0 … 99, missing in every fifth row, and words: 40 times 0, 45 times 1, 5 times 2 and 3,
 * and 5 times none that is known.
 */
static void make_set(struct dataset *set, unsigned char *fitted)
{
	*set = (struct dataset)DATASET_EMPTY;
	set->columns = 2;
	for (int i = 0; i < ROWS; i++) {
		float word = i < 40 ? 0 : i < 85 ? 1 : i < 90 ? 2 : i < 95 ? 3 : NAN;
		float value[] = { i % 5 == 0 ? NAN : (float)i, word };

		dataset_add(set, (struct dataset_row){ .value = value, .event = i % 2 });
		fitted[i] = 1;
	}
}

START_TEST(features_of_trees)
{
	struct features_column column[] = { { .words = false }, { .words = true, .levels = 5 } };
	struct features features = { .column = column, .columns = 2 };
	struct dataset set;
	unsigned char fitted[ROWS];
	double x[4];

	make_set(&set, fitted);
	features_fit(&features, FEATURES_TREES, &set, fitted);
	ck_assert_uint_eq(features.width, 4);
	features_encode(&features, (float[]){ 7, 1 }, x);
	ck_assert(x[0] == 7 && x[1] == 1 && x[2] == 0 && x[3] == 0);
	features_encode(&features, (float[]){ NAN, 0 }, x);
	ck_assert(isnan(x[0]) && x[1] == 0 && x[2] == 1 && x[3] == 0);
	for (int rare = 2; rare < 6; rare++) {
		features_encode(&features, (float[]){ 0, rare < 5 ? (float)rare : NAN }, x);
		ck_assert(x[1] == 0 && x[2] == 0 && x[3] == 1);
	}
	features_release(&features);
	dataset_release(&set);
}
END_TEST

/* 76 numbers 1 … 94 with bends at three of them, a gap, and three features of words. */
START_TEST(features_of_a_linear_model_are_centred)
{
	enum { FITTED = 95, NUMBERS = 76, WIDTH = 8 };
	struct features_column column[] = { { .words = false }, { .words = true, .levels = 5 } };
	struct features features = { .column = column, .columns = 2 };
	struct dataset set;
	unsigned char fitted[ROWS];
	double x[WIDTH], sum[WIDTH] = { 0 }, squares[WIDTH] = { 0 };

	make_set(&set, fitted);
	for (int i = FITTED; i < ROWS; i++)
		fitted[i] = 0;
	features_fit(&features, FEATURES_LINEAR, &set, fitted);
	ck_assert_uint_eq(features.width, WIDTH);
	ck_assert_uint_eq(column[0].pieces, 4);
	ck_assert_double_eq(column[0].piece[1].from, 23);
	ck_assert_double_eq(column[0].piece[2].from, 47);
	ck_assert_double_eq(column[0].piece[3].from, 71);
	for (size_t i = 0; i < FITTED; i++) {
		features_encode(&features, dataset_values(&set, i), x);
		for (int j = 0; j < WIDTH; j++) {
			sum[j] += x[j];
			squares[j] += x[j] * x[j];
		}
	}
	for (int j = 0; j < WIDTH; j++) {
		ck_assert_double_eq_tol(sum[j], 0, 1e-11);
		if (j < 4)
			ck_assert_double_eq_tol(squares[j], NUMBERS, 1e-11);
	}
	features_encode(&features, (float[]){ NAN, 1 }, x);
	for (int j = 0; j < 4; j++)
		ck_assert_double_eq(x[j], 0);
	ck_assert_double_eq_tol(x[4], 0.8, 1e-15);
	features_encode(&features, (float[]){ 94, 1 }, x);
	sum[0] = x[0];
	features_encode(&features, (float[]){ 1e30f, 1 }, x);
	ck_assert_double_eq(x[0], sum[0]);
	features_release(&features);
	dataset_release(&set);
}
END_TEST

/* Two values are a line in any case, and a value that most have bends once at most. */
START_TEST(lines_bend_only_between_values)
{
	static const struct {
		float value[8];
		size_t pieces;
	} known[] = {
		{ { 0, 1, 0, 1, 0, 1, 1, 1 }, 1 },
		{ { 5, 5, 5, 5, 5, 5, 5, 5 }, 1 },
		{ { 0, 0, 0, 0, 0, 0, 7, 9 }, 1 },
		{ { 0, 3, 3, 3, 3, 3, 7, 9 }, 2 },
		{ { 1, 2, 3, 4, 5, 6, 7, 8 }, 4 },
		{ { NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN }, 1 },
	};

	for (size_t n = 0; n < sizeof known / sizeof *known; n++) {
		struct features_column column[] = { { .words = false } };
		struct features features = { .column = column, .columns = 1 };
		struct dataset set = DATASET_EMPTY;
		unsigned char fitted[8];
		double x[5];

		set.columns = 1;
		memset(fitted, 1, sizeof fitted);
		for (int i = 0; i < 8; i++)
			dataset_add(&set, (struct dataset_row){ .value = &known[n].value[i] });
		features_fit(&features, FEATURES_LINEAR, &set, fitted);
		ck_assert_msg(column[0].pieces == known[n].pieces,
			"case %zu: expected %zu, got %zu", n, known[n].pieces, column[0].pieces);
		features_encode(&features, &known[n].value[7], x);
		for (size_t i = 0; i < features.width; i++)
			ck_assert(isfinite(x[i]));
		features_release(&features);
		dataset_release(&set);
	}
}
END_TEST

/* No word is rare: then one that was never seen says nothing. */
START_TEST(unseen_words_move_nothing)
{
	struct features_column column[] = { { .words = true, .levels = 3 } };
	struct features features = { .column = column, .columns = 1 };
	struct dataset set = DATASET_EMPTY;
	unsigned char fitted[ROWS];
	double x[2];

	set.columns = 1;
	for (int i = 0; i < ROWS; i++) {
		dataset_add(&set, (struct dataset_row){ .value = (float[]){ (float)(i % 2) } });
		fitted[i] = 1;
	}
	features_fit(&features, FEATURES_LINEAR, &set, fitted);
	ck_assert_uint_eq(features.width, 2);
	for (int i = 0; i < 2; i++) {
		features_encode(&features, (float[]){ i == 0 ? NAN : 2 }, x);
		ck_assert(x[0] == 0 && x[1] == 0);
	}
	features_release(&features);
	dataset_release(&set);
}
END_TEST

START_TEST(the_commonest_words_have_features_of_their_own)
{
	enum { WORDS = 100 };
	struct features_column column[] = { { .words = true, .levels = WORDS } };
	struct features features = { .column = column, .columns = 1 };
	struct dataset set = DATASET_EMPTY;
	unsigned char *fitted = calloc(WORDS * WORDS, 1);
	double x[FEATURES_MOST + 1];

	set.columns = 1;
	for (int word = 0; word < WORDS; word++)
		for (int i = 0; i < FEATURES_LEAST + word; i++) {
			fitted[set.rows] = 1;
			dataset_add(
				&set, (struct dataset_row){ .value = (float[]){ (float)word } });
		}
	features_fit(&features, FEATURES_TREES, &set, fitted);
	ck_assert_uint_eq(features.width, FEATURES_MOST + 1);
	features_encode(&features, (float[]){ WORDS - 1 }, x);
	ck_assert(x[0] == 1 && x[FEATURES_MOST] == 0);
	features_encode(&features, (float[]){ WORDS - FEATURES_MOST }, x);
	ck_assert(x[FEATURES_MOST - 1] == 1 && x[FEATURES_MOST] == 0);
	features_encode(&features, (float[]){ WORDS - FEATURES_MOST - 1 }, x);
	ck_assert(x[FEATURES_MOST - 1] == 0 && x[FEATURES_MOST] == 1);
	features_release(&features);
	dataset_release(&set);
	free(fitted);
}
END_TEST

/* ---- leak ---- */

/* The AUC of one column of 2000 rows that is made by `make`. */
static double auc_of(float (*make)(struct rng *rng, bool event), bool words, size_t levels)
{
	struct dataset set = DATASET_EMPTY;
	struct rng rng;
	double auc;

	rng_start(&rng, 1);
	set.columns = 1;
	for (int i = 0; i < 2000; i++) {
		bool event = rng_chance(&rng, 0.2);

		dataset_add(&set, (struct dataset_row){
					  .value = (float[]){ make(&rng, event) },
					  .event = event,
				  });
	}
	dataset_sort(&set);
	auc = leak_auc(&set, 0, words, levels);
	dataset_release(&set);
	return auc;
}

static float only_with_event(struct rng *rng, bool event)
{
	return event ? (float)rng_below(rng, 100) : NAN;
}

static float only_below(struct rng *rng, bool event)
{
	return (float)rng_unit(rng) + (event ? -1 : 0);
}

static float in_the_middle(struct rng *rng, bool event)
{
	return event ? 500 : (float)rng_below(rng, 500) + (rng_chance(rng, 0.5) ? 501 : 0);
}

static float two_words(struct rng *rng, bool event)
{
	return (float)(event ? rng_below(rng, 2) : 2 + rng_below(rng, 5));
}

static float honest_word(struct rng *rng, bool event)
{
	return rng_chance(rng, event ? 0.95 : 0.1) ? 1 : 0;
}

static float many_words(struct rng *rng, bool event)
{
	(void)event;
	return (float)rng_below(rng, 1000);
}

static float honest_number(struct rng *rng, bool event)
{
	return (float)rng_unit(rng) + (event ? 0.8f : 0);
}

START_TEST(leaks_are_found_and_honest_columns_are_not)
{
	ck_assert_double_eq(auc_of(only_with_event, false, 0), 1);
	ck_assert_double_eq(auc_of(only_below, false, 0), 1);
	ck_assert_double_gt(auc_of(in_the_middle, false, 0), LEAK_AUC);
	ck_assert_double_eq(auc_of(two_words, true, 7), 1);
	ck_assert_double_eq_tol(auc_of(honest_word, true, 2), 0.925, 0.02);
	ck_assert_double_eq_tol(auc_of(many_words, true, 1000), 0.5, 0.05);
	ck_assert_double_lt(auc_of(honest_number, false, 0), 0.99);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("features");
	TCase *tests = tcase_create("features");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, columns_are_told_apart);
	tcase_add_test(tests, words_are_numbered_in_order);
	tcase_add_test(tests, levels_that_are_joined_are_those_of_all);
	tcase_add_test(tests, samples_are_the_same_in_any_order);
	tcase_add_test(tests, features_of_trees);
	tcase_add_test(tests, features_of_a_linear_model_are_centred);
	tcase_add_test(tests, lines_bend_only_between_values);
	tcase_add_test(tests, unseen_words_move_nothing);
	tcase_add_test(tests, the_commonest_words_have_features_of_their_own);
	tcase_add_test(tests, leaks_are_found_and_honest_columns_are_not);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
