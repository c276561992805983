/* SPDX-License-Identifier: MIT */
#include "stat/roc.h"

#include <math.h>
#include <string.h>

#include "test_seed.h"

/* Twelve rows with ties within and between the kinds; figures without a note are from them. */
enum { TWELVE = 12 };

static const double twelve[TWELVE] = { .05, .10, .10, .20, .30, .30, .30, .45, .60, .60, .75, .90 };
static const unsigned char came[TWELVE] = { 0, 0, 1, 0, 0, 1, 0, 1, 0, 1, 1, 1 };

static void ck_figure(const char *what, double got, double expected, double tolerance)
{
	ck_assert_msg(fabs(got - expected) <= tolerance, "%s: expected %.10g, got %.10g", what,
		expected, got);
}

static struct roc roc_of_twelve(void)
{
	struct roc roc;

	roc_new(&roc, twelve, came, TWELVE);
	return roc;
}

/* The example of scikit-learn's roc_auc_score, and its losses of it. */
START_TEST(example_of_the_header)
{
	static const double score[] = { 0.1, 0.4, 0.35, 0.8 };
	static const unsigned char event[] = { 0, 0, 1, 1 };
	struct roc roc;
	double cut;

	roc_new(&roc, score, event, 4);
	ck_figure("auc", roc_auc(&roc), 0.75, 0);
	ck_figure("gini", roc_gini(&roc), 0.5, 0);
	ck_figure("ks", roc_ks(&roc, &cut), 0.5, 0);
	ck_figure("cut", cut, 0.8, 0);
	ck_figure("log loss", roc_log_loss(&roc), 0.47228795380917615, 1e-14);
	ck_figure("brier", roc_brier(&roc), 0.158125, 1e-15);
	roc_release(&roc);
}
END_TEST

/* Expected: scikit-learn 1.x, and DeLong's formula written out over all pairs with numpy. */
START_TEST(ties_count_half)
{
	struct roc roc = roc_of_twelve();
	double low, high, cut;

	ck_assert_uint_eq(roc.count, 8);
	ck_figure("auc", roc_auc(&roc), 28.0 / 36, 0);
	ck_figure("variance", roc_auc_variance(&roc), 0.02052469135802469, 1e-16);
	roc_auc_interval(&roc, 1.959964, &low, &high);
	ck_figure("low", low, 0.7777777777777778 - 1.959964 * 0.1432643, 1e-6);
	ck_figure("high", high, 1, 0);
	ck_figure("ks", roc_ks(&roc, &cut), 0.5, 0);
	ck_figure("cut", cut, 0.45, 0);
	ck_figure("log loss", roc_log_loss(&roc), 0.6015309822103798, 1e-14);
	ck_figure("brier", roc_brier(&roc), 0.20229166666666665, 1e-15);
	roc_release(&roc);
}
END_TEST

START_TEST(confusion_is_counted_from_the_cut_up)
{
	struct roc roc = roc_of_twelve();
	struct roc_confusion at = roc_confusion(&roc, 0.45), all = roc_confusion(&roc, -1);
	struct roc_confusion none = roc_confusion(&roc, 1);

	ck_assert_uint_eq(at.true_events, 4);
	ck_assert_uint_eq(at.false_events, 1);
	ck_assert_uint_eq(at.true_others, 5);
	ck_assert_uint_eq(at.false_others, 2);
	ck_assert_uint_eq(all.true_events, 6);
	ck_assert_uint_eq(all.true_others, 0);
	ck_assert_uint_eq(none.false_others, 6);
	ck_assert_uint_eq(none.false_events, 0);
	roc_release(&roc);
}
END_TEST

