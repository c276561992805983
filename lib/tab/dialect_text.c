/* SPDX-License-Identifier: MIT */
#include "tab/dialect_text.h"

#include "base/num.h"

static const struct {
	const char *name;
	char byte;
} named[] = { { "blank", ' ' }, { "tab", '\t' }, { "none", '\0' } };

static void put_byte(struct buf *out, const char *what, char byte)
{
	buf_printf(out, " %s=", what);
	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (byte == named[i].byte) {
			buf_text(out, named[i].name);
			return;
		}
	if (byte > ' ' && byte < '\x7f')
		buf_char(out, byte);
	else
		buf_printf(out, "0x%02x", (unsigned)(unsigned char)byte);
}

static bool parse_byte(struct slice text, char *byte)
{
	unsigned value = 0;

	for (size_t i = 0; i < sizeof named / sizeof *named; i++)
		if (slice_is(text, named[i].name)) {
			*byte = named[i].byte;
			return true;
		}
	if (text.length == 1) {
		*byte = text.at[0];
		return true;
	}
	if (text.length != 4 || !slice_starts(text, slice_of("0x")))
		return false;
	for (size_t i = 2; i < 4; i++) {
		const char *digits = "0123456789abcdef", *hit = strchr(digits, text.at[i]);

		if (hit == NULL || text.at[i] == '\0')
			return false;
		value = value * 16 + (unsigned)(hit - digits);
	}
	*byte = (char)value;
	return true;
}

void dialect_text_put(const struct table *table, struct buf *out)
{
	const struct csv_dialect *csv = &table->dialect.csv;

	buf_text(out, table->is_csv ? "csv" : "tsv");
	if (table->is_csv) {
		put_byte(out, "separator", csv->separator);
		put_byte(out, "quote", csv->quote);
		if (csv->escape != '\0')
			put_byte(out, "escape", csv->escape);
		if (csv->comment != '\0')
			put_byte(out, "comment", csv->comment);
		buf_text(out, csv->cr_ends ? " cr-ends" : "");
		buf_text(out, csv->blank_after ? " blank-after" : "");
		buf_text(out, csv->many ? " many" : "");
		buf_text(out, csv->drop_empty ? " drop-empty" : "");
	}
	if (table->no_header)
		buf_text(out, " no-header");
	if (table->no_header || csv->drop_empty)
		buf_printf(out, " width=%zu", table->width);
}

static bool parse_flag(struct slice word, struct table *table)
{
	struct csv_dialect *csv = &table->dialect.csv;

	if (slice_is(word, "cr-ends"))
		csv->cr_ends = true;
	else if (slice_is(word, "blank-after"))
		csv->blank_after = true;
	else if (slice_is(word, "many"))
		csv->many = true;
	else if (slice_is(word, "drop-empty"))
		csv->drop_empty = true;
	else if (slice_is(word, "no-header"))
		table->no_header = true;
	else
		return false;
	return true;
}

static bool parse_value(struct slice name, struct slice value, struct table *table)
{
	struct csv_dialect *csv = &table->dialect.csv;
	int64_t width;

	if (slice_is(name, "separator"))
		return parse_byte(value, &csv->separator);
	if (slice_is(name, "quote"))
		return parse_byte(value, &csv->quote);
	if (slice_is(name, "escape"))
		return parse_byte(value, &csv->escape);
	if (slice_is(name, "comment"))
		return parse_byte(value, &csv->comment);
	if (!slice_is(name, "width") || !num_parse_int(value, &width) || width < 0)
		return false;
	table->width = table->dialect.used = table->dialect.width = (size_t)width;
	return true;
}

bool dialect_text_parse(struct slice text, struct table *table)
{
	struct slice word, name;

	if (!slice_cut(&text, ' ', &word) || (!slice_is(word, "csv") && !slice_is(word, "tsv")))
		return false;
	table->is_csv = slice_is(word, "csv");
	table->dialect.csv = table->is_csv
				     ? (struct csv_dialect){ .separator = ',' }
				     : (struct csv_dialect){ .separator = '\t', .quote = '"' };
	while (slice_cut(&text, ' ', &word)) {
		struct slice value = word;

		if (memchr(word.at, '=', word.length) == NULL) {
			if (!parse_flag(word, table))
				return false;
			continue;
		}
		slice_cut(&value, '=', &name);
		if (!parse_value(name, value, table))
			return false;
	}
	return true;
}
