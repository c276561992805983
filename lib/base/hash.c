/* SPDX-License-Identifier: MIT */
#include "base/hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

uint64_t hash_bytes(struct slice key)
{
	return XXH3_64bits(key.at, key.length);
}

struct hash_wide hash_wide(struct slice key)
{
	XXH128_hash_t hash = XXH3_128bits(key.at, key.length);

	return (struct hash_wide){ hash.low64, hash.high64 };
}
