/* SPDX-License-Identifier: MIT */
#include "crm/scorecard.h"

#include <math.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/mem.h"
#include "base/num.h"
#include "crm/scorecard_rule.h"
#include "stat/draws.h"

void scorecard_release(struct scorecard *card)
{
	for (size_t i = 0; i < card->count; i++) {
		for (size_t n = 0; n < card->feature[i].count; n++)
			free(card->feature[i].rule[n].word);
		free(card->feature[i].rule);
	}
	free(card->feature);
	free(card->grade);
	arena_release(&card->texts);
	*card = (struct scorecard)SCORECARD_EMPTY;
}

/* ---- making a card ---- */

int scorecard_check_points(int64_t points, struct diag *why)
{
	if (points >= -SCORECARD_MOST_POINTS && points <= SCORECARD_MOST_POINTS)
		return 0;
	return diag_fail(why, "expected points between -1000000000 and 1000000000");
}

int scorecard_add_base(struct scorecard *card, int64_t points, struct diag *why)
{
	if (scorecard_check_points(points, why) < 0 ||
		scorecard_check_points(card->base + points, why) < 0)
		return -1;
	card->base += points;
	return 0;
}

/* The feature of that name, which is new if need be. Returns NULL if there are too many. */
static struct scorecard_feature *feature_of(struct scorecard *card, struct slice name)
{
	for (size_t i = 0; i < card->count; i++)
		if (slice_equal(card->feature[i].name, name))
			return &card->feature[i];
	if (card->count == SCORECARD_MOST_FEATURES)
		return NULL;
	card->feature =
		mem_grow(card->feature, &card->capacity, card->count + 1, sizeof *card->feature);
	card->feature[card->count] =
		(struct scorecard_feature){ .name = arena_copy(&card->texts, name) };
	return &card->feature[card->count++];
}

int scorecard_add(struct scorecard *card, struct slice feature, struct slice condition,
	int64_t points, struct slice note, struct diag *why)
{
	struct scorecard_rule rule = {
		.points = points,
		.condition = arena_copy(&card->texts, condition),
		.note = arena_copy(&card->texts, note),
	};
	struct scorecard_feature *to;

	if (scorecard_check_points(points, why) < 0 ||
		scorecard_rule_parse(&rule, &card->texts, why) < 0) {
		free(rule.word);
		return -1;
	}
	to = feature_of(card, feature);
	if (to == NULL) {
		free(rule.word);
		return diag_fail(why, "a card has at most %d features", SCORECARD_MOST_FEATURES);
	}
	to->rule = mem_grow(to->rule, &to->capacity, to->count + 1, sizeof *to->rule);
	to->rule[to->count++] = rule;
	return 0;
}

int scorecard_add_grade(
	struct scorecard *card, struct slice condition, struct slice name, struct diag *why)
{
	struct scorecard_grade grade = { .condition = arena_copy(&card->texts, condition),
		.name = arena_copy(&card->texts, name) };

	if (!scorecard_rule_range(grade.condition, &grade.from, &grade.to) ||
		!(grade.from < grade.to))
		return diag_fail(why,
			"expected a range of scores, like 600..650, ..500 or 700.., got '" SLICE
			"'",
			SLICE_ARG(condition));
	card->grade =
		mem_grow(card->grade, &card->grade_capacity, card->grades + 1, sizeof *card->grade);
	card->grade[card->grades++] = grade;
	return 0;
}

static bool share_a_word(const struct scorecard_rule *a, const struct scorecard_rule *b)
{
	for (size_t i = 0; i < a->words; i++)
		if (bsearch(&a->word[i], b->word, b->words, sizeof *b->word, slice_compare_items) !=
			NULL)
			return true;
	return false;
}

/* Are both for the same value, as far as their kind tells? */
static bool collide(const struct scorecard_rule *a, const struct scorecard_rule *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == SCORECARD_RANGE)
		return a->from < b->to && b->from < a->to;
	return a->kind != SCORECARD_WORDS || share_a_word(a, b);
}

static int close_feature(struct scorecard_feature *feature, struct diag *why)
{
	feature->best = INT64_MIN;
	feature->worst = INT64_MAX;
	for (size_t i = 0; i < feature->count; i++) {
		const struct scorecard_rule *rule = &feature->rule[i];

		feature->best = rule->points > feature->best ? rule->points : feature->best;
		feature->worst = rule->points < feature->worst ? rule->points : feature->worst;
		for (size_t n = 0; n < i; n++)
			if (collide(rule, &feature->rule[n]))
				return diag_fail(why,
					"feature '" SLICE "': '" SLICE "' and '" SLICE
					"' are for the same value",
					SLICE_ARG(feature->name),
					SLICE_ARG(feature->rule[n].condition),
					SLICE_ARG(rule->condition));
	}
	return 0;
}

