/* SPDX-License-Identifier: MIT */
#include "tab/scan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* What 64 bytes hold: bit i stands for byte i. */
struct masks {
	uint64_t tab, newline, nul;
};

/*
 * Write the positions of the bits set in `mask`. Eight are written at a time, whether there are so
 * many or not: what is too much is overwritten by the next call.
 */
static inline size_t put_positions(uint64_t mask, uint32_t base, uint32_t *to)
{
	size_t count = (size_t)__builtin_popcountll(mask);

	for (size_t i = 0; i < count; i += 8) {
		for (size_t j = 0; j < 8; j++) {
			to[i + j] = base + (uint32_t)(mask ? __builtin_ctzll(mask) : 0);
			mask &= mask - 1;
		}
	}
	return count;
}

/* Bytes at the end that do not fill 64, one by one. */
static inline void scan_rest(const char *at, size_t from, size_t length, uint32_t base,
	uint32_t *tab, uint32_t *newline, struct scan *found)
{
	for (size_t i = from; i < length; i++) {
		if (at[i] == '\t')
			tab[found->tabs++] = base + (uint32_t)i;
		else if (at[i] == '\n')
			newline[found->newlines++] = base + (uint32_t)i;
		else if (at[i] == '\0')
			found->has_nul = true;
	}
}

/* The loop around a function that makes the masks of 64 bytes. */
#define SCAN_LOOP(masks_of)                                                                     \
	struct scan found = { 0, 0, false };                                                    \
	size_t i = 0;                                                                           \
	uint64_t nul = 0;                                                                       \
	for (; i + 64 <= length; i += 64) {                                                     \
		struct masks masks = masks_of(at + i);                                          \
		uint32_t here = base + (uint32_t)i;                                             \
		found.tabs += put_positions(masks.tab, here, tab + found.tabs);                 \
		found.newlines += put_positions(masks.newline, here, newline + found.newlines); \
		nul |= masks.nul;                                                               \
	}                                                                                       \
	found.has_nul = nul != 0;                                                               \
	scan_rest(at, i, length, base, tab, newline, &found);                                   \
	return found

#if defined(__x86_64__)

static inline struct masks masks_sse2(const char *at)
{
	struct masks masks = { 0, 0, 0 };

	for (int i = 0; i < 4; i++) {
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + 16 * i));
		__m128i tab = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t'));
		__m128i newline = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'));
		__m128i nul = _mm_cmpeq_epi8(bytes, _mm_setzero_si128());

		masks.tab |= (uint64_t)(uint32_t)_mm_movemask_epi8(tab) << (16 * i);
		masks.newline |= (uint64_t)(uint32_t)_mm_movemask_epi8(newline) << (16 * i);
		masks.nul |= (uint64_t)(uint32_t)_mm_movemask_epi8(nul) << (16 * i);
	}
	return masks;
}

static struct scan scan_sse2(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline)
{
	SCAN_LOOP(masks_sse2);
}

__attribute__((target("avx2,bmi,popcnt"))) static inline struct masks masks_avx2(const char *at)
{
	struct masks masks = { 0, 0, 0 };

	for (int i = 0; i < 2; i++) {
		__m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32 * i));
		__m256i tab = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\t'));
		__m256i newline = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n'));
		__m256i nul = _mm256_cmpeq_epi8(bytes, _mm256_setzero_si256());

		masks.tab |= (uint64_t)(uint32_t)_mm256_movemask_epi8(tab) << (32 * i);
		masks.newline |= (uint64_t)(uint32_t)_mm256_movemask_epi8(newline) << (32 * i);
		masks.nul |= (uint64_t)(uint32_t)_mm256_movemask_epi8(nul) << (32 * i);
	}
	return masks;
}

__attribute__((target("avx2,bmi,popcnt"))) static struct scan scan_avx2(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline)
{
	SCAN_LOOP(masks_avx2);
}

__attribute__((target("avx512bw,avx512vl,bmi,popcnt"))) static inline struct masks masks_avx512(
	const char *at)
{
	__m512i bytes = _mm512_loadu_si512((const void *)at);
	struct masks masks;

	masks.tab = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\t'));
	masks.newline = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
	masks.nul = _mm512_cmpeq_epi8_mask(bytes, _mm512_setzero_si512());
	return masks;
}

__attribute__((target("avx512bw,avx512vl,bmi,popcnt"))) static struct scan scan_avx512(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline)
{
	SCAN_LOOP(masks_avx512);
}

struct scan scan_separators(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline)
{
	if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
		return scan_avx512(at, length, base, tab, newline);
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
		return scan_avx2(at, length, base, tab, newline);
	return scan_sse2(at, length, base, tab, newline);
}

#else

static inline struct masks masks_plain(const char *at)
{
	struct masks masks = { 0, 0, 0 };

	for (int i = 0; i < 64; i++) {
		masks.tab |= (uint64_t)(at[i] == '\t') << i;
		masks.newline |= (uint64_t)(at[i] == '\n') << i;
		masks.nul |= (uint64_t)(at[i] == '\0') << i;
	}
	return masks;
}

struct scan scan_separators(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline)
{
	SCAN_LOOP(masks_plain);
}

#endif

size_t scan_count(const char *at, size_t length, char byte)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += at[i] == byte;
	return count;
}
