/* SPDX-License-Identifier: MIT */
#ifndef STAT_LANES_H
#define STAT_LANES_H

/*
 * lanes: exp and logarithms of many numbers at once.
 *
 * A likelihood over a million customers is little else than logarithms. Computed one next to the
 * other, four or eight in the lanes of a register, they take a tenth of the time of as many calls.
 *
 *	lanes_log1p(time, decay, count);	decay[i] = ln(1 + time[i])
 *
 * The result may take the place of the argument. As in stat/draws, only operations are used that
 * IEEE 754 fixes to the bit, so that every machine, and whatever its registers hold, finds the
 * same. All are within 3 units in the last place.
 */

#include <stddef.h>

/* Of positive, normal numbers. */
void lanes_log(const double *x, double *y, size_t count);

/* ln(1 + x), of numbers from 0; small ones keep their digits. */
void lanes_log1p(const double *x, double *y, size_t count);

/* e^x, of numbers up to 709; what is below e^-708 becomes that. */
void lanes_exp(const double *x, double *y, size_t count);

#endif
