/* SPDX-License-Identifier: MIT */
#include "tab/alias.h"

/* Words at the end of a name that say no more than that it is a number or code for something. */
static const char *const id_words[] = { "id", "no", "nr", "num", "number", "code", "key", "ref",
	NULL };
static const char *const id_signs[] = { "编号", "编码", "代码", "号码", "編號", "編碼", "代碼",
	"號碼", "id", "號", NULL };

/* What may stand in brackets behind a name without changing its meaning. */
static const char *const units[] = { "元", "人民币", "rmb", "cny", "usd", "eur", "gbp", "jpy",
	"hkd", "美元", "欧元", "¥", "€", "£", "$", "％", NULL };

static bool is_word_of(const char *const *words, struct slice text)
{
	for (; *words != NULL; words++)
		if (slice_is(text, *words))
			return true;
	return false;
}

/* Full-width forms of ASCII, U+FF01 to U+FF5E, are three bytes in UTF-8, and so is the blank. */
static size_t fold_width(struct slice text, char *plain)
{
	const unsigned char *at = (const unsigned char *)text.at;

	if (text.length < 3)
		return 0;
	if (at[0] == 0xe3 && at[1] == 0x80 && at[2] == 0x80)
		*plain = ' ';
	else if (at[0] == 0xef && at[1] == 0xbc && at[2] >= 0x81)
		*plain = (char)(at[2] - 0x80 + 0x20);
	else if (at[0] == 0xef && at[1] == 0xbd && at[2] <= 0x9e)
		*plain = (char)(at[2] - 0x80 + 0x60);
	else
		return 0;
	return 3;
}

static void put_narrow(struct buf *out, struct slice name)
{
	while (name.length > 0) {
		char plain = name.at[0];
		size_t taken = fold_width(name, &plain);

		buf_char(out, plain);
		taken = taken > 0 ? taken : 1;
		name.at += taken;
		name.length -= taken;
	}
}

/* Cut a unit in brackets off the end. Returns whether there was one. */
static bool cut_unit(struct slice *name)
{
	struct buf unit = BUF_EMPTY;
	const char *open;
	bool found = false;

	*name = slice_trim(*name);
	if (!slice_ends(*name, slice_of(")")) ||
		(open = memrchr(name->at, '(', name->length)) == NULL)
		return false;
	for (const char *at = open + 1; at < name->at + name->length - 1; at++)
		buf_char(&unit, *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at);
	found = is_word_of(units, slice_trim(buf_slice(&unit)));
	buf_release(&unit);
	if (found)
		name->length = (size_t)(open - name->at);
	return found;
}

/* Put an id for the last word if that is another one for it, and leave out the underscores. */
static void put_words(struct buf *out, struct slice words)
{
	struct slice word;

	while (slice_cut(&words, '_', &word)) {
		bool is_last = words.at == NULL && word.at != NULL && out->length > 0;

		buf_put(out, is_last && is_word_of(id_words, word) ? slice_of("id") : word);
	}
}

static void put_signs(struct buf *out, struct slice name)
{
	for (const char *const *sign = id_signs; *sign != NULL; sign++) {
		struct slice end = slice_of(*sign);

		struct slice stem = { name.at, name.length - end.length };

		if (!slice_ends(name, end) || (unsigned char)name.at[0] < 0x80 ||
			(stem.length > 0 && (unsigned char)stem.at[stem.length - 1] < 0x80))
			continue;
		buf_put(out, stem);
		buf_text(out, "号");
		return;
	}
	buf_put(out, name);
}

