/* SPDX-License-Identifier: MIT */
#ifndef CHURN_CASES_H
#define CHURN_CASES_H

/*
 * cases: rows of a stream as cases of survival analysis (stat/survival): for how long each customer
 * was watched, whether the customer left at the end, and what else is known.
 *
 *	struct cases cases;
 *	struct cases_names names = { .time = "tenure", .event = "churned=1", .columns = "region" };
 *
 *	if (cases_read(&cases, &names, &filter, why) == 0)
 *		…
 *	cases_release(&cases);
 *
 * Rows without a time, an event or one of the columns are left out, and counted as filtered. The
 * values of a column are numbered by themselves, as numbers or in byte order, and not as they come.
 */

#include "cli/filter.h"

/* What the columns of the stream are called. */
struct cases_names {
	const char *time;
	const char *event;          /* COLUMN=VALUE, or COLUMN: VALUE is 1 */
	const char *weight;         /* or NULL: all 1 */
	const char *columns, *more; /* lists with commas between, or NULL */
};

/* A further column. */
struct cases_column {
	struct slice name;
	bool is_number;      /* all its values are numbers */
	size_t levels;       /* different values … */
	struct slice *level; /* … ascending */
	double *number;      /* of each, if they are numbers */
	uint32_t *of_row;    /* the level of each row */
};

struct cases {
	size_t rows;
	double *time, *weight;
	bool *event;
	struct cases_column *column; /* those of `columns`, then those of `more` */
	size_t columns, own_columns; /* all; those of `columns` */
	struct arena texts;
};

enum { CASES_MOST_COLUMNS = 200 };

/* Split "COLUMN=VALUE"; the value is 1 if there is none. */
void cases_split_event(const char *event, struct slice *column, struct slice *value);

/* cases_release is due in any case. Fails if there are no rows. */
int cases_read(struct cases *cases, const struct cases_names *names, struct filter *filter,
	struct diag *why);

void cases_release(struct cases *cases);

#endif
