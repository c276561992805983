/* SPDX-License-Identifier: MIT */
/*
 * What is expected was computed with mpmath 1.4.1 at 60 and more digits.
 */
#include "stat/special.h"

#include <float.h>

#include "test_close.h"
#include "test_seed.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

START_TEST(log_gamma_is_exact)
{
	static const double known[][2] = {
		{ 1e-300, 690.7755278982137051803 },
		{ 1e-05, 11.51291969289582562562 },
		{ 0.2425945, 1.319809446356236854289 },
		{ 0.5, 0.5723649429247000870717 },
		{ 1.0000001, -5.772155829918507096964e-8 },
		{ 3.7, 1.4280723266653881292 },
		{ 10.5, 13.94062521940376363316 },
		{ 100.0, 359.134205369575398776 },
		{ 10000000000.0, 220258509288.81058147 },
		{ 1e+300, 6.897755278982137414744e+302 },
	};

	for (size_t i = 0; i < COUNT(known); i++)
		ck_close(special_log_gamma(known[i][0]), known[i][1],
			4 * DBL_EPSILON * fabs(known[i][1]), "log_gamma(%g)", known[i][0]);
}
END_TEST

START_TEST(digamma_is_exact)
{
	static const double known[][2] = {
		{ 1e-05, -100000.5771992156728887 },
		{ 0.1, -10.4237549404110762321 },
		{ 0.7929199, -0.9814010266633959383405 },
		{ 1.0, -0.5772156649015328606065 },
		{ 1.4616321449683622, -9.241265521729427516792e-17 },
		{ 2.5, 0.7031566406452431872257 },
		{ 9.999, 2.251647417205735314158 },
		{ 10.0, 2.251752589066721107647 },
		{ 55.5, 4.00734695854044391216 },
		{ 1000000.0, 13.81551005796419077077 },
		{ 1000000000000000.0, 34.53877639491068476027 },
	};

	for (size_t i = 0; i < COUNT(known); i++)
		ck_close(special_digamma(known[i][0]), known[i][1],
			4 * DBL_EPSILON * fmax(1, fabs(known[i][1])), "digamma(%g)", known[i][0]);
}
END_TEST

START_TEST(log_beta_is_exact)
{
	static const double known[][3] = {
		{ 0.001, 1000000.0, 6.893363375325389470375 },
		{ 1e-300, 1e-300, 691.4686750787736504898 },
		{ 0.25, 2.5, 1.09749072825605948669 },
		{ 0.8, 3000.5, -6.253141036609525625591 },
		{ 5.0, 1000000000000.0, -134.9770517493047954214 },
		{ 9.5, 10.5, -13.70992554699846192049 },
		{ 20.0, 30.0, -33.96882079197738296262 },
		{ 1000.0, 1000000000000000.0, -28633.55597170200354844 },
		{ 100000000.0, 100000000.0, -138629444.056817309125 },
		{ 1e-10, 1e+300, 23.02585086080518244744 },
		{ 12.0, 10.0, -15.07600357252155257567 },
		{ 3.0, 4.0, -4.09434456222210068483 },
	};

	for (size_t i = 0; i < COUNT(known); i++) {
		double a = known[i][0], b = known[i][1], wanted = known[i][2];
		double tolerance = 8 * DBL_EPSILON * fmax(1, fabs(wanted));

		ck_close(special_log_beta(a, b), wanted, tolerance, "log_beta(%g, %g)", a, b);
		ck_close(special_log_beta(b, a), wanted, tolerance, "log_beta(%g, %g)", b, a);
	}
}
END_TEST

/* B(a, b) = B(a + 1, b) + B(a, b + 1), over where one way of computing meets another. */
START_TEST(log_beta_keeps_the_recurrence)
{
	struct rng rng;

	test_seed(&rng, "log_beta_keeps_the_recurrence");
	for (int i = 0; i < 20000; i++) {
		double a = exp(12 * rng_unit(&rng) - 5), b = exp(12 * rng_unit(&rng) - 5);
		double wanted = special_log_beta(a, b);

		ck_close(special_log_add(special_log_beta(a + 1, b), special_log_beta(a, b + 1)),
			wanted, 32 * DBL_EPSILON * fmax(1, fabs(wanted)), "a %.17g, b %.17g", a, b);
	}
}
END_TEST

