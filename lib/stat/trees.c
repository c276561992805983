/* SPDX-License-Identifier: MIT */
#include "stat/trees.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

void trees_release(struct trees *trees)
{
	free(trees->node);
	free(trees->start);
	*trees = (struct trees)TREES_EMPTY;
}

void trees_begin(struct trees *trees)
{
	trees->start = mem_grow(
		trees->start, &trees->start_capacity, trees->count + 1, sizeof *trees->start);
	trees->start[trees->count++] = trees->nodes;
}

void trees_add(struct trees *trees, struct trees_node node)
{
	trees->node =
		mem_grow(trees->node, &trees->node_capacity, trees->nodes + 1, sizeof *trees->node);
	trees->node[trees->nodes++] = node;
}

size_t trees_size(const struct trees *trees, size_t tree)
{
	size_t end = tree + 1 < trees->count ? trees->start[tree + 1] : trees->nodes;

	return end - trees->start[tree];
}

/* ---- are they trees? ---- */

static int check_node(const struct trees_node *node, size_t size, size_t features, struct diag *why)
{
	if (!isfinite(node->value))
		return diag_fail(why, "its value is no number");
	if (!isfinite(node->cover) || node->cover <= 0)
		return diag_fail(why, "expected a cover above 0; got %g", (double)node->cover);
	if (node->feature == TREES_LEAF)
		return 0;
	if (node->feature < 0 || (size_t)node->feature >= features)
		return diag_fail(
			why, "expected a feature below %zu; got %d", features, (int)node->feature);
	if (node->below <= 0 || (size_t)node->below >= size || node->above <= 0 ||
		(size_t)node->above >= size)
		return diag_fail(why, "expected nodes from 1 to %zu behind it; got %d and %d",
			size - 1, (int)node->below, (int)node->above);
	return 0;
}

/* Go to each node from the root; `depth` holds 0 for those that nothing has led to yet. */
static int walk(const struct trees_node *root, size_t size, size_t features, size_t *depth,
	int32_t *stack, size_t *at, struct diag *why)
{
	size_t waiting = 1, reached = 0;

	stack[0] = 0;
	depth[0] = 1;
	while (waiting > 0) {
		const struct trees_node *node;
		int32_t next[2];

		*at = (size_t)stack[--waiting];
		node = &root[*at];
		reached++;
		if (check_node(node, size, features, why) < 0)
			return -1;
		if (node->feature == TREES_LEAF)
			continue;
		if (depth[*at] > TREES_MOST_DEPTH)
			return diag_fail(why, "is more than %d questions deep", TREES_MOST_DEPTH);
		next[0] = node->below;
		next[1] = node->above;
		for (int i = 0; i < 2; i++) {
			if (depth[next[i]] > 0)
				return diag_fail(why,
					"leads to node %d, where another way leads already",
					(int)next[i]);
			depth[next[i]] = depth[*at] + 1;
			stack[waiting++] = next[i];
		}
	}
	for (*at = 0; reached < size && depth[*at] > 0;)
		++*at;
	return reached < size ? diag_fail(why, "no way leads to it") : 0;
}

static int check_tree(const struct trees *trees, size_t tree, size_t features, struct diag *why)
{
	size_t size = trees_size(trees, tree), at = 0;
	size_t *depth = mem_zero(size + 1, sizeof *depth);
	int32_t *stack = mem_zero(size + 1, sizeof *stack);
	struct diag inner;
	int result;

	if (size == 0 || size > INT32_MAX)
		result = diag_fail(why, "tree %zu has no nodes", tree);
	else if ((result = walk(trees->node + trees->start[tree], size, features, depth, stack, &at,
			  &inner)) < 0)
		diag_fail(why, "tree %zu, node %zu: %.400s", tree, at, inner.text);
	free(depth);
	free(stack);
	return result;
}

int trees_check(const struct trees *trees, size_t features, struct diag *why)
{
	if (!isfinite(trees->base))
		return diag_fail(why, "the base of the trees is no number");
	if (trees->count > 0 ? trees->start[0] > 0 : trees->nodes > 0)
		return diag_fail(why, "there are nodes that belong to no tree");
	for (size_t i = 0; i < trees->count; i++)
		if (check_tree(trees, i, features, why) < 0)
			return -1;
	return 0;
}

double trees_margin(const struct trees *trees, const float *row)
{
	double margin = trees->base;

	for (size_t i = 0; i < trees->count; i++) {
		const struct trees_node *root = trees->node + trees->start[i], *node = root;

		while (node->feature != TREES_LEAF) {
			float value = row[node->feature];
			bool below = isnan(value) ? node->missing_below : value < node->value;

			node = root + (below ? node->below : node->above);
		}
		margin += (double)node->value;
	}
	return margin;
}

/* ---- paths ---- */

struct trees_path {
	size_t first; /* of its steps */
	int count;
	double value;
};

enum { MOST_POINTS = (TREES_MOST_DEPTH + 1) / 2 };

/* The rule with n points is at rule_at(n): n points, then n weights. */
static size_t rule_at(int n)
{
	return (size_t)n * (size_t)(n - 1);
}

/*
 * Points and weights on 0 to 1: the roots of the Legendre polynomial by Newton's method, as in
 * Press and others, "Numerical Recipes", section 4.6.
 */
