/* SPDX-License-Identifier: MIT */
#include "tab/kind.h"

static const struct kind_column transactions[] = {
	{ "customer_id", TYPE_ID, true, "who bought" },
	{ "order_id", TYPE_ID, false, "the order that the row is a line of" },
	{ "date", TYPE_DATE, true, "the day of the order" },
	{ "time", TYPE_TIME, false, "its moment" },
	{ "product_id", TYPE_ID, false, "what was bought" },
	{ "product", TYPE_TEXT, false, "its name" },
	{ "category", TYPE_TEXT, false, "the group of products that it belongs to" },
	{ "channel", TYPE_TEXT, false, "where it was bought" },
	{ "quantity", TYPE_NUMBER, false, "how many; below zero: returned" },
	{ "price", TYPE_AMOUNT, false, "of one" },
	{ "amount", TYPE_AMOUNT, true, "of the row; below zero: a return" },
	{ NULL, TYPE_ID, false, NULL },
};

static const struct kind_column customers[] = {
	{ "customer_id", TYPE_ID, true, "who" },
	{ "name", TYPE_TEXT, false, "of the person or company" },
	{ "gender", TYPE_TEXT, false, NULL },
	{ "birth_date", TYPE_DATE, false, NULL },
	{ "company", TYPE_TEXT, false, NULL },
	{ "email", TYPE_TEXT, false, NULL },
	{ "phone", TYPE_TEXT, false, NULL },
	{ "address", TYPE_TEXT, false, NULL },
	{ "city", TYPE_TEXT, false, NULL },
	{ "region", TYPE_TEXT, false, NULL },
	{ "postcode", TYPE_ID, false, NULL },
	{ "country", TYPE_TEXT, false, NULL },
	{ "channel", TYPE_TEXT, false, "by which the customer came" },
	{ "owner", TYPE_TEXT, false, "who looks after the customer" },
	{ "since", TYPE_DATE, false, "when the customer was won" },
	{ NULL, TYPE_ID, false, NULL },
};

const struct kind kind_all[] = {
	{ "transactions", "orders and returns, one row per line of an order", transactions },
	{ "customers", "names and addresses, one row per customer", customers },
	{ NULL, NULL, NULL },
};

const struct kind *kind_find(const char *name)
{
	for (const struct kind *kind = kind_all; kind->name != NULL; kind++)
		if (strcmp(kind->name, name) == 0)
			return kind;
	return NULL;
}

const struct kind_column *kind_column(const struct kind *kind, struct slice name)
{
	if (kind == NULL)
		return NULL;
	for (const struct kind_column *column = kind->columns; column->name != NULL; column++)
		if (slice_is(name, column->name))
			return column;
	return NULL;
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Does a word begin with the capital at `i`: camelCase, or the last one of "IDNumber"'s first two?
 */
static bool begins_word(struct slice name, size_t i)
{
	if (i == 0 || !is_upper(name.at[i]))
		return false;
	return is_lower_or_digit(name.at[i - 1]) ||
	       (is_upper(name.at[i - 1]) && i + 1 < name.length && name.at[i + 1] >= 'a' &&
		       name.at[i + 1] <= 'z');
}

void kind_put_name(struct buf *out, struct slice name)
{
	size_t start = out->length;
	bool gap = false;

	for (size_t i = 0; i < name.length; i++) {
		char c = name.at[i];

		if (!is_upper(c) && !is_lower_or_digit(c) && (unsigned char)c < 0x80) {
			gap = true;
			continue;
		}
		if ((gap || begins_word(name, i)) && out->length > start)
			buf_char(out, '_');
		gap = false;
		buf_char(out, is_upper(c) ? (char)(c - 'A' + 'a') : c);
	}
}
