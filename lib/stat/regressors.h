/* SPDX-License-Identifier: MIT */
#ifndef STAT_REGRESSORS_H
#define STAT_REGRESSORS_H

/*
 * regressors: rows of numbers to fit to, held in memory or made when they are asked for.
 *
 *	struct regressors plain = REGRESSORS(x, 4, 2);		4 rows of 2 columns, row by row
 *	struct regressors made = { .make = make, .from = &set, .count = 1000000, .columns = 240 };
 *
 * A million rows of hundreds of columns do not fit into a processor's cache, nor into every
 * machine, while what they are made of may be a tenth of that. To make them again each time that
 * they are walked over is then no slower than to fetch them.
 */

#include <stddef.h>

struct regressors {
	const double *x; /* NULL: rows are made */
	size_t count, columns;
	/* Write a row to `x`: the same numbers each time. Several threads ask at once. */
	void (*make)(const void *from, size_t row, double *x);
	const void *from;
};

#define REGRESSORS(x, count, columns)               \
	{                                           \
		(x), (count), (columns), NULL, NULL \
	}

/* The numbers of a row, in `room` for so many if they have to be made. */
static inline const double *regressors_row(
	const struct regressors *regressors, size_t row, double *room)
{
	if (regressors->x != NULL)
		return regressors->x + row * regressors->columns;
	regressors->make(regressors->from, row, room);
	return room;
}

#endif
