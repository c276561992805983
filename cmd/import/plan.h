/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_PLAN_H
#define IMPORT_PLAN_H

/*
 * plan: what each column of the output is called, where it comes from, and what it must be.
 *
 *	struct plan plan = { .settings = &settings };
 *
 *	if (plan_make(&plan, in, why) == 0)
 *		… plan.target[0 … plan.count - 1] …
 *	plan_release(&plan);
 *
 * The options come first; what they leave open is found by the names that columns of the kind
 * have elsewhere (tab/alias); everything else is passed on under its own name.
 */

#include <stdatomic.h>
#include <stdbool.h>

#include "cli/opt.h"
#include "sample.h"
#include "tab/alias.h"
#include "tab/expr.h"
#include "tab/form.h"
#include "tab/missing.h"
#include "tab/stream.h"

/* What is not to be known of persons: see import/personal. */
struct personal_settings {
	struct opt_list drop, hash; /* names of the output, with commas between */
	const char *key_file;
};

/* What the command line has to say about it. */
struct plan_settings {
	const char *kind;
	struct opt_list map, set, type;
	const char *where;
	const char *missing; /* words with commas between; NULL: the usual ones */
	struct personal_settings personal;
	bool only;
	bool guess; /* a plan to look at: what is missing is no fault */
};

/* A column of the output. */
struct target {
	struct slice name;
	int source;             /* column of the input, or -1: */
	struct expr *expr;      /* made of this, or NULL: */
	bool numbered;          /* it is the number of the row */
	enum alias_trust trust; /* how the source was found; ALIAS_SAME: was named by an option */
	bool typed;             /* checked as `type`; else passed on as it is */
	enum type type;
	struct form form; /* how its values are written */
	bool required;
	bool may_be_text;    /* a value that is not of its type is kept as a text */
	bool is_dropped;     /* by --drop, and will be no part of the plan */
	bool hashed;         /* written as a token */
	bool hidden;         /* its values are shown nowhere */
	bool loses_time;     /* a date, and no other column keeps its time of day */
	uint64_t missing;    /* values that were words for missing … */
	int missing_word;    /* … and the first of these words */
	struct example kept; /* values that are not of the type, but texts */
};

/* Was it made by --set? */
static inline bool target_is_set(const struct target *target)
{
	return target->expr != NULL || target->numbered;
}

struct plan {
	const struct plan_settings *settings;
	const struct columns *columns; /* of the input */
	const struct kind *kind;       /* or NULL */
	struct sample sample;
	struct target *target;
	size_t count, capacity;
	struct columns names;      /* of the targets: there may be a million */
	struct alias_match *match; /* what each column of the input is taken for */
	bool *used;                /* columns of the input that an option speaks of */
	bool *personal;            /* columns of the input whose values are shown nowhere … */
	bool *dropped;             /* … and those that become nothing, for --drop has them */
	bool has_map_file;
	bool has_numbers; /* of rows, in some column */
	bool unchanged;   /* the output has the columns of the input, and none of them is checked */
	struct expr *where;
	size_t *where_column; /* the columns of the input that it looks at */
	size_t where_columns;
	bool where_is_personal; /* it looks at a personal one */
	struct form_options forms;
	struct missing missing;
	struct arena texts;
	atomic_uint_least64_t left_out; /* rows of which a time of day was … */
	struct slice time_column;       /* … and where it is, if that can be in one place only */
};

int plan_make(struct plan *plan, const struct stream *in, struct diag *why);

void plan_release(struct plan *plan);

/* Returns NULL if the output has no column of this name. */
struct target *plan_find(const struct plan *plan, struct slice name);

/* Append the names of the output, with `between` between them. */
void plan_put_names(const struct plan *plan, const char *between, struct buf *out);

/* Fail because nothing was found for a column that a ledger of the kind needs; say how it can be.
 */
int plan_refuse_without(
	const struct plan *plan, const struct kind_column *column, struct diag *why);

/* Append what was found by other names, in one line; nothing if nothing was. */
void plan_put_note(const struct plan *plan, struct buf *out);

/* Append the plan as a map: a stream that plan_make takes as a file of --map. */
void plan_put_map(const struct plan *plan, struct buf *out);

#endif
