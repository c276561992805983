/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_PERSONAL_H
#define IMPORT_PERSONAL_H

/*
 * personal: columns about persons, which are left out of the output or made tokens (base/token).
 *
 * What stands in such a column of the input must not come out by another way either: not in a
 * message or a note, not as an example of a map, not in the record of a reject. Hence whatever is
 * made of it is hidden, the columns of --set that look at it too; their values, which the user has
 * asked for, are not.
 *
 *	personal_plan(&plan, why);		part of plan_make
 *	token = personal_token(settings, why);
 *	personal_put_token(token, &out, start);
 *	return personal_hide(why);
 */

#include "base/token.h"
#include "plan.h"

/* What can be told of the options before there is an input. */
int personal_check(const struct personal_settings *settings, struct diag *why);

/* Is anything to be left out or hidden? */
bool personal_is_wanted(const struct personal_settings *settings);

/* Take the columns of --drop out of the plan, mark those of --hash, and all that is hidden. */
int personal_plan(struct plan *plan, struct diag *why);

/* Read the key. `*token` is NULL if there is nothing to hash. */
int personal_token(
	const struct personal_settings *settings, struct token **token, struct diag *why);

/* Put its token in the place of the field behind `start`, unless that is missing. */
void personal_put_token(struct token *token, struct buf *out, size_t start);

/* Say what is wrong without the value. Returns -1. */
int personal_hide(struct diag *why);

#endif
