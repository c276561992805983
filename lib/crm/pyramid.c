/* SPDX-License-Identifier: MIT */
#include "crm/pyramid.h"

#include "base/decimal.h"
#include "crm/segment.h"

/* How many of `count` have fewer than `cut` of all before them, if no two are equal. */
static size_t size_of_tier(size_t count, int64_t cut)
{
	int128 exact = (int128)count * cut;

	return (size_t)((exact + SEGMENT_WHOLE - 1) / SEGMENT_WHOLE);
}

void pyramid_fit(
	const int64_t *ascending, size_t count, const int64_t *cut, size_t cuts, int64_t *from)
{
	size_t worthless = 0; /* customers with amounts of zero and below */

	while (worthless < count && ascending[worthless] <= 0)
		worthless++;
	for (size_t tier = 0; tier < cuts; tier++) {
		size_t last = count - size_of_tier(count, cut[tier]);

		if (last < worthless)
			last = worthless;
		from[tier] = last < count ? ascending[last] : SEGMENT_NOBODY;
	}
}
