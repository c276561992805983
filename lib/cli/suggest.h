/* SPDX-License-Identifier: MIT */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

/*
 * suggest: what somebody may have meant by a word that is unknown.
 */

#include <stddef.h>

#include "base/diag.h"

/* The best of the names so far. Zeroed is none. */
struct suggest {
	const char *name; /* NULL: nothing comes close */
	size_t distance;
};

/*
 * Weigh `name` against the unknown `word`: one that starts with `word` is best, then one that is
 * a few slips of the fingers away. Of equals the first stays.
 */
void suggest_weigh(struct suggest *best, const char *word, const char *name);

#endif
