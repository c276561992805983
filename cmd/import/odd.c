/* SPDX-License-Identifier: MIT */
#include "odd.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"

struct odd *odd_new(const struct plan *plan)
{
	return mem_zero(plan->count + 1, sizeof(struct odd));
}

static void add(uint64_t *count, int *first, uint64_t more, int word)
{
	if (more == 0)
		return;
	*first = *count == 0 || word < *first ? word : *first;
	*count += more;
}

void odd_merge(struct plan *plan, struct odd *odd)
{
	for (size_t i = 0; i < plan->count; i++) {
		struct target *target = &plan->target[i];

		add(&target->missing, &target->missing_word, odd[i].missing, odd[i].word);
		example_merge(&target->kept, &odd[i].kept);
	}
	free(odd);
}

static bool is_word(
	const struct plan *plan, const struct target *target, struct slice text, struct odd *odd)
{
	struct odd *column = &odd[target - plan->target];
	int word = missing_find(&plan->missing, text);

	if (word < 0)
		return false;
	add(&column->missing, &column->word, 1, word);
	return true;
}

bool odd_is_missing_id(
	const struct plan *plan, const struct target *target, struct slice text, struct odd *odd)
{
	return target->type == TYPE_ID && is_word(plan, target, text, odd);
}

bool odd_put(const struct plan *plan, const struct target *target, struct slice text,
	struct odd *odd, struct buf *out)
{
	const struct form form = { .type = TYPE_TEXT };
	struct diag ignored;

	if (target->type == TYPE_TEXT)
		return false;
	if (is_word(plan, target, text, odd))
		return true;
	if (!target->may_be_text)
		return false;
	example_add(&odd[target - plan->target].kept, slice_trim(text));
	return form_put(&form, text, NULL, out, &ignored) == 0;
}

static void put_kept(const struct target *target, struct buf *out)
{
	const struct example *kept = &target->kept;
	bool phone = target->type == TYPE_PHONE;

	buf_put(out, target->name);
	buf_text(out, ": ");
	num_put_grouped(out, (int64_t)kept->count);
	buf_printf(out, " value%s ", kept->count == 1 ? "" : "s");
	if (!target->hidden) {
		buf_text(out, "like '");
		buf_put(out, example_text(kept));
		buf_text(out, "' ");
	}
	buf_printf(out, "kept as %s stand%s: not %s; ", kept->count == 1 ? "it" : "they",
		kept->count == 1 ? "s" : "",
		phone ? "a telephone number with its country" : "an e-mail address");
	if (phone)
		buf_text(out, "--country CODE adds it, ");
	buf_text(out, "-t ");
	buf_put(out, target->name);
	buf_printf(out, "=%s rejects such rows\n", type_name(target->type));
}

void odd_put_notes(const struct plan *plan, struct buf *out)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct target *target = &plan->target[i];

		if (target->kept.count > 0)
			put_kept(target, out);
		if (target->missing == 0)
			continue;
		buf_put(out, target->name);
		buf_text(out, ": ");
		num_put_grouped(out, (int64_t)target->missing);
		buf_printf(out, " value%s like '", target->missing == 1 ? "" : "s");
		buf_put(out, plan->missing.word[target->missing_word]);
		buf_text(out, "' taken for missing\n");
	}
}

/* "17850.0": a whole number that was kept as one with decimals, for want of missing ones. */
static bool is_whole_with_decimal(struct slice text)
{
	size_t i = 0;

	while (i < text.length && text.at[i] >= '0' && text.at[i] <= '9')
		i++;
	return i > 0 && i + 2 == text.length && text.at[i] == '.' && text.at[i + 1] == '0';
}

static bool are_whole_with_decimal(const struct sample *sample, size_t column)
{
	bool any = false;

	for (size_t row = 0; row < sample->rows; row++) {
		struct slice field = sample->field[row * sample->columns + column];

		if (field.length == 0)
			continue;
		if (!is_whole_with_decimal(field))
			return false;
		any = true;
	}
	return any;
}

void odd_put_hints(const struct plan *plan, struct buf *out)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct target *target = &plan->target[i];
		struct slice example;

		if (target->source < 0 || !target->typed || target->type != TYPE_ID ||
			!are_whole_with_decimal(&plan->sample, (size_t)target->source))
			continue;
		example = target->hidden ? slice_of("1.0")
					 : sample_example(&plan->sample, (size_t)target->source);
		buf_put(out, target->name);
		buf_text(out, ": ids like '");
		buf_put(out, example);
		buf_text(out, "' look like numbers that a program made of them; -t ");
		buf_put(out, target->name);
		buf_text(out, "=integer makes it ");
		buf_put(out, (struct slice){ example.at, example.length - 2 });
		buf_char(out, '\n');
	}
}

static bool is_text(const struct target *target)
{
	return target->source >= 0 && (!target->typed || target->type == TYPE_TEXT);
}

/* The words in the first rows of a text, each once. */
static bool look_through(const struct plan *plan, size_t column, bool *found)
{
	const struct sample *sample = &plan->sample;
	bool any = false;

	for (size_t row = 0; row < sample->rows; row++) {
		struct slice field = sample->field[row * sample->columns + column];
		int word = missing_find(&plan->missing, field);

		if (word >= 0 && missing_is_telling(field))
			found[word] = any = true;
	}
	return any;
}

void odd_put_question(const struct plan *plan, struct buf *out)
{
	bool found[MISSING_MOST] = { false };
	size_t columns = 0, words = 0;

	if (plan->settings->missing != NULL)
		return;
	for (size_t i = 0; i < plan->count; i++) {
		const struct target *target = &plan->target[i];

		if (!is_text(target) || !look_through(plan, (size_t)target->source, found))
			continue;
		buf_text(out, columns++ > 0 ? ", " : "taken for text, not for missing, in ");
		buf_put(out, target->name);
	}
	if (columns == 0)
		return;
	buf_text(out, ": ");
	for (size_t i = 0; i < plan->missing.count; i++)
		if (found[i]) {
			buf_text(out, words++ > 0 ? ", '" : "'");
			buf_put(out, plan->missing.word[i]);
			buf_char(out, '\'');
		}
	buf_text(out, "; --missing '");
	for (size_t i = 0; i < plan->missing.count; i++)
		if (found[i]) {
			buf_put(out, plan->missing.word[i]);
			buf_text(out, --words > 0 ? "," : "");
		}
	buf_text(out, "' takes it for missing in all columns\n");
}
