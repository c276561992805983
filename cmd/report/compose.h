/* SPDX-License-Identifier: MIT */
#ifndef REPORT_COMPOSE_H
#define REPORT_COMPOSE_H

/*
 * compose: the sections of a page, one after the other, between its title and its foot.
 */

#include "inputs.h"
#include "section.h"

/* A section that was asked for, perhaps with a title of its own. */
struct compose_section {
	const struct section *section;
	struct slice title; /* empty: the usual one */
};

struct compose_order {
	struct compose_section *item;
	size_t count, capacity;
};

/*
 * Read "NAME" or "NAME=TITLE". Returns 1 if it is a section, 0 if there is none of this name.
 */
int compose_add(struct compose_order *order, struct slice text);

struct compose_page {
	const char *title; /* or NULL */
	const struct inputs *inputs;
	struct compose_order order; /* empty: all */
	bool explain;
	struct slice command; /* the options of the run, under `explain` */
};

int compose_report(struct sheet *sheet, const struct compose_page *page, struct diag *why);

/* The foot of any page: what it was made of. */
void compose_foot(struct sheet *sheet, const struct compose_page *page);

#endif
