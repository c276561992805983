/* SPDX-License-Identifier: MIT */
#include "crm/scorecard_rule.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

/* "a..b" with numbers or nothing at either side, but not nothing at both. */
bool scorecard_rule_range(struct slice text, double *from, double *to)
{
	const char *dots = memmem(text.at, text.length, "..", 2);
	struct slice low, high;

	if (dots == NULL || text.length == 2)
		return false;
	low = slice_trim((struct slice){ text.at, (size_t)(dots - text.at) });
	high = (struct slice){ dots + 2, (size_t)(text.at + text.length - (dots + 2)) };
	high = slice_trim(high);
	*from = -INFINITY;
	*to = INFINITY;
	return (low.length == 0 || num_parse_real(low, from)) &&
	       (high.length == 0 || num_parse_real(high, to));
}

/* A word in quotes. Returns false if they are not closed, or something else than | follows. */
static bool cut_quoted(struct slice *rest, struct arena *texts, struct slice *word)
{
	struct buf text = BUF_EMPTY;
	size_t at = 1;
	bool closed = false;

	while (!closed && at < rest->length) {
		char byte = rest->at[at++];

		closed = byte == '"' && (at == rest->length || rest->at[at] != '"');
		at += byte == '"' && !closed;
		if (!closed)
			buf_char(&text, byte);
	}
	*word = arena_copy(texts, buf_slice(&text));
	buf_release(&text);
	if (closed && at < rest->length) {
		closed = rest->at[at] == '|';
		*rest = (struct slice){ rest->at + at + 1, rest->length - at - 1 };
	} else {
		*rest = (struct slice){ NULL, 0 };
	}
	return closed;
}

/* Cut the next word off `rest`. Returns 1, 0 at the end, -1 if it is none. */
static int cut_word(struct slice *rest, struct arena *texts, struct slice *word)
{
	if (rest->at == NULL)
		return 0;
	if (rest->length > 0 && rest->at[0] == '"')
		return cut_quoted(rest, texts, word) ? 1 : -1;
	slice_cut(rest, '|', word);
	*word = slice_trim(*word);
	return word->length > 0 && memchr(word->at, '"', word->length) == NULL ? 1 : -1;
}

static int parse_words(struct scorecard_rule *rule, struct arena *texts, struct diag *why)
{
	struct slice rest = rule->condition, word;
	size_t capacity = 0;
	int more;

	rule->kind = SCORECARD_WORDS;
	while ((more = cut_word(&rest, texts, &word)) > 0) {
		rule->word = mem_grow(rule->word, &capacity, rule->words + 1, sizeof *rule->word);
		rule->word[rule->words++] = word;
	}
	if (more < 0)
		return diag_fail(why,
			"expected a condition like 18..30, ..18, 30.., A|B, missing or else, got "
			"'" SLICE "'",
			SLICE_ARG(rule->condition));
	qsort(rule->word, rule->words, sizeof *rule->word, slice_compare_items);
	return 0;
}

int scorecard_rule_parse(struct scorecard_rule *rule, struct arena *texts, struct diag *why)
{
	rule->condition = slice_trim(rule->condition);
	if (slice_is(rule->condition, "missing")) {
		rule->kind = SCORECARD_MISSING;
	} else if (slice_is(rule->condition, "else")) {
		rule->kind = SCORECARD_ELSE;
	} else if (scorecard_rule_range(rule->condition, &rule->from, &rule->to)) {
		rule->kind = SCORECARD_RANGE;
		if (!(rule->from < rule->to))
			return diag_fail(why, "range '" SLICE "' is for no number",
				SLICE_ARG(rule->condition));
	} else {
		return parse_words(rule, texts, why);
	}
	return 0;
}

/* ---- writing conditions ---- */

/* The shortest text that gives the same number. */
static void put_number(struct buf *out, double value)
{
	char text[40];

	for (int digits = 15; digits <= 17; digits++) {
		double back;

		snprintf(text, sizeof text, "%.*g", digits, value);
		if (num_parse_real(slice_of(text), &back) && back == value)
			break;
	}
	buf_text(out, text);
}

void scorecard_rule_put_range(struct buf *out, double from, double to)
{
	if (from > -INFINITY)
		put_number(out, from);
	buf_text(out, "..");
	if (to < INFINITY)
		put_number(out, to);
}

static bool needs_quotes(struct slice word)
{
	double from, to;

	return word.length == 0 || slice_is(word, "missing") || slice_is(word, "else") ||
	       memchr(word.at, '|', word.length) != NULL ||
	       memchr(word.at, '"', word.length) != NULL ||
	       slice_trim(word).length != word.length || scorecard_rule_range(word, &from, &to);
}

void scorecard_rule_put_word(struct buf *out, struct slice word)
{
	if (out->length > 0)
		buf_char(out, '|');
	if (!needs_quotes(word)) {
		buf_put(out, word);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < word.length; i++) {
		if (word.at[i] == '"')
			buf_char(out, '"');
		buf_char(out, word.at[i]);
	}
	buf_char(out, '"');
}
