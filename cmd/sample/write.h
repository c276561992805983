/* SPDX-License-Identifier: MIT */
#ifndef SAMPLE_WRITE_H
#define SAMPLE_WRITE_H

/*
 * write: small writers for the hot road. Those with `at` return where the next byte goes; there
 * must be room.
 */

#include <string.h>

#include "sample.h"

enum { WRITE_ROOM = 72 /* bytes that hold any id or number */ };

static inline char *write_slice(char *at, struct slice bytes)
{
	memcpy(at, bytes.at, bytes.length);
	return at + bytes.length;
}

/* At least `width` digits. */
char *write_digits(char *at, uint64_t value, int width);

char *write_money(char *at, int64_t cents);

char *write_customer_id(char *at, uint32_t customer);

/* O0000017-03 is the third order of customer 17, R0000017-03-2 the return of its second line. */
char *write_order_id(char *at, const struct shop_order *order);

/* The date of a day of the shop. */
struct slice write_date(const struct sample *sample, int32_t day);

/* Append a row in the format asked for. Fields in TSV must need no escapes. */
void write_row(struct buf *out, enum sample_format format, const struct slice *field, size_t count);

#endif
