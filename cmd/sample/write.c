/* SPDX-License-Identifier: MIT */
#include "write.h"

char *write_digits(char *at, uint64_t value, int width)
{
	char digits[20];
	int count = 0;

	for (; value > 0 || count < width; value /= 10)
		digits[count++] = (char)('0' + value % 10);
	while (count > 0)
		*at++ = digits[--count];
	return at;
}

char *write_money(char *at, int64_t cents)
{
	uint64_t rest = cents < 0 ? 0 - (uint64_t)cents : (uint64_t)cents;

	if (cents < 0)
		*at++ = '-';
	at = write_digits(at, rest / 100, 1);
	*at++ = '.';
	return write_digits(at, rest % 100, 2);
}

char *write_customer_id(char *at, uint32_t customer)
{
	*at++ = 'C';
	return write_digits(at, customer, 7);
}

char *write_order_id(char *at, const struct shop_order *order)
{
	*at++ = order->returned ? 'R' : 'O';
	at = write_digits(at, order->customer, 7);
	*at++ = '-';
	at = write_digits(at, order->number, 2);
	if (order->returned) {
		*at++ = '-';
		at = write_digits(at, order->returned, 1);
	}
	return at;
}

struct slice write_date(const struct sample *sample, int32_t day)
{
	return (struct slice){ sample->dates + (ptrdiff_t)day * SAMPLE_DATE_WIDTH,
		SAMPLE_DATE_WIDTH };
}

/* Append a field of CSV by RFC 4180: quoted where it must be. */
static void put_csv_field(struct buf *out, struct slice field)
{
	bool must_quote = false;

	for (size_t i = 0; i < field.length; i++)
		if (strchr(",\"\r\n", field.at[i]) != NULL)
			must_quote = true;
	if (!must_quote) {
		buf_put(out, field);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < field.length; i++) {
		if (field.at[i] == '"')
			buf_char(out, '"');
		buf_char(out, field.at[i]);
	}
	buf_char(out, '"');
}

void write_row(struct buf *out, enum sample_format format, const struct slice *field, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			buf_char(out, format == SAMPLE_CSV ? ',' : '\t');
		if (format == SAMPLE_CSV)
			put_csv_field(out, field[i]);
		else
			buf_put(out, field[i]);
	}
	buf_text(out, format == SAMPLE_CSV ? "\r\n" : "\n");
}
