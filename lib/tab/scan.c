/* SPDX-License-Identifier: MIT */
#include "tab/scan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* What 64 bytes hold: bit i stands for byte i. */
struct masks {
	uint64_t separator, newline, cr, quote, nul;
	uint64_t high; /* no ASCII */
};

/* What 64 bytes of TSV hold: most have nothing odd, and need not be looked at for what it is. */
struct tsv_masks {
	uint64_t tab, newline;
	uint64_t odd; /* other control characters, backslash, no ASCII */
};

/* The loop that follows is written out: it has few steps, and so many always. */
#define UNROLL _Pragma("GCC unroll 8")

/* The first bit that is set; any number if there is none. */
static inline uint32_t first_bit(uint64_t mask)
{
	return (uint32_t)__builtin_ctzll(mask | (uint64_t)1 << 63);
}

/*
 * Write the positions of the bits set in `mask`. `some` are written at a time, whether there are so
 * many or not: what is too much is overwritten by the next call. `some` is about as many as 64
 * bytes have. `first` is first_bit, or what a processor has for it.
 */
#define PUT_POSITIONS(first, some)                         \
	size_t count = (size_t)__builtin_popcountll(mask); \
	for (size_t i = 0; i < count; i += (some)) {       \
		UNROLL for (size_t j = 0; j < (some); j++) \
		{                                          \
			to[i + j] = base + first(mask);    \
			mask &= mask - 1;                  \
		}                                          \
	}                                                  \
	return count

static inline __attribute__((always_inline)) size_t put_few(
	uint64_t mask, uint32_t base, uint32_t *to)
{
	PUT_POSITIONS(first_bit, 2);
}

/* The same for separators, of which a row has many. */
static inline __attribute__((always_inline)) size_t put_many(
	uint64_t mask, uint32_t base, uint32_t *to)
{
	PUT_POSITIONS(first_bit, 8);
}

/* The bytes of TSV: what is not asked of the masks is not computed. */
static const struct scan_bytes tsv = { '\t', '\\', false };

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
		else if (at[i] == '\\' || at[i] == '\r')
			found->has_escape = true;
		found->has_high |= (at[i] & 0x80) != 0;
	}
}

static inline void scan_csv_rest(const char *at, size_t from, size_t length, uint32_t base,
	struct scan_bytes bytes, const struct scan_places *places, struct scan_csv *found)
{
	for (size_t i = from; i < length; i++) {
		bool cr = at[i] == '\r';

		if (at[i] == '\n' || (cr && bytes.cr_ends))
			places->newline[found->newlines++] = base + (uint32_t)i;
		else if (at[i] == '\0' || (cr && (i + 1 == length || at[i + 1] != '\n')))
			found->odd = true;
		if (at[i] == bytes.separator)
			places->separator[found->separators++] = base + (uint32_t)i;
		if (at[i] == bytes.quote)
			places->quote[found->quotes++] = base + (uint32_t)i;
	}
}

/* A CR among these 64 bytes that stands before no LF; `last` if it is the last of the window. */
static inline uint64_t lone_cr(struct masks masks, const char *at, bool last)
{
	uint64_t followed = masks.newline >> 1;

	if (!last && at[64] == '\n')
		followed |= (uint64_t)1 << 63;
	return masks.cr & ~followed;
}

/* The loops around a function that makes the masks of 64 bytes, and one that puts many positions.
 */
#define SCAN_LOOP(tsv_masks_of, masks_of, put)                                            \
	struct scan found = { 0, 0, false, false, false };                                \
	size_t i = 0;                                                                     \
	uint64_t nul = 0, escape = 0, high = 0;                                           \
	for (; i + 64 <= length; i += 64) {                                               \
		struct tsv_masks masks = tsv_masks_of(at + i);                            \
		uint32_t here = base + (uint32_t)i;                                       \
		found.tabs += put(masks.tab, here, tab + found.tabs);                     \
		found.newlines += put_few(masks.newline, here, newline + found.newlines); \
		if (masks.odd != 0) {                                                     \
			struct masks all = masks_of(at + i, tsv);                         \
			nul |= all.nul;                                                   \
			high |= all.high;                                                 \
			escape |= all.quote | all.cr;                                     \
		}                                                                         \
	}                                                                                 \
	found.has_nul = nul != 0;                                                         \
	found.has_high = high != 0;                                                       \
	found.has_escape = escape != 0;                                                   \
	scan_rest(at, i, length, base, tab, newline, &found);                             \
	return found

