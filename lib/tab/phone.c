/* SPDX-License-Identifier: MIT */
#include "tab/phone.h"

#include "base/unicode.h"

/*
 * Numbers inside a country: what is dialled before them and is no part of them, and how many
 * digits they have. Where it is 0 as a rule but belongs to the number (Italy), there is none.
 */
struct phone_country {
	char code[3];
	char calling[4];
	char trunk[3];
	unsigned char least, most;
};

/* By code, except that of those who share a calling code the first stands for all. */
static const struct phone_country countries[] = {
	{ "AE", "971", "0", 8, 9 },
	{ "AR", "54", "0", 10, 11 },
	{ "AT", "43", "0", 4, 13 },
	{ "AU", "61", "0", 9, 10 },
	{ "BE", "32", "0", 8, 9 },
	{ "BG", "359", "0", 7, 9 },
	{ "BR", "55", "0", 10, 11 },
	{ "CH", "41", "0", 9, 9 },
	{ "CL", "56", "", 9, 9 },
	{ "CN", "86", "0", 10, 11 },
	{ "CO", "57", "", 8, 10 },
	{ "CZ", "420", "", 9, 9 },
	{ "DE", "49", "0", 6, 13 },
	{ "DK", "45", "", 8, 8 },
	{ "EG", "20", "0", 8, 10 },
	{ "ES", "34", "", 9, 9 },
	{ "FI", "358", "0", 5, 12 },
	{ "FR", "33", "0", 9, 9 },
	{ "GB", "44", "0", 9, 10 },
	{ "GR", "30", "", 10, 10 },
	{ "HK", "852", "", 8, 8 },
	{ "HR", "385", "0", 8, 9 },
	{ "HU", "36", "06", 8, 9 },
	{ "ID", "62", "0", 8, 12 },
	{ "IE", "353", "0", 7, 9 },
	{ "IL", "972", "0", 8, 9 },
	{ "IN", "91", "0", 10, 10 },
	{ "IT", "39", "", 6, 11 },
	{ "JP", "81", "0", 9, 10 },
	{ "KE", "254", "0", 9, 9 },
	{ "KR", "82", "0", 8, 10 },
	{ "LU", "352", "", 4, 11 },
	{ "MO", "853", "", 8, 8 },
	{ "MX", "52", "", 10, 10 },
	{ "MY", "60", "0", 8, 10 },
	{ "NG", "234", "0", 8, 10 },
	{ "NL", "31", "0", 9, 9 },
	{ "NO", "47", "", 8, 8 },
	{ "NZ", "64", "0", 8, 10 },
	{ "PE", "51", "0", 8, 9 },
	{ "PH", "63", "0", 8, 10 },
	{ "PK", "92", "0", 9, 10 },
	{ "PL", "48", "", 9, 9 },
	{ "PT", "351", "", 9, 9 },
	{ "RO", "40", "0", 9, 9 },
	{ "RU", "7", "8", 10, 10 },
	{ "KZ", "7", "8", 10, 10 },
	{ "SA", "966", "0", 8, 9 },
	{ "SE", "46", "0", 7, 10 },
	{ "SG", "65", "", 8, 8 },
	{ "SI", "386", "0", 8, 8 },
	{ "SK", "421", "0", 9, 9 },
	{ "TH", "66", "0", 8, 9 },
	{ "TR", "90", "0", 10, 10 },
	{ "TW", "886", "0", 8, 9 },
	{ "UA", "380", "0", 9, 9 },
	{ "US", "1", "1", 10, 10 },
	{ "CA", "1", "1", 10, 10 },
	{ "VN", "84", "0", 9, 10 },
	{ "ZA", "27", "0", 9, 9 },
};

enum { COUNTRIES = sizeof countries / sizeof *countries, LONGEST = 15, SHORTEST_ABROAD = 4 };

/* All calling codes of ITU-T E.164, those of services that are reached worldwide too. */
static const char calling_codes[] =
	" 1 7 20 211 212 213 216 218 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 "
	"235 236 237 238 239 240 241 242 243 244 245 246 247 248 249 250 251 252 253 254 255 256 "
	"257 258 260 261 262 263 264 265 266 267 268 269 27 290 291 297 298 299 30 31 32 33 34 350 "
	"351 352 353 354 355 356 357 358 359 36 370 371 372 373 374 375 376 377 378 379 380 381 "
	"382 "
	"383 385 386 387 389 39 40 41 420 421 423 43 44 45 46 47 48 49 500 501 502 503 504 505 506 "
	"507 508 509 51 52 53 54 55 56 57 58 590 591 592 593 594 595 596 597 598 599 60 61 62 63 "
	"64 "
	"65 66 670 672 673 674 675 676 677 678 679 680 681 682 683 685 686 687 688 689 690 691 692 "
	"800 808 81 82 84 850 852 853 855 856 86 870 878 880 881 882 883 886 888 90 91 92 93 94 95 "
	"960 961 962 963 964 965 966 967 968 970 971 972 973 974 975 976 977 979 98 992 993 994 "
	"995 "
	"996 998 ";

const struct phone_country *phone_country(struct slice code)
{
	for (size_t i = 0; code.length == 2 && i < COUNTRIES; i++)
		if (strncasecmp(code.at, countries[i].code, 2) == 0)
			return &countries[i];
	return NULL;
}

void phone_put_countries(struct buf *out)
{
	for (size_t i = 0; i < COUNTRIES; i++) {
		buf_text(out, i > 0 ? ", " : "");
		buf_text(out, countries[i].code);
	}
}

