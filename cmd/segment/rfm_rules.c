/* SPDX-License-Identifier: MIT */
#include "rfm_rules.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "tab/walk.h"

enum { SCORES = 3, SEGMENT = SCORES, COLUMNS };

static const char *const column_name[COLUMNS] = { "r", "f", "m", "segment" };

/* There are not so many combinations. */
enum { MOST_RULES = 1000 };

/* A table that is being read. */
struct source {
	struct rfm_rules *rules;
	int bins;
	int column[COLUMNS];
};

void rfm_rules_release(struct rfm_rules *rules)
{
	free(rules->rule);
	arena_release(&rules->texts);
	*rules = (struct rfm_rules){ .count = 0 };
}

static void add_rule(struct rfm_rules *rules, const struct rfm_range *range, struct slice segment)
{
	rules->rule =
		mem_grow(rules->rule, &rules->capacity, rules->count + 1, sizeof *rules->rule);
	rules->rule[rules->count++] = (struct rfm_rule){
		range[0],
		range[1],
		range[2],
		arena_copy(&rules->texts, segment).at,
	};
	rules->table = (struct rfm_table){ rules->rule, rules->count };
}

void rfm_rules_copy(struct rfm_rules *rules, const struct rfm_table *table)
{
	for (size_t i = 0; i < table->count; i++) {
		const struct rfm_rule *rule = &table->rule[i];
		struct rfm_range range[SCORES] = { rule->recency, rule->frequency, rule->money };

		add_rule(rules, range, slice_of(rule->segment));
	}
}

/* "3", "1-2" or "*". Returns false for anything else. */
static bool parse_range(struct slice text, int bins, struct rfm_range *range)
{
	*range = (struct rfm_range){ 1, bins };
	if (slice_is(text, "*"))
		return true;
	if (text.length != 1 && (text.length != 3 || text.at[1] != '-'))
		return false;
	range->least = text.at[0] - '0';
	range->most = text.at[text.length - 1] - '0';
	return range->least >= 1 && range->least <= range->most && range->most <= bins;
}

static int take_row(void *context, const struct row *row, struct diag *why)
{
	struct source *source = context;
	struct rfm_rules *rules = source->rules;
	struct rfm_range range[SCORES];
	struct slice segment = row_text(row, (size_t)source->column[SEGMENT], &rules->texts);

	for (size_t i = 0; i < SCORES; i++) {
		struct slice text = row_field(row, (size_t)source->column[i]);

		if (parse_range(text, source->bins, &range[i]))
			continue;
		diag_fail(why,
			"expected a score from 1 to %d, a range like 1-2, or *; got '" SLICE "'",
			source->bins, SLICE_ARG(text));
		return diag_column(why, slice_of(column_name[i]));
	}
	if (segment.length == 0) {
		diag_fail(why, "the segment has no name");
		return diag_column(why, slice_of(column_name[SEGMENT]));
	}
	if (rules->count == MOST_RULES)
		return diag_fail(why, "a table has at most %d rows", MOST_RULES);
	add_rule(rules, range, segment);
	return 0;
}

int rfm_rules_read(struct rfm_rules *rules, const char *path, int bins, struct diag *why)
{
	char *paths[] = { mem_text(path, strlen(path)), NULL };
	struct source source = { .rules = rules, .bins = bins };
	struct stream *in;
	int result = stream_open(&in, paths, 1, NULL, why);

	for (size_t i = 0; result == 0 && i < COLUMNS; i++)
		if (columns_need(stream_columns(in), column_name[i], &source.column[i], why) < 0)
			result = diag_line(why, stream_input_name(in, 0), 1);
	if (result == 0)
		result = walk_rows(in, take_row, &source, why);
	if (result == 0 && rules->count == 0) {
		diag_fail(why, "the table has no rows; for no segments give --rfm-table none");
		result = diag_line(why, path, 0);
	}
	stream_close(in);
	free(paths[0]);
	return result;
}

static void put_range(struct buf *out, struct rfm_range range)
{
	buf_printf(out, "%d", range.least);
	if (range.most != range.least)
		buf_printf(out, "-%d", range.most);
	buf_char(out, ' ');
}

/* A rule is "5 4-5 4-5 champions", called by its number. */
void rfm_rules_save(const struct rfm_rules *rules, struct model *model)
{
	struct buf text = BUF_EMPTY;
	char name[24];

	model_add_int(model, "rfm", "rules", (int64_t)rules->count);
	for (size_t i = 0; i < rules->count; i++) {
		const struct rfm_rule *rule = &rules->rule[i];

		buf_reset(&text);
		put_range(&text, rule->recency);
		put_range(&text, rule->frequency);
		put_range(&text, rule->money);
		buf_text(&text, rule->segment);
		snprintf(name, sizeof name, "%zu", i + 1);
		model_add(model, "rfm_rule", name, buf_slice(&text));
	}
	buf_release(&text);
}

static int load_rule(struct rfm_rules *rules, const struct model *model, int64_t number, int bins,
	struct diag *why)
{
	const struct model_entry *entry;
	struct rfm_range range[SCORES];
	struct slice rest, text;
	char name[24];

	snprintf(name, sizeof name, "%" PRId64, number);
	if (model_need(model, "rfm_rule", name, &entry, why) < 0)
		return -1;
	rest = entry->value;
	for (size_t i = 0; i < SCORES; i++)
		if (!slice_cut(&rest, ' ', &text) || !parse_range(text, bins, &range[i]))
			return model_fault(model, entry, why,
				"expected scores up to %d and a segment, like '5 4-5 * best'; got "
				"'" SLICE "'",
				bins, SLICE_ARG(entry->value));
	if (rest.length == 0)
		return model_fault(model, entry, why, "the segment has no name; got '" SLICE "'",
			SLICE_ARG(entry->value));
	add_rule(rules, range, rest);
	return 0;
}

int rfm_rules_load(struct rfm_rules *rules, const struct model *model, int bins, struct diag *why)
{
	int64_t count;

	if (model_need_int(model, "rfm", "rules", 0, MOST_RULES, &count, why) < 0)
		return -1;
	for (int64_t i = 1; i <= count; i++)
		if (load_rule(rules, model, i, bins, why) < 0)
			return -1;
	return 0;
}
