/* SPDX-License-Identifier: MIT */
#ifndef CHURN_RETURNING_H
#define CHURN_RETURNING_H

/*
 * returning: the parts --winback, whom to go after first, and --what-if, what retention is worth.
 */

#include "part.h"

extern const struct churn_part winback_part, what_if_part;

/* ---- what both read of a row ---- */

struct returning_names {
	const char *value;       /* NULL: clv, or else amount_365d */
	const char *probability; /* NULL: churn_probability, if there is one */
	const char *churned;     /* COLUMN=VALUE */
};

/* The rows of these options, which both share; and what was given. */
extern const struct opt returning_rows[];
extern struct returning_names returning_given;

struct returning_columns {
	const char *value_name, *probability_name;
	int value, probability, churned; /* positions; -1: there is none */
	struct slice lost;               /* the value of `churned` of who is lost */
};

struct returning_row {
	int64_t value;
	double probability; /* of leaving; 1 of the lost */
	bool is_lost;
};

/* Find the columns. Fails if there is neither a probability nor the lost. */
int returning_resolve(struct returning_columns *columns, const struct returning_names *names,
	const struct columns *of_stream, struct diag *why);

/* Returns 1, 0 if the row lacks a value, -1 if one is wrong. */
int returning_read(const struct returning_columns *columns, const struct row *row,
	struct returning_row *read, struct diag *why);

#endif
