/* SPDX-License-Identifier: MIT */
#include "crm/abc.h"

#include "base/decimal.h"
#include "crm/segment.h"

static int128 total_of(const int64_t *amount, size_t count)
{
	int128 total = 0;

	while (count > 0)
		total += amount[--count];
	return total;
}

void abc_fit(const int64_t *ascending, size_t count, const int64_t *cut, size_t cuts, int64_t *from)
{
	int128 total = total_of(ascending, count), sum = 0;
	size_t class = 0;

	for (size_t i = count; total > 0 && i > 0 && ascending[i - 1] > 0; i--) {
		int64_t amount = ascending[i - 1];

		sum += amount;
		if (i > 1 && ascending[i - 2] == amount)
			continue; /* equals come together */
		while (class < cuts && sum * SEGMENT_WHOLE >= total * cut[class])
			from[class ++] = amount;
	}
	while (class < cuts)
		from[class ++] = SEGMENT_NOBODY;
}
