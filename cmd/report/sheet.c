/* SPDX-License-Identifier: MIT */
#include "sheet.h"

#include <math.h>

#include "base/amount.h"
#include "base/date.h"
#include "base/num.h"
#include "tab/escape.h"

enum { SHARE_DIGITS = 6, REAL_DIGITS = 6 };

struct slice sheet_take(struct sheet *sheet)
{
	struct slice text = arena_copy(&sheet->texts, buf_slice(&sheet->draft));

	buf_reset(&sheet->draft);
	return text;
}

struct figure sheet_nothing(enum report_unit unit)
{
	return (struct figure){ .unit = unit };
}

static struct slice exact_decimal(struct sheet *sheet, struct decimal value)
{
	decimal_put(&sheet->draft, value);
	return sheet_take(sheet);
}

struct figure sheet_count(struct sheet *sheet, int128 count)
{
	struct figure figure = { .unit = REPORT_COUNT, .number = (double)count };

	amount_put_grouped(&sheet->draft, count * AMOUNT_UNIT, 0);
	figure.shown = sheet_take(sheet);
	figure.exact = exact_decimal(sheet, (struct decimal){ count, 0 });
	return figure;
}

/* The currency stands behind the sign. */
static struct slice money_text(struct sheet *sheet, int128 micros, int decimals)
{
	struct slice plain;
	bool below;

	amount_put_grouped(&sheet->draft, micros, decimals);
	if (sheet->currency == NULL)
		return sheet_take(sheet);
	plain = sheet_take(sheet);
	below = slice_starts(plain, slice_of("-"));
	if (below)
		buf_char(&sheet->draft, '-');
	buf_text(&sheet->draft, sheet->currency);
	buf_put(&sheet->draft, (struct slice){ plain.at + below, plain.length - below });
	return sheet_take(sheet);
}

struct figure sheet_money(struct sheet *sheet, int128 micros, int decimals)
{
	struct figure figure = { .unit = REPORT_AMOUNT, .number = (double)micros / AMOUNT_UNIT };

	figure.shown = money_text(sheet, micros, decimals);
	amount_put_total(&sheet->draft, micros);
	figure.exact = sheet_take(sheet);
	return figure;
}

struct figure sheet_mean(struct sheet *sheet, int128 micros, int64_t count)
{
	if (count <= 0)
		return sheet_nothing(REPORT_AMOUNT);
	return sheet_money(sheet, amount_mean(micros, count), sheet->decimals);
}

struct figure sheet_share(struct sheet *sheet, int128 part, int128 whole)
{
	struct figure figure = { .unit = REPORT_SHARE };

	if (whole <= 0)
		return sheet_nothing(REPORT_SHARE);
	figure.number = (double)part / (double)whole;
	amount_put_grouped(
		&sheet->draft, decimal_divide_rounded(part * 1000, whole) * (AMOUNT_UNIT / 10), 1);
	buf_char(&sheet->draft, '%');
	figure.shown = sheet_take(sheet);
	figure.exact = exact_decimal(sheet,
		(struct decimal){ decimal_divide_rounded(part * 1000000, whole), SHARE_DIGITS });
	return figure;
}

struct figure sheet_ratio(struct sheet *sheet, int128 part, int128 whole, int decimals)
{
	struct figure figure = { .unit = REPORT_NUMBER };
	int128 millionths;

	if (whole <= 0)
		return sheet_nothing(REPORT_NUMBER);
	millionths = decimal_divide_rounded(part * AMOUNT_UNIT, whole);
	figure.number = (double)millionths / AMOUNT_UNIT;
	amount_put_grouped(&sheet->draft, millionths, decimals);
	figure.shown = sheet_take(sheet);
	figure.exact = exact_decimal(sheet, amount_decimal(millionths));
	return figure;
}

struct figure sheet_days(struct sheet *sheet, int64_t days)
{
	struct figure figure = sheet_count(sheet, days);

	figure.unit = REPORT_DAYS;
	return figure;
}

struct figure sheet_date(struct sheet *sheet, int32_t date)
{
	struct slice text;

	date_put(&sheet->draft, date);
	text = sheet_take(sheet);
	return (struct figure){ text, text, 0, REPORT_DATE };
}

struct figure sheet_real(struct sheet *sheet, double value, int decimals)
{
	struct figure figure = { .unit = REPORT_NUMBER, .number = value };

