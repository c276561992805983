/* SPDX-License-Identifier: MIT */
#ifndef DRAW_JSON_H
#define DRAW_JSON_H

/*
 * json: a report as JSON (RFC 8259), for programs.
 *
 *	{
 *	  "title": …, "subtitle": …, "language": "en",
 *	  "sections": [ { "key": "headline", "title": …, "blocks": [
 *	    { "kind": "tiles", "figures": [ { "key": "customers", "label": …, "value": 2000,
 *	      "unit": "count", "shown": "2,000", "note": …, "change": …, "source": … } ] },
 *	    { "kind": "heat", "name": "rfm_heat", "title": …, "note": …,
 *	      "columns": [ { "key": "recency", "name": …, "unit": "text" }, … ],
 *	      "rows": [ [ "5", …, 12 ], … ],
 *	      "source": { "stream": …, "columns": …, "rule": … } },
 *	    { "kind": "paragraph", "text": … } ] } ],
 *	  "footer": [ … ]
 *	}
 *
 * Amounts, counts, shares and days are numbers with all their digits; what is not known is null;
 * dates and texts are strings. Bytes that are no UTF-8 become U+FFFD.
 */

#include "draw/report.h"

void json_render(const struct report *report, struct buf *out);

#endif
