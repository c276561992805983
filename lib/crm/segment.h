/* SPDX-License-Identifier: MIT */
#ifndef CRM_SEGMENT_H
#define CRM_SEGMENT_H

/*
 * segment: classes of customers from the top down, by one value.
 *
 * ABC and the pyramid both rank customers by value and cut the ranking in a few places. What is
 * kept of that is the least value of each class but the last. Classes are decided by value and
 * never by place in the ranking, so equal customers are always in the same class, and a customer
 * who was not there when the cuts were learnt is put where equals of theirs would have been.
 *
 *	int64_t from[] = { 1000, 200 };
 *
 *	segment_class(from, 2, 1000);	0: the best class
 *	segment_class(from, 2, 999);	1
 *	segment_class(from, 2, 3);	2: the rest
 *
 * Values and percentages are in millionths (base/amount): 80 % is 80000000.
 */

#include <stddef.h>
#include <stdint.h>

/* The least value of a class that nobody reaches. */
#define SEGMENT_NOBODY INT64_MAX

/* So much is 100 %. */
#define SEGMENT_WHOLE INT64_C(100000000)

/*
 * The class of `value`, 0 … count; `from` does not increase. All are looked at, and counted: values
 * come in no order, and to stop at one of the classes would be a guess.
 */
static inline size_t segment_class(const int64_t *from, size_t count, int64_t value)
{
	size_t class = 0;

	for (size_t i = 0; i < count; i++)
		class += (value < from[i]) | (from[i] == SEGMENT_NOBODY);
	return class;
}

#endif
