/* SPDX-License-Identifier: MIT */
#include "draw/html.h"

#include "draw/width.h"

static const char *escape_of(int32_t code)
{
	switch (code) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	case '\t':
	case '\n':
	case '\r':
		return " ";
	default:
		return NULL;
	}
}

void html_text(struct buf *out, struct slice text)
{
	struct width_char next;

	while (width_next(&text, &next)) {
		const char *escape = escape_of(next.code);

		if (escape != NULL)
			buf_text(out, escape);
		else if (next.shown)
			buf_put(out, next.bytes);
		else
			buf_text(out, "\xEF\xBF\xBD");
	}
}

void html_attribute(struct buf *out, const char *name, struct slice value)
{
	buf_printf(out, " %s=\"", name);
	html_text(out, value);
	buf_char(out, '"');
}

void html_element(struct buf *out, const char *name, const char *class, struct slice text)
{
	buf_printf(out, "<%s", name);
	if (class != NULL)
		html_attribute(out, "class", slice_of(class));
	buf_char(out, '>');
	html_text(out, text);
	buf_printf(out, "</%s>", name);
}
