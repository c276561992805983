/* SPDX-License-Identifier: MIT */
#ifndef IO_UNZIP_H
#define IO_UNZIP_H

/*
 * unzip: the parts of a ZIP file that lies in memory; the one door to minizip.
 *
 * A ZIP file is known by its end, so all of it must be there: mapped, or read from a pipe to the
 * last byte. One part is open at a time, and its bytes come in pieces:
 *
 *	struct unzip *zip;
 *
 *	if (unzip_open(&zip, file, why) == 0 && unzip_find(zip, slice_of("xl/styles.xml"), why) > 0)
 *		while ((length = unzip_read(zip, piece, sizeof piece, why)) > 0)
 *			…
 *	unzip_close(zip);
 *
 * The end of a part is reported only when its check sum is right. A part that grows out of all
 * proportion while it is unpacked, which only a file made to do harm does, is refused.
 */

#include "base/diag.h"

struct unzip;

/* `file` must outlive the struct unzip. On failure *zip is NULL. */
int unzip_open(struct unzip **zip, struct slice file, struct diag *why);

/*
 * Go to the start of the part `name`: ASCII letters in either case, folders divided by '/'.
 *
 * Returns 1, 0 if there is no such part, -1 if it cannot be read.
 */
int unzip_find(struct unzip *zip, struct slice name, struct diag *why);

/* Write the next bytes of the part to `to`. Returns how many, 0 behind the last, -1 on failure. */
int64_t unzip_read(struct unzip *zip, char *to, size_t room, struct diag *why);

void unzip_close(struct unzip *zip);

#endif
