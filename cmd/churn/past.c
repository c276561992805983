/* SPDX-License-Identifier: MIT */
#include "past_private.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/mem.h"
#include "cli/app.h"
#include "part.h"
#include "tab/escape.h"
#include "tab/stream.h"

static const char *const purchase_words[] = { "net", "sale", "any", NULL };

struct past_options past_given;

const struct opt past_rows[] = {
	OPT_LIST(0, "transactions", "FILE", &past_given.transactions,
		"orders and returns, a ledger; may be given several times, as those below may"),
	OPT_LIST(0, "contacts", "FILE", &past_given.contacts, "visits, calls and messages"),
	OPT_LIST(0, "cases", "FILE", &past_given.cases, "what happened to complaints"),
	OPT_LIST(0, "invoices", "FILE", &past_given.invoices,
		"what is owed, when it is due, and when it was paid"),
	OPT_LIST(0, "points", "FILE", &past_given.points, "points earned and redeemed"),
	OPT_LIST(0, "events", "FILE", &past_given.events,
		"other facts: customer_id, date, event (address, credit_cancelled, balance, "
		"grade) and value"),
	OPT_TEXT(0, "line", "COLUMN", &past_given.line,
		"the column of --transactions that tells product lines apart (category, if there "
		"is one)"),
	OPT_CHOICE(0, "purchase-day", "RULE", &past_given.purchase, purchase_words,
		"which days count as purchases: net, whose rows add up to more than zero; sale, "
		"with a row above zero; any, with any row"),
	OPT_DATE(0, "as-of", "DATE", &past_given.as_of,
		"the day from which to look back; later facts are left out (default: the newest "
		"date of the ledgers)"),
	OPT_END,
};

static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct past_source *source = state;
	int32_t date;

	source->id = past_field(source, row, PAST_ID);
	if (source->id.length == 0 && source->kind->of_anybody)
		return RUN_ROW_FILTERED;
	if (source->id.length == 0)
		return past_refuse(source, PAST_ID, source->id, "a customer", why);
	if (past_read_date(source, row, PAST_DATE, &source->date, why) < 0)
		return -1;
	date = source->date;
	if (source->kind->take(source, row, why) < 0)
		return source->stopped ? RUN_STOP : -1;
	past_see(source, date);
	return RUN_ROW_USED;
}

static void *begin_fold(void *context)
{
	struct past_source *source = mem_alloc(sizeof *source);

	*source = *(const struct past_source *)context;
	source->writer = keyed_writer(source->past->keyed);
	return source;
}

static void end_fold(void *context, void *state)
{
	struct past_source *source = state;
	struct past *past = source->past;

	(void)context;
	if (source->has_any && (!past->has_any || source->newest > past->newest))
		past->newest = source->newest;
	past->has_any |= source->has_any;
	free(source);
}

static int resolve(struct past_source *source, const struct columns *columns, struct diag *why)
{
	const char *id = churn_given()->id;

	source->name[PAST_ID] = id != NULL ? id : "customer_id";
	source->name[PAST_DATE] = "date";
	for (size_t i = 0; i < PAST_MOST_COLUMNS + 2; i++)
		source->column[i] = -1;
	for (size_t i = PAST_ID; i <= PAST_DATE; i++)
		if (columns_need(columns, source->name[i], &source->column[i], why) < 0)
			return -1;
	for (size_t i = 0; source->kind->column[i] != NULL; i++) {
		bool is_line =
			source->kind == &past_transactions && i == 1 && past_given.line != NULL;
		const char *name = is_line ? past_given.line : source->kind->column[i];

		source->name[PAST_FIRST + i] = name;
		source->column[PAST_FIRST + i] = columns_find(columns, slice_of(name));
		if ((source->kind->needed[i] || is_line) &&
			columns_need(columns, name, &source->column[PAST_FIRST + i], why) < 0)
			return -1;
	}
	return 0;
}

static int read_ledger(struct past *past, const struct run *run, const struct past_ledger *ledger,
	struct diag *why)
{
	static const struct run_fold fold = { begin_fold, fold_row, end_fold, NULL };
	const struct opt_list *files = ledger->files;
	struct past_source source = { .past = past, .kind = ledger->kind };
	struct run_counts counts = { 0 };
	struct stream *in;
	char **paths = mem_zero(files->count + 1, sizeof *paths);
	int result;