START_TEST(sums_of_logarithms_are_exact)
{
	static const double known[][4] = {
		{ 0.0, 0.0, 0.6931471805599453094172, -INFINITY },
		{ 1000.0, 999.0, 1000.313261687518222834, 999.541324854612918109 },
		{ -1000.0, -1000.5, -999.5259230158198933191, -1000.932752129567188572 },
		{ 3.0, -40.0, 3.000000000000000000212, 2.999999999999999999788 },
		{ 0.001, 0.0, 0.6936473055599401010947, -6.907255237315470711782 },
		{ 5.0, 4.9999999999, 5.693147180509945305281, -18.02585084725008926821 },
		{ 710.0, 700.0, 710.0000453988992168646, 709.9999545990396295108 },
	};

	for (size_t i = 0; i < COUNT(known); i++) {
		double a = known[i][0], b = known[i][1], sum = known[i][2], rest = known[i][3];

		ck_close(special_log_add(a, b), sum, 2 * DBL_EPSILON * fabs(sum), "ln(e^%g + e^%g)",
			a, b);
		ck_close(special_log_add(b, a), sum, 2 * DBL_EPSILON * fabs(sum), "ln(e^%g + e^%g)",
			b, a);
		ck_close(special_log_subtract(a, b), rest, 4 * DBL_EPSILON * fabs(rest),
			"ln(e^%g - e^%g)", a, b);
	}
}
END_TEST

START_TEST(the_logarithm_of_nothing_is_at_home)
{
	ck_assert(special_log_add(-INFINITY, -INFINITY) == -INFINITY);
	ck_assert(special_log_add(-INFINITY, 2) == 2);
	ck_assert(special_log_add(INFINITY, 2) == INFINITY);
	ck_assert(special_log_subtract(2, -INFINITY) == 2);
	ck_assert(special_log_subtract(-INFINITY, -INFINITY) == -INFINITY);
}
END_TEST

START_TEST(normal_cdf_is_exact)
{
	static const double known[][2] = {
		{ -37.0, 5.725571222524576822683e-300 },
		{ -10.0, 7.619853024160526065973e-24 },
		{ -2.0, 0.02275013194817920720028 },
		{ -1e-09, 0.4999999996010577195986 },
		{ 0.0, 0.5 },
		{ 0.5, 0.6914624612740131036377 },
		{ 1.959963984540054, 0.9749999999999999891238 },
		{ 6.0, 0.9999999990134123549623 },
	};

	for (size_t i = 0; i < COUNT(known); i++) {
		double x = known[i][0];

		/* Far out, a last bit of x alone moves the result by x squared of its last bits. */
		ck_close_relative(special_normal_cdf(x), known[i][1], DBL_EPSILON * fmax(4, x * x),
			"P(Z <= %g)", x);
	}
}
END_TEST

START_TEST(normal_quantile_is_exact)
{
	static const double known[][2] = {
		{ 1e-300, -37.04709629936119923655 },
		{ 1e-20, -9.262340089798407579572 },
		{ 0.001, -3.090232306167813535358 },
		{ 0.025, -1.95996398454005421178 },
		{ 0.2499, -0.6748044701106099873176 },
		{ 0.25, -0.6744897501960817432022 },
		{ 0.49999999, -2.506628273311622314306e-8 },
		{ 0.5, 0.0 },
		{ 0.6, 0.2533471031357997413247 },
		{ 0.75, 0.6744897501960817432022 },
		{ 0.751, 0.6776399648779957025747 },
		{ 0.975, 1.959963984540053855604 },
		{ 0.999999999, 5.997807019601637426423 },
	};

	for (size_t i = 0; i < COUNT(known); i++)
		ck_close_relative(special_normal_quantile(known[i][0]), known[i][1],
			8 * DBL_EPSILON, "quantile(%.17g)", known[i][0]);
	ck_assert(special_normal_quantile(0) == -INFINITY);
	ck_assert(special_normal_quantile(1) == INFINITY);
	ck_assert(isnan(special_normal_quantile(-0.1)));
	ck_assert(isnan(special_normal_quantile(1.1)));
	ck_assert(isnan(special_normal_quantile(NAN)));
}
END_TEST

START_TEST(normal_quantile_inverts_the_cdf)
{
	struct rng rng;

	test_seed(&rng, "normal_quantile_inverts_the_cdf");
	for (int i = 0; i < 20000; i++) {
		double p = i % 2 ? rng_unit(&rng) : exp(-600 * rng_unit(&rng));
		double x = special_normal_quantile(p);

		ck_close_relative(
			special_normal_cdf(x), p, DBL_EPSILON * fmax(8, 4 * x * x), "p %.17g", p);
		if (i % 2)
			ck_close(special_normal_quantile(1 - p), -x,
				2 * DBL_EPSILON * fabs(x) + DBL_EPSILON / fmin(p, 1 - p), "p %.17g",
				p);
	}
}
END_TEST

