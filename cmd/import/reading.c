/* SPDX-License-Identifier: MIT */
#include "reading.h"

/* One character, or a word for one that the shell makes hard to write. */
static int parse_char(const char *option, const char *text, char *result, struct diag *why)
{
	if (strcmp(text, "\\t") == 0 || strcmp(text, "tab") == 0)
		*result = '\t';
	else if (strcmp(text, "none") == 0)
		*result = '\0';
	else if (strlen(text) == 1 && text[0] != '\n' && text[0] != '\r')
		*result = text[0];
	else
		return diag_usage(why, "%s: expected one ASCII character, got '%s'", option, text);
	return 0;
}

static int find_encoding(
	const struct reading_settings *settings, struct origin_options *origin, struct diag *why)
{
	struct buf names = BUF_EMPTY;

	origin->encoding = encoding_find(slice_of(settings->encoding));
	if (origin->encoding != NULL)
		return 0;
	encoding_put_names(&names);
	diag_usage(why, "--encoding: there is no '%s'; there are: %s", settings->encoding,
		buf_string(&names));
	buf_release(&names);
	return -1;
}

int reading_describe(
	const struct reading_settings *settings, struct stream_options *input, struct diag *why)
{
	*input = (struct stream_options){
		.format = STREAM_ANY,
		.dialect = { .separator = DIALECT_FIND,
			.quote = DIALECT_FIND,
			.escape = DIALECT_FIND,
			.comment = DIALECT_FIND },
		.take_cr = true,
		.origin = { .guess = true, .sheet = settings->sheet, .memory = settings->memory },
		.find_dialect = true,
		.unite = settings->unite,
		.skip_given = settings->skip >= 0,
		.skip_lines = settings->skip >= 0 ? (uint64_t)settings->skip : 0,
		.footer = (uint64_t)settings->footer,
	};
	if (settings->encoding != NULL && find_encoding(settings, &input->origin, why) < 0)
		return -1;
	if (settings->quote != NULL) {
		input->format = STREAM_CSV;
		if (parse_char("--quote", settings->quote, &input->dialect.quote, why) < 0)
			return -1;
	}
	if (settings->escape != NULL &&
		parse_char("--escape", settings->escape, &input->dialect.escape, why) < 0)
		return -1;
	if (settings->comment != NULL &&
		parse_char("--comment", settings->comment, &input->dialect.comment, why) < 0)
		return -1;
	if (settings->separator == NULL)
		return 0;
	if (parse_char("--separator", settings->separator, &input->dialect.separator, why) < 0)
		return -1;
	if (input->dialect.separator == '\0' ||
		input->dialect.separator == (settings->quote != NULL ? input->dialect.quote : '"'))
		return diag_usage(why, "--separator: '%s' divides nothing", settings->separator);
	return 0;
}
