/* SPDX-License-Identifier: MIT */
#ifndef BASE_DIGITS_H
#define BASE_DIGITS_H

/*
 * digits: some digits at once, as bytes of one word.
 *
 * Numbers and dates are short and of all lengths. To read them digit by digit, the processor has to
 * guess where each ends, and guesses wrong; here four to eight characters are one word, and what is
 * done with them is the same for all lengths.
 *
 *	uint64_t digits = digits_load("1204", 4);
 *
 *	if (digits_are(digits))
 *		value = digits_value(digits);		1204
 *
 * The last character is the highest byte; in front of the first are zeros. A byte is what the
 * character has above '0': more than 9 if it is no digit.
 *
 * On top of that, numbers as nearly all are, with a point or without:
 *
 *	number = digits_number("16.15", 5, &scale);	1615, and 2
 */

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A word whose bytes are all the same. */
#define DIGITS_ALL(byte) ((uint64_t)(byte)*UINT64_C(0x0101010101010101))

enum { DIGITS_FEWEST = 4, DIGITS_MOST = 8 };

/* `length` is from DIGITS_FEWEST to DIGITS_MOST. */
static inline uint64_t digits_load(const char *at, size_t length)
{
	uint32_t head, tail;
	uint64_t text;

	memcpy(&head, at, sizeof head);
	memcpy(&tail, at + length - sizeof tail, sizeof tail);
	text = le32toh(head) | (uint64_t)le32toh(tail) << 8 * (length - sizeof tail);
	return (text ^ DIGITS_ALL('0')) << 8 * (DIGITS_MOST - length);
}

/* The first `count` of eight characters, 1 to 8, as if there were no others. */
static inline uint64_t digits_first(uint64_t digits, size_t count)
{
	return digits << 8 * (DIGITS_MOST - count);
}

/* The highest bit of each byte that is no digit; of those behind such a one, it may be any. */
static inline uint64_t digits_others(uint64_t digits)
{
	return ((digits + DIGITS_ALL(0x7f - 9)) | digits) & DIGITS_ALL(0x80);
}

/* Is each byte a digit? */
static inline bool digits_are(uint64_t digits)
{
	return digits_others(digits) == 0;
}

/* Each byte becomes ten times itself and the one that follows it: every other one is a pair. */
static inline uint64_t digits_pairs(uint64_t digits)
{
	return digits * 10 + (digits >> 8);
}

/* The number that eight digits are: pairs, then pairs of pairs, then all. */
static inline uint32_t digits_value(uint64_t digits)
{
	const uint64_t mask = UINT64_C(0x000000ff000000ff);
	uint64_t pairs = digits_pairs(digits);

	return (uint32_t)(((pairs & mask) * (100 + (UINT64_C(1000000) << 32)) +
				  ((pairs >> 16) & mask) * (1 + (UINT64_C(10000) << 32))) >>
			  32);
}

/* What digits_number returns for what it does not read. */
#define DIGITS_NONE UINT32_MAX

/*
 * A number with a point or without, as a word of digits: those before the point move up to those
 * behind it.
 */
static inline uint32_t digits_scaled(uint64_t digits, unsigned *scale)
{
	uint64_t other = digits ^ DIGITS_ALL('.' ^ '0');
	/* The lowest bit that is set is that of the first point. */
	uint64_t point = (other - DIGITS_ALL(1)) & ~other & DIGITS_ALL(0x80);

	*scale = 0;
	if (point != 0) {
		uint64_t behind = ~(point ^ (point - 1)); /* all bits above that one */

		*scale = (unsigned)__builtin_clzll(point & -point) / 8;
		if (*scale == 0)
			return DIGITS_NONE;
		digits = (digits & behind) | (digits << 8 & ~behind);
	}
	return digits_are(digits) ? digits_value(digits) : DIGITS_NONE;
}

/*
 * One to three digits: counts and days. The first, middle and last one; of fewer than three, some
 * are the same, and weigh nothing.
 */
static inline uint32_t digits_tiny(const char *at, size_t length)
{
	static const unsigned char first_weighs[] = { 0, 0, 10, 100 },
				   middle_weighs[] = { 0, 0, 0, 10 };
	uint32_t first = (uint32_t)(unsigned char)at[0] - '0';
	uint32_t middle = (uint32_t)(unsigned char)at[length / 2] - '0';
	uint32_t last = (uint32_t)(unsigned char)at[length - 1] - '0';

	if ((first > 9) | (middle > 9) | (last > 9))
		return DIGITS_NONE;
	return first * first_weighs[length] + middle * middle_weighs[length] + last;
}

/*
 * A number of up to DIGITS_MOST characters without a sign: its digits, and how many of them stand
 * behind the point. DIGITS_NONE: it is no such number, but may be another one, as "1.5" is.
 */
static inline uint32_t digits_number(const char *at, size_t length, unsigned *scale)
{
	if (length - DIGITS_FEWEST <= DIGITS_MOST - DIGITS_FEWEST)
		return digits_scaled(digits_load(at, length), scale);
	*scale = 0;
	return length - 1 < DIGITS_FEWEST - 1 ? digits_tiny(at, length) : DIGITS_NONE;
}

#endif
