/* SPDX-License-Identifier: MIT */
#ifndef CRM_ABC_H
#define CRM_ABC_H

/*
 * abc: who makes up the first 80 % of the total, who the next 15 %, who the rest.
 *
 * Class A is the smallest set of top customers whose amounts add up to at least the first cut of
 * the total, A and B together the smallest that reach the second, and so on. Sets are closed
 * under equal amounts: where one customer is needed to reach the cut, so are all with the same
 * amount.
 *
 * The total is that of all customers, as it stands in the books: what some have returned beyond
 * what they bought is taken off. A customer with an amount of zero or below is in the last class;
 * if the total is zero or below, all are.
 *
 * Sums are taken in 128 bits, exactly. Classes are looked up with segment_class (crm/segment).
 */

#include <stddef.h>
#include <stdint.h>

/*
 * Learn the least amount of each class but the last from `count` amounts in ascending order.
 *
 * `cut` are percentages of the total in millionths, ascending, above 0 and up to 100 %; `from`
 * has room for as many, SEGMENT_NOBODY for a class that nobody reaches.
 */
void abc_fit(
	const int64_t *ascending, size_t count, const int64_t *cut, size_t cuts, int64_t *from);

#endif
