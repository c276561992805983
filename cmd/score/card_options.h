/* SPDX-License-Identifier: MIT */
#ifndef SCORE_CARD_OPTIONS_H
#define SCORE_CARD_OPTIONS_H

/*
 * card_options: what the command line says about learning a card.
 */

#include "crm/scorecard_quality.h"
#include "mode.h"
#include "tab/columns.h"

/* What they come to. */
struct card_options {
	struct slice column, value; /* of the target */
	struct scorecard_options learn;
	size_t folds;
};

/* Check the options. */
int card_options_settle(struct card_options *options, struct diag *why);

/*
 * Which columns of the stream to learn from: `use` has a place for each. Fails if a name that was
 * given is none of them.
 */
int card_options_choose(const struct card_options *options, const struct columns *columns,
	unsigned char *use, struct diag *why);

/* Are the numbers of this column only codes? */
bool card_options_is_words(struct slice column);

/* Learning itself, in card_learn.c: run of the mode. */
int card_learn_run(
	const struct score_settings *settings, char *const *paths, size_t count, struct diag *why);

#endif
