/* SPDX-License-Identifier: MIT */
#include "personal.h"

#include <stdlib.h>

#include "base/mem.h"
#include "io/keyfile.h"
#include "tab/escape.h"

int personal_check(const struct personal_settings *settings, struct diag *why)
{
	if (settings->hash.count > 0 && settings->key_file == NULL)
		return diag_usage(why, "--hash needs --key-file: without a secret key, whoever has "
				       "a list of values finds which is which");
	if (settings->hash.count == 0 && settings->key_file != NULL)
		return diag_usage(why, "--key-file goes with --hash, which says what is hashed");
	return 0;
}

bool personal_is_wanted(const struct personal_settings *settings)
{
	return settings->drop.count > 0 || settings->hash.count > 0;
}

/* The columns of the input that a target is made of are personal, whatever else they become. */
static void mark_sources(struct plan *plan, const struct target *target)
{
	if (target->source >= 0)
		plan->personal[target->source] = true;
	for (size_t i = 0; target->expr != NULL && i < plan->columns->count; i++)
		plan->personal[i] |= expr_uses(target->expr, i);
}

static int drop_target(struct plan *plan, struct target *target, struct diag *why)
{
	if (target->required)
		return diag_usage(why,
			"--drop: a ledger of %s needs '" SLICE "'; --hash makes a token of it",
			plan->kind->name, SLICE_ARG(target->name));
	mark_sources(plan, target);
	if (target->source >= 0)
		plan->dropped[target->source] = true;
	target->is_dropped = true;
	return 0;
}

static int hash_target(struct plan *plan, struct target *target, struct diag *why)
{
	if (target->numbered)
		return diag_usage(why, "--hash: '" SLICE "' is the number of the row",
			SLICE_ARG(target->name));
	mark_sources(plan, target);
	target->hashed = true;
	return 0;
}

static int no_such_target(
	const struct plan *plan, const char *option, struct slice name, struct diag *why)
{
	struct buf list = BUF_EMPTY;

	plan_put_names(plan, ", ", &list);
	diag_usage(why, "%s: the output has no column '" SLICE "'; there are: %s", option,
		SLICE_ARG(name), buf_string(&list));
	buf_release(&list);
	return -1;
}

/* Do `what` to each of the columns in the lists of an option. */
static int for_each(struct plan *plan, const char *option, const struct opt_list *lists,
	int (*what)(struct plan *, struct target *, struct diag *), struct diag *why)
{
	for (size_t i = 0; i < lists->count; i++) {
		struct slice list = slice_of(lists->item[i]), name;

		while (slice_cut(&list, ',', &name)) {
			struct target *target = plan_find(plan, name);

			if (target == NULL)
				return no_such_target(plan, option, name, why);
			if (what(plan, target, why) < 0)
				return -1;
		}
	}
	return 0;
}

static int refuse_both(const struct plan *plan, struct diag *why)
{
	for (size_t i = 0; i < plan->count; i++)
		if (plan->target[i].is_dropped && plan->target[i].hashed)
			return diag_usage(why, "--drop and --hash both name '" SLICE "'",
				SLICE_ARG(plan->target[i].name));
	return 0;
}

static void take_out_dropped(struct plan *plan)
{
	size_t kept = 0;

	for (size_t i = 0; i < plan->count; i++) {
		if (plan->target[i].is_dropped)
			expr_free(plan->target[i].expr);
		else
			plan->target[kept++] = plan->target[i];
	}
	plan->count = kept;
	columns_release(&plan->names);
	for (size_t i = 0; i < plan->count; i++)
		columns_add(&plan->names, plan->target[i].name);
}

static bool is_hidden(const struct plan *plan, const struct target *target)
{
	if (target->source >= 0 && plan->personal[target->source])
		return true;
	for (size_t i = 0; target->expr != NULL && i < plan->columns->count; i++)
		if (plan->personal[i] && expr_uses(target->expr, i))
			return true;
	return false;
}

int personal_plan(struct plan *plan, struct diag *why)
{
	const struct personal_settings *settings = &plan->settings->personal;

	plan->personal = mem_zero(plan->columns->count, sizeof *plan->personal);
	plan->dropped = mem_zero(plan->columns->count, sizeof *plan->dropped);
	if (for_each(plan, "--drop", &settings->drop, drop_target, why) < 0 ||
		for_each(plan, "--hash", &settings->hash, hash_target, why) < 0 ||
		refuse_both(plan, why) < 0)
		return -1;
	take_out_dropped(plan);
	for (size_t i = 0; i < plan->count; i++)
		plan->target[i].hidden = is_hidden(plan, &plan->target[i]);
	return 0;
}

int personal_token(const struct personal_settings *settings, struct token **token, struct diag *why)
{
	struct keyfile key;
	int result;

	*token = NULL;
	if (settings->hash.count == 0)
		return 0;
	result = keyfile_read(&key, settings->key_file, why);
	if (result == 0)
		*token = token_new(keyfile_slice(&key));
	keyfile_wipe(&key);
	return result;
}

void personal_put_token(struct token *token, struct buf *out, size_t start)
{
	struct slice field = { out->at + start, out->length - start };
	struct buf value = BUF_EMPTY;

	if (escape_is_missing(field))
		return;
	if (!escape_is_plain(field)) {
		escape_remove(&value, field);
		field = buf_slice(&value);
	}
	out->length = start;
	token_put(token, field, out);
	buf_release(&value);
}

int personal_hide(struct diag *why)
{
	struct diag was = *why;

	diag_fail(why, "%s; the value is not shown, for --drop or --hash has to do with it",
		was.code != NULL ? was.code : "cannot be used");
	diag_code(why, was.code);
	return diag_column(why, slice_of(was.column));
}
