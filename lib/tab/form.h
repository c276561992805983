/* SPDX-License-Identifier: MIT */
#ifndef TAB_FORM_H
#define TAB_FORM_H

/*
 * form: how the values of a column are written, whatever its type.
 *
 * tab/type knows the one way in which a value stands in a stream; people write 01/12/2011 and
 * 1.234,50 €. What some of these mean is decided once for the whole column; then each value is
 * read without a look at the others.
 *
 *	struct form form;
 *
 *	form_begin(&form, TYPE_DATE, &options);
 *	for each value, in any number of forms		form_see(&form, text);
 *	for each of those forms				form_merge(&form, &other);
 *	if (form_decide(&form, why) < 0)
 *		return diag_column(why, name);
 *	form_describe(&form, &line);			"day before month (01/12/2011 is …"
 *	for each value					form_put(&form, text, &lost, &out, why);
 *
 * Only dates, times, amounts, numbers and integers can depend on other values: for a column of
 * another type, and for one where form_depends says no after all was seen, there is nothing to
 * decide. A form that was not decided refuses what depends on other values.
 *
 * What is folded before a value is read:
 *
 *	all types		blanks at both ends, of any width, are cut
 *	id			full-width letters, digits and marks become ASCII: Ａ－１ is A-1
 *	text			full-width letters and digits become ASCII, wide blanks blanks; the
 *				Chinese comma stays what it is; e and an accent become é
 *	all others		NFKC
 */

#include "tab/dateform.h"
#include "tab/numberform.h"
#include "tab/phone.h"
#include "tab/type.h"

struct form_options {
	enum dateform_order dates;           /* DATEFORM_FOUND: decided over the column */
	enum numberform_mark decimal;        /* NUMBERFORM_FOUND: decided over the column */
	int first_year;                      /* years of two digits begin with it; 0: 1950 */
	const struct phone_country *country; /* of phone numbers without calling code, or NULL */
};

/* Holds no memory: it can be copied, and needs no release. */
struct form {
	enum type type;
	struct form_options options;
	union {
		struct dateform date;
		struct numberform number;
	};
};

void form_begin(struct form *form, enum type type, const struct form_options *options);

/* Can the values of a column of this type depend on each other? */
bool form_can_depend(enum type type);

/* Look at one value (plain, without escapes). */
void form_see(struct form *form, struct slice text);

/* Take in what another form of the same type has seen. The order does not matter. */
void form_merge(struct form *form, const struct form *other);

/* Has any value that was seen to be decided with the others? */
bool form_depends(const struct form *form);

/*
 * Decide by what was seen and the options.
 *
 * Returns 0, or -1 with the choice to make; the column is to be added to it.
 */
int form_decide(struct form *form, struct diag *why);

/*
 * Check `text` and append it as a field, as type_put does, which it calls for what is written as
 * in a stream.
 *
 * Returns 0, or -1 with a reason and its code: those of type_put, ambiguous-date,
 * ambiguous-number, not-a-phone, not-an-email.
 */
int form_put(const struct form *form, struct slice text, bool *left_out, struct buf *out,
	struct diag *why);

/* Append in one line, without its end, what was decided; nothing if there was nothing to decide. */
void form_describe(const struct form *form, struct buf *out);

#endif
