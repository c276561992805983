/* SPDX-License-Identifier: MIT */
/* With the insides of the module, to ask XGBoost itself what it makes of a row. */
#include "stat/boost.c"

#include "test_seed.h"

enum { ROWS = 3000, FEATURES = 8 };

/* Rows whose event depends on three features, one of them with gaps. */
struct example {
	float value[ROWS * FEATURES];
	unsigned char event[ROWS];
	struct boost_data data;
};

static struct example *example_new(uint64_t seed)
{
	struct example *example = mem_zero(1, sizeof *example);
	struct rng rng;

	rng_start(&rng, seed);
	for (size_t i = 0; i < ROWS; i++) {
		float *row = example->value + i * FEATURES;
		double odds;

		for (size_t j = 0; j < FEATURES; j++)
			row[j] = (float)draws_normal(&rng);
		odds = 1.5 * (double)row[0] + (row[1] > 0 ? 1 : -1) * (double)row[2] - 1;
		if (rng_chance(&rng, 0.2)) {
			row[1] = NAN;
			odds += 1;
		}
		example->event[i] = rng_chance(&rng, 1 / (1 + draws_exp(-odds)));
	}
	example->data = (struct boost_data){
		.value = example->value,
		.event = example->event,
		.rows = ROWS,
		.features = FEATURES,
	};
	return example;
}

static void fit_ok(const struct boost_options *options, const struct boost_data *train,
	const struct boost_data *validation, struct trees *trees)
{
	struct diag why = DIAG_EMPTY;

	ck_assert_msg(
		boost_fit(options, train, validation, trees, &why) == 0, "failed: %s", why.text);
}

static void ck_same_trees(const struct trees *a, const struct trees *b)
{
	ck_assert_uint_eq(a->count, b->count);
	ck_assert_uint_eq(a->nodes, b->nodes);
	ck_assert(a->base == b->base);
	for (size_t i = 0; i < a->nodes; i++) {
		ck_assert_int_eq(a->node[i].feature, b->node[i].feature);
		ck_assert(a->node[i].value == b->node[i].value);
		ck_assert(a->node[i].cover == b->node[i].cover);
		ck_assert_int_eq(a->node[i].below, b->node[i].below);
		ck_assert_int_eq(a->node[i].missing_below, b->node[i].missing_below);
	}
}

/* What XGBoost says of all rows: 1 the margins, 2 the contributions. */
static const float *ask(const struct fit *fit, int type)
{
	char how[160];
	const bst_ulong *shape;
	const float *answer;
	bst_ulong dimensions;

	snprintf(how, sizeof how,
		"{\"type\":%d,\"training\":false,\"iteration_begin\":0,\"iteration_end\":0,"
		"\"strict_shape\":false}",
		type);
	ck_assert_int_eq(fit->xgboost.XGBoosterPredictFromDMatrix(fit->booster, fit->train.handle,
				 how, &shape, &dimensions, &answer),
		0);
	return answer;
}

static void ck_same_answers(const struct fit *fit, const struct trees *trees)
{
	const float *margin = ask(fit, 1);
	double worst = 0;

	for (size_t i = 0; i < ROWS; i++) {
		double got = trees_margin(trees, fit->train.data->value + i * FEATURES);

		worst = fmax(worst, fabs(got - (double)margin[i]));
	}
	printf("margins differ by at most %.2g\n", worst);
	ck_assert_double_lt(worst, 2e-6);
}

static void ck_same_contributions(const struct fit *fit, const struct trees *trees)
{
	const float *answer = ask(fit, 2);
	struct trees_paths paths;
	double worst = 0, worst_sum = 0;

	trees_paths_new(&paths, trees);
	for (size_t i = 0; i < ROWS; i++) {
		const float *row = fit->train.data->value + i * FEATURES;
		double contribution[FEATURES] = { 0 }, sum = paths.mean;

		trees_explain(&paths, row, contribution);
		for (size_t j = 0; j < FEATURES; j++) {
			worst = fmax(worst,
				fabs(contribution[j] - (double)answer[i * (FEATURES + 1) + j]));
			sum += contribution[j];
		}
		worst_sum = fmax(worst_sum, fabs(sum - trees_margin(trees, row)));
	}
	trees_paths_release(&paths);
	printf("contributions differ by at most %.2g, their sum from the margin by %.2g\n", worst,
		worst_sum);
	ck_assert_double_lt(worst, 2e-5);
	ck_assert_double_lt(worst_sum, 1e-12);
}