/* Five equal steps, as calibration_curve of scikit-learn has them; 0.60 lies on a border. */
START_TEST(calibration_of_equal_width)
{
	static const uint64_t rows[] = { 3, 4, 1, 3, 1 }, events[] = { 1, 1, 1, 2, 1 };
	static const double mean[] = { .25 / 3, 1.1 / 4, .45, 1.95 / 3, .90 };
	struct roc roc = roc_of_twelve();
	struct roc_bin bin[5];

	roc_calibration(&roc, ROC_EQUAL_WIDTH, bin, 5);
	for (int i = 0; i < 5; i++) {
		ck_assert_uint_eq(bin[i].rows, rows[i]);
		ck_assert_uint_eq(bin[i].events, events[i]);
		ck_figure("mean", bin[i].mean, mean[i], 1e-15);
	}
	ck_figure("low", bin[3].low, .60, 0);
	ck_figure("high", bin[3].high, .75, 0);
	/* |1 - .25| + |1 - 1.1| + |1 - .45| + |2 - 1.95| + |1 - .9| of 12 */
	ck_figure("error", roc_calibration_error(bin, 5), 1.55 / 12, 1e-15);
	roc_release(&roc);
}
END_TEST

/* Ranks 1, 2-3, 4 | 5-7, 8 | 9-10, 11, 12. */
START_TEST(calibration_of_equal_count)
{
	struct roc roc = roc_of_twelve();
	struct roc_bin bin[3], many[40];
	uint64_t rows = 0;

	roc_calibration(&roc, ROC_EQUAL_COUNT, bin, 3);
	for (int i = 0; i < 3; i++)
		ck_assert_uint_eq(bin[i].rows, 4);
	ck_assert_uint_eq(bin[1].events, 2);
	ck_figure("low", bin[1].low, .30, 0);
	ck_figure("high", bin[1].high, .45, 0);
	roc_calibration(&roc, ROC_EQUAL_COUNT, many, 40);
	for (int i = 0; i < 40; i++) {
		rows += many[i].rows;
		ck_assert(many[i].rows > 0 || isnan(many[i].mean));
	}
	ck_assert_uint_eq(rows, 12);
	roc_release(&roc);
}
END_TEST

/* The third of four parts, rows 4 to 6 from below, ends within the three rows of 0.30. */
START_TEST(lift_shares_ties_out)
{
	struct roc roc = roc_of_twelve();
	struct roc_part part[4];

	roc_lift(&roc, part, 4);
	ck_figure("events", part[0].events, 2.5, 1e-15);
	ck_figure("lift", part[0].lift, 2.5 / 3 / 0.5, 1e-15);
	ck_figure("low", part[0].low, 0.60, 0);
	ck_figure("events", part[1].events, 0.5 + 1 + 1.0 / 3, 1e-15);
	ck_figure("events", part[2].events, 2.0 / 3, 1e-15);
	ck_figure("gain", part[2].gain, 5.0 / 6, 1e-15);
	ck_figure("gain", part[3].gain, 1, 1e-15);
	roc_release(&roc);
}
END_TEST

START_TEST(one_kind_alone_has_no_order)
{
	static const double score[] = { 1, 2 };
	static const unsigned char event[] = { 1, 1 };
	double low, high;
	struct roc roc;

	roc_new(&roc, score, event, 2);
	ck_assert(isnan(roc_auc(&roc)));
	ck_assert(isnan(roc_auc_variance(&roc)));
	ck_assert(isnan(roc_ks(&roc, &low)));
	ck_assert(isnan(low));
	roc_auc_interval(&roc, 2, &low, &high);
	ck_assert(isnan(low) && isnan(high));
	roc_release(&roc);
	roc_new(&roc, score, event, 0);
	ck_assert_uint_eq(roc.count, 0);
	ck_assert(isnan(roc_auc(&roc)));
	roc_release(&roc);
}
END_TEST

