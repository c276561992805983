/* SPDX-License-Identifier: MIT */
#include "stat/trees.h"

#include <math.h>

#include "stat/trees_walk.h"
#include "test_seed.h"

enum { FEATURES = 6 };

static struct trees_node leaf(float value, float cover)
{
	return (struct trees_node){ .feature = TREES_LEAF, .value = value, .cover = cover };
}

static struct trees_node question(
	int32_t feature, float threshold, int32_t below, int32_t above, bool missing_below)
{
	return (struct trees_node){
		.feature = feature,
		.value = threshold,
		.below = below,
		.above = above,
		.missing_below = missing_below,
		.cover = 100,
	};
}

/* One question: 30 of 100 rows go below. */
static void make_stump(struct trees *trees)
{
	*trees = (struct trees)TREES_EMPTY;
	trees->base = 1;
	trees_begin(trees);
	trees_add(trees, question(0, 12.5f, 1, 2, false));
	trees_add(trees, leaf(0.5f, 30));
	trees_add(trees, leaf(-0.25f, 70));
}

/* A random tree, questions first, down to `depth` or less. Covers need not add up. */
static void add_random_tree(struct trees *trees, struct rng *rng, int depth)
{
	struct trees_node node[1 << 9];
	int at_depth[1 << 9] = { 0 };
	int32_t count = 1;

	for (int32_t i = 0; i < count; i++) {
		if (at_depth[i] == depth || (i > 0 && rng_chance(rng, 0.2))) {
			node[i] = leaf((float)(rng_unit(rng) - 0.5), 0);
		} else {
			node[i] = question((int32_t)rng_below(rng, FEATURES),
				(float)rng_below(rng, 4), count, count + 1, rng_chance(rng, 0.5));
			at_depth[count] = at_depth[count + 1] = at_depth[i] + 1;
			count += 2;
		}
		node[i].cover = (float)(1 + rng_below(rng, 50));
	}
	trees_begin(trees);
	for (int32_t i = 0; i < count; i++)
		trees_add(trees, node[i]);
}

static void random_row(struct rng *rng, float *row)
{
	for (int i = 0; i < FEATURES; i++)
		row[i] = rng_chance(rng, 0.2) ? NAN : (float)rng_below(rng, 5) - 0.5f;
}

/*
 * What a tree says when only the features in `known` are: the definition, node by node. Questions
 * about others go both ways, by cover.
 */
static double expected_value(
	const struct trees_node *root, int32_t at, const float *row, unsigned known)
{
	const struct trees_node *node = root + at;
	double below, above, cover_below, cover_above;

	if (node->feature == TREES_LEAF)
		return (double)node->value;
	if (known >> node->feature & 1) {
		float value = row[node->feature];
		bool goes_below = isnan(value) ? node->missing_below : value < node->value;

		return expected_value(root, goes_below ? node->below : node->above, row, known);
	}
	below = expected_value(root, node->below, row, known);
	above = expected_value(root, node->above, row, known);
	cover_below = (double)root[node->below].cover;
	cover_above = (double)root[node->above].cover;
	return (below * cover_below + above * cover_above) / (cover_below + cover_above);
}

static double all_expected(const struct trees *trees, const float *row, unsigned known)
{
	double sum = trees->base;

	for (size_t i = 0; i < trees->count; i++)
		sum += expected_value(trees->node + trees->start[i], 0, row, known);
	return sum;
}

static double factorial(int n)
{
	return n < 2 ? 1 : n * factorial(n - 1);
}

/* Shapley's formula over all subsets. */
static double shapley(const struct trees *trees, const float *row, int feature)
{
	double sum = 0;

	for (unsigned set = 0; set < 1u << FEATURES; set++) {
		int size = __builtin_popcount(set);

		if (set >> feature & 1)
			continue;
		sum += factorial(size) * factorial(FEATURES - 1 - size) / factorial(FEATURES) *
		       (all_expected(trees, row, set | 1u << feature) -
			       all_expected(trees, row, set));
	}
	return sum;
}

START_TEST(a_question_leads_to_a_leaf)
{
	struct trees trees;
	struct diag why;

	make_stump(&trees);
	ck_assert_int_eq(trees_check(&trees, 1, &why), 0);
	ck_assert_double_eq(trees_margin(&trees, (float[]){ 3 }), 1.5);
	ck_assert_double_eq(trees_margin(&trees, (float[]){ 12.5f }), 0.75);
	ck_assert_double_eq(trees_margin(&trees, (float[]){ NAN }), 0.75);
	trees_release(&trees);
}
END_TEST

