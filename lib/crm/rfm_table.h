/* SPDX-License-Identifier: MIT */
#ifndef CRM_RFM_TABLE_H
#define CRM_RFM_TABLE_H

/*
 * rfm_table: names for the combinations of the three scores.
 *
 * A table is a list of rules; a rule is a range of each score and the segment that it stands for.
 * The first rule that matches decides. Two tables, for five bins, come with the library:
 *
 *   - eleven: eleven segments by recency, frequency and money, the list that most vendors of
 *     customer analytics share. Each of the 125 combinations is in it once.
 *   - ten: ten segments by recency and frequency, money left aside: a map of 25 cells.
 *
 *	const struct rfm_table *table = rfm_table_named("eleven");
 *	const struct rfm_rule *rule = rfm_table_find(table, 5, 5, 4);
 *
 *	rule->segment;	"champions"
 */

#include <stddef.h>

struct rfm_range {
	int least, most; /* both included */
};

struct rfm_rule {
	struct rfm_range recency, frequency, money;
	const char *segment;
};

struct rfm_table {
	const struct rfm_rule *rule;
	size_t count;
};

/* The number of bins that the tables of the library are made for. */
enum { RFM_TABLE_BINS = 5 };

/* Returns NULL if there is none of that name. */
const struct rfm_table *rfm_table_named(const char *name);

/* The first rule that matches, or NULL. */
const struct rfm_rule *rfm_table_find(
	const struct rfm_table *table, int recency, int frequency, int money);

#endif