#define SCAN_CSV_LOOP(masks_of, put)                                                        \
	struct scan_csv found = { 0, 0, 0, false };                                         \
	size_t i = 0;                                                                       \
	uint64_t odd = 0;                                                                   \
	for (; i + 64 <= length; i += 64) {                                                 \
		struct masks masks = masks_of(at + i, bytes);                               \
		uint64_t newline = masks.newline | (bytes.cr_ends ? masks.cr : 0);          \
		uint32_t here = base + (uint32_t)i;                                         \
		found.separators +=                                                         \
			put(masks.separator, here, places->separator + found.separators);   \
		found.newlines += put_few(newline, here, places->newline + found.newlines); \
		found.quotes += put_few(masks.quote, here, places->quote + found.quotes);   \
		odd |= masks.nul;                                                           \
		if (!bytes.cr_ends)                                                         \
			odd |= lone_cr(masks, at + i, i + 64 == length);                    \
	}                                                                                   \
	found.odd = odd != 0;                                                               \
	scan_csv_rest(at, i, length, base, bytes, places, &found);                          \
	return found

#if defined(__x86_64__)

static inline __attribute__((always_inline)) struct masks masks_sse2(
	const char *at, struct scan_bytes wanted)
{
	struct masks masks = { 0, 0, 0, 0, 0, 0 };

	UNROLL for (int i = 0; i < 4; i++)
	{
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + 16 * i));
#define MASK(byte)                                                                         \
	((uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte))) \
		<< (16 * i))
		masks.separator |= MASK(wanted.separator);
		masks.newline |= MASK('\n');
		masks.cr |= MASK('\r');
		masks.quote |= MASK(wanted.quote);
		masks.nul |= MASK('\0');
		masks.high |= (uint64_t)(uint32_t)_mm_movemask_epi8(bytes) << (16 * i);
#undef MASK
	}
	return masks;
}

static inline __attribute__((always_inline)) struct tsv_masks tsv_sse2(const char *at)
{
	struct tsv_masks masks = { 0, 0, 0 };

	UNROLL for (int i = 0; i < 4; i++)
	{
		__m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)(at + 16 * i));
		__m128i tab = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\t'));
		__m128i newline = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\n'));
		__m128i odd = _mm_or_si128(_mm_cmplt_epi8(bytes, _mm_set1_epi8(' ')),
			_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));

		masks.tab |= (uint64_t)(uint32_t)_mm_movemask_epi8(tab) << (16 * i);
		masks.newline |= (uint64_t)(uint32_t)_mm_movemask_epi8(newline) << (16 * i);
		masks.odd |= (uint64_t)(uint32_t)_mm_movemask_epi8(odd) << (16 * i);
	}
	masks.odd &= ~(masks.tab | masks.newline);
	return masks;
}

static struct scan scan_sse2(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline)
{
	SCAN_LOOP(tsv_sse2, masks_sse2, put_many);
}

static struct scan_csv csv_sse2(const char *at, size_t length, uint32_t base,
	struct scan_bytes bytes, const struct scan_places *places)
{
	SCAN_CSV_LOOP(masks_sse2, put_many);
}

#define AVX2 __attribute__((target("avx2,bmi,popcnt")))

AVX2 static inline uint32_t first_bit_avx2(uint64_t mask)
{
	return (uint32_t)_tzcnt_u64(mask);
}

AVX2 static inline __attribute__((always_inline)) size_t put_avx2(
	uint64_t mask, uint32_t base, uint32_t *to)
{
	PUT_POSITIONS(first_bit_avx2, 8);
}

AVX2 static inline __attribute__((always_inline)) struct masks masks_avx2(
	const char *at, struct scan_bytes wanted)
{
	struct masks masks = { 0, 0, 0, 0, 0, 0 };

	UNROLL for (int i = 0; i < 2; i++)
	{
		__m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32 * i));
#define MASK(byte)                                                 \
	((uint64_t)(uint32_t)_mm256_movemask_epi8(                 \
		 _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte))) \
		<< (32 * i))
		masks.separator |= MASK(wanted.separator);
		masks.newline |= MASK('\n');
		masks.cr |= MASK('\r');
		masks.quote |= MASK(wanted.quote);
		masks.nul |= MASK('\0');
		masks.high |= (uint64_t)(uint32_t)_mm256_movemask_epi8(bytes) << (32 * i);
#undef MASK
	}
	return masks;
}

AVX2 static inline __attribute__((always_inline)) struct tsv_masks tsv_avx2(const char *at)
{
	struct tsv_masks masks = { 0, 0, 0 };

	UNROLL for (int i = 0; i < 2; i++)
	{
		__m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32 * i));
		__m256i tab = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\t'));
		__m256i newline = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\n'));
		__m256i odd = _mm256_or_si256(_mm256_cmpgt_epi8(_mm256_set1_epi8(' '), bytes),
			_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\')));

		masks.tab |= (uint64_t)(uint32_t)_mm256_movemask_epi8(tab) << (32 * i);
		masks.newline |= (uint64_t)(uint32_t)_mm256_movemask_epi8(newline) << (32 * i);
		masks.odd |= (uint64_t)(uint32_t)_mm256_movemask_epi8(odd) << (32 * i);
	}
	masks.odd &= ~(masks.tab | masks.newline);
	return masks;
}