/* The roads of single rows and of many: the same to the last bit. */
START_TEST(walks_come_to_the_same_margin)
{
	struct rng rng;

	test_seed(&rng, "walks_come_to_the_same_margin");
	for (int i = 0; i < 100; i++) {
		struct trees trees = TREES_EMPTY;
		struct trees_walk walk;

		trees.base = rng_unit(&rng);
		for (int count = i % 20; count > 0; count--)
			add_random_tree(&trees, &rng, (int)rng_below(&rng, 8));
		trees_walk_new(&walk, &trees);
		for (int k = 0; k < 200; k++) {
			float row[FEATURES];

			random_row(&rng, row);
			if (k % 10 == 0)
				row[k / 10 % FEATURES] = k % 20 == 0 ? INFINITY : -INFINITY;
			ck_assert(trees_walk_margin(&walk, row) == trees_margin(&trees, row));
		}
		trees_walk_release(&walk);
		trees_release(&trees);
	}
}
END_TEST

START_TEST(no_trees_say_the_base)
{
	struct trees trees = TREES_EMPTY;
	struct trees_paths paths;
	struct diag why;

	trees.base = -2;
	ck_assert_int_eq(trees_check(&trees, 0, &why), 0);
	ck_assert_double_eq(trees_margin(&trees, NULL), -2);
	trees_paths_new(&paths, &trees);
	ck_assert_double_eq(paths.mean, -2);
	trees_paths_release(&paths);
}
END_TEST

/* By hand: the mean is 0.3 × 0.5 - 0.7 × 0.25 = -0.025, all else is due to the one feature. */
START_TEST(one_question_explains_all)
{
	struct trees trees;
	struct trees_paths paths;
	double contribution = 0;

	make_stump(&trees);
	trees_paths_new(&paths, &trees);
	ck_assert_double_eq_tol(paths.mean, 0.975, 1e-12);
	trees_explain(&paths, (float[]){ 3 }, &contribution);
	ck_assert_double_eq_tol(contribution, 0.525, 1e-12);
	trees_paths_release(&paths);
	trees_release(&trees);
}
END_TEST

START_TEST(contributions_are_shapley_values)
{
	struct rng rng;

	test_seed(&rng, "contributions_are_shapley_values");
	for (int round = 0; round < 60; round++) {
		struct trees trees = TREES_EMPTY;
		struct trees_paths paths;
		struct diag why;
		float row[FEATURES];
		double contribution[FEATURES] = { 0 };

		trees.base = rng_unit(&rng);
		for (int i = 0; i < 3; i++)
			add_random_tree(&trees, &rng, 1 + (int)rng_below(&rng, 7));
		ck_assert_msg(trees_check(&trees, FEATURES, &why) == 0, "%s", why.text);
		random_row(&rng, row);
		trees_paths_new(&paths, &trees);
		trees_explain(&paths, row, contribution);
		ck_assert_double_eq_tol(paths.mean, all_expected(&trees, row, 0), 1e-12);
		for (int i = 0; i < FEATURES; i++) {
			double expected = shapley(&trees, row, i);

			ck_assert_msg(fabs(contribution[i] - expected) < 1e-12,
				"round %d, feature %d: expected %.17g, got %.17g", round, i,
				expected, contribution[i]);
		}
		trees_paths_release(&paths);
		trees_release(&trees);
	}
}
END_TEST

/* A comb: a question on each level, about a different feature each time. */
static void make_comb(struct trees *trees, int depth)
{
	*trees = (struct trees)TREES_EMPTY;
	trees_begin(trees);
	for (int32_t i = 0; i < depth; i++) {
		trees_add(trees, question(i, 1, 2 * i + 1, 2 * i + 2, false));
		trees_add(trees, leaf((float)i / 8, 3));
	}
	trees_add(trees, leaf(-1, 40));
}

