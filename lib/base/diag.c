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
	for (size_t i = start; i < out->length; i++)
		if ((unsigned char)out->at[i] < 0x20 || out->at[i] == 0x7f)
			out->at[i] = '?';
}
