/* SPDX-License-Identifier: MIT */
#ifndef BASE_DATE_H
#define BASE_DATE_H

/*
 * date: days and moments in ISO 8601, without time zones of the machine.
 *
 * A date is the number of days since 1970-01-01 in the Gregorian calendar, years 0001 to 9999;
 * differences of dates are days. A moment is a number of seconds since 1970-01-01T00:00:00; one
 * that was written with a zone is in UTC, one without is taken as it stands.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

enum { DATE_LAST = 2932896 }; /* 9999-12-31 */

struct moment {
	int64_t seconds;
	int32_t nanoseconds; /* 0 … 999,999,999 */
	bool has_zone;       /* it was written with Z or an offset, and is in UTC */
};

/* The day of a year, month (1-12), day (1-31). Returns false if there is no such day. */
bool date_of(int year, int month, int day, int32_t *date);

void date_split(int32_t date, int *year, int *month, int *day);

/* Read "2026-11-22". Returns false for anything else. */
bool date_parse(struct slice text, int32_t *date);

/*
 * Read "2026-11-22", or a moment as moment_parse does, of which the day is kept as written: a
 * zone does not move it. The fast road for ledgers.
 */
bool date_parse_start(struct slice text, int32_t *date);

/*
 * The date that was read last, zeroed at first: most rows of a ledger have that of the row before,
 * and need not have it read again.
 */
struct date_last {
	uint64_t head; /* the ten bytes */
	uint16_t tail;
	int32_t date;
};

/* The same as date_parse_start. */
static inline bool date_parse_next(struct date_last *last, struct slice text, int32_t *date)
{
	uint64_t head;
	uint16_t tail;

	if (text.length != 10)
		return date_parse_start(text, date);
	memcpy(&head, text.at, sizeof head);
	memcpy(&tail, text.at + sizeof head, sizeof tail);
	if (head != last->head || tail != last->tail) {
		if (!date_parse(text, &last->date)) {
			last->head = 0; /* the bytes of no text */
			return false;
		}
		last->head = head;
		last->tail = tail;
	}
	*date = last->date;
	return true;
}

/* Append "2026-11-22". */
void date_put(struct buf *out, int32_t date);

/*
 * Read "2026-11-22T10:20:30Z" and its kin: a blank may stand for the T, seconds and a fraction
 * are optional, so is the zone (Z, +08:00, +0800, +08); a date alone is its midnight.
 */
bool moment_parse(struct slice text, struct moment *moment);

/* Append "2026-11-22T10:20:30", ".5" if there is a fraction, and "Z" if there is a zone. */
void moment_put(struct buf *out, struct moment moment);

/* Today in UTC, for what must carry the day it was made on. */
int32_t date_today(void);

#endif
