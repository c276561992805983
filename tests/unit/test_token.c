/* SPDX-License-Identifier: MIT */
#include "base/token.h"

#include "test_streams.h"

/* RFC 4231, of which the first 128 bits are taken; the fifth is published with these alone. */
static const struct {
	char key; /* so many times … */
	size_t times;
	const char *other; /* … or this */
	const char *data, *token;
} vectors[] = {
	{ 0x0b, 20, NULL, "Hi There", "b0344c61d8db38535ca8afceaf0bf12b" },
	{ 0, 0, "Jefe", "what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c7" },
	{ 0x0c, 20, NULL, "Test With Truncation", "a3b6167473100ee06e0c796c2955552b" },
	{ (char)0xaa, 131, NULL, "Test Using Larger Than Block-Size Key - Hash Key First",
		"60e431591ee0b67f0d8a26aacbf5b77f" },
	{ (char)0xaa, 131, NULL,
		"This is a test using a larger than block-size key and a larger than block-size "
		"data. The key needs to be hashed before being used by the HMAC algorithm.",
		"9b09ffa71b942fcb27635fbcd5b0e944" },
};

static struct token *new_token(size_t i)
{
	char key[200];

	if (vectors[i].other != NULL)
		return token_new(slice_of(vectors[i].other));
	memset(key, vectors[i].key, vectors[i].times);
	return token_new((struct slice){ key, vectors[i].times });
}

START_TEST(published_vectors_are_met)
{
	struct token *token = new_token((size_t)_i);
	struct buf out = BUF_EMPTY;

	for (int round = 0; round < 2; round++) { /* the first value leaves nothing behind */
		buf_reset(&out);
		token_put(token, slice_of(vectors[_i].data), &out);
		ck_assert_str_eq(buf_string(&out), vectors[_i].token);
		ck_assert_uint_eq(out.length, TOKEN_LENGTH);
	}
	token_free(token);
	buf_release(&out);
}
END_TEST

/* RFC 4231, 4.3 and 4.5: 50 bytes 0xdd, 0xcd. */
START_TEST(values_may_be_any_bytes)
{
	struct buf out = BUF_EMPTY;
	struct token *token;
	char key[25], data[50];

	memset(key, 0xaa, 20);
	memset(data, 0xdd, sizeof data);
	token = token_new((struct slice){ key, 20 });
	token_put(token, (struct slice){ data, sizeof data }, &out);
	token_free(token);
	for (size_t i = 0; i < sizeof key; i++)
		key[i] = (char)(i + 1);
	memset(data, 0xcd, sizeof data);
	token = token_new((struct slice){ key, sizeof key });
	token_put(token, (struct slice){ data, sizeof data }, &out);
	token_free(token);
	ck_assert_str_eq(buf_string(&out), "773ea91e36800e46854db8ebd09181a7"
					   "82558a389a443c0ea4cc819899f2083a");
	buf_release(&out);
}
END_TEST

START_TEST(copies_make_the_same_words_side_by_side)
{
	struct token *token = new_token(0), *copy = token_copy(token);
	struct buf out = BUF_EMPTY, other = BUF_EMPTY;

	token_put(copy, slice_of("a"), &out);
	token_put(token, slice_of("b"), &other);
	token_put(copy, slice_of("b"), &out);
	token_put(token, slice_of("a"), &other);
	ck_assert(memcmp(out.at, other.at + TOKEN_LENGTH, TOKEN_LENGTH) == 0);
	ck_assert(memcmp(out.at + TOKEN_LENGTH, other.at, TOKEN_LENGTH) == 0);
	ck_assert(memcmp(out.at, other.at, TOKEN_LENGTH) != 0);
	token_free(token);
	token_free(copy);
	token_free(NULL);
	buf_release(&out);
	buf_release(&other);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("token");

	tcase_add_loop_test(
		tests, published_vectors_are_met, 0, (int)(sizeof vectors / sizeof *vectors));
	tcase_add_test(tests, values_may_be_any_bytes);
	tcase_add_test(tests, copies_make_the_same_words_side_by_side);
	return run_tests(tests);
}
