/* SPDX-License-Identifier: MIT */
#include "stat/trees_walk.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* So many trees are walked at once: as many as keep a processor busy. */
enum { TOGETHER = 8 };

/*
 * Lay out a tree level by level from node `first` on, so that the two nodes that a question leads
 * to stand side by side. `from` has room for the tree's nodes. Returns how deep it is.
 */
static int lay_out(struct trees_walk *walk, uint32_t first, const struct trees_node *root,
	size_t size, int32_t *from)
{
	size_t placed = 1, level_end = 1;
	int depth = 0;

	from[0] = 0;
	for (size_t i = 0; i < size; i++) {
		const struct trees_node *node = &root[from[i]];
		struct trees_walk_node *to = &walk->node[first + i];

		if (i == level_end) {
			depth++;
			level_end = placed;
		}
		if (node->feature == TREES_LEAF) {
			*to = (struct trees_walk_node){ NAN, first + (uint32_t)i, 0 };
			walk->number[first + i] = node->value;
			continue;
		}
		*to = (struct trees_walk_node){ node->value, first + (uint32_t)placed,
			(uint32_t)node->feature * 2 + !node->missing_below };
		from[placed++] = node->below;
		from[placed++] = node->above;
	}
	return depth;
}

void trees_walk_new(struct trees_walk *walk, const struct trees *trees)
{
	size_t groups = (trees->count + TOGETHER - 1) / TOGETHER;
	int32_t *from = mem_alloc((trees->nodes + 1) * sizeof *from);

	*walk = (struct trees_walk){ .base = trees->base, .count = trees->count };
	walk->node = mem_alloc((trees->nodes + 1) * sizeof *walk->node);
	walk->number = mem_zero(trees->nodes + 1, sizeof *walk->number);
	walk->root = mem_zero(groups * TOGETHER + 1, sizeof *walk->root);
	walk->depth = mem_zero(groups + 1, sizeof *walk->depth);
	for (size_t i = 0; i < trees->count; i++) {
		int depth = lay_out(walk, (uint32_t)trees->start[i], trees->node + trees->start[i],
			trees_size(trees, i), from);

		walk->root[i] = (uint32_t)trees->start[i];
		if (depth > walk->depth[i / TOGETHER])
			walk->depth[i / TOGETHER] = depth;
	}
	free(from);
}

/* Which node is next: no branch, for half of those would be guessed wrong. */
static inline uint32_t step(const struct trees_walk_node *node, const float *row)
{
	float value = row[node->question / 2];
	unsigned above = value >= node->threshold;
	unsigned missing = value != value;

	return node->next + (above | (missing & node->question));
}

double trees_walk_margin(const struct trees_walk *walk, const float *row)
{
	double margin = walk->base;

	for (size_t first = 0; first < walk->count; first += TOGETHER) {
		size_t left = walk->count - first;
		uint32_t at[TOGETHER];

		memcpy(at, walk->root + first, sizeof at);
		for (int depth = walk->depth[first / TOGETHER]; depth > 0; depth--)
			for (size_t i = 0; i < TOGETHER; i++)
				at[i] = step(&walk->node[at[i]], row);
		for (size_t i = 0; i < TOGETHER && i < left; i++)
			margin += (double)walk->number[at[i]];
	}
	return margin;
}

void trees_walk_release(struct trees_walk *walk)
{
	free(walk->node);
	free(walk->number);
	free(walk->root);
	free(walk->depth);
	*walk = (struct trees_walk){ 0 };
}