static void make_rule(int n, double *point, double *weight)
{
	for (int i = 0; i < n; i++) {
		double x = cos(M_PI * (i + 0.75) / (n + 0.5)), slope = 0, change = 1;

		for (int round = 0; round < 100 && fabs(change) > 1e-15; round++) {
			double last = 0, value = 1;

			for (int k = 0; k < n; k++) {
				double next = ((2 * k + 1) * x * value - k * last) / (k + 1);

				last = value;
				value = next;
			}
			slope = n * (x * value - last) / (x * x - 1);
			change = value / slope;
			x -= change;
		}
		point[i] = (1 + x) / 2;
		weight[i] = 1 / ((1 - x * x) * slope * slope);
	}
}

/* A way through a tree, as far as it has been gone. */
struct way {
	int32_t node;
	int depth;
	struct trees_step step[TREES_MOST_DEPTH];
};

static struct trees_step *find_step(struct way *way, int32_t feature)
{
	for (int i = 0; i < way->depth; i++)
		if (way->step[i].feature == feature)
			return &way->step[i];
	way->step[way->depth] = (struct trees_step){
		.feature = feature,
		.missing = true,
		.low = -INFINITY,
		.high = INFINITY,
		.share = 1,
	};
	return &way->step[way->depth++];
}

/* Go on from a node to one of the two behind it. */
static void go(struct way *way, const struct trees_node *root, bool below)
{
	const struct trees_node *node = root + way->node;
	struct trees_step *step = find_step(way, node->feature);
	double cover_below = (double)root[node->below].cover;
	double cover_above = (double)root[node->above].cover;

	if (below)
		step->high = fminf(step->high, node->value);
	else
		step->low = fmaxf(step->low, node->value);
	step->missing &= below == node->missing_below;
	step->share *= (below ? cover_below : cover_above) / (cover_below + cover_above);
	way->node = below ? node->below : node->above;
}

static void keep_way(struct trees_paths *paths, const struct way *way, float value)
{
	double share = 1;

	paths->step = mem_grow(paths->step, &paths->step_capacity, paths->steps + TREES_MOST_DEPTH,
		sizeof *paths->step);
	paths->path =
		mem_grow(paths->path, &paths->path_capacity, paths->count + 1, sizeof *paths->path);
	paths->path[paths->count++] = (struct trees_path){
		.first = paths->steps,
		.count = way->depth,
		.value = (double)value,
	};
	for (int i = 0; i < way->depth; i++) {
		paths->step[paths->steps++] = way->step[i];
		share *= way->step[i].share;
	}
	paths->mean += (double)value * share;
}

/* Those that are still to be gone wait: at most one for each question above. */
static void add_tree(struct trees_paths *paths, const struct trees_node *root, struct way *waiting)
{
	size_t count = 1;

	waiting[0].node = 0;
	waiting[0].depth = 0;
	while (count > 0) {
		struct way *way = &waiting[count - 1];

		if (root[way->node].feature == TREES_LEAF) {
			keep_way(paths, way, root[way->node].value);
			count--;
			continue;
		}
		waiting[count] = *way;
		go(way, root, false);
		go(&waiting[count++], root, true);
	}
}

void trees_paths_new(struct trees_paths *paths, const struct trees *trees)
{
	struct way *waiting = mem_zero(TREES_MOST_DEPTH + 2, sizeof *waiting);

	*paths = (struct trees_paths){ .mean = trees->base };
	for (size_t i = 0; i < trees->count; i++)
		add_tree(paths, trees->node + trees->start[i], waiting);
	free(waiting);
	paths->rule = mem_alloc(rule_at(MOST_POINTS + 1) * sizeof *paths->rule);
	for (int n = 1; n <= MOST_POINTS; n++)
		make_rule(n, paths->rule + rule_at(n), paths->rule + rule_at(n) + n);
}

void trees_paths_release(struct trees_paths *paths)
{
	free(paths->step);
	free(paths->path);
	free(paths->rule);
	*paths = (struct trees_paths){ .mean = 0 };
}

/* ---- contributions ---- */

/* Does the row, as far as this step goes, get to the leaf? */
static bool fits(const struct trees_step *step, const float *row)
{
	float value = row[step->feature];

	return isnan(value) ? step->missing : value >= step->low && value < step->high;
}

/* Add weight × (the product of all factors but one), for each one that is left out. */
static void add_products(const double *factor, int count, double weight, double *sum)
{
	double before[TREES_MOST_DEPTH], behind = weight;

	before[0] = 1;
	for (int i = 1; i < count; i++)
		before[i] = before[i - 1] * factor[i - 1];
	for (int i = count - 1; i >= 0; i--) {
		sum[i] += before[i] * behind;
		behind *= factor[i];
	}
}

static void explain_path(const struct trees_path *path, const struct trees_step *step,
	const double *rule, const float *row, double *contribution)
{
	double fit[TREES_MOST_DEPTH], factor[TREES_MOST_DEPTH], sum[TREES_MOST_DEPTH];
	int points = (path->count + 1) / 2;
	const double *point = rule + rule_at(points), *weight = point + points;

	for (int i = 0; i < path->count; i++) {
		fit[i] = fits(&step[i], row) ? 1 : 0;
		sum[i] = 0;
	}
	for (int n = 0; n < points; n++) {
		for (int i = 0; i < path->count; i++)
			factor[i] = fit[i] * point[n] + step[i].share * (1 - point[n]);
		add_products(factor, path->count, weight[n], sum);
	}
	for (int i = 0; i < path->count; i++)
		contribution[step[i].feature] += path->value * (fit[i] - step[i].share) * sum[i];
}

void trees_explain(const struct trees_paths *paths, const float *row, double *contribution)
{
	for (size_t i = 0; i < paths->count; i++) {
		const struct trees_path *path = &paths->path[i];

		if (path->count > 0)
			explain_path(
				path, paths->step + path->first, paths->rule, row, contribution);
	}
}