AVX2 static struct scan scan_avx2(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline)
{
	SCAN_LOOP(tsv_avx2, masks_avx2, put_avx2);
}

AVX2 static struct scan_csv csv_avx2(const char *at, size_t length, uint32_t base,
	struct scan_bytes bytes, const struct scan_places *places)
{
	SCAN_CSV_LOOP(masks_avx2, put_avx2);
}

#define AVX512 __attribute__((target("avx512bw,avx512vl,bmi,popcnt")))

AVX512 static inline __attribute__((always_inline)) struct masks masks_avx512(
	const char *at, struct scan_bytes wanted)
{
	__m512i bytes = _mm512_loadu_si512((const void *)at);
	struct masks masks;

	masks.separator = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(wanted.separator));
	masks.newline = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
	masks.cr = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r'));
	masks.quote = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(wanted.quote));
	masks.nul = _mm512_cmpeq_epi8_mask(bytes, _mm512_setzero_si512());
	masks.high = _mm512_movepi8_mask(bytes);
	return masks;
}

AVX512 static inline __attribute__((always_inline)) struct tsv_masks tsv_avx512(const char *at)
{
	__m512i bytes = _mm512_loadu_si512((const void *)at);
	struct tsv_masks masks;

	masks.tab = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\t'));
	masks.newline = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n'));
	masks.odd = _mm512_cmplt_epi8_mask(bytes, _mm512_set1_epi8(' '));
	masks.odd |= _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\\'));
	masks.odd &= ~(masks.tab | masks.newline);
	return masks;
}

/* Sixteen bits at a time, whatever they are: there is nothing to be guessed. */
AVX512 static inline __attribute__((always_inline)) size_t put_avx512(
	uint64_t mask, uint32_t base, uint32_t *to)
{
	const __m512i numbers =
		_mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
	size_t count = 0;

	for (uint32_t i = 0; i < 64; i += 16) {
		__mmask16 some = (__mmask16)(mask >> i);
		__m512i positions = _mm512_add_epi32(numbers, _mm512_set1_epi32((int)(base + i)));

		_mm512_storeu_si512(to + count, _mm512_maskz_compress_epi32(some, positions));
		count += (size_t)__builtin_popcount(some);
	}
	return count;
}

AVX512 static struct scan scan_avx512(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline)
{
	SCAN_LOOP(tsv_avx512, masks_avx512, put_avx512);
}

AVX512 static struct scan_csv csv_avx512(const char *at, size_t length, uint32_t base,
	struct scan_bytes bytes, const struct scan_places *places)
{
	SCAN_CSV_LOOP(masks_avx512, put_avx512);
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

struct scan_csv scan_csv(const char *at, size_t length, uint32_t base, struct scan_bytes bytes,
	const struct scan_places *places)
{
	if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl"))
		return csv_avx512(at, length, base, bytes, places);
	if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi"))
		return csv_avx2(at, length, base, bytes, places);
	return csv_sse2(at, length, base, bytes, places);
}

#else

static inline struct masks masks_plain(const char *at, struct scan_bytes wanted)
{
	struct masks masks = { 0, 0, 0, 0, 0, 0 };

	for (int i = 0; i < 64; i++) {
		masks.separator |= (uint64_t)(at[i] == wanted.separator) << i;
		masks.newline |= (uint64_t)(at[i] == '\n') << i;
		masks.cr |= (uint64_t)(at[i] == '\r') << i;
		masks.quote |= (uint64_t)(at[i] == wanted.quote) << i;
		masks.nul |= (uint64_t)(at[i] == '\0') << i;
		masks.high |= (uint64_t)((at[i] & 0x80) != 0) << i;
	}
	return masks;
}

static inline struct tsv_masks tsv_plain(const char *at)
{
	struct masks all = masks_plain(at, tsv);

	return (struct tsv_masks){ all.separator, all.newline,
		all.quote | all.cr | all.nul | all.high };
}

struct scan scan_separators(
	const char *at, size_t length, uint32_t base, uint32_t *tab, uint32_t *newline)
{
	SCAN_LOOP(tsv_plain, masks_plain, put_many);
}

struct scan_csv scan_csv(const char *at, size_t length, uint32_t base, struct scan_bytes bytes,
	const struct scan_places *places)
{
	SCAN_CSV_LOOP(masks_plain, put_many);
}

#endif

size_t scan_count(const char *at, size_t length, char byte)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += at[i] == byte;
	return count;
}
