/* SPDX-License-Identifier: MIT */
#include "crm/beta_geometric.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/hyper.h"
#include "stat/lanes.h"
#include "stat/special.h"

void beta_geometric_start(double frequency, double tenure, double *parameter)
{
	parameter[0] = 1;
	parameter[1] = tenure / frequency;
	parameter[2] = 1;
	parameter[3] = 2;
}

/* ---- likelihood --------------------------------------------------------------------------------
 */

/* The parts of ln likelihood that depend on the frequency alone, and their derivatives. */
struct by_frequency {
	double rise, rise_r;            /* ln(gamma(r + x) / gamma(r)) - x ln alpha */
	double stays, stays_a, stays_b; /* ln(B(a, b + k) / B(a, b)) */
	double coin, coin_b;            /* log_coin, and minus its derivative by ln b */
};

/* All of them up to some frequency, each being the one before and a little more. */
struct table {
	struct by_frequency *at;
	size_t count;
};

/*
 * B(a, b + k) / B(a, b) is the product of (b + j) / (a + b + j) for j < k. Such sums are exact also
 * where a and b, or r and alpha, grow beyond all bounds, as they do in a search when all customers
 * are alike; differences of ln gamma are not.
 */
static void add_toss(struct by_frequency *to, const struct beta_geometric *m, double j)
{
	double all = m->a + m->b + j;

	to->stays += m->a < m->b + j ? log1p(-m->a / all) : log((m->b + j) / all);
	to->stays_a -= 1 / all;
	to->stays_b += m->a / ((m->b + j) * all);
}

/* ln of the odds that the last coin said "leave"; minus infinity where none was tossed. */
static double log_coin(const struct beta_geometric *m, double x)
{
	double tossed = x + m->first;

	return tossed > 0 ? log(m->a / (m->b + (tossed - 1))) : -INFINITY;
}

static void set_coin(struct by_frequency *of, const struct beta_geometric *m, double x)
{
	double tossed = x + m->first;

	of->coin = log_coin(m, x);
	of->coin_b = tossed > 0 ? m->b / (m->b + (tossed - 1)) : 0;
}

static struct by_frequency of_none(const struct beta_geometric *m)
{
	struct by_frequency none = { 0 };

	if (m->first > 0)
		add_toss(&none, m, 0);
	set_coin(&none, m, 0);
	return none;
}

/* The same at once: in the form, of two, whose ln B are the smaller. */
static double log_stays(const struct beta_geometric *m, double k)
{
	if (k == 0)
		return 0;
	return m->a < k ? special_log_beta(m->a, m->b + k) - special_log_beta(m->a, m->b)
			: special_log_beta(k, m->a + m->b) - special_log_beta(k, m->b);
}

static struct by_frequency of_frequency(const struct beta_geometric *m, double x)
{
	double k = x + m->first, rise_b, rise_all;
	struct by_frequency of;

	if (x == 0)
		return of_none(m);
	of.rise = hyper_log_rise(m->r, x, &of.rise_r) - x * log(m->alpha);
	of.stays = log_stays(m, k);
	hyper_log_rise(m->b, k, &rise_b);
	hyper_log_rise(m->a + m->b, k, &rise_all);
	of.stays_a = -rise_all;
	of.stays_b = rise_b - rise_all;
	set_coin(&of, m, x);
	return of;
}

static struct table tabulate(const struct beta_geometric *m, size_t count)
{
	struct table table = { mem_alloc(count * sizeof *table.at), count };

	table.at[0] = of_none(m);
	for (size_t x = 1; x < count; x++) {
		struct by_frequency *of = &table.at[x];
		double before = (double)x - 1;

		*of = table.at[x - 1];
		of->rise += log((m->r + before) / m->alpha);
		of->rise_r += 1 / (m->r + before);
		add_toss(of, m, before + m->first);
		set_coin(of, m, (double)x);
	}
	return table;
}

/* Frequencies far beyond the number of groups are few: a table up to them is not worth it. */
static size_t table_size(const struct purchase_group *group, size_t count)
{
	double most = 2 * (double)count + 64, last = 0;

	for (size_t i = 0; i < count; i++)
		last = group[i].history.frequency > last ? group[i].history.frequency : last;
	return (size_t)fmin(last, most) + 1;
}

