/* SPDX-License-Identifier: MIT */
#include "stat/roc.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/mem.h"
#include "stat/draws.h"
#include "stat/quantile.h"

/* ---- building ---- */

/* A whole number that stands in the order of all whole numbers as `score` in that of its kind. */
static int64_t order_of(double score)
{
	int64_t bits;

	assert(!isnan(score));
	score += 0.0; /* minus zero is zero */
	memcpy(&bits, &score, sizeof bits);
	return bits >= 0 ? bits : INT64_MIN - bits;
}

static double score_of(int64_t order)
{
	int64_t bits = order >= 0 ? order : INT64_MIN - order;
	double score;

	memcpy(&score, &bits, sizeof score);
	return score;
}

/* The scores of the rows that are `kind`, in ascending order. */
static int64_t *sorted(const double *score, const unsigned char *event, size_t count,
	unsigned char kind, size_t *found)
{
	int64_t *order = mem_alloc(count * sizeof *order);

	*found = 0;
	for (size_t i = 0; i < count; i++)
		if ((event[i] != 0) == kind)
			order[(*found)++] = order_of(score[i]);
	quantile_sort(order, *found);
	return order;
}

/* How many begin the list from `at` on with the value `order`. */
static size_t run_of(const int64_t *list, size_t count, size_t at, int64_t order)
{
	size_t end = at;

	while (end < count && list[end] == order)
		end++;
	return end - at;
}

void roc_new(struct roc *roc, const double *score, const unsigned char *event, size_t count)
{
	size_t events, others, e = 0, o = 0, capacity = 0;
	int64_t *with = sorted(score, event, count, 1, &events);
	int64_t *without = sorted(score, event, count, 0, &others);

	*roc = (struct roc){ NULL, 0, events, others };
	while (e < events || o < others) {
		int64_t next =
			o == others || (e < events && with[e] < without[o]) ? with[e] : without[o];
		struct roc_point *point;

		roc->point = mem_grow(roc->point, &capacity, roc->count + 1, sizeof *roc->point);
		point = &roc->point[roc->count++];
		point->score = score_of(next);
		point->events = run_of(with, events, e, next);
		point->others = run_of(without, others, o, next);
		e += point->events;
		o += point->others;
	}
	free(with);
	free(without);
}

void roc_release(struct roc *roc)
{
	free(roc->point);
	*roc = (struct roc){ 0 };
}

/* ---- the order ---- */

double roc_auc(const struct roc *roc)
{
	uint128 twice = 0;
	uint64_t below = 0;

	for (size_t i = 0; i < roc->count; i++) {
		const struct roc_point *point = &roc->point[i];

		twice += (uint128)point->events * (2 * below + point->others);
		below += point->others;
	}
	if (roc->events == 0 || roc->others == 0)
		return NAN;
	return (double)twice / (2 * (double)roc->events * (double)roc->others);
}

/* Values that are summed up with how often they occur, for their variance. */
struct spread {
	uint64_t count;
	uint128 sum, squares;
};

static void spread_add(struct spread *spread, uint64_t value, uint64_t times)
{
	spread->count += times;
	spread->sum += (uint128)value * times;
	spread->squares += (uint128)value * value * times;
}

/* Both products fit for up to 6 billion rows. */
static double spread_variance(const struct spread *spread)
{
	double count = (double)spread->count;

	return (double)(spread->squares * spread->count - spread->sum * spread->sum) /
	       (count * (count - 1));
}

/*
 * For each event, which share of the others lies below it; for each other, which share of the
 * events lies above: the variance of both, over their numbers. Doubled, the shares are whole.
 */
double roc_auc_variance(const struct roc *roc)
{
	struct spread events = { 0 }, others = { 0 };
	uint64_t below = 0, above = roc->events;
	double event_scale = 2 * (double)roc->others, other_scale = 2 * (double)roc->events;

	if (roc->events < 2 || roc->others < 2)
		return NAN;
	for (size_t i = 0; i < roc->count; i++) {
		const struct roc_point *point = &roc->point[i];

		above -= point->events;
		spread_add(&events, 2 * below + point->others, point->events);
		spread_add(&others, 2 * above + point->events, point->others);
		below += point->others;
	}
	return spread_variance(&events) / (event_scale * event_scale) / (double)roc->events +
	       spread_variance(&others) / (other_scale * other_scale) / (double)roc->others;
}

void roc_auc_interval(const struct roc *roc, double z, double *low, double *high)
{
	double auc = roc_auc(roc), reach = z * sqrt(roc_auc_variance(roc));

	*low = isnan(reach) ? NAN : fmax(0, auc - reach);
	*high = isnan(reach) ? NAN : fmin(1, auc + reach);
}

double roc_gini(const struct roc *roc)
{
	return 2 * roc_auc(roc) - 1;
}

