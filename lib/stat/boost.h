/* SPDX-License-Identifier: MIT */
#ifndef STAT_BOOST_H
#define STAT_BOOST_H

/*
 * boost: trees fitted to an event, one after the other. The one door to XGBoost.
 *
 * Each tree is fitted to what those before it have left unexplained (gradient boosting on the
 * log-loss: Friedman, "Greedy function approximation", 2001; Chen and Guestrin, "XGBoost", 2016).
 * What comes out are trees of our own (stat/trees), whose margin is the log-odds of the event:
 * XGBoost is needed to fit them and never to use them. It is loaded when the first ones are fitted,
 * so that a program that fits none starts without its five megabytes.
 *
 *	struct boost_data train = { value, event, NULL, rows, features };
 *	struct boost_options options = BOOST_DEFAULTS;
 *	struct trees trees;
 *
 *	if (boost_fit(&options, &train, NULL, &trees, why) < 0)
 *		return -1;
 *
 * With a second part of the data for validation, trees are added as long as they lessen the
 * log-loss there, and those up to the best are kept (early stopping). What was looked at to stop
 * is no fair judge of the trees afterwards.
 *
 * The same rows in the same order give the same trees, for any number of threads. In another order
 * they do not, because sums of floats are rounded: sort the rows first (stat/dataset).
 */

#include "stat/trees.h"

struct boost_options {
	int depth;         /* questions before a leaf, at most */
	int rounds;        /* trees, at most */
	int patience;      /* stop when so many trees have not lessened the loss */
	double rate;       /* the share of each tree's answer that is taken */
	double least;      /* cover that a leaf must have: p (1 - p), summed over its rows */
	double penalty;    /* on the squares of what leaves say */
	double row_share;  /* of the rows that a tree is fitted to, drawn by lot */
	double node_share; /* of the features that a question may be about, drawn by lot */
	uint32_t seed;
	int threads;
};

/* Small steps, shallow trees, some chance: what does well on tables of customers. */
#define BOOST_DEFAULTS                                                                      \
	{                                                                                   \
		.depth = 4, .rounds = 1000, .patience = 50, .rate = 0.05, .least = 5,       \
		.penalty = 1, .row_share = 0.8, .node_share = 0.5, .seed = 1, .threads = 1, \
	}

struct boost_data {
	const float *value;         /* row by row; NAN is missing, infinite is not allowed */
	const unsigned char *event; /* 0 or 1 */
	const double *weight;       /* of each row, or NULL: all count the same */
	size_t rows, features;
};

/*
 * Fit trees to `train`, which must have rows with and without the event. trees_release is due
 * afterwards, in any case.
 *
 * Fails if XGBoost is not there or does not want to.
 */
int boost_fit(const struct boost_options *options, const struct boost_data *train,
	const struct boost_data *validation, struct trees *trees, struct diag *why);

#endif