START_TEST(chi_square_tail_is_exact)
{
	static const double known[][3] = {
		{ 3.841458820694124, 1.0, 0.05000000000000005743537 },
		{ 0.001, 1.0, 0.9747728793699603882798 },
		{ 1e-10, 3.0, 0.9999999999999997340385 },
		{ 10.0, 4.0, 0.04042768199451280257982 },
		{ 18.307, 10.0, 0.05000058909139812029126 },
		{ 1000.0, 2.0, 7.124576406741285531549e-218 },
		{ 100.0, 100.0, 0.4811916845279567181091 },
		{ 90.0, 100.0, 0.7531979655998297272856 },
		{ 150.0, 100.0, 0.0009039320423540090857556 },
		{ 1200.0, 1000.0, 0.00001225594233062290416769 },
		{ 0.5, 1000.0, 1.0 },
		{ 800.0, 1000.0, 0.999999189061892120084 },
		{ 2000.0, 7.0, 0 },
		{ 100000.0, 100000.0, 0.4994052918952066886098 },
	};

	for (size_t i = 0; i < COUNT(known); i++) {
		double x = known[i][0], degrees = known[i][1];

		ck_close_relative(special_chi_square_tail(x, degrees), known[i][2], 1e-12,
			"P(X > %g), %g degrees", x, degrees);
	}
	ck_assert(special_chi_square_tail(0, 3) == 1);
	ck_assert(special_chi_square_tail(-1, 3) == 1);
	ck_assert(special_chi_square_tail(INFINITY, 3) == 0);
	ck_assert(isnan(special_chi_square_tail(1, 0)));
	ck_assert(isnan(special_chi_square_tail(NAN, 1)));
}
END_TEST

START_TEST(beta_cdf_is_exact)
{
	static const double known[][4] = {
		{ 1.0, 1.0, 1.0, 0.5 },
		{ 2.0, 3.0, 0.25, 0.1808 },
		{ 300.0, 0.02652, 72917.9, 0.12286563886437754304 },
		{ 0.5, 0.5, 1e-12, 6.3661977236736913008e-7 },
		{ 10.0, 0.2425945, 8.8, 0.062101693840172094496 },
		{ 1.0, 0.25, 9.75, 0.44773453786678880106 },
		{ 1000.0, 2000.0, 0.6, 0.99999901544523557422 },
		{ 5000.0, 5000.0, 1.01, 0.69058283381092477271 },
		{ 5000.0, 5000.0, 0.9, 6.9457811535449420627e-8 },
		{ 0.01, 50.0, 1e-30, 0.52410443388106912042 },
		{ 30.0, 10000.0, 0.01, 0.99999999999999992421 },
		{ 100000.0, 100000.0, 1.0001, 0.50891942021236793682 },
		{ 3.0, 0.001, 1000000000.0, 0.019040289871136294202 },
	};

	for (size_t i = 0; i < COUNT(known); i++) {
		double a = known[i][0], b = known[i][1], odds = known[i][2];

		/* Logarithms of the size of a and b cancel. */
		ck_close_relative(special_beta_cdf(a, b, odds), known[i][3],
			1e-14 + DBL_EPSILON * (a + b), "odds <= %g of (%g, %g)", odds, a, b);
		ck_close(special_beta_cdf(b, a, 1 / odds), 1 - known[i][3],
			1e-14 + DBL_EPSILON * (a + b), "odds <= %g of (%g, %g)", 1 / odds, b, a);
	}
	ck_assert(special_beta_cdf(2, 3, 0) == 0);
	ck_assert(special_beta_cdf(2, 3, INFINITY) == 1);
	ck_assert(isnan(special_beta_cdf(0, 3, 1)));
	ck_assert(isnan(special_beta_cdf(2, 3, NAN)));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("special");
	TCase *tests = tcase_create("special");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, log_gamma_is_exact);
	tcase_add_test(tests, digamma_is_exact);
	tcase_add_test(tests, log_beta_is_exact);
	tcase_add_test(tests, log_beta_keeps_the_recurrence);
	tcase_add_test(tests, sums_of_logarithms_are_exact);
	tcase_add_test(tests, the_logarithm_of_nothing_is_at_home);
	tcase_add_test(tests, normal_cdf_is_exact);
	tcase_add_test(tests, normal_quantile_is_exact);
	tcase_add_test(tests, normal_quantile_inverts_the_cdf);
	tcase_add_test(tests, chi_square_tail_is_exact);
	tcase_add_test(tests, beta_cdf_is_exact);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed > 0;
}
