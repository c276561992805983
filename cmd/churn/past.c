/* SPDX-License-Identifier: MIT */
#include "past.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/mem.h"
#include "cli/app.h"
#include "part.h"
#include "tab/escape.h"
#include "tab/stream.h"

enum { MOST_COLUMNS = 6, ID = 0, DATE = 1 };

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

/* An invoice that is not paid stands at this date until it is known what is looked at. */
#define OPEN INT32_MAX

struct source;

/* A kind of ledger: its columns beside customer and date, and what a row of it says. */
struct ledger_kind {
	const char *column[MOST_COLUMNS]; /* ended by NULL */
	bool needed[MOST_COLUMNS];
	bool of_anybody; /* a row may be of no customer who is known */
	/* The customer and the date have been read. 0 or -1; RUN_STOP as run/run.h says. */
	int (*take)(struct source *source, const struct row *row, struct diag *why);
};

/* A worker at a ledger. */
struct source {
	struct past *past;
	const struct ledger_kind *kind;
	const char *name[MOST_COLUMNS + 2];
	int column[MOST_COLUMNS + 2]; /* customer, date, those of the kind; -1: there is none */
	struct keyed_writer *writer;
	struct slice id;
	int32_t date;
	bool stopped;
	int32_t newest;
	bool has_any;
};

/* The field of a column of the kind; empty if it is missing. */
static struct slice field_of(const struct source *source, const struct row *row, size_t column)
{
	struct slice field = { NULL, 0 };

	if (source->column[column] >= 0)
		field = row_field(row, (size_t)source->column[column]);
	if (escape_is_missing(field))
		field.length = 0;
	return field;
}

static int refuse(const struct source *source, size_t column, struct slice field,
	const char *expected, struct diag *why)
{
	if (field.length == 0)
		diag_fail(why, "no value; expected %s", expected);
	else
		diag_fail(why, "not %s: '" SLICE "'", expected, SLICE_ARG(field));
	diag_code(why, field.length == 0 ? "missing" : "bad-value");
	return diag_column(why, slice_of(source->name[column]));
}

static int read_amount(const struct source *source, const struct row *row, size_t column,
	int64_t *micros, struct diag *why)
{
	struct slice field = field_of(source, row, column);

	if (field.length == 0)
		return refuse(source, column, field, "an amount", why);
	if (amount_parse(field, micros, why) < 0)
		return diag_column(why, slice_of(source->name[column]));
	return 0;
}

static uint64_t item_of(struct slice field)
{
	return field.length == 0 ? 0 : hash_bytes(field) | 1; /* 0 is none */
}

static int put(
	struct source *source, enum signs_kind kind, int64_t value, uint64_t item, struct diag *why)
{
	struct signs_fact fact = { source->date, kind, value, item };
	char *to = keyed_put(source->writer, source->id, sizeof fact, why);

	if (to == NULL) {
		source->stopped = true;
		return -1;
	}
	memcpy(to, &fact, sizeof fact);
	return 0;
}

/* ---- what rows of each kind say ---- */

enum { FIRST = 2, SECOND, THIRD };

static int take_transaction(struct source *source, const struct row *row, struct diag *why)
{
	int64_t amount;

	if (read_amount(source, row, FIRST, &amount, why) < 0)
		return -1;
	return put(source, SIGNS_ORDER, amount, item_of(field_of(source, row, SECOND)), why);
}

static bool is_one_of(struct slice word, const char *const *list)
{
	while (*list != NULL && !slice_is(word, *list))
		list++;
	return *list != NULL;
}

static const char *const complaint_words[] = { "complaint", "dispute", "投诉", "抱怨", "纠纷",
	NULL };
static const char *const address_words[] = { "address", "address_change", "地址变更", "改地址",
	NULL };
static const char *const settled_words[] = { "answered", "settled", "solved", "resolved", "closed",
	"已回复", "已解决", "已处理", "关闭", "结案", NULL };