START_TEST(contributions_add_up_in_deep_trees)
{
	for (int depth = 1; depth <= TREES_MOST_DEPTH; depth++) {
		struct trees trees;
		struct trees_paths paths;
		struct diag why;
		float row[TREES_MOST_DEPTH];
		double contribution[TREES_MOST_DEPTH] = { 0 }, sum;

		make_comb(&trees, depth);
		ck_assert_int_eq(trees_check(&trees, (size_t)depth, &why), 0);
		for (int i = 0; i < depth; i++)
			row[i] = i + 2 < depth ? 2 : 0;
		trees_paths_new(&paths, &trees);
		trees_explain(&paths, row, contribution);
		sum = paths.mean;
		for (int i = 0; i < depth; i++)
			sum += contribution[i];
		ck_assert_double_eq_tol(sum, trees_margin(&trees, row), 1e-11);
		trees_paths_release(&paths);
		trees_release(&trees);
	}
}
END_TEST

static void refused(struct trees *trees, const char *text)
{
	struct diag why = DIAG_EMPTY;

	ck_assert_int_eq(trees_check(trees, 1, &why), -1);
	ck_assert_msg(strstr(why.text, text) != NULL, "expected '%s', got '%s'", text, why.text);
	trees_release(trees);
	make_stump(trees);
}

START_TEST(what_is_no_tree_is_refused)
{
	struct trees trees;

	make_stump(&trees);
	trees.node[0].below = 3;
	refused(&trees, "tree 0, node 0: expected nodes from 1 to 2 behind it; got 3 and 2");
	trees.node[0].below = -1;
	refused(&trees, "got -1 and 2");
	trees.node[0].above = 0;
	refused(&trees, "got 1 and 0");
	trees.node[0].above = 1;
	refused(&trees, "leads to node 1, where another way leads already");
	trees.node[0].feature = 1;
	refused(&trees, "expected a feature below 1; got 1");
	trees.node[0].feature = -2;
	refused(&trees, "expected a feature below 1; got -2");
	trees.node[1] = question(0, 1, 1, 2, true);
	refused(&trees, "where another way leads already");
	trees.node[1].value = INFINITY;
	refused(&trees, "tree 0, node 1: its value is no number");
	trees.node[2].cover = 0;
	refused(&trees, "tree 0, node 2: expected a cover above 0; got 0");
	trees_add(&trees, leaf(0, 1));
	refused(&trees, "tree 0, node 3: no way leads to it");
	trees_begin(&trees);
	refused(&trees, "tree 1 has no nodes");
	trees.base = NAN;
	refused(&trees, "the base of the trees is no number");
	trees_release(&trees);
	make_comb(&trees, TREES_MOST_DEPTH + 1);
	for (size_t i = 0; i < trees.nodes; i++)
		if (trees.node[i].feature > 0)
			trees.node[i].feature = 0;
	refused(&trees, "is more than 64 questions deep");
	trees_release(&trees);
}
END_TEST

/* Whatever somebody writes into a model, it is refused or it works. */
START_TEST(nonsense_never_crashes)
{
	struct rng rng;
	int good = 0;

	test_seed(&rng, "nonsense_never_crashes");
	for (int round = 0; round < 20000; round++) {
		struct trees trees = TREES_EMPTY;
		struct trees_paths paths;
		struct diag why;
		float row[FEATURES];
		double contribution[FEATURES] = { 0 };

		add_random_tree(&trees, &rng, 3);
		for (int changes = 1 + (int)rng_below(&rng, 3); changes > 0; changes--) {
			struct trees_node *node =
				&trees.node[rng_below(&rng, (uint32_t)trees.nodes)];

			node->feature = (int32_t)rng_below(&rng, FEATURES + 2) - 1;
			node->below = (int32_t)rng_below(&rng, 18) - 1;
			if (rng_chance(&rng, 0.3))
				node->above = (int32_t)rng_below(&rng, 18) - 1;
		}
		if (trees_check(&trees, FEATURES, &why) == 0) {
			good++;
			random_row(&rng, row);
			trees_paths_new(&paths, &trees);
			trees_explain(&paths, row, contribution);
			ck_assert(isfinite(trees_margin(&trees, row)));
			trees_paths_release(&paths);
		}
		trees_release(&trees);
	}
	ck_assert_int_gt(good, 100);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("trees");
	TCase *tests = tcase_create("trees");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, a_question_leads_to_a_leaf);
	tcase_add_test(tests, walks_come_to_the_same_margin);
	tcase_add_test(tests, no_trees_say_the_base);
	tcase_add_test(tests, one_question_explains_all);
	tcase_add_test(tests, contributions_are_shapley_values);
	tcase_add_test(tests, contributions_add_up_in_deep_trees);
	tcase_add_test(tests, what_is_no_tree_is_refused);
	tcase_add_test(tests, nonsense_never_crashes);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
