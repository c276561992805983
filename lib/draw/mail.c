/* SPDX-License-Identifier: MIT */
#include "draw/mail.h"

#include "base/hash.h"
#include "draw/mailtext.h"
#include "draw/page.h"
#include "draw/term.h"

enum {
	LINE = 57, /* bytes in a line of base64 of 76 characters */
	TEXT_WIDTH = 76,
};

static void put_lines(struct buf *out, struct slice bytes)
{
	for (size_t i = 0; i < bytes.length; i += LINE) {
		size_t length = bytes.length - i < LINE ? bytes.length - i : LINE;

		mailtext_base64(out, (struct slice){ bytes.at + i, length });
		buf_char(out, '\n');
	}
}

static void begin_part(struct buf *out, const char *boundary, const char *type, struct slice name,
	struct slice bytes)
{
	buf_printf(out, "\n--%s\nContent-Type: %s\nContent-Transfer-Encoding: base64\n", boundary,
		type);
	if (name.length > 0) {
		buf_text(out, "Content-Disposition: inline\nContent-ID: <");
		buf_put(out, name);
		buf_text(out, ">\n");
	}
	buf_char(out, '\n');
	put_lines(out, bytes);
}

void mail_render(const struct report *report, struct slice to, const struct mail_picture *picture,
	size_t count, struct buf *out)
{
	struct buf text = BUF_EMPTY, html = BUF_EMPTY;
	char outer[40], inner[60];

	term_render(report, &(struct term_style){ .width = TEXT_WIDTH }, &text);
	page_render(report, PAGE_MAIL, &html);
	/* Base64 has no '-', so no line of a part can be taken for a boundary. */
	snprintf(outer, sizeof outer, "crm-report-%016llx",
		(unsigned long long)hash_bytes(buf_slice(&html)));
	snprintf(inner, sizeof inner, "%s-related", outer);
	buf_text(out, "To: ");
	buf_put(out, to);
	buf_text(out, "\nSubject: ");
	mailtext_words(out, report->title);
	buf_printf(out,
		"\nMIME-Version: 1.0\nAuto-Submitted: auto-generated\n"
		"Content-Type: multipart/alternative;\n boundary=\"%s\"\n",
		outer);
	begin_part(out, outer, "text/plain; charset=utf-8", (struct slice){ NULL, 0 },
		buf_slice(&text));
	buf_printf(out,
		"\n--%s\nContent-Type: multipart/related; type=\"text/html\";\n boundary=\"%s\"\n",
		outer, inner);
	begin_part(out, inner, "text/html; charset=utf-8", (struct slice){ NULL, 0 },
		buf_slice(&html));
	for (size_t i = 0; i < count; i++)
		begin_part(out, inner, picture[i].type, picture[i].name, picture[i].bytes);
	buf_printf(out, "\n--%s--\n\n--%s--\n", inner, outer);
	buf_release(&text);
	buf_release(&html);
}
