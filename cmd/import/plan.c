/* SPDX-License-Identifier: MIT */
#include "plan.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "mapfile.h"
#include "personal.h"

struct target *plan_find(const struct plan *plan, struct slice name)
{
	int position = columns_find(&plan->names, name);

	return position >= 0 ? &plan->target[position] : NULL;
}

static struct target *add_target(struct plan *plan, struct slice name)
{
	const struct kind_column *column = kind_column(plan->kind, name);
	struct target *target;

	plan->target =
		mem_grow(plan->target, &plan->capacity, plan->count + 1, sizeof *plan->target);
	target = &plan->target[plan->count++];
	columns_add(&plan->names, name);
	*target = (struct target){
		.name = arena_copy(&plan->texts, name), .source = -1, .trust = ALIAS_SAME
	};
	if (column != NULL) {
		target->typed = true;
		target->type = column->type;
		target->required = column->required;
		target->may_be_text = type_may_be_text(column->type);
	}
	return target;
}

/* Take NAME=REST apart. */
static int split_option(const char *option, const char *text, struct slice *name,
	struct slice *rest, struct diag *why)
{
	*rest = slice_of(text);
	if (strchr(text, '=') == NULL || !slice_cut(rest, '=', name) || name->length == 0 ||
		rest->length == 0)
		return diag_usage(why, "%s: expected NAME=…, got '%s'", option, text);
	return 0;
}

static int no_such_column(
	const struct plan *plan, const char *option, struct slice name, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	columns_put_list(plan->columns, &list);
	diag_usage(why, "%s: the input has no column '" SLICE "'; there are: %s", option,
		SLICE_ARG(name), buf_string(&list));
	buf_release(&list);
	return -1;
}

static int refuse_twice(
	const struct plan *plan, const char *option, struct slice name, struct diag *why)
{
	if (plan_find(plan, name) == NULL)
		return 0;
	return diag_usage(why, "%s: '" SLICE "' is given twice", option, SLICE_ARG(name));
}

static bool is_map_file(const char *text)
{
	return strchr(text, '=') == NULL;
}

static int plan_maps(struct plan *plan, struct diag *why)
{
	for (size_t i = 0; i < plan->settings->map.count; i++) {
		const char *text = plan->settings->map.item[i];
		struct slice name, column;
		struct target *target;
		int source;

		if (is_map_file(text))
			continue;
		if (split_option("--map", text, &name, &column, why) < 0 ||
			refuse_twice(plan, "--map", name, why) < 0)
			return -1;
		source = columns_find(plan->columns, column);
		if (source < 0)
			return no_such_column(plan, "--map", column, why);
		target = add_target(plan, name);
		target->source = source;
		plan->used[source] = true;
	}
	return 0;
}

/* The number of a row is found when its turn has come, and so no part of an expression. */
static bool is_row_number(struct slice text)
{
	return slice_is(slice_trim(text), "row()");
}

static int plan_sets(struct plan *plan, struct diag *why)
{
	for (size_t i = 0; i < plan->settings->set.count; i++) {
		struct slice name, text;
		struct target *target;

		if (split_option("--set", plan->settings->set.item[i], &name, &text, why) < 0 ||
			refuse_twice(plan, "--set", name, why) < 0)
			return -1;
		target = add_target(plan, name);
		target->numbered = is_row_number(text);
		plan->has_numbers |= target->numbered;
		if (target->numbered)
			continue;
		if (expr_compile(&target->expr, text, EXPR_ANY, plan->columns->name,
			    plan->columns->count, why) < 0)
			return -1;
	}
	return 0;
}

static int no_such_type(struct slice word, const char *option, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	for (int i = 0; i < TYPE_COUNT; i++)
		buf_printf(&list, "%s%s", i == 0 ? "" : ", ", type_name((enum type)i));
	diag_usage(why, "%s: '" SLICE "' is no type; there are: %s", option, SLICE_ARG(word),
		buf_string(&list));
	buf_release(&list);
	return -1;
}

