/* SPDX-License-Identifier: MIT */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

/*
 * banned: calls that cannot be used safely become compile errors.
 *
 * Each name below has a better one in lib/base: buf for building text, num, amount and date for
 * reading numbers, mem for memory. The Makefile includes this header before every source file
 * except base/mem.c's own wrappers, so nobody has to remember it.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf gets strtok
#pragma GCC poison atoi atol atoll atof localtime mktime setlocale
#pragma GCC poison system /* a shell sees no data */

#endif
