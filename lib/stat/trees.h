/* SPDX-License-Identifier: MIT */
#ifndef STAT_TREES_H
#define STAT_TREES_H

/*
 * trees: many small decision trees whose answers are added up.
 *
 * A node asks whether one feature of the row is below a threshold, and says where a row without
 * the feature goes; a leaf has a number. The leaves that a row comes to, one in each tree, and the
 * base make up its margin, which is a log-odds where the trees were fitted to an event
 * (stat/boost):
 *
 *	struct trees trees = TREES_EMPTY;
 *
 *	trees_begin(&trees);
 *	trees_add(&trees, (struct trees_node){
 *		.feature = 0, .value = 12.5, .below = 1, .above = 2, .cover = 100 });
 *	trees_add(&trees, (struct trees_node){ .feature = TREES_LEAF, .value = 0.4, .cover = 30 });
 *	trees_add(&trees, (struct trees_node){ .feature = TREES_LEAF, .value = -0.2, .cover = 70 });
 *	if (trees_check(&trees, 1, why) < 0)
 *		return -1;
 *	trees_margin(&trees, (float[]){ 3 });		0.4
 *
 * Features and thresholds are single floats, as those who fit trees have them, so that a row goes
 * the same way here and there; NAN is a missing feature. Leaves are added up in double.
 *
 * ---- contributions ----
 *
 * How much of the margin is due to each feature? Its Shapley value, of Lundberg and others, "From
 * local explanations to global understanding with explainable AI for trees" (2020): the change
 * that knowing the feature makes, averaged over all orders in which features may become known,
 * where a question about an unknown feature goes both ways in proportion to the cover, which is
 * how much of the fitted data came by. Mean and contributions add up to the margin.
 *
 * A leaf is reached if each of the d different features that are asked on its path is known and
 * lies right (o = 1, or 0), or is unknown, when a share z goes there. What the leaf contributes to
 * feature i is an average over subsets of the others, and that is an integral (the weights of the
 * subsets are values of the beta function):
 *
 *	value (o_i - z_i) ∫ from 0 to 1 of ∏ over j ≠ i of (o_j t + z_j (1 - t)) dt
 *
 * The integrand is a polynomial of degree d - 1, which the rule of Gauss and Legendre integrates
 * exactly with half as many points: d² / 2 steps a leaf, all terms positive, none lost.
 *
 *	struct trees_paths paths;
 *	double contribution[FEATURES] = { 0 };
 *
 *	trees_paths_new(&paths, &trees);
 *	trees_explain(&paths, row, contribution);
 *	… paths.mean + the sum of contribution is trees_margin(&trees, row) …
 *	trees_paths_release(&paths);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"

enum {
	TREES_LEAF = -1,
	TREES_MOST_DEPTH = 64, /* questions before a leaf */
};

struct trees_node {
	int32_t feature;      /* that is asked, or TREES_LEAF */
	float value;          /* the threshold, or the leaf's number */
	int32_t below, above; /* where to go, counted from the first node of the tree */
	bool missing_below;   /* a row without the feature goes below */
	float cover;          /* above 0 */
};

/* Read all but the capacities. */
struct trees {
	double base;
	struct trees_node *node; /* tree by tree, the root in front */
	size_t nodes, node_capacity;
	size_t *start; /* the number of the root of each tree */
	size_t count, start_capacity;
};

#define TREES_EMPTY { 0, NULL, 0, 0, NULL, 0, 0 }

void trees_release(struct trees *trees);

/* Begin a tree; the nodes that are added next belong to it. */
void trees_begin(struct trees *trees);
void trees_add(struct trees *trees, struct trees_node node);

/* How many nodes a tree has. */
size_t trees_size(const struct trees *trees, size_t tree);

/*
 * Are these trees, each node with one way to it, over features below `features`, with numbers that
 * are finite? To be asked before anything is done with trees that come from outside.
 */
int trees_check(const struct trees *trees, size_t features, struct diag *why);

double trees_margin(const struct trees *trees, const float *row);

/* Which values of a feature lead to a leaf, and which share of the rows goes there without. */
struct trees_step {
	int32_t feature;
	bool missing;    /* a row without the feature gets there */
	float low, high; /* and one where low <= value < high */
	double share;
};

/* All paths of all trees; read `mean`. */
struct trees_paths {
	double mean; /* the margin of a row of which nothing is known */
	struct trees_step *step;
	size_t steps, step_capacity;
	struct trees_path *path;
	size_t count, path_capacity;
	double *rule; /* points and weights of Gauss and Legendre */
};

/* `trees` must have passed trees_check. */
void trees_paths_new(struct trees_paths *paths, const struct trees *trees);
void trees_paths_release(struct trees_paths *paths);

/* Add what each feature contributes to `contribution`, which has a place for each. */
void trees_explain(const struct trees_paths *paths, const float *row, double *contribution);

#endif
