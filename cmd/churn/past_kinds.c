/* SPDX-License-Identifier: MIT */
#include "base/amount.h"
#include "base/date.h"
#include "base/hash.h"
#include "past_private.h"
#include "tab/escape.h"

/* An invoice that is not paid stands at this date until it is known what is looked at. */
#define OPEN INT32_MAX

struct slice past_field(const struct past_source *source, const struct row *row, size_t column)
{
	struct slice field = { NULL, 0 };

	if (source->column[column] >= 0)
		field = row_field(row, (size_t)source->column[column]);
	if (escape_is_missing(field))
		field.length = 0;
	return field;
}

int past_refuse(const struct past_source *source, size_t column, struct slice field,
	const char *expected, struct diag *why)
{
	if (field.length == 0)
		diag_fail(why, "no value; expected %s", expected);
	else
		diag_fail(why, "not %s: '" SLICE "'", expected, SLICE_ARG(field));
	diag_code(why, field.length == 0 ? "missing" : "bad-value");
	return diag_column(why, slice_of(source->name[column]));
}

static int read_amount(const struct past_source *source, const struct row *row, size_t column,
	int64_t *micros, struct diag *why)
{
	struct slice field = past_field(source, row, column);

	if (field.length == 0)
		return past_refuse(source, column, field, "an amount", why);
	if (amount_parse(field, micros, why) < 0)
		return diag_column(why, slice_of(source->name[column]));
	return 0;
}

static uint64_t item_of(struct slice field)
{
	return field.length == 0 ? 0 : hash_bytes(field) | 1; /* 0 is none */
}

static int put(struct past_source *source, enum signs_kind kind, int64_t value, uint64_t item,
	struct diag *why)
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

enum { SECOND = PAST_FIRST + 1, THIRD };

static int take_transaction(struct past_source *source, const struct row *row, struct diag *why)
{
	int64_t amount;

	if (read_amount(source, row, PAST_FIRST, &amount, why) < 0)
		return -1;
	return put(source, SIGNS_ORDER, amount, item_of(past_field(source, row, SECOND)), why);
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

static int take_contact(struct past_source *source, const struct row *row, struct diag *why)
{
	struct slice kind = past_field(source, row, PAST_FIRST),
		     settled = past_field(source, row, THIRD);
	uint64_t item = item_of(past_field(source, row, SECOND));

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
static int take_case(struct past_source *source, const struct row *row, struct diag *why)
{
	struct slice id = past_field(source, row, PAST_FIRST),
		     event = past_field(source, row, SECOND);
	struct slice kind = past_field(source, row, THIRD);

	if (id.length == 0)
		return past_refuse(source, PAST_FIRST, id, "a case", why);
	if (is_one_of(event, settled_words))
		return put(source, SIGNS_SETTLED, 0, item_of(id), why);
	if (kind.length > 0 && !is_one_of(kind, complaint_words))
		return 0;
	return put(source, SIGNS_COMPLAINT, 0, item_of(id), why);
}

int past_read_date(const struct past_source *source, const struct row *row, size_t column,
	int32_t *date, struct diag *why)
{
	struct slice field = past_field(source, row, column);

	if (!date_parse_start(field, date))
		return past_refuse(source, column, field, "a date like 2026-11-22", why);
	return 0;
}

/* An invoice without a due date is due when it is made out. */
static int take_invoice(struct past_source *source, const struct row *row, struct diag *why)
{
	int32_t due = source->date, settled = OPEN;
	int64_t amount;

	if (read_amount(source, row, PAST_FIRST, &amount, why) < 0)
		return -1;
	if (past_field(source, row, SECOND).length > 0 &&
		past_read_date(source, row, SECOND, &due, why) < 0)
		return -1;
	if (past_field(source, row, THIRD).length > 0 &&
		past_read_date(source, row, THIRD, &settled, why) < 0)
		return -1;
	if (amount <= 0)
		return 0; /* a credit note */
	if (put(source, SIGNS_CREDIT, amount, 0, why) < 0)
		return -1;
	source->date = settled;
	if (settled != OPEN)
		past_see(source, settled);
	return put(source, SIGNS_PAID, 0, (uint64_t)(uint32_t)due, why);
}

static int take_points(struct past_source *source, const struct row *row, struct diag *why)
{
	int64_t points;

	if (read_amount(source, row, PAST_FIRST, &points, why) < 0)
		return -1;
	return put(source, SIGNS_MOVEMENT, points, 0, why);
}

static int take_event(struct past_source *source, const struct row *row, struct diag *why)
{
	struct slice event = past_field(source, row, PAST_FIRST);
	int64_t value;

	if (slice_is(event, "address"))
		return put(source, SIGNS_ADDRESS, 0, 0, why);
	if (slice_is(event, "credit_cancelled"))
		return put(source, SIGNS_CREDIT_CANCELLED, 0, 0, why);
	if (!slice_is(event, "balance") && !slice_is(event, "grade"))
		return past_refuse(source, PAST_FIRST, event,
			"address, credit_cancelled, balance or grade", why);
	if (read_amount(source, row, SECOND, &value, why) < 0)
		return -1;
	return put(source, slice_is(event, "grade") ? SIGNS_GRADE : SIGNS_BALANCE, value, 0, why);
}

const struct past_kind past_transactions = { { "amount", "category", NULL }, { true, false }, false,
	take_transaction };
static const struct past_kind contacts = { { "kind", "case_id", "settled", NULL },
	{ false, false, false }, false, take_contact };
static const struct past_kind cases = { { "case_id", "event", "kind", NULL }, { true, true, false },
	true, take_case };
static const struct past_kind invoices = { { "amount", "due_date", "settled_date", NULL },
	{ true, true, false }, false, take_invoice };
static const struct past_kind points = { { "points", NULL }, { true }, false, take_points };
static const struct past_kind events = { { "event", "value", NULL }, { true, false }, false,
	take_event };

const struct past_ledger past_ledgers[] = {
	{ &past_transactions, &past_given.transactions },
	{ &contacts, &past_given.contacts },
	{ &cases, &past_given.cases },
	{ &invoices, &past_given.invoices },
	{ &points, &past_given.points },
	{ &events, &past_given.events },
	{ NULL, NULL },
};
