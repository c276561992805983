/* SPDX-License-Identifier: MIT */
/* What crm-churn has learnt: reasons that add up, and models that say the same once they are read.
 */
#include "../../cmd/churn/predict.h"

#include <math.h>
#include <unistd.h>

#include "base/mem.h"
#include "stat/draws.h"
#include "test_seed.h"

enum { ROWS = 600, COLUMNS = 4 };

/* Of the tool, which is not here. */
const struct churn_options *churn_given(void)
{
	static const struct churn_options none;

	return &none;
}

static const struct predict_options usual = {
	.target = "left=yes",
	.learner = PREDICT_TREES,
	.rule = CALIBRATE_PLATT,
	.seed = 1,
	.depth = 4,
	.rounds = 60,
	.rate = 0.1,
	.penalty = 1,
};

/* A number, one with gaps, three words, and twenty words with a name of two, most of them rare. */
static void make_shape(struct predict_shape *shape)
{
	static const char *const name[COLUMNS] = { "tenure", "charge", "contract",
		"city of birth" };

	*shape = (struct predict_shape){ .columns = COLUMNS };
	shape->name = mem_zero(COLUMNS, sizeof *shape->name);
	shape->levels = mem_zero(COLUMNS, sizeof *shape->levels);
	for (size_t i = 0; i < COLUMNS; i++) {
		shape->name[i] = arena_copy(&shape->texts, slice_of(name[i]));
		for (int word = 0; word < (i == 2 ? 3 : 20); word++)
			for (int times = 0; times < 3; times++) {
				char text[16];

				snprintf(text, sizeof text, i < 2 ? "%d" : "w\t%d", word);
				levels_add(&shape->levels[i],
					word == 0 ? (struct slice){ NULL, 0 } : slice_of(text));
			}
		levels_finish(&shape->levels[i]);
	}
	ck_assert_int_eq(shape->levels[1].kind, LEVELS_NUMBERS);
	ck_assert_int_eq(shape->levels[3].kind, LEVELS_WORDS);
}

static void random_row(struct rng *rng, float *value)
{
	value[0] = (float)rng_below(rng, 72);
	value[1] = rng_chance(rng, 0.2) ? NAN : (float)draws_normal(rng);
	value[2] = rng_chance(rng, 0.05) ? NAN : (float)rng_below(rng, 3);
	value[3] = rng_chance(rng, 0.05)  ? NAN
		   : rng_chance(rng, 0.8) ? (float)rng_below(rng, 3)
					  : (float)rng_below(rng, 20);
}

static void make_set(struct rng *rng, struct dataset *set)
{
	*set = (struct dataset)DATASET_EMPTY;
	set->columns = COLUMNS;
	for (int i = 0; i < ROWS; i++) {
		float value[COLUMNS];
		double odds;

		random_row(rng, value);
		odds = 1 - (double)value[0] / 20 + (value[2] > 1 ? 1.5 : 0) +
		       (isnan(value[1]) ? 1 : 0);
		dataset_add(set, (struct dataset_row){
					 .value = value,
					 .event = rng_chance(rng, 1 / (1 + draws_exp(-odds))),
				 });
	}
	dataset_sort(set);
}

static void learn(const struct predict_options *options, const struct predict_shape *shape,
	const struct dataset *set, struct predictor *predictor)
{
	unsigned char fitted[ROWS];
	struct diag why = DIAG_EMPTY;

	memset(fitted, 1, sizeof fitted);
	ck_assert_msg(predict_learn(options, shape, set, fitted, 1, predictor, &why) == 0,
		"failed: %s", why.text);
}

/* For the logistic model they must add up exactly, for trees to 1e-9. */
static void ck_adds_up(const struct predictor *predictor, struct rng *rng)
{
	struct predict_scratch *scratch = predict_scratch_new(predictor);

	for (int i = 0; i < 200; i++) {
		float value[COLUMNS];
		double contribution[COLUMNS], sum = predict_mean(predictor), whole, p;

		random_row(rng, value);
		whole = predict_log_odds(predictor, scratch, value);
		p = predict_probability(predictor, scratch, value);
		predict_explain(predictor, scratch, value, contribution);
		for (int j = 0; j < COLUMNS; j++)
			sum += contribution[j];
		if (predictor->learner == PREDICT_LOGISTIC)
			ck_assert(sum == whole);
		else
			ck_assert_double_eq_tol(sum, whole, 1e-9);
		if (predictor->rule.kind != CALIBRATE_ISOTONIC)
			ck_assert_double_eq_tol(whole, log(p / (1 - p)), 1e-12);
	}
	predict_scratch_free(scratch);
}

