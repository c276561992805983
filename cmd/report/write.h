/* SPDX-License-Identifier: MIT */
#ifndef REPORT_WRITE_H
#define REPORT_WRITE_H

/*
 * write: a composed report in one of its outputs.
 */

#include "base/diag.h"
#include "draw/report.h"
#include "draw/term.h"

enum write_format {
	WRITE_AUTO,
	WRITE_TERM,
	WRITE_HTML,
	WRITE_MARKDOWN,
	WRITE_JSON,
	WRITE_TSV,
	WRITE_SVG,
};

/* As the option --type calls them; NULL behind the last. */
extern const char *const write_formats[];

struct write_settings {
	enum write_format format;
	const char *chart; /* for SVG; NULL: the only one there is */
	const char *mail;  /* addresses; NULL: no mail */
	bool defuse;
	struct term_style style;
};

/* What the name of a file says, also behind that of a compression; else WRITE_TERM. */
enum write_format write_format_of(const char *path);

/* Append the report. */
int write_report(const struct report *report, const struct write_settings *settings,
	struct buf *out, struct diag *why);

#endif