static int not_a_phone(struct slice text, const char *reason, struct diag *why)
{
	diag_fail(why, "not a phone number (%s): '" SLICE "'", reason, SLICE_ARG(text));
	return diag_code(why, "not-a-phone");
}

/* The digits of a number, at most two more than can be good. */
struct dialled {
	char digit[LONGEST + 3];
	size_t count;
	bool plus;
};

static bool is_between(char c)
{
	return c == ' ' || c == '-' || c == '.' || c == '(' || c == ')' || c == '/';
}

/* Returns what is wrong, or NULL. */
static const char *read_digits(struct slice text, struct dialled *number)
{
	static const struct slice zero = { "(0)", 3 };

	if (text.length > 4 && strncasecmp(text.at, "tel:", 4) == 0)
		text.at += 4, text.length -= 4;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];
		struct slice rest = { text.at + i, text.length - i };

		if (c >= '0' && c <= '9') {
			if (number->count == sizeof number->digit)
				return "too many digits";
			number->digit[number->count++] = c;
		} else if (c == '+' && number->count == 0 && !number->plus) {
			number->plus = true;
		} else if (number->count > 0 && strchr("xX#,;", c) != NULL) {
			return "an extension belongs into a column of its own";
		} else if (!is_between(c)) {
			return "it has other characters than digits";
		} else if (number->count > 0 && number->plus && slice_starts(rest, zero)) {
			i += 2; /* +44 (0)20: dialled inside the country only */
		}
	}
	return number->count == 0 ? "it has no digits" : NULL;
}

static bool starts_with(struct slice digits, const char *head)
{
	return head[0] != '\0' && slice_starts(digits, slice_of(head));
}

static struct slice without(struct slice digits, size_t count)
{
	return (struct slice){ digits.at + count, digits.length - count };
}

/* The length of the calling code that an international number begins with, or 0. */
static size_t calling_length(struct slice digits)
{
	for (size_t length = 1; length <= 3 && length <= digits.length; length++) {
		char wanted[6] = " ";

		memcpy(wanted + 1, digits.at, length);
		wanted[length + 1] = ' ';
		wanted[length + 2] = '\0';
		if (strstr(calling_codes, wanted) != NULL)
			return length;
	}
	return 0;
}

static bool has_right_length(struct slice digits, const struct phone_country *country)
{
	return digits.length >= country->least && digits.length <= country->most;
}

static bool is_one_digit_only(struct slice digits)
{
	for (size_t i = 1; i < digits.length; i++)
		if (digits.at[i] != digits.at[0])
			return false;
	return true;
}

/* `digits` without what is dialled before them inside the country. */
static struct slice without_trunk(struct slice digits, const struct phone_country *country)
{
	return starts_with(digits, country->trunk) ? without(digits, strlen(country->trunk))
						   : digits;
}

static const char *put_number(
	const char *calling, size_t length, struct slice digits, struct buf *out)
{
	if (is_one_digit_only(digits))
		return "it is one digit over and over";
	buf_char(out, '+');
	buf_put(out, (struct slice){ calling, length });
	buf_put(out, digits);
	return NULL;
}

static const char *put_international(struct slice digits, struct buf *out)
{
	size_t length = calling_length(digits);
	struct slice rest = without(digits, length);

	if (length == 0)
		return "no country has this calling code";
	for (size_t i = 0; i < COUNTRIES; i++) {
		const struct phone_country *country = &countries[i];

		if (strlen(country->calling) != length || !starts_with(digits, country->calling))
			continue;
		if (!has_right_length(rest, country))
			rest = without_trunk(rest, country);
		if (!has_right_length(rest, country))
			return "not as long as numbers of that country are";
		return put_number(digits.at, length, rest, out);
	}
	if (rest.length < SHORTEST_ABROAD || digits.length > LONGEST)
		return "not as long as phone numbers are";
	return put_number(digits.at, length, rest, out);
}

static const char *put_national(
	struct slice digits, const struct phone_country *country, struct buf *out)
{
	struct slice national = without_trunk(digits, country);
	size_t length = strlen(country->calling);

	if (has_right_length(national, country))
		return put_number(country->calling, length, national, out);
	/* 8613812345678 is what is left of +86… when a spreadsheet took it for a number. */
	if (starts_with(digits, country->calling) &&
		has_right_length(without(digits, length), country))
		return put_number(country->calling, length, without(digits, length), out);
	return "not as long as numbers of the country are";
}

int phone_put(
	struct slice text, const struct phone_country *country, struct buf *out, struct diag *why)
{
	struct dialled number = { .count = 0 };
	struct unicode_room room;
	struct slice folded, digits;
	const char *wrong;

	text = unicode_trim(text);
	if (!unicode_fold(text, &room, &folded))
		return not_a_phone(text, "it has other characters than digits", why);
	wrong = read_digits(folded, &number);
	digits = (struct slice){ number.digit, number.count };
	if (wrong == NULL && number.plus)
		wrong = put_international(digits, out);
	else if (wrong == NULL && starts_with(digits, "00"))
		wrong = put_international(without(digits, 2), out);
	else if (wrong == NULL && country != NULL)
		wrong = put_national(digits, country, out);
	else if (wrong == NULL)
		wrong = "no calling code, and no country was given";
	return wrong == NULL ? 0 : not_a_phone(text, wrong, why);
}