START_TEST(any_numbers_are_scores)
{
	static const double score[] = { INFINITY, -0.0, 0.0, -1e-300, -INFINITY, -2, 1e300 };
	static const unsigned char event[] = { 1, 0, 1, 1, 0, 0, 1 };
	static const double order[] = { -INFINITY, -2, -1e-300, 0, 1e300, INFINITY };
	struct roc roc;

	roc_new(&roc, score, event, 7);
	ck_assert_uint_eq(roc.count, 6);
	for (int i = 0; i < 6; i++)
		ck_assert(roc.point[i].score == order[i]);
	ck_figure("auc", roc_auc(&roc), (4 + 4 + 2 + 0.5) / 12, 1e-15);
	roc_release(&roc);
}
END_TEST

/* By hand: (.5-.4) ln(.5/.4) + (.3-.4) ln(.3/.4) + 0 = 0.0223144 + 0.0287682. */
START_TEST(stability_of_shares)
{
	static const uint64_t expected[] = { 40, 40, 20, 0 }, actual[] = { 500, 300, 200, 0 };
	static const uint64_t none[] = { 0, 50, 50, 0 }, some[] = { 50, 0, 50, 0 };

	ck_figure("psi", roc_stability(expected, actual, 4), 0.05108256237659907, 1e-15);
	ck_figure("same", roc_stability(expected, expected, 4), 0, 0);
	ck_figure("empty", roc_stability(none, some, 4), 2 * 0.495 * log(100), 1e-14);
}
END_TEST

/* Against the definitions, over all pairs and all cuts; and whatever the order of the rows. */
START_TEST(measures_are_as_defined)
{
	enum { MOST = 60 };
	double score[MOST];
	unsigned char event[MOST];
	struct rng rng;

	test_seed(&rng, "measures_are_as_defined");
	for (int round = 0; round < 500; round++) {
		size_t count = 2 + rng_below(&rng, MOST - 2);
		double wins = 0, pairs = 0, most = 0, cut;
		struct roc roc, mixed;

		for (size_t i = 0; i < count; i++) {
			score[i] = (double)rng_below(&rng, 12) / 8 - 0.5;
			event[i] = i < 2 ? (unsigned char)i : (unsigned char)rng_below(&rng, 2);
		}
		roc_new(&roc, score, event, count);
		for (size_t i = 0; i < count; i++) {
			double one = 0, other = 0;

			for (size_t j = 0; j < count; j++) {
				if (event[i] && !event[j]) {
					pairs++;
					wins += score[i] > score[j]    ? 1
						: score[i] == score[j] ? 0.5
								       : 0;
				}
				one += event[j] && score[j] >= score[i];
				other += !event[j] && score[j] >= score[i];
			}
			most = fmax(
				most, fabs(one / (double)roc.events - other / (double)roc.others));
		}
		ck_figure("auc", roc_auc(&roc), wins / pairs, 1e-15);
		ck_figure("ks", roc_ks(&roc, &cut), most, 1e-15);
		for (size_t i = count - 1; i > 0; i--) {
			size_t with = rng_below(&rng, (uint32_t)i + 1);
			unsigned char kept = event[i];
			double moved = score[i];

			score[i] = score[with], score[with] = moved;
			event[i] = event[with], event[with] = kept;
		}
		roc_new(&mixed, score, event, count);
		ck_assert_uint_eq(mixed.count, roc.count);
		ck_assert_mem_eq(mixed.point, roc.point, roc.count * sizeof *roc.point);
		roc_release(&mixed);
		roc_release(&roc);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("roc");
	TCase *tests = tcase_create("roc");
	SRunner *runner = srunner_create(suite);
	int failed;

	tcase_add_test(tests, example_of_the_header);
	tcase_add_test(tests, ties_count_half);
	tcase_add_test(tests, confusion_is_counted_from_the_cut_up);
	tcase_add_test(tests, calibration_of_equal_width);
	tcase_add_test(tests, calibration_of_equal_count);
	tcase_add_test(tests, lift_shares_ties_out);
	tcase_add_test(tests, one_kind_alone_has_no_order);
	tcase_add_test(tests, any_numbers_are_scores);
	tcase_add_test(tests, stability_of_shares);
	tcase_add_test(tests, measures_are_as_defined);
	suite_add_tcase(suite, tests);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