/* ln of the odds that the customer has left. */
static double log_odds(const struct beta_geometric *m, const struct purchase_history *history)
{
	double gap = log1p((history->tenure - history->t_x) / (m->alpha + history->t_x));

	return log_coin(m, history->frequency) + (m->r + history->frequency) * gap;
}

/* So many customers at once that what is known of them stays near the processor. */
enum { BLOCK = 256 };

/* A row for each customer of a block; those behind the last are worked out too, and not used. */
struct block {
	double shape[BLOCK];                      /* r + x */
	double tenure[BLOCK], t_x[BLOCK];         /* ln((alpha + T) / alpha), … t_x … */
	double part_tenure[BLOCK], part_x[BLOCK]; /* T / (alpha + T), t_x / (alpha + t_x) */
	double odds[BLOCK];                       /* ln of the odds of having left */
	double less[BLOCK];                       /* the lesser of the odds and their inverse */
	double rest[BLOCK];                       /* ln(1 + less) */
	double likelier[BLOCK];                   /* the greater of P(there) and P(gone) */
	const struct by_frequency *of[BLOCK];
	struct by_frequency own[BLOCK]; /* of frequencies that are not in the table */
};

static void look_up(const struct beta_geometric *m, const struct table *table,
	const struct purchase_group *group, size_t count, struct block *block)
{
	for (size_t i = 0; i < count; i++) {
		const struct purchase_history *history = &group[i].history;
		double x = history->frequency;

		block->shape[i] = m->r + x;
		block->tenure[i] = history->tenure;
		block->t_x[i] = history->t_x;
		block->of[i] = &block->own[i];
		if (x < (double)table->count)
			block->of[i] = &table->at[(size_t)x];
		else
			block->own[i] = of_frequency(m, x);
		block->odds[i] = block->of[i]->coin;
	}
}

static void work_out(const struct beta_geometric *m, struct block *block)
{
	double each = 1 / m->alpha;

	for (size_t i = 0; i < BLOCK; i++) {
		block->tenure[i] *= each;
		block->t_x[i] *= each;
		block->part_tenure[i] = block->tenure[i] / (1 + block->tenure[i]);
		block->part_x[i] = block->t_x[i] / (1 + block->t_x[i]);
	}
	lanes_log1p(block->tenure, block->tenure, BLOCK);
	lanes_log1p(block->t_x, block->t_x, BLOCK);
	for (size_t i = 0; i < BLOCK; i++) {
		block->odds[i] += block->shape[i] * (block->tenure[i] - block->t_x[i]);
		block->less[i] = -fabs(block->odds[i]);
	}
	lanes_exp(block->less, block->less, BLOCK);
	lanes_log1p(block->less, block->rest, BLOCK);
	for (size_t i = 0; i < BLOCK; i++)
		block->likelier[i] = 1 / (1 + block->less[i]);
}

/* The sum over both who may have such a history begins with the greater, so that nothing cancels.
 */
static double add_values(
	const struct purchase_group *group, size_t count, const struct block *block)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		const struct by_frequency *of = block->of[i];
		double by_time = block->odds[i] > 0 ? of->coin - block->shape[i] * block->t_x[i]
						    : -block->shape[i] * block->tenure[i];

		sum += (double)group[i].customers *
		       (of->rise + of->stays + by_time + block->rest[i]);
	}
	return sum;
}

/*
 * The derivatives with respect to ln r, ln alpha, ln a, ln b: those of one who is there and those
 * of one who has left, by their probabilities.
 */
static void add_gradients(const struct beta_geometric *m, const struct purchase_group *group,
	size_t count, const struct block *block, double *gradient)
{
	double by_r = 0, by_alpha = 0, by_a = 0, by_b = 0;

	for (size_t i = 0; i < count; i++) {
		const struct by_frequency *of = block->of[i];
		double x = group[i].history.frequency, customers = (double)group[i].customers;
		double likelier = customers * block->likelier[i];
		double other = likelier * block->less[i];
		bool has_left = block->odds[i] > 0;
		double there = has_left ? other : likelier, gone = has_left ? likelier : other;

		by_r += customers * of->rise_r - there * block->tenure[i] - gone * block->t_x[i];
		by_alpha += block->shape[i] *
				    (there * block->part_tenure[i] + gone * block->part_x[i]) -
			    customers * x;
		by_a += customers * m->a * of->stays_a + gone;
		by_b += customers * m->b * of->stays_b - gone * of->coin_b;
	}
	gradient[0] += m->r * by_r;
	gradient[1] += by_alpha;
	gradient[2] += by_a;
	gradient[3] += by_b;
}