static int take_contact(struct source *source, const struct row *row, struct diag *why)
{
	struct slice kind = field_of(source, row, FIRST), settled = field_of(source, row, THIRD);
	uint64_t item = item_of(field_of(source, row, SECOND));

	if (put(source, SIGNS_CONTACT, 0, 0, why) < 0)
		return -1;
	if (is_one_of(kind, address_words))
		return put(source, SIGNS_ADDRESS, 0, 0, why);
	if (!is_one_of(kind, complaint_words))
		return 0;
	if (put(source, SIGNS_COMPLAINT, 0, item, why) < 0)
		return -1;
	return item != 0 && slice_is(settled, "1") ? put(source, SIGNS_SETTLED, 0, item, why) : 0;
}

/* A case without a kind is taken for a complaint: that is what cases mostly are. */
static int take_case(struct source *source, const struct row *row, struct diag *why)
{
	struct slice id = field_of(source, row, FIRST), event = field_of(source, row, SECOND);
	struct slice kind = field_of(source, row, THIRD);

	if (id.length == 0)
		return refuse(source, FIRST, id, "a case", why);
	if (is_one_of(event, settled_words))
		return put(source, SIGNS_SETTLED, 0, item_of(id), why);
	if (kind.length > 0 && !is_one_of(kind, complaint_words))
		return 0;
	return put(source, SIGNS_COMPLAINT, 0, item_of(id), why);
}

static int read_date(const struct source *source, const struct row *row, size_t column,
	int32_t *date, struct diag *why)
{
	struct slice field = field_of(source, row, column);

	if (!date_parse_start(field, date))
		return refuse(source, column, field, "a date like 2026-11-22", why);
	return 0;
}

/* An invoice without a due date is due when it is made out. */
static int take_invoice(struct source *source, const struct row *row, struct diag *why)
{
	int32_t due = source->date, settled = OPEN, made = source->date;
	int64_t amount;

	if (read_amount(source, row, FIRST, &amount, why) < 0)
		return -1;
	if (field_of(source, row, SECOND).length > 0 &&
		read_date(source, row, SECOND, &due, why) < 0)
		return -1;
	if (field_of(source, row, THIRD).length > 0 &&
		read_date(source, row, THIRD, &settled, why) < 0)
		return -1;
	if (amount <= 0)
		return 0; /* a credit note */
	if (put(source, SIGNS_CREDIT, amount, 0, why) < 0)
		return -1;
	source->date = settled;
	if (settled != OPEN && settled > made && settled > source->newest)
		source->newest = settled;
	return put(source, SIGNS_PAID, 0, (uint64_t)(uint32_t)due, why);
}

static int take_points(struct source *source, const struct row *row, struct diag *why)
{
	int64_t points;

	if (read_amount(source, row, FIRST, &points, why) < 0)
		return -1;
	return put(source, SIGNS_MOVEMENT, points, 0, why);
}

static int take_event(struct source *source, const struct row *row, struct diag *why)
{
	struct slice event = field_of(source, row, FIRST);
	int64_t value;

	if (slice_is(event, "address"))
		return put(source, SIGNS_ADDRESS, 0, 0, why);
	if (slice_is(event, "credit_cancelled"))
		return put(source, SIGNS_CREDIT_CANCELLED, 0, 0, why);
	if (!slice_is(event, "balance") && !slice_is(event, "grade"))
		return refuse(
			source, FIRST, event, "address, credit_cancelled, balance or grade", why);
	if (read_amount(source, row, SECOND, &value, why) < 0)
		return -1;
	return put(source, slice_is(event, "grade") ? SIGNS_GRADE : SIGNS_BALANCE, value, 0, why);
}

static const struct ledger_kind transactions = { { "amount", "category", NULL }, { true, false },
	false, take_transaction };
static const struct ledger_kind contacts = { { "kind", "case_id", "settled", NULL },
	{ false, false, false }, false, take_contact };
