/* SPDX-License-Identifier: MIT */
#ifndef SCORE_MODE_H
#define SCORE_MODE_H

/*
 * mode: one of the ways in which crm-score scores, a file each.
 *
 * A mode brings the option that asks for it and the options that go with it, and does all the
 * rest: it opens the streams (cli/filter), learns, keeps or reads a model, and writes the rows with
 * its columns behind (tab/added). To score in two ways, two runs are put in a pipe.
 */

#include "cli/filter.h"
#include "cli/opt.h"

/* What all modes have. */
struct score_settings {
	const char *fit, *model; /* of --fit and --model, or NULL; never both */
	const char *margin;      /* as margin_parse takes it, or NULL */
	struct filter_options filter;
};

struct score_mode {
	struct opt ask;
	const struct opt *options; /* groups and rows, ended by OPT_END */
	bool takes_margin;
	/* As run of struct app. */
	int (*run)(const struct score_settings *settings, char *const *paths, size_t count,
		struct diag *why);
};

extern const struct score_mode score_clv, score_value, score_card, score_target;

/* All of them, ended by NULL. */
extern const struct score_mode *const score_modes[];

#endif
