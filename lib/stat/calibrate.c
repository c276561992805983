/* SPDX-License-Identifier: MIT */
#include "stat/calibrate.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "stat/draws.h"

/* What is known of a score: the weights of its rows. */
struct point {
	double score, events, others;
};

struct points {
	struct point *point; /* ascending, each score once */
	size_t count;
	double events, others; /* in all */
};

/* ---- sorting ---- */

static int compare(double a, double b)
{
	return (a > b) - (a < b);
}

/* Equal scores by weight, so that sums of weights do not depend on the order of the rows. */
static int compare_points(const void *left, const void *right)
{
	const struct point *a = left, *b = right;
	int order = compare(a->score, b->score);

	if (order == 0)
		order = compare(a->events, b->events);
	return order != 0 ? order : compare(a->others, b->others);
}

static void points_new(struct points *points, const double *score, const unsigned char *event,
	const double *weight, size_t count)
{
	*points = (struct points){ .point = mem_alloc(count * sizeof *points->point) };
	for (size_t i = 0; i < count; i++) {
		double counts = weight != NULL ? weight[i] : 1;

		points->point[i] = (struct point){
			.score = score[i],
			.events = event[i] ? counts : 0,
			.others = event[i] ? 0 : counts,
		};
	}
	qsort(points->point, count, sizeof *points->point, compare_points);
	for (size_t i = 0; i < count; i++) {
		struct point next = points->point[i], *last;

		points->events += next.events;
		points->others += next.others;
		last = points->count > 0 ? &points->point[points->count - 1] : NULL;
		if (last == NULL || last->score < next.score) {
			points->point[points->count++] = next;
			continue;
		}
		last->events += next.events;
		last->others += next.others;
	}
}

/* ---- Platt ---- */

static double probability(double log_odds)
{
	if (log_odds < 0) {
		double power = draws_exp(log_odds);

		return power / (1 + power);
	}
	return 1 / (1 + draws_exp(-log_odds));
}

/* What the events and the others are taken for. */
struct targets {
	double event, other;
};

/* The log-loss of a rule against the targets; its derivatives too, unless they are NULL. */
static double platt_loss(const struct points *points, struct targets target, double slope,
	double offset, double *first, double *second)
{
	double loss = 0;

	for (size_t i = 0; i < points->count; i++) {
		const struct point *point = &points->point[i];
		double weight = point->events + point->others;
		double wanted = point->events * target.event + point->others * target.other;
		double log_odds = slope * point->score + offset, p = probability(log_odds);
		double miss = weight * p - wanted, curve = weight * p * (1 - p);

		loss += weight * draws_log_one_plus_exp(log_odds) - wanted * log_odds;
		if (first == NULL)
			continue;
		first[0] += miss * point->score;
		first[1] += miss;
		second[0] += curve * point->score * point->score;
		second[1] += curve * point->score;
		second[2] += curve;
	}
	return loss;
}

/* Newton's step, halved until it leads down. Returns whether it went on. */
static bool platt_step(const struct points *points, struct targets target, struct calibrate *rule)
{
	double first[2] = { 0, 0 }, second[3] = { 1e-12, 0, 1e-12 }, determinant, by[2];
	double loss = platt_loss(points, target, rule->slope, rule->offset, first, second);

	if (fabs(first[0]) < 1e-9 && fabs(first[1]) < 1e-9)
		return false;
	determinant = second[0] * second[2] - second[1] * second[1];
	by[0] = (second[2] * first[0] - second[1] * first[1]) / determinant;
	by[1] = (second[0] * first[1] - second[1] * first[0]) / determinant;
	for (double part = 1; part > 1e-10; part /= 2) {
		double slope = rule->slope - part * by[0], offset = rule->offset - part * by[1];

		if (platt_loss(points, target, slope, offset, NULL, NULL) < loss) {
			rule->slope = slope;
			rule->offset = offset;
			return true;
		}
	}
	return false;
}

void calibrate_platt(struct calibrate *rule, const double *score, const unsigned char *event,
	const double *weight, size_t count)
{
	struct points points;
	struct targets target;

	points_new(&points, score, event, weight, count);
	target.event = (points.events + 1) / (points.events + 2);
	target.other = 1 / (points.others + 2);
	*rule = (struct calibrate){
		.kind = CALIBRATE_PLATT,
		.offset = draws_log((points.events + 1) / (points.others + 1)),
	};
	for (int round = 0; round < 100 && platt_step(&points, target, rule);)
		round++;
	if (!(rule->slope > 0)) {
		rule->slope = 0;
		rule->offset = draws_log((points.events + 1) / (points.others + 1));
	}
	free(points.point);
}

/* ---- isotonic ---- */

/* A step in the making. */
struct block {
	double low, high, events, weight;
};

static bool falls(const struct block *block)
{
	return block[-1].events * block->weight >= block->events * block[-1].weight;
}

/* Take points in, and pool a block with the one before it as long as it does not rise. */
static size_t pool(const struct points *points, struct block *block)
{
	size_t count = 0;

	for (size_t i = 0; i < points->count; i++) {
		const struct point *point = &points->point[i];
		double weight = point->events + point->others;

		if (!(weight > 0))
			continue;
		block[count++] = (struct block){
			.low = point->score,
			.high = point->score,
			.events = point->events,
			.weight = weight,
		};
		for (; count > 1 && falls(&block[count - 1]); count--) {
			block[count - 2].high = block[count - 1].high;
			block[count - 2].events += block[count - 1].events;
			block[count - 2].weight += block[count - 1].weight;
		}
	}
	return count;
}

void calibrate_isotonic(struct calibrate *rule, const double *score, const unsigned char *event,
	const double *weight, size_t count)
{
	struct points points;
	struct block *block;
	double least;

	points_new(&points, score, event, weight, count);
	block = mem_alloc(points.count * sizeof *block);
	least = 1 / (points.events + points.others + 2);
	*rule = (struct calibrate){ .kind = CALIBRATE_ISOTONIC };
	rule->steps = pool(&points, block);
	rule->step = mem_alloc(rule->steps * sizeof *rule->step);
	for (size_t i = 0; i < rule->steps; i++)
		rule->step[i] = (struct calibrate_step){
			.low = block[i].low,
			.high = block[i].high,
			.value = fmin(fmax(block[i].events / block[i].weight, least), 1 - least),
		};
	free(block);
	free(points.point);
}

/* The number of the first step that ends at the score or above it. */
static size_t find_step(const struct calibrate *rule, double score)
{
	size_t low = 0, high = rule->steps;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (rule->step[middle].high < score)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static double apply_steps(const struct calibrate *rule, double score)
{
	size_t i = find_step(rule, score);
	const struct calibrate_step *above = &rule->step[i], *below = above - 1;

	if (i == rule->steps)
		return below->value;
	if (i == 0 || score >= above->low)
		return above->value;
	return fmin(above->value,
		below->value + (above->value - below->value) *
				       ((score - below->high) / (above->low - below->high)));
}

double calibrate_apply(const struct calibrate *rule, double score)
{
	if (rule->kind == CALIBRATE_PLATT)
		return probability(rule->slope * score + rule->offset);
	return rule->kind == CALIBRATE_ISOTONIC ? apply_steps(rule, score) : probability(score);
}

void calibrate_release(struct calibrate *rule)
{
	free(rule->step);
	*rule = (struct calibrate)CALIBRATE_AS_IT_IS;
}