static void put_form(struct buf *out, struct slice name, bool *has_unit)
{
	struct buf narrow = BUF_EMPTY, words = BUF_EMPTY, joined = BUF_EMPTY;
	struct slice rest;

	put_narrow(&narrow, name);
	rest = buf_slice(&narrow);
	*has_unit = cut_unit(&rest);
	if (slice_ends(rest, slice_of("#"))) {
		rest.length--;
		kind_put_name(&words, rest);
		buf_text(&words, "_no");
	} else {
		kind_put_name(&words, rest);
	}
	put_words(&joined, buf_slice(&words));
	put_signs(out, buf_slice(&joined));
	buf_release(&narrow);
	buf_release(&words);
	buf_release(&joined);
}

void alias_put_form(struct buf *out, struct slice name)
{
	bool has_unit;

	put_form(out, name, &has_unit);
}

/* How a name in its form stands to one of the aliases. */
static enum alias_trust trust_alias(struct slice alias, struct slice form, struct slice plain)
{
	bool doubtful = slice_starts(alias, slice_of("?"));

	if (doubtful) {
		alias.at++;
		alias.length--;
	}
	if (!slice_equal(alias, form) && !slice_equal(alias, plain))
		return ALIAS_NONE;
	return doubtful ? ALIAS_DOUBTFUL : ALIAS_SURE;
}

/* `plain` is the form of the name in which an id word stays as it is. */
static enum alias_trust trust_column(
	const struct kind_column *column, struct slice form, struct slice plain)
{
	struct slice aliases =
		column->aliases ? slice_of(column->aliases) : (struct slice){ NULL, 0 };
	struct slice alias;
	struct buf own = BUF_EMPTY;
	enum alias_trust best;

	alias_put_form(&own, slice_of(column->name));
	best = slice_equal(buf_slice(&own), form) ? ALIAS_SURE : ALIAS_NONE;
	buf_release(&own);
	while (best < ALIAS_SURE && slice_cut(&aliases, ' ', &alias)) {
		enum alias_trust trust = trust_alias(alias, form, plain);

		best = trust > best ? trust : best;
	}
	return best;
}

static void take_better(
	struct alias_match *match, const struct kind_column *column, enum alias_trust trust)
{
	if (trust == ALIAS_NONE || trust < match->trust)
		return;
	/* A word that could be either of two is neither. */
	match->column = trust == match->trust ? NULL : column;
	match->trust = trust;
}

static struct alias_match find_by_alias(const struct kind *kind, struct slice name)
{
	struct alias_match match = { NULL, ALIAS_NONE, false };
	struct buf form = BUF_EMPTY, plain = BUF_EMPTY, words = BUF_EMPTY;
	bool has_unit;

	put_form(&form, name, &has_unit);
	kind_put_name(&words, name);
	for (size_t i = 0; i < words.length; i++)
		if (words.at[i] != '_')
			buf_char(&plain, words.at[i]);
	for (const struct kind_column *column = kind->columns; column->name != NULL; column++)
		take_better(
			&match, column, trust_column(column, buf_slice(&form), buf_slice(&plain)));
	buf_release(&form);
	buf_release(&plain);
	buf_release(&words);
	if (match.column == NULL)
		match.trust = ALIAS_NONE;
	else if (has_unit)
		match.trust = ALIAS_DOUBTFUL;
	return match;
}

struct alias_match alias_find(const struct kind *kind, struct slice name)
{
	struct alias_match match = { NULL, ALIAS_NONE, false };
	struct buf usual = BUF_EMPTY;

	if (kind == NULL)
		return match;
	kind_put_name(&usual, name);
	match.column = kind_column(kind, buf_slice(&usual));
	buf_release(&usual);
	if (match.column == NULL)
		return find_by_alias(kind, name);
	match.trust = ALIAS_SAME;
	return match;
}

void alias_settle(struct alias_match *match, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; match[i].column != NULL && k < count; k++) {
			if (k == i || match[k].column != match[i].column)
				continue;
			if (match[k].trust > match[i].trust)
				match[i] = (struct alias_match){ NULL, ALIAS_NONE, false };
			else if (match[k].trust == match[i].trust && match[i].trust != ALIAS_SAME)
				match[i].open = true;
		}
	}
}
