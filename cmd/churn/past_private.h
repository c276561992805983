/* SPDX-License-Identifier: MIT */
#ifndef CHURN_PAST_PRIVATE_H
#define CHURN_PAST_PRIVATE_H

/*
 * What the files of past share: past.c brings rows, past_kinds.c says what they tell.
 */

#include "past.h"
#include "tab/rows.h"

enum { PAST_MOST_COLUMNS = 6, PAST_ID = 0, PAST_DATE = 1, PAST_FIRST = 2 };

struct past_source;

/* A kind of ledger: its columns beside customer and date, and what a row of it says. */
struct past_kind {
	const char *column[PAST_MOST_COLUMNS]; /* ended by NULL */
	bool needed[PAST_MOST_COLUMNS];
	bool of_anybody; /* a row may be of no customer who is known */
	/* The customer and the date have been read. 0 or -1; RUN_STOP as run/run.h says. */
	int (*take)(struct past_source *source, const struct row *row, struct diag *why);
};

/* A worker at a ledger. */
struct past_source {
	struct past *past;
	const struct past_kind *kind;
	/* Customer, date, then those of the kind; -1: there is none. */
	const char *name[PAST_MOST_COLUMNS + 2];
	int column[PAST_MOST_COLUMNS + 2];
	struct keyed_writer *writer;
	struct slice id;
	int32_t date;
	bool stopped;
	int32_t newest;
	bool has_any;
};

/* The kinds of ledgers, each with the files that are given of it; ended by a NULL kind. */
struct past_ledger {
	const struct past_kind *kind;
	const struct opt_list *files;
};
extern const struct past_ledger past_ledgers[];

/* The kind whose second column is the product line. */
extern const struct past_kind past_transactions;

/* A fact of this date counts. */
static inline void past_see(struct past_source *source, int32_t date)
{
	if (!source->has_any || date > source->newest)
		source->newest = date;
	source->has_any = true;
}

/* The field of a column of the source; empty if it is missing. */
struct slice past_field(const struct past_source *source, const struct row *row, size_t column);

/* Say that the field does not hold what it should. Returns -1. */
int past_refuse(const struct past_source *source, size_t column, struct slice field,
	const char *expected, struct diag *why);

int past_read_date(const struct past_source *source, const struct row *row, size_t column,
	int32_t *date, struct diag *why);

#endif
