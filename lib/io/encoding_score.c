/* SPDX-License-Identifier: MIT */
#include "io/encoding_score.h"

#include <stdio.h>

#include "io/encoding_common.h"
#include "io/encoding_decoder.h"

enum class {
	COMMON,      /* Chinese characters, the commonest */
	HAN,         /* others */
	PUNCTUATION, /* Chinese, Japanese, and full-width ASCII */
	KANA,        /* hiragana and katakana */
	HALF,        /* half-width katakana */
	HALF_ON,     /* the same behind another */
	ACCENTED,    /* letters of Western Europe, in words */
	TYPOGRAPHIC, /* quotes, dashes, currencies */
	LATIN,       /* other letters and signs of Windows-1252 */
	LATIN_ON,    /* any of the last three, directly behind another */
	OTHER,       /* all else that is assigned */
	PRIVATE,     /* nobody knows what it means */
	FAULT,       /* does not decode */
	CLASS_COUNT,
};

enum {
	/* A byte of ASCII, which another encoding may take for half a character. */
	ASCII_BITS = 5,
	/* Chinese or Japanese directly behind a small letter of ASCII: it is no part of a word. */
	STUCK_BITS = 6,
};

static const struct model {
	const char *name;
	const char *typical; /* what most characters are … */
	uint32_t is_typical; /* … a bit for each class of them … */
	int percent;         /* … this many at least */
	int prior;
	int bits[CLASS_COUNT];
} models[] = {
	{ "utf-8", "valid UTF-8", 0xffff & ~(1 << PRIVATE | 1 << FAULT), 90, -8,
		{ 10, 16, 12, 9, 12, 12, 8, 10, 9, 12, 11, 24, 30 } },
	{ "gb18030", "common Chinese", 1 << COMMON | 1 << PUNCTUATION | 1 << TYPOGRAPHIC, 40, 0,
		{ 10, 16, 12, 18, 24, 24, 18, 12, 18, 20, 18, 24, 30 } },
	{ "big5", "common Chinese", 1 << COMMON | 1 << PUNCTUATION | 1 << TYPOGRAPHIC, 40, 0,
		{ 10, 16, 12, 18, 24, 24, 18, 12, 18, 20, 18, 24, 30 } },
	{ "shift_jis", "kana or common kanji",
		1 << COMMON | 1 << PUNCTUATION | 1 << KANA | 1 << HALF | 1 << HALF_ON, 60, 0,
		{ 11, 16, 11, 8, 14, 6, 18, 13, 18, 20, 18, 24, 30 } },
	{ "windows-1252", "letters of Western Europe", 1 << ACCENTED | 1 << TYPOGRAPHIC, 80, 0,
		{ 30, 30, 30, 30, 30, 30, 6, 5, 10, 13, 15, 24, 30 } },
};

enum { MODEL_COUNT = sizeof models / sizeof *models };

struct score {
	const struct model *model;
	int64_t bits;
	size_t characters, typical, faults; /* those that are not ASCII */
};

/* The first character. Returns its length; 0 if it is not valid UTF-8. */
static size_t first_point(struct slice text, uint32_t *point)
{
	unsigned char first = (unsigned char)*text.at;
	size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;

	*point = length == 1 ? first : first & (0x7fu >> length);
	if (length > text.length || encoding_check_utf8((struct slice){ text.at, length }) < length)
		return 0;
	for (size_t i = 1; i < length; i++)
		*point = *point << 6 | (text.at[i] & 0x3f);
	return length;
}

/* A bit for each character below 0x10000. */
struct set {
	uint64_t word[1024];
};

static bool has_point(const struct set *set, uint32_t point)
{
	return point < 0x10000 && (set->word[point / 64] >> point % 64 & 1) != 0;
}

static void add_points(struct set *set, const char *text)
{
	struct slice rest = slice_of(text);
	uint32_t point;

	while (rest.length > 0) {
		size_t length = first_point(rest, &point);

		set->word[point / 64] |= (uint64_t)1 << point % 64;
		rest.at += length;
		rest.length -= length;
	}
}

/* What is common is the same in every encoding. */
struct classes {
	struct set common, accented;
};

static enum class class_of(const struct classes *classes, uint32_t point) {
	if (has_point(&classes->common, point)) return COMMON;
	if (has_point(&classes->accented, point)) return ACCENTED;
	if (point < 0x250 || point == 0x2c6 || point == 0x2dc) return LATIN;
	if ((point >= 0x2013 && point <= 0x203a) || point == 0x20ac ||
		point == 0x2122) return TYPOGRAPHIC;
	if (point >= 0x4e00 && point <= 0x9fff) return HAN;
	if (point >= 0x3041 && point <= 0x30ff) return KANA;
	if (point >= 0xff61 && point <= 0xff9f) return HALF;
	if ((point >= 0x3000 && point <= 0x3020) ||
		(point >= 0xff01 && point <= 0xffe6)) return PUNCTUATION;
	if ((point >= 0xe000 && point <= 0xf8ff) || point >= 0xf0000) return PRIVATE;
	return OTHER;
}

/* What a character costs more for the one before it. */
static enum class behind(enum class before, enum class now) {
	bool is_latin = now == ACCENTED || now == TYPOGRAPHIC || now == LATIN;

	if (now == HALF && (before == HALF || before == HALF_ON)) return HALF_ON;
	if (is_latin && (before == ACCENTED || before == TYPOGRAPHIC || before == LATIN ||
				before == LATIN_ON)) return LATIN_ON;
	return now;
}