START_TEST(trees_answer_as_xgboost_does)
{
	static const int depths[] = { 1, 4, 8 };
	struct example *example = example_new(1);

	for (size_t i = 0; i < sizeof depths / sizeof *depths; i++) {
		struct boost_options options = BOOST_DEFAULTS;
		struct fit fit = { .options = &options, .train.data = &example->data };
		struct trees trees = TREES_EMPTY;
		struct diag why;

		options.rounds = 80;
		options.depth = depths[i];
		ck_assert_int_eq(run(&fit, &trees, &why), 0);
		ck_assert_uint_eq(trees.count, 80);
		ck_same_answers(&fit, &trees);
		ck_same_contributions(&fit, &trees);
		fit.xgboost.XGBoosterFree(fit.booster);
		fit.xgboost.XGDMatrixFree(fit.train.handle);
		trees_release(&trees);
	}
	free(example);
}
END_TEST

START_TEST(threads_and_times_change_nothing)
{
	static const int threads[] = { 1, 1, 2, 3 };
	struct example *example = example_new(2);
	struct trees first, again;

	for (size_t i = 0; i < sizeof threads / sizeof *threads; i++) {
		struct boost_options options = BOOST_DEFAULTS;

		options.rounds = 30;
		options.threads = threads[i];
		fit_ok(&options, &example->data, NULL, i == 0 ? &first : &again);
		if (i == 0)
			continue;
		ck_same_trees(&first, &again);
		trees_release(&again);
	}
	trees_release(&first);
	free(example);
}
END_TEST

static double loss_of(const struct trees *trees, size_t count, const struct boost_data *data)
{
	struct trees some = *trees;
	double loss = 0;

	some.count = count;
	for (size_t i = 0; i < data->rows; i++) {
		double margin = trees_margin(&some, data->value + i * data->features);

		loss += log1p(exp(data->event[i] ? -margin : margin));
	}
	return loss;
}

START_TEST(stops_at_the_best_tree_of_the_validation)
{
	struct example *example = example_new(3), *other = example_new(4);
	struct boost_options options = BOOST_DEFAULTS;
	struct trees stopped, all;
	size_t best = 0;
	double least = INFINITY;

	options.rate = 0.3;
	options.rounds = 200;
	fit_ok(&options, &example->data, &other->data, &stopped);
	fit_ok(&options, &example->data, NULL, &all);
	ck_assert_uint_eq(all.count, 200);
	for (size_t count = 0; count <= all.count; count++) {
		double loss = loss_of(&all, count, &other->data);

		if (loss < least) {
			least = loss;
			best = count;
		}
	}
	ck_assert_uint_eq(stopped.count, best);
	ck_assert_uint_lt(best, 100);
	trees_release(&stopped);
	trees_release(&all);
	free(example);
	free(other);
}
END_TEST

/* A row that counts twice is two rows, where values are so few that each has a bin of its own. */
START_TEST(weights_count_rows)
{
	struct example *example = example_new(5);
	struct boost_options options = BOOST_DEFAULTS;
	struct boost_data weighted = example->data, doubled = example->data;
	float *value = mem_alloc(2 * sizeof example->value);
	unsigned char *event = mem_alloc(2 * sizeof example->event);
	double *weight = mem_alloc(ROWS * sizeof *weight);
	struct trees a, b;

	doubled.rows = 0;
	for (size_t i = 0; i < ROWS * FEATURES; i++)
		example->value[i] = roundf(example->value[i] * 4) / 4;
	for (size_t i = 0; i < ROWS; i++) {
		weight[i] = example->event[i] ? 2 : 1;
		for (int times = 0; times < (example->event[i] ? 2 : 1); times++) {
			memcpy(value + doubled.rows * FEATURES, example->value + i * FEATURES,
				FEATURES * sizeof *value);
			event[doubled.rows++] = example->event[i];
		}
	}
	weighted.weight = weight;
	doubled.value = value;
	doubled.event = event;
	options.rounds = 1;
	options.row_share = options.node_share = 1;
	fit_ok(&options, &weighted, NULL, &a);
	fit_ok(&options, &doubled, NULL, &b);
	ck_assert(a.base == b.base);
	for (size_t i = 0; i < ROWS; i++)
		ck_assert_double_eq_tol(trees_margin(&a, example->value + i * FEATURES),
			trees_margin(&b, example->value + i * FEATURES), 1e-4);
	trees_release(&a);
	trees_release(&b);
	free(value);
	free(event);
	free(weight);
	free(example);
}
END_TEST

