/* SPDX-License-Identifier: MIT */
#ifndef CRM_RFM_H
#define CRM_RFM_H

/*
 * rfm: scores of recency, frequency and money.
 *
 * Each of the three values is scored by itself, from 1 to the number of bins. Between the bins
 * are cuts, the quantiles of the value (stat/quantile): with five bins, the value that a fifth of
 * all customers do not exceed, that two fifths do not exceed, and so on. A value on a cut belongs
 * below it. More is better for frequency and money, fewer days are better for recency:
 *
 *	int64_t cut[] = { 10, 20, 40, 90 };
 *
 *	rfm_score(cut, 5, 21);		3: above two cuts
 *	rfm_score(cut, 5, 20);		2
 *	rfm_score_recency(cut, 5, 20);	4: all but one cut are not exceeded
 *
 * Equal values always have equal scores, whatever the order of the customers. Where a fifth of
 * all share one value, cuts coincide, and the score between them is had by nobody: to spread
 * equals over two scores would say something about them that is not so.
 */

#include <stddef.h>
#include <stdint.h>

enum {
	RFM_LEAST_BINS = 2,
	RFM_MOST_BINS = 9, /* a score is one digit */
};

/* Learn the bins - 1 cuts from `count` > 0 values in ascending order. */
void rfm_fit(const int64_t *ascending, size_t count, int bins, int64_t *cut);

static inline int rfm_score(const int64_t *cut, int bins, int64_t value)
{
	int score = 1;

	for (int i = 0; i < bins - 1; i++)
		score += value > cut[i];
	return score;
}

static inline int rfm_score_recency(const int64_t *cut, int bins, int64_t days)
{
	return bins + 1 - rfm_score(cut, bins, days);
}

#endif
