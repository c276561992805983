/* SPDX-License-Identifier: MIT */
#ifndef STAT_CALIBRATE_H
#define STAT_CALIBRATE_H

/*
 * calibrate: make probabilities of scores, such that 10 % means one in ten.
 *
 * A score that puts customers in the right order may still be wrong as a probability: trees say
 * too little or too much, weighted classes shift all of it. From scores and outcomes of rows that
 * the score was not fitted to, a rule is learnt that leaves the order as it is:
 *
 *	struct calibrate rule;
 *
 *	calibrate_platt(&rule, score, event, NULL, count);
 *	p = calibrate_apply(&rule, 0.7);
 *	calibrate_release(&rule);
 *
 * A score is a log-odds, as learners have it. Rows are sorted first, so their order does not
 * matter, not in the last bit.
 *
 * Two rules. Platt's has two numbers and suits few rows; probabilities of equal order stay apart,
 * and since it is linear in the score, what adds up to the score adds up to its log-odds. The
 * isotonic one takes whatever rising shape the data have, needs some thousand rows, and makes
 * steps: scores of one step have one probability.
 */

#include <stdbool.h>
#include <stddef.h>

enum calibrate_kind {
	CALIBRATE_NONE,     /* the probability of the log-odds as it is */
	CALIBRATE_PLATT,    /* of slope × score + offset */
	CALIBRATE_ISOTONIC, /* by steps */
};

/* A step of the isotonic rule: all scores between both have the value, ends included. */
struct calibrate_step {
	double low, high, value;
};

struct calibrate {
	enum calibrate_kind kind;
	double slope, offset;
	struct calibrate_step *step; /* ascending in all that they have */
	size_t steps;
};

#define CALIBRATE_AS_IT_IS { CALIBRATE_NONE, 1, 0, NULL, 0 }

/*
 * Platt, "Probabilistic outputs for support vector machines" (1999), with his targets, which allow
 * for an event more and an event less than were seen, and the iteration of Lin, Lin and Weng, "A
 * note on Platt's probabilistic outputs" (2007). A score that is no good, so that the slope would
 * fall, gets the slope 0: everybody has the mean.
 *
 * `event` is 0 or 1; `weight` of each row, or NULL; `count` > 0.
 */
void calibrate_platt(struct calibrate *rule, const double *score, const unsigned char *event,
	const double *weight, size_t count);

/*
 * The rising steps nearest to the outcomes by least squares: pool adjacent violators (Ayer and
 * others, "An empirical distribution function for sampling with incomplete information", 1955).
 * Equal scores are one to begin with. Between two steps the value rises in a straight line. No
 * value is nearer to 0 or 1 than 1 / (n + 2), where n is the sum of the weights: that something
 * has not been seen is no proof that it cannot be.
 */
void calibrate_isotonic(struct calibrate *rule, const double *score, const unsigned char *event,
	const double *weight, size_t count);

/* The probability of a score; never falls where the score rises. */
double calibrate_apply(const struct calibrate *rule, double score);

void calibrate_release(struct calibrate *rule);

#endif
