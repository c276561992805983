/* SPDX-License-Identifier: MIT */
#ifndef CRM_SCORECARD_H
#define CRM_SCORECARD_H

/*
 * scorecard: points for what is known of somebody, added up.
 *
 * A card has features, each with rules: a condition, and the points for it. The score is the card's
 * base and the points of one rule of each feature; ranges of the score have a grade.
 *
 *	struct scorecard card = SCORECARD_EMPTY;
 *	struct slice value[] = { slice_of("37"), slice_of("owner") };
 *	struct scorecard_result result;
 *
 *	scorecard_add(&card, slice_of("age"), slice_of("..25"), -10 * M, none, why);
 *	scorecard_add(&card, slice_of("age"), slice_of("25.."), 5 * M, none, why);
 *	scorecard_add(&card, slice_of("home"), slice_of("owner|buyer"), 20 * M, none, why);
 *	scorecard_add(&card, slice_of("home"), slice_of("else"), 0, none, why);
 *	scorecard_close(&card, why);
 *	scorecard_score(&card, value, &result, why);	result.score is 25 * M
 *
 * Conditions:
 *
 *	18..30		a number from 18 to below 30; ..18 below 18; 30.. 30 and above
 *	A|B|"c|d"	one of these words, in quotes where a word has | or " (doubled), blanks at
 *			its ends, or looks like another condition
 *	missing		no value
 *	else		whatever no other rule of the feature is for
 *
 * No two ranges of a feature overlap, no two rules have the same word, a word goes before a range
 * (999 may be a code), and `else` counts only where nothing else fits: so the order of rules means
 * nothing. A value that fits no rule is a fault of its row.
 *
 * Reasons say where points were lost: for each feature the points of its best rule less those of
 * the rule that fits. The greatest losses come first, equal ones by the name of the feature.
 *
 * Points are in millionths, as amounts are (base/amount), so sums are exact.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"

enum { SCORECARD_MOST_REASONS = 3, SCORECARD_MOST_FEATURES = 1000 };

/* Of a rule, or the base, in millionths: so no sum can be too large. */
#define SCORECARD_MOST_POINTS INT64_C(1000000000000000)

enum scorecard_kind { SCORECARD_RANGE, SCORECARD_WORDS, SCORECARD_MISSING, SCORECARD_ELSE };

struct scorecard_rule {
	enum scorecard_kind kind;
	double from, to;    /* of a range: from <= value < to */
	struct slice *word; /* sorted by bytes */
	size_t words;
	int64_t points;
	struct slice condition, note; /* as they were given */
};

struct scorecard_feature {
	struct slice name;
	struct scorecard_rule *rule;
	size_t count, capacity;
	int64_t best, worst; /* points, after scorecard_close */
};

/* A range of scores, from included; in points, not in millionths. */
struct scorecard_grade {
	double from, to;
	struct slice name, condition;
};

/* Everything in it lives until scorecard_release. */
struct scorecard {
	int64_t base;
	struct scorecard_feature *feature; /* in the order of their first rules */
	size_t count, capacity;
	struct scorecard_grade *grade;
	size_t grades, grade_capacity;
	struct arena texts;
};

#define SCORECARD_EMPTY                                \
	{                                              \
		0, NULL, 0, 0, NULL, 0, 0, ARENA_EMPTY \
	}

void scorecard_release(struct scorecard *card);

/* ---- making one ---- */

/* Are these so many points as a rule may have? Says why not. */
int scorecard_check_points(int64_t points, struct diag *why);

/* Add to the points that everybody gets. */
int scorecard_add_base(struct scorecard *card, int64_t points, struct diag *why);

/* Add a rule. `note` says in words what it is about, for reasons; or is empty. */
int scorecard_add(struct scorecard *card, struct slice feature, struct slice condition,
	int64_t points, struct slice note, struct diag *why);

/* Add a grade for a range of scores. */
int scorecard_add_grade(
	struct scorecard *card, struct slice condition, struct slice name, struct diag *why);

/*
 * Call the card complete. Fails if it has no feature, or if two rules of a feature, or two grades,
 * are for the same.
 */
int scorecard_close(struct scorecard *card, struct diag *why);

/* ---- using it ---- */

struct scorecard_reason {
	const struct scorecard_feature *feature;
	const struct scorecard_rule *rule; /* the one that fits */
	int64_t lost;                      /* above 0 */
};

struct scorecard_result {
	int64_t score;
	const struct scorecard_grade *grade; /* NULL: the score has none */
	struct scorecard_reason reason[SCORECARD_MOST_REASONS];
	size_t reasons;
};

/* The rule of a feature that fits; NULL: there is none. An empty value is missing. */
const struct scorecard_rule *scorecard_find(
	const struct scorecard_feature *feature, struct slice value);

/* `value` has a value for each feature. Fails if one fits no rule; `why` names the feature. */
int scorecard_score(const struct scorecard *card, const struct slice *value,
	struct scorecard_result *result, struct diag *why);

/* ---- points and odds ---- */

/*
 * Points from odds: score = offset + factor * ln(odds), odds being those of the good against the
 * bad; 600 points at 19:1 and 50 points to double them: factor 72.13475, offset 387.60362.
 */
struct scorecard_scale {
	double points; /* at … */
	double odds;   /* … these odds */
	double twice;  /* points to double them */
};

#define SCORECARD_SCALE     \
	{                   \
		600, 19, 50 \
	}

double scorecard_factor(const struct scorecard_scale *scale);
double scorecard_offset(const struct scorecard_scale *scale);

#endif