double roc_ks(const struct roc *roc, double *cut)
{
	uint64_t events = 0, others = 0; /* from the cut up */
	uint128 most = 0;
	double at = NAN;

	if (roc->events == 0 || roc->others == 0) {
		if (cut != NULL)
			*cut = NAN;
		return NAN;
	}
	for (size_t i = roc->count; i-- > 0;) {
		uint128 one, other, distance;

		events += roc->point[i].events;
		others += roc->point[i].others;
		one = (uint128)events * roc->others;
		other = (uint128)others * roc->events;
		distance = one > other ? one - other : other - one;
		if (distance > most || isnan(at)) {
			most = distance;
			at = roc->point[i].score;
		}
	}
	if (cut != NULL)
		*cut = at;
	return (double)most / ((double)roc->events * (double)roc->others);
}

struct roc_confusion roc_confusion(const struct roc *roc, double cut)
{
	struct roc_confusion table = { 0, 0, roc->others, roc->events };

	for (size_t i = roc->count; i-- > 0 && roc->point[i].score >= cut;) {
		table.true_events += roc->point[i].events;
		table.false_events += roc->point[i].others;
	}
	table.true_others -= table.false_events;
	table.false_others -= table.true_events;
	return table;
}

/* ---- probabilities ---- */

double roc_log_loss(const struct roc *roc)
{
	static const double least = 1e-15;
	double sum = 0;

	for (size_t i = 0; i < roc->count; i++) {
		const struct roc_point *point = &roc->point[i];
		double p = fmin(fmax(point->score, least), 1 - least);

		sum -= (double)point->events * draws_log(p) +
		       (double)point->others * draws_log(1 - p);
	}
	return sum / ((double)roc->events + (double)roc->others);
}

double roc_brier(const struct roc *roc)
{
	double sum = 0;

	for (size_t i = 0; i < roc->count; i++) {
		const struct roc_point *point = &roc->point[i];
		double p = point->score;

		sum += (double)point->events * (1 - p) * (1 - p) + (double)point->others * p * p;
	}
	return sum / ((double)roc->events + (double)roc->others);
}

static size_t bin_of(const struct roc *roc, enum roc_binning binning, const struct roc_point *point,
	uint64_t below, size_t bins)
{
	uint64_t all = roc->events + roc->others, here = point->events + point->others;
	double step;

	if (binning == ROC_EQUAL_COUNT)
		return (size_t)((2 * (uint128)below + here) * bins / (2 * (uint128)all + 1));
	step = floor(point->score * (double)bins);
	return step < 0 ? 0 : step >= (double)bins ? bins - 1 : (size_t)step;
}

void roc_calibration(
	const struct roc *roc, enum roc_binning binning, struct roc_bin *bin, size_t bins)
{
	uint64_t below = 0;

	for (size_t i = 0; i < bins; i++)
		bin[i] = (struct roc_bin){ 0, 0, NAN, NAN, 0 };
	for (size_t i = 0; i < roc->count; i++) {
		const struct roc_point *point = &roc->point[i];
		struct roc_bin *to = &bin[bin_of(roc, binning, point, below, bins)];
		uint64_t here = point->events + point->others;

		if (to->rows == 0)
			to->low = point->score;
		to->high = point->score;
		to->rows += here;
		to->events += point->events;
		to->mean += point->score * (double)here;
		below += here;
	}
	for (size_t i = 0; i < bins; i++)
		bin[i].mean /= (double)bin[i].rows; /* NAN of no rows */
}

double roc_calibration_error(const struct roc_bin *bin, size_t bins)
{
	double sum = 0, rows = 0;

	for (size_t i = 0; i < bins; i++) {
		if (bin[i].rows == 0)
			continue;
		sum += fabs(bin[i].mean * (double)bin[i].rows - (double)bin[i].events);
		rows += (double)bin[i].rows;
	}
	return sum / rows;
}

/* ---- the best first ---- */

/* Each row is cut into as many pieces as there are parts, so that a part is whole pieces. */
void roc_lift(const struct roc *roc, struct roc_part *part, size_t parts)
{
	uint64_t each = roc->events + roc->others, left = 0;
	double events = (double)roc->events, pieces = (double)parts, gain = 0;
	size_t next = roc->count;

	assert(parts > 0 && parts <= each);
	for (size_t i = 0; i < parts; i++) {
		part[i] = (struct roc_part){ .rows = (double)each / pieces };
		for (uint64_t room = each, taken; room > 0; room -= taken, left -= taken) {
			const struct roc_point *point;

			if (left == 0) {
				next--;
				left = (roc->point[next].events + roc->point[next].others) * parts;
			}
			point = &roc->point[next];
			taken = left < room ? left : room;
			part[i].events += (double)taken / pieces * (double)point->events /
					  (double)(point->events + point->others);
			part[i].low = point->score;
		}
		gain += part[i].events;
		part[i].lift = part[i].events / part[i].rows / (events / (double)each);
		part[i].gain = gain / events;
	}
}

double roc_stability(const uint64_t *expected, const uint64_t *actual, size_t bins)
{
	double all_expected = 0, all_actual = 0, sum = 0;

	for (size_t i = 0; i < bins; i++) {
		all_expected += (double)expected[i];
		all_actual += (double)actual[i];
	}
	for (size_t i = 0; i < bins; i++) {
		double e = fmax((double)expected[i], 0.5) / all_expected;
		double a = fmax((double)actual[i], 0.5) / all_actual;

		if (expected[i] > 0 || actual[i] > 0)
			sum += (a - e) * draws_log(a / e);
	}
	return sum;
}
