/* SPDX-License-Identifier: MIT */
#ifndef CHURN_JOINED_H
#define CHURN_JOINED_H

/*
 * joined: what was found out about each customer, joined to the rows of the stream.
 *
 *	struct joined *joined = joined_new(names, 3);
 *
 *	in parallel, for each customer of a partition:
 *		buf_text(&fields, "1\t2026-11-01\t1.5");
 *		joined_add(joined, partition, id, buf_slice(&fields));
 *	joined_map(joined, &filter, why);
 *	joined_free(joined);
 *
 * Rows are found by the column --id. A row of whom nothing was found out has empty fields; how many
 * they are, and how many customers had no row, is noted.
 */

#include "cli/filter.h"

struct joined;

/* `name` must live as long as the result. */
struct joined *joined_new(const char *const *name, size_t count);

/* Keep the fields of a customer, divided by tabs. Each partition belongs to one thread. */
void joined_add(struct joined *joined, size_t partition, struct slice id, struct slice fields);

/* Write the header and all rows of filter->in. */
int joined_map(struct joined *joined, struct filter *filter, struct diag *why);

void joined_free(struct joined *joined);

#endif
