/* SPDX-License-Identifier: MIT */
#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>

void buf_release(struct buf *buf)
{
	free(buf->at);
	*buf = (struct buf)BUF_EMPTY;
}

void buf_vprintf(struct buf *buf, const char *format, va_list arguments)
{
	va_list again;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(buf_room(buf, 64), 64, format, arguments);
	if (length >= 64)
		vsnprintf(buf_room(buf, (size_t)length + 1), (size_t)length + 1, format, again);
	if (length > 0)
		buf->length += (size_t)length;
	va_end(again);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	buf_vprintf(buf, format, arguments);
	va_end(arguments);
}

const char *buf_string(struct buf *buf)
{
	*buf_room(buf, 1) = '\0';
	return buf->at;
}
