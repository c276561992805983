/* SPDX-License-Identifier: MIT */
#ifndef IO_ENCODING_DECODER_H
#define IO_ENCODING_DECODER_H

/*
 * encoding_decoder: bytes of another encoding to UTF-8, one piece at a time.
 *
 *	struct encoding_decoder *decoder = encoding_decoder_new(encoding, why);
 *
 *	while ((made = encoding_decoder_take(decoder, &from, at_end, to, room)) > 0)
 *		use(to, made);
 *	encoding_decoder_free(decoder);
 *
 * iconv(3) is asked once for what every byte and every pair of bytes means; after that one look
 * into the table gives a character, several times faster than iconv itself. GB18030's forms of
 * four bytes are too many for a table and go to iconv one by one.
 *
 * A byte order mark at the beginning is left out. Faults become marks, see io/encoding.h.
 */

#include "base/diag.h"
#include "io/encoding.h"

struct encoding_decoder;

/* `encoding` is not UTF-8. Returns NULL if iconv has no table of it on this machine. */
struct encoding_decoder *encoding_decoder_new(const struct encoding *encoding, struct diag *why);

/*
 * Take bytes from the front of *from (which moves on), write at most `room` > 0 bytes at `to`.
 * `last`: nothing comes behind *from, a character that is not whole is a fault.
 *
 * Returns how many were written; 0 when *from is used up and nothing is left to give.
 */
size_t encoding_decoder_take(
	struct encoding_decoder *decoder, struct slice *from, bool last, char *to, size_t room);

/* How many faults there were so far. */
uint64_t encoding_decoder_faults(const struct encoding_decoder *decoder);

void encoding_decoder_free(struct encoding_decoder *decoder);

#endif