static void ck_refused(
	const struct boost_data *data, const struct boost_options *options, const char *text)
{
	struct trees trees;
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(boost_fit(options, data, NULL, &trees, &why), -1);
	ck_assert_msg(strstr(why.text, text) != NULL, "expected '%s', got '%s'", text, why.text);
	trees_release(&trees);
}

START_TEST(faults_are_reported)
{
	struct example *example = example_new(6);
	struct boost_options options = BOOST_DEFAULTS;

	options.rate = -1;
	ck_refused(&example->data, &options, "XGBoost fails to fit a tree");
	options.rate = 0.1;
	example->value[3] = INFINITY;
	ck_refused(&example->data, &options, "XGBoost fails to take the rows");
	memset(example->event, 0, sizeof example->event);
	ck_refused(&example->data, &options, "no trees can be fitted where no rows have the event");
	memset(example->event, 1, sizeof example->event);
	ck_refused(
		&example->data, &options, "no trees can be fitted where all rows have the event");
	free(example);
}
END_TEST

START_TEST(other_descriptions_are_refused)
{
	static const char *const wrong[] = {
		"",
		"1:leaf=0.5,cover=3",
		"0:[f1<2] yes=1,no=2,missing=1,gain=2",
		"0:[f1<2] yes=1,no=2,missing=3,gain=2,cover=3",
		"0:[f-1<2] yes=1,no=2,missing=1,gain=2,cover=3",
		"0:leaf=0.5,cover=3\nnonsense",
		"0:leaf=0.5,cover=3\n2000000000:leaf=1,cover=1",
	};

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct trees trees = TREES_EMPTY;
		struct diag why;

		ck_assert_msg(take_tree(&trees, wrong[i], &why) == -1, "'%s'", wrong[i]);
		trees_release(&trees);
	}
}
END_TEST

/* Names that leave some out, as they are after pruning. */
START_TEST(names_give_way_to_places)
{
	struct trees trees = TREES_EMPTY;
	struct diag why;

	ck_assert_int_eq(take_tree(&trees,
				 "0:[f1<0.5] yes=1,no=6,missing=6,gain=2.5,cover=30\n"
				 "\t6:leaf=-1.5e-3,cover=10\n\t1:leaf=0.25,cover=20\n",
				 &why),
		0);
	ck_assert_int_eq(trees_check(&trees, 2, &why), 0);
	ck_assert_int_eq(trees.node[0].below, 2);
	ck_assert_int_eq(trees.node[0].above, 1);
	ck_assert(!trees.node[0].missing_below);
	ck_assert(trees.node[1].value == -1.5e-3f);
	ck_assert(trees.node[2].cover == 20);
	trees_release(&trees);
	trees_begin(&trees);
	ck_assert_int_eq(
		take_tree(&trees, "0:[f1<0.5] yes=1,no=7,missing=7,gain=2.5,cover=30", &why), 0);
	ck_assert_int_eq(trees_check(&trees, 2, &why), -1);
	trees_release(&trees);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("boost");
	TCase *tests = tcase_create("boost");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, trees_answer_as_xgboost_does);
	tcase_add_test(tests, threads_and_times_change_nothing);
	tcase_add_test(tests, stops_at_the_best_tree_of_the_validation);
	tcase_add_test(tests, weights_count_rows);
	tcase_add_test(tests, faults_are_reported);
	tcase_add_test(tests, other_descriptions_are_refused);
	tcase_add_test(tests, names_give_way_to_places);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
