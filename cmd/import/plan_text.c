/* SPDX-License-Identifier: MIT */
/*
 * What is said of a plan: in notes, in a map, and when a column is missing.
 */
#include "plan.h"
#include "tab/escape.h"

void plan_put_names(const struct plan *plan, const char *between, struct buf *out)
{
	for (size_t i = 0; i < plan->count; i++) {
		if (i > 0)
			buf_text(out, between);
		escape_put(out, plan->target[i].name);
	}
}

/* A column's name as an expression wants it. */
static void put_quoted(struct buf *out, struct slice name)
{
	bool plain = name.length > 0 && !(name.at[0] >= '0' && name.at[0] <= '9');

	for (size_t i = 0; i < name.length; i++) {
		char c = name.at[i];

		plain &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			 (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
	}
	buf_text(out, plain ? "" : "`");
	buf_put(out, name);
	buf_text(out, plain ? "" : "`");
}

/* What may have the missing amount, if not a column: quantity times price. */
static void put_expression(
	const struct plan *plan, const struct kind_column *column, struct buf *out)
{
	const struct target *quantity = plan_find(plan, slice_of("quantity"));
	const struct target *price = plan_find(plan, slice_of("price"));

	if (strcmp(column->name, "amount") != 0 || quantity == NULL || quantity->source < 0 ||
		price == NULL || price->source < 0) {
		buf_printf(out, "-s %s=EXPRESSION", column->name);
		return;
	}
	buf_printf(out, "-s '%s=", column->name);
	put_quoted(out, plan->columns->name[quantity->source]);
	buf_char(out, '*');
	put_quoted(out, plan->columns->name[price->source]);
	buf_char(out, '\'');
}

/* The columns of the input that may be this one, with `between` between them. */
static size_t put_candidates(const struct plan *plan, const struct kind_column *column,
	const char *quote, const char *between, struct buf *out)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->columns->count; i++) {
		if (plan->match[i].column != column || !plan->match[i].open)
			continue;
		buf_printf(out, "%s%s", count++ > 0 ? between : "", quote);
		buf_put(out, plan->columns->name[i]);
		buf_text(out, quote);
	}
	return count;
}

int plan_refuse_without(const struct plan *plan, const struct kind_column *column, struct diag *why)
{
	struct buf list = BUF_EMPTY, way = BUF_EMPTY;

	if (put_candidates(plan, column, "'", " or ", &list) > 0) {
		diag_usage(why,
			"a ledger of %s needs '%s', which may be %s: say which with -m %s=COLUMN",
			plan->kind->name, column->name, buf_string(&list), column->name);
	} else {
		columns_put_list(plan->columns, &list);
		put_expression(plan, column, &way);
		diag_usage(why,
			"a ledger of %s needs '%s': name the column that has it with -m %s=COLUMN, "
			"or make it with %s; there are: %s",
			plan->kind->name, column->name, column->name, buf_string(&way),
			buf_string(&list));
	}
	buf_release(&list);
	buf_release(&way);
	return -1;
}

/* Append "order_id = InvoiceNo, …" of what was found with this trust. */
static void put_found(
	const struct plan *plan, enum alias_trust trust, const char *title, struct buf *out)
{
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++) {
		const struct target *target = &plan->target[i];

		if (target->trust != trust || plan->match[target->source].open)
			continue;
		buf_text(out, count++ > 0 ? ", " : out->length > 0 ? "; " : "");
		buf_text(out, count == 1 ? title : "");
		buf_put(out, target->name);
		buf_text(out, " = ");
		buf_put(out, plan->columns->name[target->source]);
	}
}

void plan_put_note(const struct plan *plan, struct buf *out)
{
	const struct kind_column *column = plan->kind ? plan->kind->columns : NULL;
	size_t count = 0;

	put_found(plan, ALIAS_SURE, "found: ", out);
	put_found(plan, ALIAS_DOUBTFUL, "not sure: ", out);
	for (; column != NULL && column->name != NULL; column++) {
		struct buf list = BUF_EMPTY;

		if (put_candidates(plan, column, "", " or ", &list) > 0) {
			buf_text(out, count++ > 0 ? ", " : out->length > 0 ? "; " : "");
			buf_printf(out, "%s%s = %s", count == 1 ? "left open: " : "", column->name,
				buf_string(&list));
		}
		buf_release(&list);
	}
}

/* One row of a map; `source` -1 when the column was not found. */
static void put_map_row(const struct plan *plan, struct slice name, int source, const char *type,
	bool required, const char *sure, struct buf *out)
{
	escape_put(out, name);
	buf_char(out, '\t');
	if (source >= 0)
		escape_put(out, plan->columns->name[source]);
	buf_printf(out, "\t%s\t%s\t%s\t", type, required ? "yes" : "", sure);
	if (source >= 0 && !plan->personal[source])
		escape_put(out, sample_example(&plan->sample, (size_t)source));
	buf_char(out, '\n');
}

/* Columns made by --set are no part of a map: the option is given again. */
static void put_map_target(const struct plan *plan, const struct target *target, struct buf *out)
{
	bool of_kind = kind_column(plan->kind, target->name) != NULL;

	if (target_is_set(target))
		return;
	put_map_row(plan, target->name, target->source,
		target->typed ? type_name(target->type) : "", target->required,
		target->trust == ALIAS_DOUBTFUL ? "no"
		: of_kind                       ? "yes"
						: "",
		out);
}

void plan_put_map(const struct plan *plan, struct buf *out)
{
	const struct kind_column *column = plan->kind ? plan->kind->columns : NULL;
	const struct slice no_name = { NULL, 0 };

	buf_text(out, "name\tcolumn\ttype\trequired\tsure\texample\n");
	for (; column != NULL && column->name != NULL; column++) {
		struct slice name = slice_of(column->name);

		if (plan_find(plan, name) == NULL)
			put_map_row(
				plan, name, -1, type_name(column->type), column->required, "", out);
		for (size_t i = 0; i < plan->count; i++)
			if (slice_equal(plan->target[i].name, name))
				put_map_target(plan, &plan->target[i], out);
	}
	for (size_t i = 0; i < plan->count; i++)
		if (kind_column(plan->kind, plan->target[i].name) == NULL)
			put_map_target(plan, &plan->target[i], out);
	for (size_t i = 0; i < plan->columns->count; i++)
		if (plan->dropped[i])
			put_map_row(plan, no_name, (int)i, "", false, "", out);
}
