/* SPDX-License-Identifier: MIT */
#ifndef SEGMENT_OPTIONS_H
#define SEGMENT_OPTIONS_H

/*
 * options: the option table of crm-segment, put together from those of its methods.
 *
 * There is an option for each method, then the methods' own, then one for the column of each
 * value that a method looks at, then the tool's.
 */

#include "method.h"

enum { OPTIONS_MOST_METHODS = 16, OPTIONS_MOST_VALUES = 32 };

/* What the command line says of the methods. */
struct options {
	bool wanted[OPTIONS_MOST_METHODS]; /* in the order of segment_methods */
	bool any_wanted;

	/* The values that methods look at, each once, and the columns that they are in. */
	size_t values;
	const struct segment_input *value[OPTIONS_MOST_VALUES];
	const char *column[OPTIONS_MOST_VALUES];
};

/* Make the table, with the rows of `own` behind. To be called once, before the parsing. */
const struct opt *options_join(const struct opt *own);

/*
 * Check that no option of a method is given in vain: because the method is not wanted, or because
 * it is about learning and nothing is learnt.
 */
int options_check(bool learns, struct diag *why);

const struct options *options_given(void);

/* The number of the value of that name, which there must be. */
size_t options_value(const char *name);

/* Say where a value is, unless the command line does. `column` must outlive the run. */
void options_set_column(size_t value, const char *column);

#endif
