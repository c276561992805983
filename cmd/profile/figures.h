/* SPDX-License-Identifier: MIT */
#ifndef PROFILE_FIGURES_H
#define PROFILE_FIGURES_H

/*
 * figures: the columns of a profile, all of them or those that are wanted.
 *
 *	struct figures *figures;
 *
 *	if (figures_choose(&figures, "orders,amount", why) == 0) {
 *		figures_put_names(figures, &header);		\torders\tamount
 *		figures_put(figures, &profile, &out);		\t3\t12.5
 *	}
 *	figures_free(figures);
 *
 * A name or a value has its tab in front: what comes before the first is the customer's id.
 */

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"
#include "crm/profile.h"

struct figures;

/* `names` has commas between, and says the order; NULL: all. On failure *figures is NULL. */
int figures_choose(struct figures **figures, const char *names, struct diag *why);

void figures_put_names(const struct figures *figures, struct buf *out);

void figures_put(const struct figures *figures, const struct profile *profile, struct buf *out);

/* Does one of them depend on which orders there were? */
bool figures_need_orders(const struct figures *figures);

/* `figures` may be NULL. */
void figures_free(struct figures *figures);

#endif
