/* SPDX-License-Identifier: MIT */
#ifndef REPORT_INTAKE_H
#define REPORT_INTAKE_H

/*
 * intake: profiles, taken into the few numbers that a report is made of.
 *
 *	struct intake intake = { .settings = &settings };
 *
 *	if (intake_resolve(&intake, stream_columns(in), why) == 0 &&
 *		intake_fold(&intake, run, in, counts, why) == 0)
 *		… intake.all …
 *	intake_release(&intake);
 *
 * Sums are exact and lists are ordered to the last, so neither threads nor the order of the rows
 * leave a trace.
 */

#include "cli/opt.h"
#include "crm/best.h"
#include "crm/summary.h"
#include "crm/tally.h"
#include "run/run.h"

/* What the command line has to say about it. */
struct intake_settings {
	const char *id, *amount; /* names of columns */
	const struct opt_list *by;
	size_t top; /* how long the lists are */
};

/* The columns that mean something; only the first two must be there. */
enum intake_field {
	INTAKE_ID,
	INTAKE_AMOUNT,
	INTAKE_NAME,
	INTAKE_ORDERS,
	INTAKE_FIRST_DATE,
	INTAKE_LAST_DATE,
	INTAKE_RECENCY,
	INTAKE_FREQUENCY,
	INTAKE_RETURNED,
	INTAKE_GAP_MEAN,
	INTAKE_GAP_SD,
	INTAKE_AMOUNT_90D,
	INTAKE_AMOUNT_365D,
	INTAKE_FIELDS,
};

/* What they are called; the first two, if nothing else is said. */
extern const char *const intake_field_name[INTAKE_FIELDS];

/* A column by which the customers are divided. */
struct intake_segment {
	struct slice name;
	int column;
};

/* What is known of some of the customers, and in the end of all. */
struct intake_part {
	struct summary summary;
	struct tally *tally; /* one for each segment */
	int64_t *amount;     /* of each customer */
	size_t count, capacity;
	/* Records hold a customer's fields, then segments, as in the row, a tab behind each. */
	struct best best;
	struct best silent; /* of value, and silent for too long */
	int64_t silent_count;
	int128 silent_amount;
};

struct intake {
	const struct intake_settings *settings;
	const char *name[INTAKE_FIELDS]; /* what the columns are called */
	int column[INTAKE_FIELDS];       /* where they are; -1: nowhere */
	struct intake_segment *segment;
	size_t segments;
	int abc, lifecycle;     /* of the segments; -1: there is none */
	struct intake_part all; /* after intake_fold */
};

/* Find the columns. */
int intake_resolve(struct intake *intake, const struct columns *columns, struct diag *why);

/* Take all rows in. */
int intake_fold(struct intake *intake, const struct run *run, struct stream *in,
	struct run_counts *counts, struct diag *why);

void intake_release(struct intake *intake);

#endif
