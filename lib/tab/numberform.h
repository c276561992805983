/* SPDX-License-Identifier: MIT */
#ifndef TAB_NUMBERFORM_H
#define TAB_NUMBERFORM_H

/*
 * numberform: amounts and numbers as people write them, read exactly.
 *
 *	1,234.56  1.234,56  1 234,56  1'234.56  12,34,567.8	marks of thousands
 *	¥12  $12  12 €  EUR 12  12元  US$ 12			a currency, before or behind
 *	-12.50  12.50-  (12.50)  -$12.50		below zero
 *	1.2万  3亿  1.2万元					12000, 300000000
 *	12.5%							0.125
 *
 * Whether the point or the comma is the decimal mark is decided over the whole column: a value
 * with both marks tells it, so does a mark that is there twice or has not exactly three digits
 * behind it. A column where every mark could be either (1.234, 12,500) is refused. Where there is
 * nothing to decide, the point is the decimal mark. If some values tell one and some the other
 * (1.2345 and 1,50, typed by two people), nothing is decided: a value that can be read in one way
 * only is, and the others are refused.
 *
 * One column has one currency ($ is the same as USD or CAD, ¥ the same as CNY or JPY, but USD is
 * not CAD), and either all of its values but 0 are in percent or none is.
 *
 *	struct numberform form = { .kind = NUMBERFORM_AMOUNT };
 *
 *	for each value	numberform_see(&form, text);	in any number of forms, merged later
 *	numberform_decide(&form, NUMBERFORM_FOUND, why)
 *	for each value	numberform_read(&form, text, &value, why)
 *
 * A form that is zero but for its `kind` is ready to use. One that was not decided reads what
 * means one number only.
 */

#include "base/decimal.h"
#include "base/diag.h"
#include "tab/example.h"

/* An amount is not in percent; an integer has no currency either, and no decimals but zeros. */
enum numberform_kind { NUMBERFORM_AMOUNT, NUMBERFORM_NUMBER, NUMBERFORM_INTEGER };

enum numberform_mark { NUMBERFORM_FOUND, NUMBERFORM_POINT, NUMBERFORM_COMMA };

struct numberform {
	enum numberform_kind kind;

	/* What was seen. */
	struct example marked[4];   /* by the decimal marks that fit: 1 point, 2 comma, 3 both */
	struct example percent;     /* in percent */
	struct example no_percent;  /* not so, and not 0 */
	struct example in_currency; /* with one */
	uint64_t currencies[2];     /* a bit for each way of writing one */

	/* What was decided. */
	enum numberform_mark mark;
};

/* Look at a value; what is no number is left to numberform_read. */
void numberform_see(struct numberform *form, struct slice text);

void numberform_merge(struct numberform *form, const struct numberform *other);

/* Does any value that was seen depend on the others? */
bool numberform_depends(const struct numberform *form);

/*
 * Choose by what was seen, or take `mark` if it is given.
 *
 * Returns 0, or -1 if the numbers can be read in two ways, or do not go together.
 */
int numberform_decide(struct numberform *form, enum numberform_mark mark, struct diag *why);

/* Returns 0, or -1 with the code not-a-number, not-an-integer or ambiguous-number. */
int numberform_read(
	const struct numberform *form, struct slice text, struct decimal *value, struct diag *why);

/* Append what was decided, in one line without its end; nothing if there was nothing to decide. */
void numberform_describe(const struct numberform *form, struct buf *out);

#endif
