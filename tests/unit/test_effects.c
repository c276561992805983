/* SPDX-License-Identifier: MIT */
#include "stat/effects.h"

#include <stdlib.h>

#include "stat/draws.h"
#include "test_seed.h"

enum { ROWS = 400, COLUMNS = 6, LEVELS = 90, TURNS = 20 };

static float near_or_far(struct rng *rng)
{
	return (float)(draws_normal(rng) * (rng_chance(rng, 0.1) ? 1e6 : 3));
}

/* Numbers of all shapes, with gaps and without; two columns of words, the first with none unseen.
 */
static void random_row(struct rng *rng, float *value)
{
	value[0] = near_or_far(rng);
	value[1] = rng_chance(rng, 0.3) ? NAN : (float)rng_below(rng, 4);
	value[2] = 7;
	value[3] = NAN;
	value[4] = (float)rng_below(rng, 3);
	value[5] = rng_chance(rng, 0.1) ? NAN : (float)(rng_below(rng, LEVELS) / 2);
}

static void make_set(struct rng *rng, struct dataset *set)
{
	*set = (struct dataset)DATASET_EMPTY;
	set->columns = COLUMNS;
	for (int i = 0; i < ROWS; i++) {
		float value[COLUMNS];

		random_row(rng, value);
		dataset_add(set, (struct dataset_row){ .value = value });
	}
}

static double *random_coefficients(struct rng *rng, size_t width)
{
	double *coefficient = malloc((width + 1) * sizeof *coefficient);

	for (size_t i = 0; i < width; i++)
		coefficient[i] = draws_normal(rng);
	return coefficient;
}

/* Each column of the row, both ways. */
static void ck_row(const struct features *features, const double *coefficient,
	const struct effects *effects, const float *value)
{
	double *x = malloc((features->width + 1) * sizeof *x);

	features_encode(features, value, x);
	for (size_t i = 0; i < features->columns; i++) {
		const struct features_column *column = &features->column[i];
		double sum = 0, size = 1, effect = effects_of(&effects->column[i], value[i]);

		for (size_t j = column->first; j < column->first + column->width; j++) {
			sum += coefficient[j] * x[j];
			size += fabs(coefficient[j] * x[j]);
		}
		ck_assert_msg(fabs(effect - sum) <= 1e-13 * size,
			"column %zu, value %.9g: expected %.17g, got %.17g", i, (double)value[i],
			sum, effect);
	}
	free(x);
}

static void ck_rows(struct rng *rng, const struct features *features)
{
	double *coefficient = random_coefficients(rng, features->width);
	struct effects effects;

	effects_new(&effects, features, coefficient);
	for (int i = 0; i < 1000; i++) {
		float value[COLUMNS];

		random_row(rng, value);
		value[2] += (float)rng_below(rng, 3); /* never seen */
		if (rng_chance(rng, 0.1))
			value[0] = NAN; /* neither */
		ck_row(features, coefficient, &effects, value);
	}
	/* And exactly where a line bends. */
	for (size_t i = 0; i < features->column[0].pieces; i++) {
		float value[COLUMNS];

		random_row(rng, value);
		value[0] = (float)features->column[0].piece[i].from;
		ck_row(features, coefficient, &effects, value);
	}
	effects_release(&effects);
	free(coefficient);
}

START_TEST(effects_are_what_the_features_add_up_to)
{
	struct rng rng;

	test_seed(&rng, "effects_are_what_the_features_add_up_to");
	for (int turn = 0; turn < TURNS; turn++) {
		struct features_column column[COLUMNS] = { [4] = { .words = true, .levels = 3 },
			[5] = { .words = true, .levels = LEVELS } };
		struct features features = { .column = column, .columns = COLUMNS };
		unsigned char fitted[ROWS];
		struct dataset set;

		make_set(&rng, &set);
		memset(fitted, 1, sizeof fitted);
		features_fit(&features, FEATURES_LINEAR, &set, fitted);
		ck_assert_uint_eq(column[0].pieces, 4);
		ck_assert(column[1].gaps && !column[0].gaps);
		ck_rows(&rng, &features);
		features_release(&features);
		dataset_release(&set);
	}
}
END_TEST

/* A file of a model may have its bends in any order, and outside of what was seen. */
START_TEST(bends_may_stand_in_any_order)
{
	static const double from[][FEATURES_BENDS] = { { 5, 3, 1 }, { 3, 5, 1 }, { -9, 99, 3 },
		{ 4, 4, 4 } };
	struct rng rng;

	test_seed(&rng, "bends_may_stand_in_any_order");
	for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
		struct features_column column[] = {
			{ .low = 0, .high = 8, .pieces = 4, .width = 4 }
		};
		struct features features = { FEATURES_LINEAR, column, 1, .width = 0 };
		double *coefficient = random_coefficients(&rng, 4);
		struct effects effects;

		for (size_t j = 0; j < 4; j++)
			column[0].piece[j] =
				(struct features_piece){ j == 0 ? -INFINITY : from[i][j - 1],
					(double)j, 2 };
		features_lay_out(&features);
		effects_new(&effects, &features, coefficient);
		for (float value = -3; value < 12; value += 0.25F)
			ck_row(&features, coefficient, &effects, &value);
		ck_row(&features, coefficient, &effects, (float[]){ NAN });
		effects_release(&effects);
		features_release(&features);
		free(coefficient);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("effects");
	TCase *tests = tcase_create("effects");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, effects_are_what_the_features_add_up_to);
	tcase_add_test(tests, bends_may_stand_in_any_order);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
