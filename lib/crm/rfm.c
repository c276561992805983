/* SPDX-License-Identifier: MIT */
#include "crm/rfm.h"

#include "stat/quantile.h"

void rfm_fit(const int64_t *ascending, size_t count, int bins, int64_t *cut)
{
	for (int i = 0; i < bins - 1; i++)
		cut[i] = quantile_of(ascending, count, (uint64_t)i + 1, (uint64_t)bins);
}
