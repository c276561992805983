/* SPDX-License-Identifier: MIT */
#ifndef TAB_TYPE_H
#define TAB_TYPE_H

/*
 * type: what a field must be, and the one way in which it is written in a stream.
 *
 *	struct buf out = BUF_EMPTY;
 *
 *	if (type_put(TYPE_DATE, slice_of("2011/12/1 08:26"), NULL, &out, why) < 0)
 *		return diag_column(why, name);
 *	… out holds 2011-12-01 …
 *
 *	id       anything in one line, as it stands; blanks at the ends are cut
 *	text     anything; blanks at the ends are cut; line breaks and tabs are kept, escaped
 *	date     2011-12-01, 2011/12/1, 20111201; a time of day behind it is checked and left out
 *	time     a date with a time of day: 2011-12-01T08:26:00, with or without zone
 *	amount   12.5, at most 6 decimals; exact
 *	number   12.5 or 1e3, up to 18 decimals; exact
 *	integer  12
 *	flag     yes no, y n, true false, t f, 1 0, 是 否, 有 无: 1 or 0
 *	phone    +8613812345678, in E.164
 *	email    wang.fang@example.com, in lower case
 *
 * Other ways in which people write these are for tab/form.
 *
 * Missing (the empty field, after blanks are cut) is missing in every type.
 */

#include <stdbool.h>

#include "base/buf.h"
#include "base/diag.h"

enum type {
	TYPE_ID,
	TYPE_TEXT,
	TYPE_DATE,
	TYPE_TIME,
	TYPE_AMOUNT,
	TYPE_NUMBER,
	TYPE_INTEGER,
	TYPE_FLAG,
	TYPE_PHONE,
	TYPE_EMAIL,
	TYPE_COUNT,
};

/*
 * In a column of a kind (tab/kind) that is a phone or an email, what is none is kept as a text: a
 * customer is not lost for an address that was mistyped, nor a number for want of its country.
 */
bool type_may_be_text(enum type type);

/* "date", "amount", … */
const char *type_name(enum type type);

/* Returns false if no type is called `name`. */
bool type_find(struct slice name, enum type *type);

/*
 * Check `text` (plain, without escapes) and append it as a field. Appends nothing if it is missing.
 *
 * `left_out`, which may be NULL, is set when a date had a time of day that was not midnight.
 *
 * Returns 0, or -1 with a reason and its code: not-a-date, not-a-number, …
 */
int type_put(enum type type, struct slice text, bool *left_out, struct buf *out, struct diag *why);

#endif