/* What one row of a map file says, unless an option has said it already: `given` columns have. */
static int plan_map_row(
	struct plan *plan, const struct mapfile_row *row, size_t given, struct diag *why)
{
	const struct target *there = plan_find(plan, row->name);
	struct target *target;
	enum type type;
	int source;

	if (row->column.length == 0 || (there != NULL && there < plan->target + given))
		return 0;
	source = columns_find(plan->columns, row->column);
	if (source < 0)
		return no_such_column(plan, "--map", row->column, why);
	plan->used[source] = true;
	if (row->name.length == 0)
		return 0;
	if (refuse_twice(plan, "--map", row->name, why) < 0)
		return -1;
	target = add_target(plan, row->name);
	target->source = source;
	target->typed |= row->type.length > 0;
	type = target->type;
	if (row->type.length > 0 && !type_find(row->type, &target->type))
		return no_such_type(row->type, "--map", why);
	target->may_be_text &= target->type == type;
	return 0;
}

static int plan_map_files(struct plan *plan, struct diag *why)
{
	size_t given = plan->count;
	int result = 0;

	for (size_t i = 0; result == 0 && i < plan->settings->map.count; i++) {
		const char *path = plan->settings->map.item[i];
		struct mapfile map;

		if (!is_map_file(path))
			continue;
		plan->has_map_file = true;
		if (access(path, R_OK) != 0)
			return diag_usage(why,
				"--map: expected NAME=COLUMN or a file, got '%s': %s", path,
				strerror(errno));
		result = mapfile_read(&map, path, why);
		for (size_t k = 0; result == 0 && k < map.count; k++) {
			result = plan_map_row(plan, &map.row[k], given, why);
			if (result < 0)
				diag_line(why, path, map.row[k].line);
		}
		mapfile_release(&map);
	}
	return result;
}

/*
 * May column `source` be what its name suggests? Not if an option has made that already, and a
 * doubtful name must hold what the column demands.
 */
static bool is_plausible(const struct plan *plan, const struct alias_match *match, size_t source)
{
	if (match->trust == ALIAS_SAME)
		return true;
	if (plan_find(plan, slice_of(match->column->name)) != NULL)
		return false;
	return match->trust == ALIAS_SURE ||
	       sample_fits(&plan->sample, source, match->column->type, &plan->missing);
}

/* A map file is whole: it was made of what the names suggested, and then somebody thought. */
static void plan_matches(struct plan *plan)
{
	if (plan->kind == NULL || plan->has_map_file)
		return;
	for (size_t i = 0; i < plan->columns->count; i++) {
		struct alias_match match = { NULL, ALIAS_NONE, false };

		if (!plan->used[i])
			match = alias_find(plan->kind, plan->columns->name[i]);
		if (match.column != NULL && is_plausible(plan, &match, i))
			plan->match[i] = match;
	}
	alias_settle(plan->match, plan->columns->count);
}

/* What a column is called if nobody says otherwise. */
static struct slice usual_name(struct plan *plan, size_t source)
{
	const struct alias_match *match = &plan->match[source];
	struct buf name = BUF_EMPTY;
	struct slice kept;

	if (match->column != NULL && !match->open)
		return slice_of(match->column->name);
	kind_put_name(&name, plan->columns->name[source]);
	if (name.length == 0)
		buf_printf(&name, "column_%zu", source + 1);
	kept = arena_copy(&plan->texts, buf_slice(&name));
	buf_release(&name);
	return kept;
}

static int refuse_same_name(const struct plan *plan, const struct target *there, size_t source,
	struct slice name, struct diag *why)
{
	return diag_usage(why,
		"the columns '" SLICE "' and '" SLICE "' would both be called '" SLICE
		"'; name one of them with --map",
		SLICE_ARG(plan->columns->name[there->source]),
		SLICE_ARG(plan->columns->name[source]), SLICE_ARG(name));
}

static void add_other(struct plan *plan, struct slice name, size_t source)
{
	struct target *target = add_target(plan, name);

	target->source = (int)source;
	if (plan->match[source].column != NULL)
		target->trust = plan->match[source].trust;
	if (plan->match[source].open)
		target->trust = ALIAS_DOUBTFUL;
}

