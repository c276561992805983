/* SPDX-License-Identifier: MIT */
#ifndef CHURN_PART_H
#define CHURN_PART_H

/*
 * part: one of the things that crm-churn does, as crm-churn sees it.
 *
 * A part is a struct churn_part, in a file of its own, and one line in the table of part.c. The
 * option --NAME asks for it; a run is of one part. crm-churn puts the options together, sees that
 * none is given in vain, and hands over; the part reads and writes the streams.
 */

#include <stddef.h>

#include "cli/filter.h"
#include "cli/opt.h"

struct churn_part {
	const char *name;          /* "predict": option --predict */
	const char *title;         /* of the group of its options in --help */
	const char *help;          /* of the option --NAME */
	const struct opt *options; /* ended by OPT_END */
	const char *const *shares; /* names of those options of past.h that it takes, or NULL */
	bool no_model;             /* --fit and --model are not for it */
	int (*run)(char *const *paths, size_t count, struct diag *why);
};

/* All parts, in the order of --help, and NULL. */
extern const struct churn_part *const churn_parts[];

/* What parts have in common. */
struct churn_options {
	const char *fit, *model; /* files */
	const char *id; /* the column of the customer; NULL: customer_id, if there is one */
	struct filter_options filter;
};

const struct churn_options *churn_given(void);

#endif
