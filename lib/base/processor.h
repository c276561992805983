/* SPDX-License-Identifier: MIT */
#ifndef BASE_PROCESSOR_H
#define BASE_PROCESSOR_H

/*
 * processor: a function compiled once for each kind of vector registers, the best of which is
 * chosen when the program is loaded.
 *
 *	FOR_EACH_PROCESSOR static void add(double *to, const double *from, size_t count)
 *	{
 *		for (size_t i = 0; i < count; i++)
 *			to[i] += from[i];
 *	}
 *
 * It is for loops without branches over lanes that have nothing to do with each other: the
 * registers then change how many lanes go at once, and no bit of any. Elsewhere than under glibc
 * on x86-64, and under the address sanitizer, which starts too late for the choice, there is one
 * version.
 */
#if defined __x86_64__ && defined __GLIBC__ && !defined __clang__ && !defined __SANITIZE_ADDRESS__
#define FOR_EACH_PROCESSOR \
	__attribute__((optimize("O3"), target_clones("avx512f", "avx2", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

#endif
