/* SPDX-License-Identifier: MIT */
#ifndef STAT_ROC_H
#define STAT_ROC_H

/*
 * roc: how good is a score at telling those with an event from those without?
 *
 * A score is any number that is greater where the event is thought likelier: a probability, points,
 * days. With the known outcomes beside it, the scores are sorted once, equal ones made one, and
 * every measure is taken of that:
 *
 *	double score[] = { 0.1, 0.4, 0.35, 0.8 };
 *	unsigned char event[] = { 0, 0, 1, 1 };
 *	struct roc roc;
 *
 *	roc_new(&roc, score, event, 4);
 *	roc_auc(&roc);			0.75
 *	roc_ks(&roc, &cut);		0.5, at the cut 0.8
 *	roc_release(&roc);
 *
 * Counts are whole numbers and sums run over the scores in ascending order, so that no measure
 * depends on the order of the rows, not in its last bit. What has no value, as the AUC of rows
 * that all have the event, is NAN.
 *
 * For points that are high where the event is unlikely, give the scores with the other sign.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All rows that have one score. */
struct roc_point {
	double score;
	uint64_t events, others;
};

struct roc {
	struct roc_point *point; /* by ascending score */
	size_t count;
	uint64_t events, others; /* in all */
};

/*
 * Sort `count` rows; `event` is 0 or 1 for each. Scores are not NAN. Takes time in proportion to
 * the count.
 */
void roc_new(struct roc *roc, const double *score, const unsigned char *event, size_t count);

void roc_release(struct roc *roc);

/* ---- the order ---- */

/*
 * The area under the curve: the probability that a row with the event has the higher score than a
 * row without it, where equal scores count half. Exact but for the last division.
 */
double roc_auc(const struct roc *roc);

/*
 * The variance of the AUC after DeLong, DeLong and Clarke-Pearson, "Comparing the areas under two
 * or more correlated receiver operating characteristic curves" (1988). Needs two rows of each kind.
 */
double roc_auc_variance(const struct roc *roc);

/* AUC ± z standard errors, cut off at 0 and 1; z is 1.959964 for 95 %. */
void roc_auc_interval(const struct roc *roc, double z, double *low, double *high);

/* 2 AUC - 1, the accuracy ratio. */
double roc_gini(const struct roc *roc);

/*
 * Kolmogorov and Smirnov's distance: the greatest difference, over all cuts, between the share of
 * the events and the share of the others whose score is not below the cut; where several cuts have
 * it, the highest is put into `cut`, unless that is NULL.
 */
double roc_ks(const struct roc *roc, double *cut);

/* Who is called an event when all with a score of at least `cut` are. */
struct roc_confusion {
	uint64_t true_events, false_events; /* called an event, rightly and wrongly */
	uint64_t true_others, false_others; /* called none, rightly and wrongly */
};

struct roc_confusion roc_confusion(const struct roc *roc, double cut);

/* ---- scores that are probabilities, 0 to 1 ---- */

/* The mean of -ln(probability given to what came), probabilities kept within 1e-15 of 0 and 1. */
double roc_log_loss(const struct roc *roc);

/* The mean squared difference of probability and outcome. */
double roc_brier(const struct roc *roc);

enum roc_binning {
	ROC_EQUAL_COUNT, /* as many rows in each; equal scores stay together, by their middle rank
			  */
	ROC_EQUAL_WIDTH, /* 0 to 1 in equal steps; a score on a border belongs above it */
};

/* What was said and what came, of the rows of a bin. */
struct roc_bin {
	uint64_t rows, events;
	double low, high; /* least and greatest score in it; NAN if it has no row */
	double mean;      /* of the scores */
};

void roc_calibration(
	const struct roc *roc, enum roc_binning binning, struct roc_bin *bin, size_t bins);

/* Expected calibration error: mean over the rows of |mean score - share of events| of their bin. */
double roc_calibration_error(const struct roc_bin *bin, size_t bins);

/* ---- the best first ---- */

/*
 * A tenth, or any other part, of all rows, from the highest scores down. Rows of one score that
 * lie over a border are shared between both sides in proportion, events and others alike: what is
 * to be expected if their order is drawn by lot.
 */
struct roc_part {
	double rows, events;
	double lift; /* the share of events here, over their share in all rows */
	double gain; /* the share of all events that this part and those above it hold */
	double low;  /* the least score in it */
};

/* `parts` may be at most the number of rows. */
void roc_lift(const struct roc *roc, struct roc_part *part, size_t parts);

/* ---- has the population changed? ---- */

/*
 * The population stability index of two samples, counted in the same bins: the sum of
 * (actual - expected) ln(actual / expected) over the shares. A bin in which one of them has no row
 * is taken to hold half a row of it, one in which neither has any is left out. Usually below 0.1 is
 * called stable, above 0.25 changed.
 */
double roc_stability(const uint64_t *expected, const uint64_t *actual, size_t bins);

#endif
