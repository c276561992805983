/* SPDX-License-Identifier: MIT */
#ifndef CRM_PYRAMID_H
#define CRM_PYRAMID_H

/*
 * pyramid: the top 1 % of customers, the next 4 %, the next 15 %, and the others.
 *
 * A customer belongs to a tier if the share of customers with a greater amount is below the cut
 * of the tier. With a cut of 1 %, the first three of 250 customers qualify: before the third are
 * two, which is 0.8 %; before the fourth are three, which is 1.2 %. So equal customers share the
 * better tier, a single customer is at the top, and where there are few equals the tiers are as
 * large as the cuts say, rounded up.
 *
 * An amount of zero or below makes nobody a better customer: those are in the last tier, though
 * they are counted among all. Tiers are looked up with segment_class (crm/segment).
 */

#include <stddef.h>
#include <stdint.h>

/*
 * Learn the least amount of each tier but the last from `count` amounts in ascending order.
 *
 * `cut` are percentages of the customers in millionths, ascending, above 0 and up to 100 %;
 * `from` has room for as many, SEGMENT_NOBODY for a tier that nobody reaches.
 */
void pyramid_fit(
	const int64_t *ascending, size_t count, const int64_t *cut, size_t cuts, int64_t *from);

#endif
