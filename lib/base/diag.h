/* SPDX-License-Identifier: MIT */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

/*
 * diag: what went wrong, and where.
 *
 * A function that can fail because of the user's data, file or option takes a `struct diag *why`
 * as its last argument and returns 0 or more when all is well, -1 when not. It never prints. The
 * layer that finds the fault says what it is; each layer above adds the place that it knows, as
 * long as nobody below has said it already; lib/cli prints the one line:
 *
 *	crm-profile: orders.tsv:17: column 'amount': not a number: 'abc'
 *
 *	if (!amount_parse(field, &micros))
 *		return diag_fail(why, "not a number: '" SLICE "'", SLICE_ARG(field));
 *	…
 *	diag_column(why, "amount");
 *	diag_line(why, "orders.tsv", 17);
 *
 * Texts start in lower case, end without a full stop, put values in single quotes, and say what
 * was expected and the way out where there is one.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct diag {
	bool usage;       /* the command line is wrong: exit 2 */
	uint64_t line;    /* 0: not known */
	const char *code; /* short word for the kind of fault, e.g. "not-a-number"; or NULL */
	char file[240];   /* "": not known */
	char column[80];  /* "": none */
	char text[480];
};

#define DIAG_EMPTY { 0 }

/* Say what is wrong. Forgets what `why` held before. Returns -1. */
int diag_fail(struct diag *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for a fault of the command line, which exits 2. */
int diag_usage(struct diag *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The same for a failed system call: "TEXT: No such file or directory". Reads errno. */
int diag_errno(struct diag *why, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Add the place, each part unless it is known already. Return -1. */
int diag_column(struct diag *why, struct slice column);
int diag_line(struct diag *why, const char *file, uint64_t line);

/* Give the fault its short word, for rejects and counts: a constant that outlives `why`. */
int diag_code(struct diag *why, const char *code);

/*
 * Show control characters behind `start` as '?', those that turn the direction of writing too, so
 * that no value of a user's file can send commands to a terminal or hide what is said.
 */
void diag_make_safe(struct buf *out, size_t start);

/* Append "file:line: column 'x': text" in one line, made safe. */
void diag_format(const struct diag *why, struct buf *out);

#endif
