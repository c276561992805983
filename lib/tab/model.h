/* SPDX-License-Identifier: MIT */
#ifndef TAB_MODEL_H
#define TAB_MODEL_H

/*
 * model: what was learnt from a stream, kept as a stream.
 *
 * A model is a TSV stream, crm-tsv(5), of four columns: section, name, value, se (the standard
 * error of the value, where there is one). column -t shows it, grep searches it, diff compares
 * it with last month's, and an editor changes it.
 *
 *	section	name	value	se
 *	model	kind	bgnbd
 *	model	version	1
 *	parameter	r	0.2425946	0.0125
 *	model	end
 *
 * It begins with its kind and version and ends with an end, so that a file cut off in transport
 * is known. A pair of section and name occurs once. Writing one:
 *
 *	struct model model = MODEL_EMPTY;
 *
 *	model_begin(&model, "bgnbd", 1);
 *	model_add_real(&model, "parameter", "r", r, se);
 *	model_add_amount(&model, "cut", "A", micros);
 *	result = model_write(&model, path, why);
 *	model_release(&model);
 *
 * and reading it, where every fault is reported with file, line and name:
 *
 *	if (model_read(&model, path, "bgnbd", 1, why) < 0 ||
 *		model_need_real(&model, "parameter", "r", 0, INFINITY, &r, why) < 0)
 *		…
 *
 * Entries of a section that nobody asks for do no harm: they may be there for people.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

/* A row, without escapes. Texts live until the model is released, and have a NUL behind them. */
struct model_entry {
	struct slice section, name, value, se;
	uint64_t line; /* in the file; 0 if it was added */
};

/* Read `entry` and `count`; the rest is the model's own. */
struct model {
	struct model_entry *entry; /* in order of the file */
	size_t count, capacity;
	const struct model_entry **sorted;
	const char *file;
	struct arena texts;
};

#define MODEL_EMPTY { NULL, 0, 0, NULL, NULL, ARENA_EMPTY }

void model_release(struct model *model);

/* ---- writing ---- */

/* Say what kind of model it is, and which version of that kind. */
void model_begin(struct model *model, const char *kind, int64_t version);

void model_add(struct model *model, const char *section, const char *name, struct slice value);
void model_add_int(struct model *model, const char *section, const char *name, int64_t value);
void model_add_amount(struct model *model, const char *section, const char *name, int64_t micros);

/* The shortest text that gives the same number when read. A NAN `se` is none. */
void model_add_real(
	struct model *model, const char *section, const char *name, double value, double se);

/* A list: amounts with commas between them. */
void model_add_amounts(struct model *model, const char *section, const char *name,
	const int64_t *micros, size_t count);

/* Write everything added, and the end, all or nothing; "-" is standard output. */
int model_write(const struct model *model, const char *path, struct diag *why);

/* ---- reading ---- */

/*
 * Read the model at `path`, which must be of `kind` and of a version from 1 to `version`.
 * model_release is due in any case.
 */
int model_read(
	struct model *model, const char *path, const char *kind, int64_t version, struct diag *why);

/* Returns NULL if there is no such entry. */
const struct model_entry *model_find(
	const struct model *model, const char *section, const char *name);

/* Find an entry or fail. */
int model_need(const struct model *model, const char *section, const char *name,
	const struct model_entry **entry, struct diag *why);

/* The same for a number, which must lie between the limits, both included. */
int model_need_int(const struct model *model, const char *section, const char *name, int64_t least,
	int64_t most, int64_t *value, struct diag *why);
int model_need_amount(const struct model *model, const char *section, const char *name,
	int64_t least, int64_t most, int64_t *micros, struct diag *why);
int model_need_real(const struct model *model, const char *section, const char *name, double low,
	double high, double *value, struct diag *why);

/* Read a list of exactly `count` amounts. */
int model_need_amounts(const struct model *model, const char *section, const char *name,
	int64_t *micros, size_t count, struct diag *why);

/* Say what is wrong with an entry: "FILE:LINE: 'SECTION NAME': TEXT". Returns -1. */
int model_fault(const struct model *model, const struct model_entry *entry, struct diag *why,
	const char *format, ...) __attribute__((format(printf, 4, 5)));

#endif