	if (!isfinite(value) || fabs(value) > 1e15)
		return sheet_nothing(REPORT_NUMBER);
	measure_put(&sheet->draft, &(struct measure){ .decimals = decimals }, value);
	figure.shown = sheet_take(sheet);
	num_put_real(&sheet->draft, value, REAL_DIGITS);
	figure.exact = sheet_take(sheet);
	return figure;
}

struct figure sheet_part(struct sheet *sheet, double share)
{
	struct figure figure = sheet_real(sheet, share, 0);

	figure.unit = REPORT_SHARE;
	if (figure.exact.length == 0)
		return figure;
	measure_put(&sheet->draft, &(struct measure){ .percent = true, .decimals = 1 }, share);
	figure.shown = sheet_take(sheet);
	return figure;
}

struct figure sheet_text(struct slice shown, struct slice exact)
{
	return (struct figure){ shown, exact, 0, REPORT_TEXT };
}

struct figure sheet_value(struct sheet *sheet, struct slice column, struct slice value)
{
	struct slice plain;

	if (value.length == 0)
		return sheet_text(sheet_word(sheet, "segment.missing"), value);
	plain = sheet_plain(sheet, value);
	return sheet_text(words_value(column, plain, sheet->words), plain);
}

/* A number of a field, as many decimals as people want to see. */
static struct figure number_field(
	struct sheet *sheet, enum customer_field field, struct slice value, bool *is_known)
{
	double number;
	int64_t whole;

	*is_known = true;
	if (field == CUSTOMER_ORDERS || field == CUSTOMER_RECENCY) {
		if (num_parse_int(value, &whole))
			return sheet_count(sheet, whole);
	} else if (num_parse_real(value, &number)) {
		int128 micros = llround(number * AMOUNT_UNIT);

		if (field == CUSTOMER_AMOUNT || field == CUSTOMER_CLV || field == CUSTOMER_LOSS ||
			field == CUSTOMER_PROFIT || field == CUSTOMER_EXPECTED_SPEND ||
			field == CUSTOMER_RETURNED || field == CUSTOMER_AMOUNT_90D ||
			field == CUSTOMER_AMOUNT_365D || field == CUSTOMER_CONTACT_WORTH)
			return sheet_money(sheet, micros, sheet->table_decimals);
		if (field == CUSTOMER_CHURN || field == CUSTOMER_P_ALIVE ||
			field == CUSTOMER_RETURN_CHANCE)
			return sheet_part(sheet, number);
		if (field == CUSTOMER_GAP_MEAN || field == CUSTOMER_WARNING)
			return sheet_real(sheet, number, 0);
		if (field == CUSTOMER_EXPECTED_ORDERS)
			return sheet_real(sheet, number, 1);
	}
	*is_known = false;
	return sheet_nothing(REPORT_TEXT);
}

/*
 * Signs as people read them: "orders thinning 2025-10-27 0.9; product line dropped 2025-09-27 0.75"
 * without days and strengths, which the table would have no room for.
 */
static struct figure signs_field(struct sheet *sheet, struct slice value)
{
	struct slice rest = value, sign, first = sheet_plain(sheet, value);
	struct buf names = BUF_EMPTY;

	while (slice_cut(&rest, ';', &sign)) {
		const char *strength = memrchr(sign.at, ' ', sign.length), *day = NULL;
		int32_t date;

		if (strength != NULL)
			day = memrchr(sign.at, ' ', (size_t)(strength - sign.at));
		if (day != NULL &&
			date_parse((struct slice){ day + 1, (size_t)(strength - day - 1) }, &date))
			sign.length = (size_t)(day - sign.at);
		buf_text(&names, names.length > 0 ? "; " : "");
		buf_put(&names, sheet_value(sheet, slice_of("signs"), slice_trim(sign)).shown);
	}
	buf_put(&sheet->draft, buf_slice(&names));
	buf_release(&names);
	return sheet_text(sheet_take(sheet), first);
}

/*
 * "raised by recency = 211 (+1.517)" or "lowered by gap_mean missing (-0.4)", with the column as
 * people call it.
 */
static struct figure reason_field(struct sheet *sheet, struct slice value)
{
	static const struct {
		const char *start, *phrase, *missing;
	} ways[] = { { "raised by ", "reason.raised", "reason.raised_missing" },
		{ "lowered by ", "reason.lowered", "reason.lowered_missing" } };
	static const char missing[] = " missing (";
	struct slice exact = sheet_plain(sheet, value);

