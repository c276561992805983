/* SPDX-License-Identifier: MIT */
#include "draw/mailbox.h"

#include <ctype.h>

#include "base/unicode.h"
#include "draw/mailtext.h"

enum {
	ADDRESS_MOST = 254, /* RFC 5321, 4.5.3.1.3 */
	NAME_MOST = 60,
};

/* One of a list, and what is said of it. */
struct mailbox {
	struct slice whole;
	struct buf name; /* without quotes; empty: none */
	struct slice address;
};

/* What may stand in a word without quotes: atext of RFC 5322. */
static bool is_atom(char byte)
{
	return isalnum((unsigned char)byte) ||
	       (byte != '\0' && strchr("!#$%&'*+-/=?^_`{|}~", byte) != NULL);
}

/* Words of atoms, with single points between them. */
static bool is_dotted(struct slice text, bool (*is_letter)(char))
{
	for (size_t i = 0; i < text.length; i++) {
		bool is_inside = i > 0 && i + 1 < text.length && text.at[i - 1] != '.';

		if (!is_letter(text.at[i]) && !(text.at[i] == '.' && is_inside))
			return false;
	}
	return text.length > 0;
}

static bool is_host_letter(char byte)
{
	return isalnum((unsigned char)byte) || byte == '-';
}

/*
 * Cut the next of the list at a comma outside quotes. Returns 1, 0 at the end, or -1: a quote does
 * not end.
 */
static int cut(struct slice *rest, struct slice *part)
{
	bool quoted = false;

	if (rest->at == NULL)
		return 0;
	for (size_t i = 0; i < rest->length; i++) {
		char byte = rest->at[i];

		if (byte == '\\' && quoted)
			i++;
		else if (byte == '"')
			quoted = !quoted;
		else if (byte == ',' && !quoted) {
			*part = slice_trim((struct slice){ rest->at, i });
			rest->at += i + 1;
			rest->length -= i + 1;
			return 1;
		}
	}
	*part = slice_trim(*rest);
	*rest = (struct slice){ NULL, 0 };
	return quoted ? -1 : 1;
}

static int refuse(const struct mailbox *mailbox, const char *text, struct diag *why)
{
	return diag_fail(why,
		"%s: '" SLICE "'; expected an address like boss@example.com or "
		"Ann Lee <ann@example.com>",
		text, SLICE_ARG(mailbox->whole));
}

static int check_name(const struct mailbox *mailbox, struct diag *why)
{
	struct slice name = buf_slice(&mailbox->name);

	for (size_t i = 0; i < name.length;) {
		int32_t code;
		size_t length =
			unicode_first((struct slice){ name.at + i, name.length - i }, &code);

		if (length == 0 || unicode_is_control(code))
			return refuse(mailbox, "a name that cannot be shown", why);
		i += length;
	}
	return 0;
}

static int check_address(const struct mailbox *mailbox, struct diag *why)
{
	struct slice local = mailbox->address, host = { NULL, 0 };
	const char *at = memrchr(local.at, '@', local.length);

	if (local.length > ADDRESS_MOST)
		return refuse(mailbox, "an address that is too long", why);
	if (!unicode_is_ascii(local))
		return diag_fail(why,
			"letters beyond ASCII in the address '" SLICE
			"', which not every machine on its way would take; a domain has a form "
			"that begins with xn--, and a name may stand before: Name <address>",
			SLICE_ARG(mailbox->address));
	if (at != NULL) {
		host = (struct slice){ at + 1, local.length - (size_t)(at + 1 - local.at) };
		local.length = (size_t)(at - local.at);
	}
	if (!is_dotted(local, is_atom) || (at != NULL && !is_dotted(host, is_host_letter)))
		return refuse(mailbox, "not an address", why);
	return 0;
}

/* The words before an address, without their quotes. Returns -1 for what they cannot be. */
static int read_name(struct mailbox *mailbox, struct slice words, struct diag *why)
{
	bool quoted = false;

	for (size_t i = 0; i < words.length; i++) {
		char byte = words.at[i];

		if (byte == '"')
			quoted = !quoted;
		else if (byte == '\\' && quoted && i + 1 < words.length)
			buf_char(&mailbox->name, words.at[++i]);
		else if (!quoted && strchr("()<>[]:;@\\", byte) != NULL)
			return refuse(mailbox, "not an address", why);
		else
			buf_char(&mailbox->name, byte);
	}
	return check_name(mailbox, why);
}

/* Name <address>, or an address alone. */
static int read_mailbox(struct mailbox *mailbox, struct slice text, struct diag *why)
{
	const char *open = memrchr(text.at, '<', text.length);

	mailbox->whole = text;
	mailbox->address = text;
	if (text.length == 0)
		return refuse(mailbox, "nothing where an address should be", why);
	if (open != NULL) {
		size_t start = (size_t)(open - text.at);

		if (text.at[text.length - 1] != '>')
			return refuse(mailbox, "not an address", why);
		mailbox->address = (struct slice){ open + 1, text.length - start - 2 };
		if (read_name(mailbox, slice_trim((struct slice){ text.at, start }), why) < 0)
			return -1;
	}
	return check_address(mailbox, why);
}

static bool needs_quotes(struct slice name)
{
	for (size_t i = 0; i < name.length; i++)
		if (!is_atom(name.at[i]) && name.at[i] != ' ')
			return true;
	return false;
}

static void put_name(struct buf *out, struct slice name)
{
	/* A long one would make a line that is too long. */
	if (!unicode_is_ascii(name) || name.length > NAME_MOST) {
		mailtext_words(out, name);
		return;
	}
	if (!needs_quotes(name)) {
		buf_put(out, name);
		return;
	}
	buf_char(out, '"');
	for (size_t i = 0; i < name.length; i++) {
		if (name.at[i] == '"' || name.at[i] == '\\')
			buf_char(out, '\\');
		buf_char(out, name.at[i]);
	}
	buf_char(out, '"');
}

static void put_mailbox(struct buf *out, const struct mailbox *mailbox)
{
	struct slice name = buf_slice(&mailbox->name);

	if (name.length > 0) {
		put_name(out, name);
		buf_text(out, " <");
	}
	buf_put(out, mailbox->address);
	buf_text(out, name.length > 0 ? ">" : "");
}

int mailbox_put(struct buf *out, struct slice list, struct diag *why)
{
	struct slice rest = list, text;
	int more, result = 0;

	for (size_t i = 0; result == 0 && (more = cut(&rest, &text)) != 0; i++) {
		struct mailbox mailbox = { .name = BUF_EMPTY, .whole = text };

		result = more < 0 ? refuse(&mailbox, "a quote that does not end", why)
				  : read_mailbox(&mailbox, text, why);
		if (result == 0) {
			buf_text(out, i > 0 ? ",\n " : "");
			put_mailbox(out, &mailbox);
		}
		buf_release(&mailbox.name);
	}
	return result;
}
