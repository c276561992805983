/* SPDX-License-Identifier: MIT */
#ifndef TEST_CLOSE_H
#define TEST_CLOSE_H

/*
 * test_close: computed figures against known ones.
 *
 * What is off is printed with what was expected and what was found.
 */

#include <check.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>

/* Is `found` within `tolerance` of `expected`? Infinities must be equal. */
__attribute__((format(printf, 4, 5))) static inline void ck_close(
	double found, double expected, double tolerance, const char *format, ...)
{
	char what[256];
	va_list args;

	if (found == expected || fabs(found - expected) <= tolerance)
		return;
	va_start(args, format);
	vsnprintf(what, sizeof what, format, args);
	va_end(args);
	ck_abort_msg("%s: expected %.17g, got %.17g, off by %.3g, allowed %.3g", what, expected,
		found, found - expected, tolerance);
}

/* The same with a tolerance relative to what is expected. */
#define ck_close_relative(found, expected, tolerance, ...) \
	ck_close(found, expected, (tolerance)*fabs(expected), __VA_ARGS__)

#endif
