/* SPDX-License-Identifier: MIT */
#ifndef PROFILE_NIGHT_H
#define PROFILE_NIGHT_H

/*
 * night: few new rows and a large state that is in order, brought together in one pass over it.
 *
 * A state is written in order of its customers. Instead of putting aside and sorting all of it
 * again, the pass goes through it with the new rows beside, in the same order: a customer who has
 * some is made anew, the rows of all others are passed on as they are. What cannot be gone through
 * that way, as it is in another order or not as a state is written, night_look tells apart.
 *
 *	night_look(path, jobs, &old, why);
 *	if (old.in_order && …)
 *		night_write(&night, why);
 */

#include "io/output.h"
#include "ledger/ledger.h"
#include "profile/customer.h"

/* What is known of a state. */
struct night_state {
	bool in_order; /* of customers and days, and so well formed that it can be gone through */
	uint64_t rows;
	int32_t newest; /* date, if there are rows */
};

/* Look through the state at `path`. Returns 0, or -1 if it cannot be opened. */
int night_look(const char *path, int jobs, struct night_state *state, struct diag *why);

/* What is to be brought together, and where it goes. */
struct night {
	const char *path;    /* of the state */
	struct keyed *keyed; /* new rows, of ledger_fold */
	const struct customer_rules *rules;
	struct customer *customer; /* a worker's each */
	struct output *profiles, *state;
	const struct run *run; /* how to go about it: jobs, progress */
};

/* Write both, without their headers. Returns 0 or -1. */
int night_write(const struct night *night, struct diag *why);

#endif
