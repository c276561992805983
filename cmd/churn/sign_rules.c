/* SPDX-License-Identifier: MIT */
#include "sign_rules.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/num.h"
#include "tab/escape.h"
#include "tab/walk.h"

enum { SIGN, WHEN, STRENGTH, DATE, WEIGHT, TEXT, COLUMNS, MOST_RULES = 100 };

static const char *const column_name[COLUMNS] = { "sign", "when", "strength", "date", "weight",
	"text" };

/* The same as tables/signs.tsv, which is there to be changed. */
static const char *const usual[][COLUMNS] = {
	{ "orders_thinning", "orders_usual >= 1 and orders_recent < 0.6 * orders_usual",
		"1 - orders_recent / orders_usual", "last_order", "0.5", "orders thinning" },
	{ "amount_falling",
		"orders_usual >= 1 and orders_recent > 0 and amount_usual > 0 and amount_recent / "
		"orders_recent < 0.6 * amount_usual / orders_usual",
		"1 - amount_recent / orders_recent / (amount_usual / orders_usual)", "last_order",
		"0.3", "amount falling" },
	{ "balance_falling", "balance_before > 0 and balance_now < 0.5 * balance_before",
		"1 - greatest(balance_now, 0) / balance_before", "last_balance", "0.4",
		"balance falling" },
	{ "payments_late",
		"late_recent > 0 and late_days_recent > 3 + 2 * coalesce(late_days_usual, 0)",
		"least(late_days_recent / 60, 1)", "last_late", "0.3", "payments late" },
	{ "address_changed", "addresses_recent > 0", "1", "last_address", "0.2",
		"address changed" },
	{ "credit_unused", "cancelled_recent > 0 or credit_usual >= 1 and credit_recent = 0",
		"if(cancelled_recent > 0, 1, 0.6)", "last_credit", "0.4", "credit no longer used" },
	{ "complaint_raised", "complaints_recent > 0", "least(complaints_recent / 2, 1)",
		"last_complaint", "0.4", "complaint raised" },
	{ "complaint_unanswered", "complaints_open > 0 and open_days > 3",
		"least(open_days / 30, 1)", "open_since", "0.6", "complaint unanswered" },
	{ "contacts_fewer", "contacts_usual >= 1 and contacts_recent < 0.5 * contacts_usual",
		"1 - contacts_recent / contacts_usual", "last_contact", "0.2", "fewer contacts" },
	{ "line_dropped", "lines_dropped > 0", "lines_dropped / lines_usual", "last_line", "0.4",
		"product line dropped" },
	{ "grade_down", "grade_now < grade_before", "1", "last_grade", "0.5", "down-graded" },
};

enum { USUAL = sizeof usual / sizeof *usual };

static int compile(struct sign_rules *rules, size_t column, struct slice text, enum expr_type type,
	struct diag *why)
{
	struct sign_rule *rule = &rules->rule[rules->count];
	struct expr **expr =
		column == WHEN ? &rule->when : (column == DATE ? &rule->date : &rule->strength);
	struct slice names[SIGNS_MEASURES];

	for (int i = 0; i < SIGNS_MEASURES; i++)
		names[i] = slice_of(signs_name((enum signs_measured)i));
	if (expr_compile(expr, text, type, names, SIGNS_MEASURES, why) == 0)
		return 0;
	why->usage = false; /* it is a file that is wrong */
	return diag_column(why, slice_of(column_name[column]));
}

static int take_rule(struct sign_rules *rules, const struct slice *field, struct diag *why)
{
	struct sign_rule *rule;
	struct buf text = BUF_EMPTY;
	int result;

	if (rules->count == MOST_RULES)
		return diag_fail(why, "there are at most %d rules", MOST_RULES);
	rules->rule =
		mem_grow(rules->rule, &rules->capacity, rules->count + 1, sizeof *rules->rule);
	rule = &rules->rule[rules->count];
	escape_put(&text, field[TEXT]);
	*rule = (struct sign_rule){ .sign = arena_copy(&rules->texts, field[SIGN]).at,
		.text = arena_copy(&rules->texts, buf_slice(&text)) };
	buf_release(&text);
	result = compile(rules, WHEN, field[WHEN], EXPR_FLAG, why);
	if (result == 0)
		result = compile(rules, STRENGTH, field[STRENGTH], EXPR_NUMBER, why);
	if (result == 0)
		result = compile(rules, DATE, field[DATE], EXPR_DATE, why);
	rules->count++; /* what is compiled is to be released, in any case */
	if (result < 0)
		return -1;
	if (num_parse_real(field[WEIGHT], &rule->weight) && rule->weight >= 0 && rule->weight <= 1)
		return 0;
	diag_fail(why, "not a weight from 0 to 1: '" SLICE "'", SLICE_ARG(field[WEIGHT]));
	return diag_column(why, slice_of(column_name[WEIGHT]));
}

/* A file that is being read. */
struct source {
	struct sign_rules *rules;
	int column[COLUMNS];
	struct arena texts;
};

static int take_row(void *context, const struct row *row, struct diag *why)
{
	struct source *source = context;
	struct slice field[COLUMNS];

	arena_reset(&source->texts);
	for (size_t i = 0; i < COLUMNS; i++)
		field[i] = row_text(row, (size_t)source->column[i], &source->texts);
	return take_rule(source->rules, field, why);
}

static int read_file(struct sign_rules *rules, const char *path, struct diag *why)
{
	char *paths[] = { mem_text(path, strlen(path)), NULL };
	struct source source = { .rules = rules };
	struct stream *in;
	int result = stream_open(&in, paths, 1, NULL, why);

	for (size_t i = 0; result == 0 && i < COLUMNS; i++)
		if (columns_need(stream_columns(in), column_name[i], &source.column[i], why) < 0)
			result = diag_line(why, stream_input_name(in, 0), 1);
	if (result == 0)
		result = walk_rows(in, take_row, &source, why);
	if (result == 0 && rules->count == 0) {
		diag_fail(why, "there are no rules");
		result = diag_line(why, path, 0);
	}
	stream_close(in);
	arena_release(&source.texts);
	free(paths[0]);
	return result;
}

int sign_rules_read(struct sign_rules *rules, const char *path, struct diag *why)
{
	*rules = (struct sign_rules){ .count = 0 };
	if (path != NULL)
		return read_file(rules, path, why);
	for (size_t i = 0; i < USUAL; i++) {
		struct slice field[COLUMNS];

		for (size_t n = 0; n < COLUMNS; n++)
			field[n] = slice_of(usual[i][n]);
		if (take_rule(rules, field, why) < 0)
			return -1;
	}
	return 0;
}

static void put_line(struct buf *out, const char *const *text)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		if (i > 0)
			buf_char(out, '\t');
		escape_put(out, slice_of(text[i]));
	}
	buf_char(out, '\n');
}

void sign_rules_put_usual(struct buf *out)
{
	put_line(out, column_name);
	for (size_t i = 0; i < USUAL; i++)
		put_line(out, usual[i]);
}

void sign_rules_release(struct sign_rules *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		expr_free(rules->rule[i].when);
		expr_free(rules->rule[i].strength);
		expr_free(rules->rule[i].date);
	}
	free(rules->rule);
	arena_release(&rules->texts);
	*rules = (struct sign_rules){ .count = 0 };
}
