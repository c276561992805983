/* SPDX-License-Identifier: MIT */
#ifndef IO_KEYFILE_H
#define IO_KEYFILE_H

/*
 * keyfile: a secret key, from a file that only some may read.
 *
 *	struct keyfile key;
 *
 *	if (keyfile_read(&key, path, why) == 0)
 *		token = token_new(keyfile_slice(&key));
 *	keyfile_wipe(&key);
 *
 * The key is what is in the file, without the line end at its end, of 32 to 4096 bytes: what
 * `openssl rand -hex 32` prints is a good one.
 */

#include "base/diag.h"
#include "base/slice.h"

enum { KEYFILE_LEAST = 32, KEYFILE_MOST = 4096 };

struct keyfile {
	size_t length;
	char at[KEYFILE_MOST + 3]; /* room to see that it is too long, behind a CR LF */
};

/* Returns 0, or -1: it cannot be read, everybody may read it, it is no key. */
int keyfile_read(struct keyfile *key, const char *path, struct diag *why);

static inline struct slice keyfile_slice(const struct keyfile *key)
{
	return (struct slice){ key->at, key->length };
}

void keyfile_wipe(struct keyfile *key);

#endif