int scorecard_close(struct scorecard *card, struct diag *why)
{
	if (card->count == 0)
		return diag_fail(why, "the card has no feature");
	for (size_t i = 0; i < card->count; i++)
		if (close_feature(&card->feature[i], why) < 0)
			return -1;
	for (size_t i = 0; i < card->grades; i++)
		for (size_t n = 0; n < i; n++)
			if (card->grade[i].from < card->grade[n].to &&
				card->grade[n].from < card->grade[i].to)
				return diag_fail(why,
					"grades '" SLICE "' and '" SLICE "' are for the same score",
					SLICE_ARG(card->grade[n].name),
					SLICE_ARG(card->grade[i].name));
	return 0;
}

/* ---- scoring ---- */

static bool fits(const struct scorecard_rule *rule, struct slice value, double number)
{
	switch (rule->kind) {
	case SCORECARD_RANGE:
		return number >= rule->from && number < rule->to;
	case SCORECARD_WORDS:
		return bsearch(&value, rule->word, rule->words, sizeof *rule->word,
			       slice_compare_items) != NULL;
	case SCORECARD_MISSING:
		return value.length == 0;
	case SCORECARD_ELSE:
		break;
	}
	return false;
}

/* Words go before ranges: a number may be a code of its own, as -1 or 999. */
const struct scorecard_rule *scorecard_find(
	const struct scorecard_feature *feature, struct slice value)
{
	const struct scorecard_rule *otherwise = NULL, *range = NULL;
	double number = NAN;

	if (value.length > 0 && !num_parse_real(value, &number))
		number = NAN;
	for (size_t i = 0; i < feature->count; i++) {
		const struct scorecard_rule *rule = &feature->rule[i];

		if (rule->kind == SCORECARD_ELSE)
			otherwise = rule;
		else if (fits(rule, value, number) && rule->kind != SCORECARD_RANGE)
			return rule;
		else if (fits(rule, value, number))
			range = rule;
	}
	return range != NULL ? range : otherwise;
}

/* Put a reason in its place among the greatest. */
static void note_reason(struct scorecard_result *result, struct scorecard_reason reason)
{
	size_t at = result->reasons;

	while (at > 0 && (reason.lost > result->reason[at - 1].lost ||
				 (reason.lost == result->reason[at - 1].lost &&
					 slice_compare(reason.feature->name,
						 result->reason[at - 1].feature->name) < 0)))
		at--;
	if (at == SCORECARD_MOST_REASONS)
		return;
	if (result->reasons < SCORECARD_MOST_REASONS)
		result->reasons++;
	for (size_t i = result->reasons - 1; i > at; i--)
		result->reason[i] = result->reason[i - 1];
	result->reason[at] = reason;
}

static const struct scorecard_grade *grade_of(const struct scorecard *card, int64_t score)
{
	double points = (double)score / AMOUNT_UNIT;

	for (size_t i = 0; i < card->grades; i++)
		if (points >= card->grade[i].from && points < card->grade[i].to)
			return &card->grade[i];
	return NULL;
}

static int no_rule(const struct scorecard_feature *feature, struct slice value, struct diag *why)
{
	if (value.length == 0)
		diag_fail(why, "the card has no points for a missing value; expected a rule "
			       "'missing' or 'else'");
	else
		diag_fail(why,
			"the card has no points for '" SLICE "'; expected a rule for it or 'else'",
			SLICE_ARG(value));
	return diag_column(why, feature->name);
}

int scorecard_score(const struct scorecard *card, const struct slice *value,
	struct scorecard_result *result, struct diag *why)
{
	*result = (struct scorecard_result){ .score = card->base };
	for (size_t i = 0; i < card->count; i++) {
		const struct scorecard_feature *feature = &card->feature[i];
		const struct scorecard_rule *rule = scorecard_find(feature, value[i]);

		if (rule == NULL)
			return no_rule(feature, value[i], why);
		result->score += rule->points;
		if (rule->points < feature->best)
			note_reason(result, (struct scorecard_reason){
						    feature, rule, feature->best - rule->points });
	}
	result->grade = grade_of(card, result->score);
	return 0;
}

/* ---- points and odds ---- */

double scorecard_factor(const struct scorecard_scale *scale)
{
	return scale->twice / draws_log(2);
}

double scorecard_offset(const struct scorecard_scale *scale)
{
	return scale->points - scorecard_factor(scale) * draws_log(scale->odds);
}
