/* SPDX-License-Identifier: MIT */
#ifndef SEGMENT_METHOD_H
#define SEGMENT_METHOD_H

/*
 * method: one way of dividing customers, as crm-segment sees it.
 *
 * A method is one file, method_NAME.c, with a struct segment_method that says what the method is
 * called, which values of a customer it looks at, which columns it makes, which options it has,
 * and six functions; and one line in the table of method.c. All the rest is done for it: the
 * options --NAME and its own, finding columns and reading their values, sorting what is learnt
 * from, the model file, missing values, bad rows, threads, writing the rows.
 *
 * A method at work is an object of its own type. It comes to life with `open` from the options,
 * or with `load` from a model, and `apply` turns the values of one customer into texts. Between
 * open and apply, `fit` learns from all customers; what it has learnt `save` adds to a model, in
 * sections that begin with the method's name, such that load makes the same object of it.
 *
 * Values are numbers in millionths (base/amount), money, days and counts alike, so everything is
 * exact. A value that is missing is SEGMENT_MISSING.
 */

#include <stdbool.h>
#include <stdint.h>

#include "cli/opt.h"
#include "tab/model.h"

#define SEGMENT_MISSING INT64_MIN

enum { SEGMENT_MOST_INPUTS = 12, SEGMENT_MOST_OUTPUTS = 8 };

/* What fit does with an input. */
enum segment_use {
	SEGMENT_READS,  /* nothing: only apply looks at it */
	SEGMENT_LEARNS, /* learns from its values, if there are any */
	SEGMENT_NEEDS,  /* cannot do without */
};

/* A value of a customer. Methods that look at the same one give it the same name. */
struct segment_input {
	const char *name;   /* of the option that names the column: --recency COLUMN */
	const char *column; /* where it is, if the option is not given */
	const char *help;
	enum segment_use use;
};

/* All values of an input, without the missing ones, in ascending order. */
struct segment_sample {
	const int64_t *value;
	size_t count;
};

struct segment_method {
	const char *name;  /* "abc": option --abc, section abc of a model */
	const char *title; /* "ABC": of the group of its options in --help */
	const char *help;
	const struct segment_input *inputs; /* ended by a NULL name */
	const char *const *outputs;         /* names of columns, ended by NULL */
	const struct opt *options;          /* ended by OPT_END */

	/* Make an object from the options, which are checked here. *self is NULL on failure. */
	int (*open)(void **self, struct diag *why);

	/* Learn; samples stand in the order of the inputs, those not asked for are empty. */
	void (*fit)(void *self, const struct segment_sample *sample);

	void (*save)(const void *self, struct model *model);

	/* Make an object from a model, of which nothing is trusted. *self is NULL on failure. */
	int (*load)(void **self, const struct model *model, struct diag *why);

	/*
	 * Give one customer's text for each output, from one value for each input. Texts are
	 * fields, escaped where it is needed, and belong to `self`; they are empty before.
	 */
	void (*apply)(const void *self, const int64_t *value, struct slice *text);

	void (*free)(void *self);
};

/* All methods, in the order of their columns, and NULL. */
extern const struct segment_method *const segment_methods[];

/* ---- what several methods need ---- */

enum { SEGMENT_MOST_CUTS = 25 };

/* Read the value of the option `name` as a number between the limits, both in millionths. */
int segment_number(const char *name, const char *text, int64_t least, int64_t most, int64_t *value,
	struct diag *why);

/* Read it as a list of numbers that increase: at most `most` of them. */
int segment_numbers(const char *name, const char *text, int64_t *value, size_t most, size_t *count,
	struct diag *why);

/* Classes of customers from the top down, by the least value of each (crm/segment). */
struct segment_classes {
	size_t cuts;
	int64_t cut[SEGMENT_MOST_CUTS];           /* percentages, ascending */
	int64_t from[SEGMENT_MOST_CUTS];          /* what fit has learnt */
	struct slice name[SEGMENT_MOST_CUTS + 1]; /* fields */
	struct arena texts;
};

struct segment_classes *segment_classes_new(void);
void segment_classes_free(void *classes);

/* Hand over a new object if `result` is good, else free it. Returns `result`. */
int segment_classes_settle(struct segment_classes *classes, int result, void **self);

/* Read cuts, percentages above 0 and up to 100. */
int segment_classes_cut(
	struct segment_classes *classes, const char *name, const char *text, struct diag *why);

/* Read names between commas, one more than there are cuts. */
int segment_classes_name(
	struct segment_classes *classes, const char *name, const char *text, struct diag *why);

/* The entries cuts, names and least of a section. */
void segment_classes_save(
	const struct segment_classes *classes, const char *section, struct model *model);
int segment_classes_load(struct segment_classes *classes, const char *section,
	const struct model *model, struct diag *why);

/* Give the name of the class of `value`, if it is not missing. */
void segment_classes_apply(
	const struct segment_classes *classes, int64_t value, struct slice *text);

#endif