	for (size_t i = 0; i < files->count; i++)
		paths[i] = mem_text(files->item[i], strlen(files->item[i]));
	result = stream_open(&in, paths, files->count, NULL, why);
	if (result == 0 && resolve(&source, stream_columns(in), why) < 0)
		result = diag_line(why, stream_input_name(in, 0), 1);
	if (result == 0)
		result = run_fold(run, in, &fold, &source, &counts, why);
	if (result == 0 && counts.filtered > 0)
		app_note("%s: %" PRIu64 " of %" PRIu64 " rows are of no customer who is known",
			stream_input_name(in, 0), counts.filtered, counts.read);
	stream_close(in);
	for (size_t i = 0; i < files->count; i++)
		free(paths[i]);
	free(paths);
	return result;
}

bool past_is_any(void)
{
	bool any = false;

	for (size_t i = 0; past_ledgers[i].kind != NULL; i++)
		any |= past_ledgers[i].files->count > 0;
	return any;
}

int past_read(struct past *past, const struct run *run, struct diag *why)
{
	*past = (struct past){ .keyed = keyed_new(app_common()->memory) };
	for (size_t i = 0; past_ledgers[i].kind != NULL; i++)
		if (past_ledgers[i].files->count > 0 &&
			read_ledger(past, run, &past_ledgers[i], why) < 0)
			return -1;
	if (!past->has_any)
		return diag_fail(why, "the ledgers have no rows: there is nothing to go by");
	past->as_of = past_given.as_of.given ? past_given.as_of.date : past->newest;
	return 0;
}

/* ---- facts of one customer ---- */

/* What is known of a payment on the day that is looked at. Returns whether anything is. */
static bool settle_payment(struct signs_fact *fact, int32_t as_of)
{
	int32_t due = (int32_t)(uint32_t)fact->item;

	fact->item = 0;
	if (fact->date > as_of) {
		if (due >= as_of)
			return false;
		fact->date = as_of;
	}
	fact->value = fact->date > due ? (int64_t)(fact->date - due) * AMOUNT_UNIT : 0;
	return true;
}

/* Later events of a case are no complaints of their own, unless it had been settled. */
static bool is_repeat(const struct signs_fact *before, size_t count, const struct signs_fact *fact)
{
	if (fact->kind != SIGNS_COMPLAINT || fact->item == 0)
		return false;
	while (count-- > 0)
		if (before[count].item == fact->item && before[count].kind == SIGNS_SETTLED)
			return false;
		else if (before[count].item == fact->item && before[count].kind == SIGNS_COMPLAINT)
			return true;
	return false;
}

static void drop_repeats(struct past_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++)
		if (!is_repeat(list->fact, kept, &list->fact[i]))
			list->fact[kept++] = list->fact[i];
	list->count = kept;
}

void past_unpack(const struct past *past, const struct keyed_group *group, struct past_list *list)
{
	list->count = 0;
	list->fact = mem_grow(list->fact, &list->capacity, group->count, sizeof *list->fact);
	for (size_t i = 0; i < group->count; i++) {
		struct signs_fact *fact = &list->fact[list->count];

		memcpy(fact, group->record[i].at, sizeof *fact);
		if (fact->kind == SIGNS_PAID && !settle_payment(fact, past->as_of))
			continue;
		list->count += fact->date <= past->as_of;
	}
	signs_sort(list->fact, list->count);
	drop_repeats(list);
}

static bool is_purchase(const struct signs_fact *fact, size_t count)
{
	bool any = false, sale = false;
	int128 sum = 0;

	for (size_t i = 0; i < count; i++) {
		if (fact[i].kind != SIGNS_ORDER)
			continue;
		any = true;
		sale |= fact[i].value > 0;
		sum += fact[i].value;
	}
	if (past_given.purchase == PAST_PURCHASE_ANY)
		return any;
	return past_given.purchase == PAST_PURCHASE_SALE ? sale : sum > 0;
}

size_t past_days(const struct past_list *list, int32_t *date)
{
	size_t count = 0, end;

	for (size_t i = 0; i < list->count; i = end) {
		for (end = i; end < list->count && list->fact[end].date == list->fact[i].date;)
			end++;
		if (is_purchase(list->fact + i, end - i))
			date[count++] = list->fact[i].date;
	}
	return count;
}

void past_release(struct past *past)
{
	keyed_free(past->keyed);
	*past = (struct past){ 0 };
}