/*
 * Columns that no option speaks of keep their place in the stream, under their usual names. One
 * that would have the name of another gives way if --only allows to leave it out.
 */
static int plan_others(struct plan *plan, struct diag *why)
{
	bool only = plan->settings->only;

	for (size_t i = 0; i < plan->columns->count; i++) {
		struct slice name = usual_name(plan, i);
		const struct target *there = plan_find(plan, name);

		if (plan->used[i] || (only && kind_column(plan->kind, name) == NULL))
			continue;
		if (there == NULL || (plan->settings->guess && !target_is_set(there)))
			add_other(plan, name, i);
		else if (!target_is_set(there) && !(only && plan->used[there->source]))
			return refuse_same_name(plan, there, i, name, why);
	}
	return 0;
}

/* A moment tells its day, too. */
static void plan_date_of_time(struct plan *plan)
{
	const struct target *time = plan_find(plan, slice_of("time"));
	int source = time != NULL ? time->source : -1;
	struct target *date;

	if (source < 0 || plan->has_map_file || plan_find(plan, slice_of("date")) != NULL ||
		kind_column(plan->kind, slice_of("date")) == NULL)
		return;
	date = add_target(plan, slice_of("date"));
	date->source = source;
	date->trust = ALIAS_SURE;
}

static int no_such_target(const struct plan *plan, struct slice name, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	plan_put_names(plan, ", ", &list);
	diag_usage(why, "--type: the output has no column '" SLICE "'; there are: %s",
		SLICE_ARG(name), buf_string(&list));
	buf_release(&list);
	return -1;
}

static int plan_types(struct plan *plan, struct diag *why)
{
	for (size_t i = 0; i < plan->settings->type.count; i++) {
		struct slice name, word;
		struct target *target;

		if (split_option("--type", plan->settings->type.item[i], &name, &word, why) < 0)
			return -1;
		target = plan_find(plan, name);
		if (target == NULL)
			return no_such_target(plan, name, why);
		if (!type_find(word, &target->type))
			return no_such_type(word, "--type", why);
		target->typed = true;
		target->may_be_text = false;
	}
	return 0;
}

/* A row's number is a number or text, whatever the column is to be. */
static int check_numbers(const struct plan *plan, struct diag *why)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct target *target = &plan->target[i];
		bool fits = !target->typed || target->type == TYPE_ID ||
			    target->type == TYPE_TEXT || target->type == TYPE_AMOUNT ||
			    target->type == TYPE_NUMBER || target->type == TYPE_INTEGER;

		if (target->numbered && !fits)
			return diag_usage(why,
				"--set: '" SLICE "' must hold values of the type %s, and row() is "
				"a number",
				SLICE_ARG(target->name), type_name(target->type));
	}
	return 0;
}

static int check_required(const struct plan *plan, struct diag *why)
{
	const struct kind_column *column = plan->kind ? plan->kind->columns : NULL;

	for (; column != NULL && column->name != NULL; column++)
		if (column->required && !plan->settings->guess &&
			plan_find(plan, slice_of(column->name)) == NULL)
			return plan_refuse_without(plan, column, why);
	return 0;
}

/* The kind's columns come first, in its order; the others keep theirs. */
static void order_targets(struct plan *plan)
{
	const struct kind_column *column = plan->kind ? plan->kind->columns : NULL;
	struct target *ordered;
	bool *is_placed;
	size_t placed = 0;

	if (column == NULL)
		return;
	ordered = mem_alloc(plan->capacity * sizeof *ordered);
	is_placed = mem_zero(plan->count, sizeof *is_placed);
	for (; column->name != NULL; column++) {
		int position = columns_find(&plan->names, slice_of(column->name));

		if (position < 0)
			continue;
		ordered[placed++] = plan->target[position];
		is_placed[position] = true;
	}
	for (size_t i = 0; i < plan->count; i++)
		if (!is_placed[i])
			ordered[placed++] = plan->target[i];
	free(is_placed);
	free(plan->target);
	plan->target = ordered;
	columns_release(&plan->names);
	for (size_t i = 0; i < plan->count; i++)
		columns_add(&plan->names, plan->target[i].name);
}

