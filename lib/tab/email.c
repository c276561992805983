/* SPDX-License-Identifier: MIT */
#include "tab/email.h"

#include "base/unicode.h"

/* RFC 5321 */
enum { LOCAL_MOST = 64, DOMAIN_MOST = 253, LABEL_MOST = 63 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

static bool has_good_points(struct slice part)
{
	if (part.at[0] == '.' || part.at[part.length - 1] == '.')
		return false;
	return memmem(part.at, part.length, "..", 2) == NULL;
}

static const char *check_local(struct slice local)
{
	if (local.length == 0)
		return "nothing before the @";
	if (local.length > LOCAL_MOST)
		return "too long before the @";
	for (size_t i = 0; i < local.length; i++)
		if (!is_letter(local.at[i]) && !is_digit(local.at[i]) &&
			(local.at[i] == '\0' ||
				strchr("!#$%&'*+-/=?^_`{|}~.", local.at[i]) == NULL))
			return "a character before the @ that no address has";
	return has_good_points(local) ? NULL : "a point where none can be";
}

static const char *check_label(struct slice label)
{
	if (label.length == 0)
		return "a point where none can be";
	if (label.length > LABEL_MOST)
		return "a name too long in the domain";
	if (label.at[0] == '-' || label.at[label.length - 1] == '-')
		return "a domain with a hyphen where none can be";
	for (size_t i = 0; i < label.length; i++)
		if (!is_letter(label.at[i]) && !is_digit(label.at[i]) && label.at[i] != '-')
			return "a character in the domain that no domain has";
	return NULL;
}

/* "com", "cn", "xn--fiqs8s", "中国"; not the end of 127.0.0.1. */
static bool is_top_level(struct slice label)
{
	return label.length >= 2 && is_letter(label.at[0]);
}

static const char *check_domain(struct slice domain)
{
	struct slice rest = domain, label;
	const char *wrong = NULL;
	size_t count = 0;

	if (domain.length == 0)
		return "nothing behind the @";
	if (domain.length > DOMAIN_MOST)
		return "too long behind the @";
	while (wrong == NULL && slice_cut(&rest, '.', &label)) {
		wrong = check_label(label);
		count++;
	}
	if (wrong == NULL && (count < 2 || !is_top_level(label)))
		wrong = "no domain like example.com";
	return wrong;
}

static const char *check(struct slice text)
{
	const char *at = text.length > 0 ? memchr(text.at, '@', text.length) : NULL;
	struct slice domain;
	const char *wrong;

	if (at == NULL)
		return "no @";
	domain = (struct slice){ at + 1, (size_t)(text.at + text.length - at) - 1 };
	if (domain.length > 0 && memchr(domain.at, '@', domain.length) != NULL)
		return "more than one @";
	wrong = check_local((struct slice){ text.at, (size_t)(at - text.at) });
	return wrong != NULL ? wrong : check_domain(domain);
}

static void put_lower(struct buf *out, struct slice text)
{
	char *to = buf_room(out, text.length);

	for (size_t i = 0; i < text.length; i++) {
		char c = text.at[i];

		to[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
	}
	out->length += text.length;
}

int email_put(struct slice text, struct buf *out, struct diag *why)
{
	struct unicode_room room;
	struct slice folded;
	const char *wrong;

	text = unicode_trim(text);
	if (text.length > 7 && strncasecmp(text.at, "mailto:", 7) == 0)
		text = unicode_trim((struct slice){ text.at + 7, text.length - 7 });
	if (unicode_fold(text, &room, &folded))
		wrong = check(folded);
	else
		wrong = "no text, or too long";
	if (wrong != NULL) {
		diag_fail(why, "not an e-mail address (%s): '" SLICE "'", wrong, SLICE_ARG(text));
		return diag_code(why, "not-an-email");
	}
	put_lower(out, folded);
	return 0;
}
