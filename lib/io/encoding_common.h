/* SPDX-License-Identifier: MIT */
#ifndef IO_ENCODING_COMMON_H
#define IO_ENCODING_COMMON_H

/*
 * encoding_common: the characters that most texts consist of, by which encodings are told apart.
 */

/*
 * Chinese characters, simplified, traditional and Japanese: about 1200 that make up half or more
 * of running text and of tables of shops. The last is NULL.
 */
extern const char *const encoding_common_han[];

/* Letters with accents in the words of Western Europe. */
extern const char encoding_common_accented[];

#endif
