/* SPDX-License-Identifier: MIT */
#ifndef TAB_PHONE_H
#define TAB_PHONE_H

/*
 * phone: telephone numbers in the one form that is good everywhere, E.164.
 *
 *	const struct phone_country *china = phone_country(slice_of("CN"));
 *
 *	phone_put(slice_of("138 1234 5678"), china, &out, why)		+8613812345678
 *	phone_put(slice_of("(010) 8888-6666"), china, &out, why)	+861088886666
 *	phone_put(slice_of("+44 (0)20 7946 0018"), china, &out, why)	+442079460018
 *	phone_put(slice_of("0041 44 668 18 00"), NULL, &out, why)	+41446681800
 *
 * What begins with + or 00 is international. Anything else is a number of the given country, with
 * or without what is dialled before numbers inside it (0, in America 1); without a country it is
 * refused. Whether somebody answers is not known here: what is checked is that the country exists
 * and that the number is as long as numbers are there.
 *
 * Extensions are refused, they are no part of E.164: keep them in a column of their own.
 */

#include "base/buf.h"
#include "base/diag.h"

struct phone_country; /* static data */

/* By its two letters, in any case. Returns NULL if it is not known. */
const struct phone_country *phone_country(struct slice code);

/* Append the codes of all countries, for messages: "AE, AR, …". */
void phone_put_countries(struct buf *out);

/* Append `text` in E.164. Returns 0, or -1 with a reason and the code not-a-phone. */
int phone_put(
	struct slice text, const struct phone_country *country, struct buf *out, struct diag *why);

#endif