/* Write it, read it, and look whether both say the same of any row, to the last bit. */
static void ck_survives_its_file(const struct predict_options *options,
	const struct predictor *predictor, const struct dataset *set, struct rng *rng)
{
	static const struct predict_quality none = { .rows = 0 };
	char path[] = "/tmp/test_predict_XXXXXX";
	struct model written = MODEL_EMPTY, read = MODEL_EMPTY;
	struct predict_shape shape = { .columns = 0 };
	struct predictor other;
	struct predict_scratch *scratch, *other_scratch;
	struct diag why = DIAG_EMPTY;

	close(mkstemp(path));
	predict_save(options, predictor, set, &none, &written);
	ck_assert_msg(model_write(&written, path, &why) == 0, "%s", why.text);
	ck_assert_msg(model_read(&read, path, "churn-predict", PREDICT_VERSION, &why) == 0, "%s",
		why.text);
	ck_assert_msg(predict_load(&read, &shape, &other, &why) == 0, "%s", why.text);
	scratch = predict_scratch_new(predictor);
	other_scratch = predict_scratch_new(&other);
	for (int i = 0; i < 200; i++) {
		float value[COLUMNS], own[COLUMNS];
		double a[COLUMNS], b[COLUMNS];

		random_row(rng, value);
		memcpy(own, value, sizeof own);
		/* Words have other numbers there if some were not in the model. */
		for (size_t j = 2; j < COLUMNS; j++)
			if (!isnan(value[j]))
				predict_value(&shape, j,
					predictor->shape->levels[j].level[(int)value[j]].text,
					&own[j]);
		ck_assert(predict_log_odds(predictor, scratch, value) ==
			  predict_log_odds(&other, other_scratch, own));
		ck_assert(calibrate_apply(&predictor->rule, 0.1 * i - 10) ==
			  calibrate_apply(&other.rule, 0.1 * i - 10));
		predict_explain(predictor, scratch, value, a);
		predict_explain(&other, other_scratch, own, b);
		ck_assert_int_eq(memcmp(a, b, sizeof a), 0);
	}
	predict_scratch_free(scratch);
	predict_scratch_free(other_scratch);
	predictor_release(&other);
	predict_shape_release(&shape);
	model_release(&written);
	model_release(&read);
	unlink(path);
}

START_TEST(reasons_add_up_and_models_survive)
{
	struct rng rng;

	test_seed(&rng, "reasons_add_up_and_models_survive");
	for (int learner = 0; learner < 2; learner++)
		for (int rule = 0; rule < 3; rule++) {
			struct predict_options options = usual;
			struct predict_shape shape;
			struct dataset set;
			struct predictor predictor;

			options.learner = learner;
			options.rule = rule;
			make_shape(&shape);
			make_set(&rng, &set);
			learn(&options, &shape, &set, &predictor);
			ck_adds_up(&predictor, &rng);
			ck_survives_its_file(&options, &predictor, &set, &rng);
			predictor_release(&predictor);
			dataset_release(&set);
			predict_shape_release(&shape);
		}
}
END_TEST

/* Rows that are judged decide nothing: whatever they say, the predictor is the same. */
START_TEST(rows_not_fitted_are_not_peeked_at)
{
	struct predict_options options = usual;
	struct predict_shape shape;
	struct dataset set;
	struct predictor predictor[2];
	struct rng rng;
	struct diag why;
	unsigned char fitted[ROWS];

	test_seed(&rng, "rows_not_fitted_are_not_peeked_at");
	make_shape(&shape);
	make_set(&rng, &set);
	for (int learner = 0; learner < 2; learner++) {
		struct predict_scratch *scratch[2];

		options.learner = learner;
		for (int round = 0; round < 2; round++) {
			for (size_t i = 0; i < ROWS; i++) {
				fitted[i] = i % 4 != 0;
				if (round == 0 || fitted[i])
					continue;
				random_row(&rng, set.value + i * COLUMNS);
				set.event[i] = rng_chance(&rng, 0.5);
			}
			ck_assert_int_eq(predict_learn(&options, &shape, &set, fitted, 1,
						 &predictor[round], &why),
				0);
			scratch[round] = predict_scratch_new(&predictor[round]);
		}
		for (int i = 0; i < 200; i++) {
			float value[COLUMNS];

			random_row(&rng, value);
			ck_assert(predict_log_odds(&predictor[0], scratch[0], value) ==
				  predict_log_odds(&predictor[1], scratch[1], value));
		}
		for (int round = 0; round < 2; round++) {
			predict_scratch_free(scratch[round]);
			predictor_release(&predictor[round]);
		}
	}
	dataset_release(&set);
	predict_shape_release(&shape);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("predict");
	TCase *tests = tcase_create("predict");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, reasons_add_up_and_models_survive);
	tcase_add_test(tests, rows_not_fitted_are_not_peeked_at);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
