/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_OUTCOME_H
#define IMPORT_OUTCOME_H

/*
 * outcome: what became of the rows, counted by file and by reason, for --summary.
 *
 *	file	outcome	reason	column	rows
 *		read			11
 *		written			7
 *		rejected			3
 *		filtered			1
 *		rejected	missing	customer_id	2
 *		rejected	not-a-date	date	1
 *		filtered	footer		1
 *	orders.csv	read			11
 *	…
 *
 * The lines without a file are those of all files together. The lines of a reason add up to the
 * rejected ones, and written, rejected and filtered to the read ones. What --where leaves out is
 * filtered without a reason.
 *
 * Also the limits of --max-rejects: a number, or a part of the rows read in percent.
 */

#include "base/arena.h"
#include "base/buf.h"
#include "run/run.h"

struct outcome_reason {
	size_t input;
	bool none; /* they are no rows, and filtered */
	struct slice reason, column;
	uint64_t rows;
	uint64_t line;       /* of the first that is no row … */
	struct slice record; /* … and what it is */
};

struct outcome {
	struct run_counts *input; /* of each, as far as they were read */
	size_t inputs, capacity;
	struct outcome_reason *reason;
	size_t reasons, reason_capacity;
	struct arena texts;
	struct run_watch watch; /* for the run */
};

void outcome_begin(struct outcome *outcome);

/* Append the table; the names of the files are those of `in`. */
void outcome_put(struct outcome *outcome, const struct stream *in, struct buf *out);

/* Append what was left out because it is no row, a line with LF for each file and reason. */
void outcome_put_notes(const struct outcome *outcome, const struct stream *in, struct buf *out);

void outcome_release(struct outcome *outcome);

struct outcome_limit {
	bool given, percent;
	int64_t micros; /* millionths of a row or of a percent */
};

/* Read "100" or "0.5%". NULL: no limit. */
int outcome_parse_limit(struct outcome_limit *limit, const char *text, struct diag *why);

/* Are `bad` rows of `read` more than allowed? */
bool outcome_exceeds(const struct outcome_limit *limit, uint64_t bad, uint64_t read);

#endif
