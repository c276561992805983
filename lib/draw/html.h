/* SPDX-License-Identifier: MIT */
#ifndef DRAW_HTML_H
#define DRAW_HTML_H

/*
 * html: text of any origin, made safe for HTML and SVG.
 *
 * Every value of a user's file goes through html_text on its way into a page. Then it can only
 * ever be read as text: & < > " ' are escaped, tabs and line ends become blanks, and control
 * characters, noncharacters and bytes that are no UTF-8 become U+FFFD. The result may stand
 * between tags and inside quoted attributes, in HTML and in XML.
 *
 *	html_element(&out, "td", "number", cell);	<td class="number">5 &lt; 6</td>
 *
 * Names of elements, attributes and classes are ours, never a user's; they are written as given.
 */

#include "base/buf.h"

/* Append `text`, escaped. */
void html_text(struct buf *out, struct slice text);

/* Append ' NAME="VALUE"', to be used inside a tag that is being written. */
void html_attribute(struct buf *out, const char *name, struct slice value);

/* Append <NAME class="CLASS">TEXT</NAME>; `class` may be NULL. */
void html_element(struct buf *out, const char *name, const char *class, struct slice text);

#endif
