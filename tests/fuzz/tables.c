/* SPDX-License-Identifier: MIT */
/* tables: small files that people write: rules of segments, maps of columns. */
#include "fuzz.h"
#include "import/mapfile.h"
#include "segment/rfm_rules.h"

static void fuzz(struct slice bytes)
{
	unsigned how = fuzz_byte(&bytes);
	const char *path = fuzz_file(bytes);
	int bins = 2 + (int)(how / 2 % 8);
	struct mapfile map = { .count = 0 };
	struct rfm_rules rules = { .count = 0 };
	struct diag why;

	if (how & 1) {
		if (mapfile_read(&map, path, &why) < 0)
			fuzz_message(&why);
		mapfile_release(&map);
		return;
	}
	if (rfm_rules_read(&rules, path, bins, &why) < 0)
		fuzz_message(&why);
	else
		for (int score = 1; score <= bins; score++)
			rfm_table_find(&rules.table, score, bins, 1);
	rfm_rules_release(&rules);
}