static bool keeps_time_of(const struct target *target, const struct target *date)
{
	if (target->typed && target->type == TYPE_TIME)
		return true;
	return date->source >= 0 && target->source == date->source &&
	       !(target->typed && target->type == TYPE_DATE);
}

static void find_lost_times(struct plan *plan)
{
	const struct target *found = NULL;
	size_t count = 0;

	for (size_t i = 0; i < plan->count; i++) {
		struct target *date = &plan->target[i];

		date->loses_time = date->typed && date->type == TYPE_DATE;
		for (size_t k = 0; k < plan->count && date->loses_time; k++)
			date->loses_time = !keeps_time_of(&plan->target[k], date);
		found = date->loses_time ? date : found;
		count += date->loses_time;
	}
	if (count == 1 && found->source >= 0)
		plan->time_column = arena_copy(&plan->texts, plan->columns->name[found->source]);
}

static bool is_unchanged(const struct plan *plan)
{
	if (plan->count != plan->columns->count || plan->settings->missing != NULL)
		return false;
	for (size_t i = 0; i < plan->count; i++) {
		const struct target *target = &plan->target[i];

		if (target->source != (int)i || target->typed || target->required || target->hashed)
			return false;
	}
	return true;
}

static int plan_where(struct plan *plan, struct diag *why)
{
	const struct columns *columns = plan->columns;

	if (plan->settings->where == NULL)
		return 0;
	if (expr_compile(&plan->where, slice_of(plan->settings->where), EXPR_FLAG, columns->name,
		    columns->count, why) < 0)
		return -1;
	plan->where_column = mem_alloc(columns->count * sizeof *plan->where_column);
	for (size_t i = 0; i < columns->count; i++)
		if (expr_uses(plan->where, i)) {
			plan->where_column[plan->where_columns++] = i;
			plan->where_is_personal |= plan->personal[i];
		}
	return 0;
}

static int find_kind(struct plan *plan, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	if (plan->settings->kind == NULL)
		return 0;
	plan->kind = kind_find(plan->settings->kind);
	if (plan->kind != NULL)
		return 0;
	kind_put_list(&list);
	diag_usage(why, "--kind: there is no kind '%s'; there are: %s", plan->settings->kind,
		buf_string(&list));
	buf_release(&list);
	return -1;
}

int plan_make(struct plan *plan, const struct stream *in, struct diag *why)
{
	const struct plan_settings *settings = plan->settings;

	plan->columns = stream_columns(in);
	if (settings->missing == NULL)
		missing_usual(&plan->missing);
	else if (missing_parse(&plan->missing, settings->missing, why) < 0)
		return -1;
	plan->used = mem_zero(plan->columns->count, sizeof *plan->used);
	plan->match = mem_zero(plan->columns->count, sizeof *plan->match);
	sample_take(&plan->sample, in);
	if (find_kind(plan, why) < 0 || plan_maps(plan, why) < 0 || plan_sets(plan, why) < 0 ||
		plan_map_files(plan, why) < 0)
		return -1;
	plan_matches(plan);
	if (plan_others(plan, why) < 0)
		return -1;
	plan_date_of_time(plan);
	if (plan_types(plan, why) < 0 || check_numbers(plan, why) < 0 ||
		check_required(plan, why) < 0 || personal_plan(plan, why) < 0)
		return -1;
	if (plan->count == 0)
		return diag_usage(why, "no column is left; name some with -m, -s or -k");
	order_targets(plan);
	find_lost_times(plan);
	plan->unchanged = is_unchanged(plan);
	return plan_where(plan, why);
}

void plan_release(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		expr_free(plan->target[i].expr);
	expr_free(plan->where);
	sample_release(&plan->sample);
	free(plan->target);
	columns_release(&plan->names);
	free(plan->match);
	free(plan->used);
	free(plan->personal);
	free(plan->dropped);
	free(plan->where_column);
	arena_release(&plan->texts);
}