	for (size_t i = 0; i < 2; i++) {
		struct slice column, rest = value;
		const char *is = memmem(value.at, value.length, " = ", 3);
		bool is_known = is != NULL;

		if (!is_known)
			is = memmem(value.at, value.length, missing, sizeof missing - 1);
		if (is == NULL || !slice_starts(value, slice_of(ways[i].start)))
			continue;
		column.at = value.at + strlen(ways[i].start);
		column.length = (size_t)(is - column.at);
		rest.at = is + (is_known ? 1 : sizeof missing - 2);
		rest.length = value.length - (size_t)(rest.at - value.at);
		return sheet_text(
			SHEET_SAY(sheet, is_known ? ways[i].phrase : ways[i].missing,
				words_column(column, sheet->words), sheet_plain(sheet, rest)),
			exact);
	}
	return sheet_text(exact, exact);
}

struct figure sheet_field(struct sheet *sheet, size_t field, struct slice value)
{
	struct figure figure;
	int64_t micros;
	bool is_known;

	if (value.length == 0)
		return sheet_nothing(REPORT_TEXT);
	if (field >= CUSTOMER_FIELDS)
		return sheet_value(
			sheet, sheet->intake->layout.segment[field - CUSTOMER_FIELDS].name, value);
	if (field == CUSTOMER_POLICY)
		return sheet_value(sheet, slice_of("policy"), value);
	if (field == CUSTOMER_SIGNS)
		return signs_field(sheet, value);
	if (field == CUSTOMER_REASON)
		return reason_field(sheet, value);
	/* An amount to its last digit, not by way of a double. */
	if (field == CUSTOMER_AMOUNT && amount_parse(value, &micros, &(struct diag)DIAG_EMPTY) == 0)
		return sheet_money(sheet, micros, sheet->table_decimals);
	figure = number_field(sheet, (enum customer_field)field, value, &is_known);
	if (is_known) {
		figure.exact = sheet_plain(sheet, value);
		return figure;
	}
	figure.shown = figure.exact = sheet_plain(sheet, value);
	return figure;
}

struct slice sheet_word(const struct sheet *sheet, const char *key)
{
	return slice_of(words_text(key, sheet->words));
}

struct slice sheet_say(struct sheet *sheet, const char *key, const struct slice *text, size_t count)
{
	words_fill(&sheet->draft, words_text(key, sheet->words), text, count);
	return sheet_take(sheet);
}

const char *sheet_number(int64_t count, const char *one, const char *many)
{
	return count == 1 ? one : many;
}

struct slice sheet_column(const struct sheet *sheet, const char *column)
{
	return words_column(slice_of(column), sheet->words);
}

struct slice sheet_plain(struct sheet *sheet, struct slice field)
{
	escape_remove(&sheet->draft, field);
	return sheet_take(sheet);
}

struct slice sheet_join(struct sheet *sheet, struct slice first, struct slice second)
{
	buf_put(&sheet->draft, first);
	if (first.length > 0 && second.length > 0)
		buf_text(&sheet->draft, words_text("text.between", sheet->words));
	buf_put(&sheet->draft, second);
	return sheet_take(sheet);
}

struct slice sheet_month(struct sheet *sheet, int month)
{
	buf_printf(&sheet->draft, "%04d-%02d", month / 12, month % 12 + 1);
	return sheet_take(sheet);
}

struct slice sheet_partial(struct sheet *sheet)
{
	const struct sales *sales = sheet->sales;

	if (sales_whole_months(sales) == sales->months)
		return (struct slice){ NULL, 0 };
	return SHEET_SAY(sheet, "time.partial",
		sheet_month(sheet, sales->first_month + (int)sales->months - 1),
		sheet_date(sheet, sales->newest).shown);
}

struct measure sheet_measure(const struct sheet *sheet, enum report_unit unit, struct slice name)
{
	struct measure measure = { .name = name };

	if (unit == REPORT_SHARE) {
		measure.percent = true;
		measure.decimals = 1;
	} else if (unit == REPORT_AMOUNT) {
		measure.before = slice_of(sheet->currency != NULL ? sheet->currency : "");
		measure.decimals = sheet->table_decimals;
	} else if (unit == REPORT_NUMBER) {
		measure.decimals = 2;
	}
	return measure;
}

struct report_source sheet_source(
	const struct sheet *sheet, const char *stream, const char *columns, const char *rule)
{
	return (struct report_source){ slice_of(stream), slice_of(columns),
		sheet_word(sheet, rule) };
}

void sheet_release(struct sheet *sheet)
{
	report_release(&sheet->report);
	arena_release(&sheet->texts);
	buf_release(&sheet->draft);
}
