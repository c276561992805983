/* SPDX-License-Identifier: MIT */
#ifndef IO_ENCODING_SCORE_H
#define IO_ENCODING_SCORE_H

/*
 * encoding_score: how well bytes fit an encoding, in bits.
 *
 * A text is decoded by each encoding in question, and each character costs as many bits as it is
 * rare in texts of that encoding: one of the thousand commonest Chinese characters is one in a
 * thousand, ten bits; another of twenty thousand costs sixteen; a sequence that means nothing,
 * thirty. The encoding in which the text is cheapest is the likeliest, and each bit between it
 * and the next one doubles the odds. That is all there is to it, but for a last question: are
 * most characters of the kind that such texts consist of? If not, it is none of the encodings.
 */

#include "io/encoding.h"

/* `lines` have characters that are not ASCII; `is_whole`: the last one is not cut off. */
struct encoding_guess encoding_score_guess(struct slice lines, bool is_whole);

#endif
