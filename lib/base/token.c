/* SPDX-License-Identifier: MIT */
#include "base/token.h"

#include <nettle/hmac.h>
#include <stdlib.h>

#include "base/mem.h"

struct token {
	struct hmac_sha256_ctx hmac;
};

struct token *token_new(struct slice key)
{
	struct token *token = mem_alloc(sizeof *token);

	hmac_sha256_set_key(&token->hmac, key.length, (const uint8_t *)key.at);
	return token;
}

struct token *token_copy(const struct token *token)
{
	struct token *copy = mem_alloc(sizeof *copy);

	*copy = *token;
	return copy;
}

void token_put(struct token *token, struct slice value, struct buf *out)
{
	static const char digits[] = "0123456789abcdef";
	uint8_t word[TOKEN_LENGTH / 2];

	hmac_sha256_update(&token->hmac, value.length, (const uint8_t *)value.at);
	hmac_sha256_digest(&token->hmac, sizeof word, word); /* and be ready for the next value */
	for (size_t i = 0; i < sizeof word; i++) {
		buf_char(out, digits[word[i] >> 4]);
		buf_char(out, digits[word[i] & 15]);
	}
}

void token_free(struct token *token)
{
	if (token == NULL)
		return;
	explicit_bzero(token, sizeof *token);
	free(token);
}
