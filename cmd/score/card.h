/* SPDX-License-Identifier: MIT */
#ifndef SCORE_CARD_H
#define SCORE_CARD_H

/*
 * card: a scorecard (crm/scorecard) as crm-score reads, keeps and applies it.
 *
 * A card by hand is a TSV stream with the columns feature, condition, points and, if there is one,
 * note, which stands for the rule among the reasons:
 *
 *	feature	condition	points	note
 *	(base)		100
 *	orders	..2	0	bought once
 *	orders	2..5	10
 *	orders	5..	25
 *	(grade)	120..	A
 *	(grade)	..120	B
 *
 * A learnt one is a model of the kind scorecard, which also has the scores of the rows that it was
 * learnt from, to see later whether the customers have changed.
 */

#include "cli/filter.h"
#include "crm/scorecard.h"
#include "tab/model.h"

enum { CARD_MODEL_VERSION = 1, CARD_MOST_BINS = 20 };

/* Ranges of scores and how many rows had one: those of a model, to compare others with. */
struct card_reference {
	size_t bins;                  /* 0: there is none */
	int64_t from[CARD_MOST_BINS]; /* in millionths; the first is the least there can be */
	uint64_t count[CARD_MOST_BINS];
};

struct card {
	struct scorecard points;
	struct card_reference reference;
};

#define CARD_EMPTY { .points = SCORECARD_EMPTY }

void card_release(struct card *card);

/* Read a card of either form. */
int card_read(struct card *card, const char *path, struct diag *why);

/* Add the sections card, feature, rule, grade and reference to a model. */
void card_save(const struct card *card, struct model *model);

/* The range that a score belongs to. */
size_t card_reference_bin(const struct card_reference *reference, int64_t score);

/* Learn the ranges, tenths at most, from scores, which are sorted here. */
void card_reference_learn(struct card_reference *reference, int64_t *score, size_t count);

/* Write the rows of the filter with score, grade and reasons behind, and note the stability. */
int card_apply(const struct card *card, struct filter *filter, struct diag *why);

#endif
