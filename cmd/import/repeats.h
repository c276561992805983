/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_REPEATS_H
#define IMPORT_REPEATS_H

/*
 * repeats: rows whose key has come before, in this run or, with --seen, in an earlier one.
 *
 *	struct repeats *repeats;
 *
 *	repeats_open(&repeats, &settings, plan, in, why);
 *	repeats_admit(repeats, place, row, why);	for each row of the output, in order
 *	result = repeats_close(repeats, result, why);
 *
 * The key is one or more columns of the output, as they stand there. A row in which a part of the
 * key is missing repeats nothing.
 *
 * The file of --seen is a stream of keys in the order in which they came. It is replaced as a
 * whole, last of all outputs: if anything fails before, the run can be repeated.
 */

#include "plan.h"
#include "run/run.h"

struct repeats_settings {
	const char *unique; /* columns with commas between; "key": that of the kind; "*": the row */
	const char *seen;   /* or NULL */
	uint64_t memory;
};

struct repeats;

/* On failure *repeats is NULL. */
int repeats_open(struct repeats **repeats, const struct repeats_settings *settings,
	const struct plan *plan, const struct stream *in, struct diag *why);

/* As run_admit: `made` is a row with its LF. */
int repeats_admit(struct repeats *repeats, const struct run_place *place, struct slice made,
	struct diag *why);

/* How many rows were not admitted. */
uint64_t repeats_count(const struct repeats *repeats);

/*
 * Keep the keys if `result` is 0, else leave the file as it was. Returns what the run comes to.
 * `repeats` may be NULL.
 */
int repeats_close(struct repeats *repeats, int result, struct diag *why);

#endif