static const struct ledger_kind cases = { { "case_id", "event", "kind", NULL },
	{ true, true, false }, true, take_case };
static const struct ledger_kind invoices = { { "amount", "due_date", "settled_date", NULL },
	{ true, true, false }, false, take_invoice };
static const struct ledger_kind points = { { "points", NULL }, { true }, false, take_points };
static const struct ledger_kind events = { { "event", "value", NULL }, { true, false }, false,
	take_event };

/* ---- reading ---- */

static int fold_row(void *state, const struct row *row, struct diag *why)
{
	struct source *source = state;

	source->id = field_of(source, row, ID);
	if (source->id.length == 0 && source->kind->of_anybody)
		return RUN_ROW_FILTERED;
	if (source->id.length == 0)
		return refuse(source, ID, source->id, "a customer", why);
	if (read_date(source, row, DATE, &source->date, why) < 0)
		return -1;
	if (!source->has_any || source->date > source->newest)
		source->newest = source->date;
	source->has_any = true;
	if (source->kind->take(source, row, why) < 0)
		return source->stopped ? RUN_STOP : -1;
	return RUN_ROW_USED;
}

static void *begin_fold(void *context)
{
	struct source *source = mem_alloc(sizeof *source);

	*source = *(const struct source *)context;
	source->writer = keyed_writer(source->past->keyed);
	return source;
}

static void end_fold(void *context, void *state)
{
	struct source *source = state;
	struct past *past = source->past;

	(void)context;
	if (source->has_any && (!past->has_any || source->newest > past->newest))
		past->newest = source->newest;
	past->has_any |= source->has_any;
	free(source);
}

static int resolve(struct source *source, const struct columns *columns, struct diag *why)
{
	const char *id = churn_given()->id;

	source->name[ID] = id != NULL ? id : "customer_id";
	source->name[DATE] = "date";
	for (size_t i = 0; i < MOST_COLUMNS + 2; i++)
		source->column[i] = -1;
	for (size_t i = ID; i <= DATE; i++)
		if (columns_need(columns, source->name[i], &source->column[i], why) < 0)
			return -1;
	for (size_t i = 0; source->kind->column[i] != NULL; i++) {
		bool is_line = source->kind == &transactions && i == 1 && past_given.line != NULL;
		const char *name = is_line ? past_given.line : source->kind->column[i];

		source->name[FIRST + i] = name;
		source->column[FIRST + i] = columns_find(columns, slice_of(name));
		if ((source->kind->needed[i] || is_line) &&
			columns_need(columns, name, &source->column[FIRST + i], why) < 0)
			return -1;
	}
	return 0;
}

static int read_ledger(struct past *past, const struct run *run, const struct ledger_kind *kind,
	const struct opt_list *files, struct diag *why)
{
	static const struct run_fold fold = { begin_fold, fold_row, end_fold, NULL };
	struct source source = { .past = past, .kind = kind };
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

/* The kinds of ledgers, and the files that are given of each. */
static const struct {
	const struct ledger_kind *kind;
	const struct opt_list *files;
} ledger_list[] = {
	{ &transactions, &past_given.transactions },
	{ &contacts, &past_given.contacts },
	{ &cases, &past_given.cases },
	{ &invoices, &past_given.invoices },
	{ &points, &past_given.points },
	{ &events, &past_given.events },
};

enum { LEDGERS = sizeof ledger_list / sizeof *ledger_list };

bool past_is_any(void)
{
	bool any = false;

	for (size_t i = 0; i < LEDGERS; i++)
		any |= ledger_list[i].files->count > 0;
	return any;
}

int past_read(struct past *past, const struct run *run, struct diag *why)
{
	*past = (struct past){ .keyed = keyed_new(app_common()->memory) };
	for (size_t i = 0; i < LEDGERS; i++)
		if (ledger_list[i].files->count > 0 &&
			read_ledger(past, run, ledger_list[i].kind, ledger_list[i].files, why) < 0)
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
