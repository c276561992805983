/* SPDX-License-Identifier: MIT */
#ifndef PROFILE_NIGHT_H
#define PROFILE_NIGHT_H

/*
 * night: few new rows and a large state that is in order, brought together in one pass over it.
 *
 * A state is written in order of its customers. Instead of putting aside and sorting all of it
 * again, the pass goes through it with the new rows beside, in the same order: a customer who has
 * some is made anew, the rows of all others are passed on as they are.
 *
 * A state that is in another order, or not as a state is written, cannot be gone through that way;
 * nor can profiles be made as of the newest date before it is known, and the state may have a newer
 * one than the new rows. The pass finds that out as it goes. What it has written is to be taken
 * back then, or, where it cannot be, night_look looks through the state beforehand:
 *
 *	result = night_write(&night, why);
 *	if (result == NIGHT_OTHERWISE && night_look(path, jobs, customer, &old, why) == 0 &&
 *old.in_order) … again, as of old.newest …
 */

#include "io/output.h"
#include "ledger/ledger.h"
#include "profile/customer.h"

/* What is known of a state. */
struct night_state {
	bool in_order; /* of customers, and so well formed that it can be gone through */
	bool has_rows;
	int32_t newest; /* date, if there are rows */
};

/*
 * Look through the state at `path`, with the memory of as many customers as jobs. Returns 0, or -1
 * if it cannot be opened.
 */
int night_look(const char *path, int jobs, struct customer *customer, struct night_state *state,
	struct diag *why);

/* What is to be brought together, and where it goes. */
struct night {
	const char *path;    /* of the state */
	struct keyed *keyed; /* new rows, of ledger_fold */
	const struct customer_rules *rules;
	struct customer *customer; /* a worker's each */
	struct output *profiles, *state;
	const struct run *run; /* how to go about it: jobs, progress */
	bool until_newest;     /* profiles are as of the newest date: the state may have no later */
};

enum { NIGHT_OTHERWISE = 1 };

/*
 * Write both, without their headers. Returns 0, -1, or NIGHT_OTHERWISE if the state is not as it
 * must be; what has been written is of no use then.
 */
int night_write(const struct night *night, struct diag *why);

#endif
