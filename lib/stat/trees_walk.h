/* SPDX-License-Identifier: MIT */
#ifndef STAT_TREES_WALK_H
#define STAT_TREES_WALK_H

/*
 * trees_walk: trees laid out to be walked by many rows.
 *
 * A row that goes through one tree after the other waits at each node: for the node to come from
 * memory, and for the processor to have guessed wrong which way is next. Here a row goes through
 * several trees at once, a step in each, and which way is next is reckoned, not guessed. A row that
 * has come to its leaf stays there until the deepest of these trees is through.
 *
 *	struct trees_walk walk;
 *
 *	trees_walk_new(&walk, &trees);
 *	trees_walk_margin(&walk, row);		trees_margin(&trees, row), to the last bit
 *	trees_walk_release(&walk);
 */

#include <stddef.h>
#include <stdint.h>

#include "stat/trees.h"

/* A node. The one for rows at or above the threshold stands behind that for those below. */
struct trees_walk_node {
	float threshold;   /* NAN: this is a leaf, */
	uint32_t next;     /* where to go if below; of a leaf, itself */
	uint32_t question; /* the number of the feature, doubled; odd if a row without it goes above
			    */
};

/* Zeroed is no trees with the base 0. All is private. */
struct trees_walk {
	double base;
	struct trees_walk_node *node;
	float *number; /* of each node that is a leaf */
	uint32_t *root;
	int *depth; /* of each group of trees that are walked at once */
	size_t count;
};

/* `trees` must have passed trees_check; they are not needed afterwards. */
void trees_walk_new(struct trees_walk *walk, const struct trees *trees);
void trees_walk_release(struct trees_walk *walk);

double trees_walk_margin(const struct trees_walk *walk, const float *row);

#endif
