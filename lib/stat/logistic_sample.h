/* SPDX-License-Identifier: MIT */
#ifndef STAT_LOGISTIC_SAMPLE_H
#define STAT_LOGISTIC_SAMPLE_H

/*
 * logistic_sample: some of very many rows, with which a logistic regression begins; for
 * stat/logistic alone.
 *
 * Lots are drawn by what is in a row, so that their order does not matter; rows of the same content
 * are drawn together. There are enough for each coefficient to be known roughly.
 */

#include "stat/logistic.h"

struct logistic_sample {
	struct logistic_data data;
	double weights; /* the sum of those of its rows */

	/* What `data` points to. */
	double *x, *weight;
	unsigned char *event;
	size_t capacity;
};

/* About how many rows a sample of these would have. */
size_t logistic_sample_rows(const struct logistic_data *data);

void logistic_sample_new(struct logistic_sample *sample, const struct logistic_data *data);

void logistic_sample_release(struct logistic_sample *sample);

#endif
