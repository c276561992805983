/* SPDX-License-Identifier: MIT */
#include "cli/suggest.h"

#include <string.h>

enum { LONGEST = 40 };

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/*
 * Optimal string alignment (Damerau 1964): insertions, deletions, replacements and swaps of
 * neighbours, each costing one. Three rows of the table are enough. Both at most LONGEST long.
 */
static size_t distance_of(const char *a, size_t a_length, const char *b, size_t b_length)
{
	size_t rows[3][LONGEST + 1];

	for (size_t j = 0; j <= b_length; j++)
		rows[0][j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		size_t *now = rows[i % 3];
		const size_t *above = rows[(i + 2) % 3];
		const size_t *higher = rows[(i + 1) % 3];

		now[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			now[j] = smaller(above[j], now[j - 1]) + 1;
			now[j] = smaller(now[j], above[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = smaller(now[j], higher[j - 2] + 1);
		}
	}
	return rows[a_length % 3][b_length];
}

void suggest_weigh(struct suggest *best, const char *word, const char *name)
{
	size_t word_length = strlen(word);
	size_t name_length = strlen(name);
	size_t distance;

	if (word_length == 0 || word_length > LONGEST || name_length > LONGEST)
		return;
	if (strncmp(word, name, word_length) == 0)
		distance = 0;
	else
		distance = distance_of(word, word_length, name, name_length);
	if (distance > 2 || distance * 2 > word_length)
		return;
	if (best->name == NULL || distance < best->distance)
		*best = (struct suggest){ name, distance };
}