double beta_geometric_log_likelihood(const struct beta_geometric *m,
	const struct purchase_group *group, size_t count, double *gradient)
{
	struct table table = tabulate(m, table_size(group, count));
	struct block *block = mem_zero(1, sizeof *block);
	double sum = 0;

	for (size_t i = 0; gradient != NULL && i < PURCHASE_MOST_PARAMETERS; i++)
		gradient[i] = 0;
	for (size_t i = 0; i < count; i += BLOCK) {
		size_t now = count - i < BLOCK ? count - i : BLOCK;

		look_up(m, &table, &group[i], now, block);
		work_out(m, block);
		sum += add_values(&group[i], now, block);
		if (gradient != NULL)
			add_gradients(m, &group[i], now, block, gradient);
	}
	free(block);
	free(table.at);
	return sum;
}

/* ---- what is to be expected --------------------------------------------------------------------
 */

double beta_geometric_there(
	const struct beta_geometric *m, const struct purchase_history *history, double *gone)
{
	double odds = log_odds(m, history); /* of having left */
	double less = exp(-fabs(odds)), likelier = 1 / (1 + less), other = less * likelier;

	if (gone != NULL)
		*gone = odds > 0 ? likelier : other;
	return odds > 0 ? other : likelier;
}

/*
 * One who is there at T is there still `ahead` units later with probability e^(-rate p ahead), as
 * purchases at which the coin says "leave" come at the rate rate * p. The mean of that over the
 * rate is (1 + p ahead / (alpha + T))^-(r + x).
 */
double beta_geometric_stays(
	const struct beta_geometric *m, const struct purchase_history *history, double ahead)
{
	double x = history->frequency, b = m->b + x + m->first;

	return hyper_stopped_share(m->r + x, ahead / (m->alpha + history->tenure), m->a, b);
}

/*
 * Equation (10) of Fader, Hardie, Lee (2005), in a form that has no poles: one who is there makes
 * (1 - e^(-rate p ahead)) / p purchases on average.
 */
void beta_geometric_buys(const struct beta_geometric *m, const struct purchase_history *history,
	const double *ahead, size_t count, double *bought)
{
	double x = history->frequency, b = m->b + x + m->first;

	for (size_t i = 0; i < count; i++)
		bought[i] = ahead[i] / (m->alpha + history->tenure);
	hyper_stopped_means(m->r + x, bought, count, m->a, b, bought);
}

double beta_geometric_idles(
	const struct beta_geometric *m, const struct purchase_history *history, double ahead)
{
	return exp(-(m->r + history->frequency) * log1p(ahead / (m->alpha + history->tenure)));
}

/* ---- counts of purchases -----------------------------------------------------------------------
 */

/* ln of P(N = n), the negative binomial (r)_n / n! (1 - z)^r z^n, z = time / (alpha + time). */
static double log_count(const struct beta_geometric *m, double time, double n)
{
	double none = -m->r * log1p(time / m->alpha);

	if (n == 0)
		return none;
	return none - log(n) - special_log_beta(m->r, n) - n * log1p(m->alpha / time);
}

/*
 * With n purchases one is there still, or has left at the last of them while more would have come:
 * equation (8) of Fader, Hardie, Lee (2005).
 */
double beta_geometric_probability(const struct beta_geometric *m, double time, double n)
{
	double k = n + m->first;
	double stay = log_stays(m, k);
	double there = exp(stay + log_count(m, time, n));
	double as_many = n > 0 ? special_beta_cdf(n, m->r, time / m->alpha) : 1; /* P(N >= n) */

	if (k == 0)
		return there;
	return there + m->a / (m->b + (k - 1)) * exp(stay) * as_many;
}
