/* SPDX-License-Identifier: MIT */
#ifndef REPORT_MODELFILE_H
#define REPORT_MODELFILE_H

/*
 * modelfile: what a model's file says about its quality, whatever kind of model it is.
 *
 * A report has no need to apply a model, only to show how good it is: all entries are kept as they
 * stand, to be found by section.
 */

#include "base/arena.h"
#include "run/run.h"

struct modelfile_entry {
	struct slice section, name, value;
};

struct modelfile {
	struct modelfile_entry *entry; /* in order of the file */
	size_t count, capacity;
	struct arena texts;
};

/* Is it a model, to judge by its columns? */
bool modelfile_fits(const struct columns *columns);

/* Take in all entries. */
int modelfile_read(struct modelfile *model, const struct run *run, struct stream *in,
	struct run_counts *counts, struct diag *why);

/* The number of an entry, NAN if there is none. */
double modelfile_number(const struct modelfile *model, const char *section, const char *name);

/* The value of an entry; empty if there is none. */
struct slice modelfile_text(const struct modelfile *model, const char *section, const char *name);

void modelfile_release(struct modelfile *model);

#endif
