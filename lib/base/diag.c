/* SPDX-License-Identifier: MIT */
#include "base/diag.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

__attribute__((format(printf, 2, 0))) static void say(
	struct diag *why, const char *format, va_list arguments)
{
	*why = (struct diag)DIAG_EMPTY;
	vsnprintf(why->text, sizeof why->text, format, arguments);
}

int diag_fail(struct diag *why, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(why, format, arguments);
	va_end(arguments);
	return -1;
}

int diag_usage(struct diag *why, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(why, format, arguments);
	va_end(arguments);
	why->usage = true;
	return -1;
}

int diag_errno(struct diag *why, const char *format, ...)
{
	const char *reason = strerror(errno);
	va_list arguments;
	size_t length;

	va_start(arguments, format);
	say(why, format, arguments);
	va_end(arguments);
	length = strlen(why->text);
	snprintf(why->text + length, sizeof why->text - length, ": %s", reason);
	return -1;
}

int diag_column(struct diag *why, struct slice column)
{
	if (why->column[0] == '\0')
		snprintf(why->column, sizeof why->column, SLICE, SLICE_ARG(column));
	return -1;
}

int diag_line(struct diag *why, const char *file, uint64_t line)
{
	if (why->file[0] == '\0') {
		snprintf(why->file, sizeof why->file, "%s", file);
		why->line = line;
	}
	return -1;
}

int diag_code(struct diag *why, const char *code)
{
	why->code = code;
	return -1;
}

/* The length of the control character that `text` begins with, or 0. */
static size_t control_length(struct slice text)
{
	const unsigned char *at = (const unsigned char *)text.at;

	if (at[0] < 0x20 || at[0] == 0x7f)
		return 1;
	if (text.length >= 2 && at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0)
		return 2; /* U+0080 to U+009F, some of which terminals obey, too */
	if (text.length < 3 || at[0] != 0xe2)
		return 0;
	if ((at[1] == 0x80 && at[2] >= 0xaa && at[2] <= 0xae) ||
		(at[1] == 0x81 && at[2] >= 0xa6 && at[2] <= 0xa9))
		return 3; /* those that turn the direction of writing */
	return 0;
}

void diag_make_safe(struct buf *out, size_t start)
{
	size_t end = start;

	for (size_t i = start; i < out->length;) {
		size_t length = control_length((struct slice){ out->at + i, out->length - i });

		out->at[end++] = length > 0 ? '?' : out->at[i];
		i += length > 0 ? length : 1;
	}
	out->length = end;
}

void diag_format(const struct diag *why, struct buf *out)
{
	size_t start = out->length;

	if (why->file[0] != '\0')
		buf_printf(out, "%s:", why->file);
	if (why->line > 0)
		buf_printf(out, "%ju:", (uintmax_t)why->line);
	if (out->length > start)
		buf_char(out, ' ');
	if (why->column[0] != '\0')
		buf_printf(out, "column '%s': ", why->column);
	buf_text(out, why->text);
	diag_make_safe(out, start);
}