static void count_character(struct score *score, enum class class, char before)
{
	if (class <= HALF && before >= 'a' && before <= 'z')
		score->bits += STUCK_BITS;
	score->bits += score->model->bits[class];
	score->characters++;
	score->typical += score->model->is_typical >> class & 1;
	score->faults += class == FAULT;
}

/* The length of a sequence at fault: a mark, or a byte and those that only continue it. */
static size_t fault_length(struct slice text)
{
	const char *end = memmem(text.at, text.length < 64 ? text.length : 64, "\xef\xb7\x91", 3);
	size_t length = 1;

	if (slice_starts(text, slice_of("\xef\xb7\x90")) && end != NULL)
		return (size_t)(end + 3 - text.at);
	while (length < text.length && length < 4 && (text.at[length] & 0xc0) == 0x80)
		length++;
	return length;
}

/* What the text begins with, and its length. */
static enum class next_class(const struct classes *classes, struct slice text, size_t *length) {
	uint32_t point;

	*length = first_point(text, &point);
	if (*length > 0 && point != 0xfdd0) return class_of(classes, point);
	*length = fault_length(text);
	return FAULT;
}

static void score_text(struct score *score, const struct classes *classes, struct slice text)
{
	enum class class = OTHER;
	char ascii = '\0';

	while (text.length > 0) {
		size_t length = 1;

		if ((unsigned char)*text.at < 0x80) {
			score->bits += ASCII_BITS;
			class = OTHER;
			ascii = *text.at;
		} else {
			class = behind(class, next_class(classes, text, &length));
			count_character(score, class, ascii);
			ascii = '\0';
		}
		text.at += length;
		text.length -= length;
	}
}

static bool score_model(
	struct score *score, const struct classes *classes, struct slice lines, bool is_whole)
{
	const struct encoding *encoding = encoding_find(slice_of(score->model->name));
	struct encoding_decoder *decoder;
	struct buf text = BUF_EMPTY;
	struct diag why;
	size_t made;

	score->bits = score->model->prior;
	if (encoding_is_utf8(encoding)) {
		score_text(score, classes, lines);
		return true;
	}
	decoder = encoding_decoder_new(encoding, &why);
	if (decoder == NULL)
		return false;
	do {
		made = encoding_decoder_take(
			decoder, &lines, is_whole, buf_room(&text, 4096), 4096);
		text.length += made;
	} while (made > 0);
	score_text(score, classes, buf_slice(&text));
	encoding_decoder_free(decoder);
	buf_release(&text);
	return true;
}

/* Are there enough typical characters, if `chance` of them are not counted? */
static bool looks_natural(const struct score *score, size_t chance)
{
	size_t wanted = score->characters * (size_t)score->model->percent;

	return score->typical >= chance && (score->typical - chance) * 100 >= wanted;
}

static void explain(
	char *why, size_t size, const struct score *best, const struct score *next, bool is_close)
{
	const struct model *model = best->model;
	bool is_utf8 = model == &models[0];
	char faults[40] = "";

	if (best->faults > 0)
		snprintf(faults, sizeof faults, ", %zu do%s not decode", best->faults,
			best->faults == 1 ? "es" : "");
	if (is_close)
		snprintf(why, size, "%s or %s: there is little to go by, %zu character%s",
			model->name, next->model->name, best->characters,
			best->characters == 1 ? "" : "s");
	else if (is_utf8 && best->faults == 0)
		snprintf(why, size, "valid UTF-8, %zu character%s beyond ASCII", best->characters,
			best->characters == 1 ? "" : "s");
	else if (!looks_natural(best, 0))
		snprintf(why, size, "%s fits best, but only %zu of %zu characters are %s%s",
			model->name, best->typical, best->characters, model->typical, faults);
	else
		snprintf(why, size, "%s: %zu of %zu characters are %s%s", model->name,
			best->typical, best->characters, model->typical, faults);
}

static struct encoding_guess choose(const struct score *best, const struct score *next)
{
	enum { DISTINCT = 12, FAR = 24, CHANCE = 2 };
	struct encoding_guess guess = { .confidence = ENCODING_LIKELY };
	int64_t margin = next->bits - best->bits;
	bool is_close = margin < DISTINCT;

	if (is_close || !looks_natural(best, 0) || best->faults * 10 > best->characters)
		guess.confidence = ENCODING_UNSURE;
	else if (margin >= FAR && looks_natural(best, CHANCE) && best->faults == 0)
		guess.confidence = ENCODING_SURE;
	guess.encoding = encoding_find(slice_of(best->model->name));
	explain(guess.why, sizeof guess.why, best, next, is_close);
	return guess;
}

struct encoding_guess encoding_score_guess(struct slice lines, bool is_whole)
{
	struct classes classes = { .common = { { 0 } } };
	struct score best = { .bits = INT64_MAX }, next = best;

	for (const char *const *line = encoding_common_han; *line != NULL; line++)
		add_points(&classes.common, *line);
	add_points(&classes.accented, encoding_common_accented);
	for (size_t i = 0; i < MODEL_COUNT; i++) {
		struct score score = { .model = &models[i] };

		if (!score_model(&score, &classes, lines, is_whole))
			continue;
		if (score.bits < best.bits) {
			next = best;
			best = score;
		} else if (score.bits < next.bits) {
			next = score;
		}
	}
	return choose(&best, &next);
}
