/* SPDX-License-Identifier: MIT */
#ifndef CRM_SHOP_PERSON_H
#define CRM_SHOP_PERSON_H

/*
 * shop_person: who an invented customer is.
 *
 * Common given names and surnames, Chinese and English, drawn independently; nobody is meant.
 * Mail addresses are in the domains kept for examples (RFC 2606). Telephone numbers cannot ring:
 * British ones are from the ranges that Ofcom keeps for drama, American ones have the area code
 * 555, Chinese mobile numbers begin with 100. As in any shop, some facts were never asked for.
 */

#include <stdint.h>

enum {
	SHOP_PERSON_NAME = 64,
	SHOP_PERSON_PHONE = 24,
};

enum shop_gender { SHOP_GENDER_UNKNOWN, SHOP_GENDER_FEMALE, SHOP_GENDER_MALE };

struct shop_person {
	char name[SHOP_PERSON_NAME];
	char email[SHOP_PERSON_NAME]; /* another for every number; "" if not known, as the next */
	char phone[SHOP_PERSON_PHONE];
	enum shop_gender gender;
	int32_t birth_date; /* 0 if not known: nobody is born on 1970-01-01 */
	const char *city;
	const char *country; /* ISO 3166: CN, GB or US */
};

/* The person numbered `number` that `seed` gives. */
void shop_person_draw(struct shop_person *person, uint64_t seed, uint32_t number);

#endif
