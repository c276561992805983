/* SPDX-License-Identifier: MIT */
#include "crm/shop_person.h"

#include <stdio.h>
#include <string.h>

#include "base/rng.h"

#define COUNT_OF(array) ((uint32_t)(sizeof(array) / sizeof *(array)))

/* Shares of a hundred. */
enum {
	CHINESE = 60,
	BRITISH = 20,
	ONE_SYLLABLE = 30,
	MIDDLE_INITIAL = 25,
	NO_GENDER = 4,
	NO_BIRTH_DATE = 18,
	NO_EMAIL = 12,
	NO_PHONE = 8,
};

/* The youngest were born in 2006, the oldest in 1936. */
enum {
	YOUNGEST = 13148,
	AGES = 2 * 35 * 365,
};

/* A word in Chinese characters, and how it is spelt in Latin letters. */
struct word {
	const char *written;
	const char *spelt;
};

/* clang-format off */
static const struct word surnames[] = {
	{ "王", "wang" }, { "李", "li" }, { "张", "zhang" }, { "刘", "liu" }, { "陈", "chen" },
	{ "杨", "yang" }, { "黄", "huang" }, { "赵", "zhao" }, { "吴", "wu" }, { "周", "zhou" },
	{ "徐", "xu" }, { "孙", "sun" }, { "马", "ma" }, { "朱", "zhu" }, { "胡", "hu" },
	{ "郭", "guo" }, { "何", "he" }, { "林", "lin" }, { "高", "gao" }, { "罗", "luo" },
	{ "郑", "zheng" }, { "梁", "liang" }, { "谢", "xie" }, { "宋", "song" }, { "唐", "tang" },
	{ "许", "xu" }, { "韩", "han" }, { "冯", "feng" }, { "邓", "deng" }, { "曹", "cao" },
	{ "彭", "peng" }, { "曾", "zeng" }, { "萧", "xiao" }, { "田", "tian" }, { "董", "dong" },
	{ "潘", "pan" }, { "袁", "yuan" }, { "蔡", "cai" }, { "蒋", "jiang" }, { "余", "yu" },
	{ "欧阳", "ouyang" }, { "司马", "sima" },
};

static const struct word female_syllables[] = {
	{ "芳", "fang" }, { "娜", "na" }, { "敏", "min" }, { "静", "jing" }, { "丽", "li" },
	{ "艳", "yan" }, { "娟", "juan" }, { "霞", "xia" }, { "秀", "xiu" }, { "燕", "yan" },
	{ "玲", "ling" }, { "桂", "gui" }, { "丹", "dan" }, { "萍", "ping" }, { "红", "hong" },
	{ "雪", "xue" }, { "梅", "mei" }, { "琳", "lin" }, { "晶", "jing" }, { "倩", "qian" },
	{ "婷", "ting" }, { "雨", "yu" }, { "欣", "xin" }, { "怡", "yi" }, { "佳", "jia" },
	{ "悦", "yue" }, { "思", "si" }, { "晓", "xiao" }, { "慧", "hui" }, { "兰", "lan" },
};

static const struct word male_syllables[] = {
	{ "伟", "wei" }, { "强", "qiang" }, { "磊", "lei" }, { "军", "jun" }, { "勇", "yong" },
	{ "杰", "jie" }, { "涛", "tao" }, { "明", "ming" }, { "超", "chao" }, { "刚", "gang" },
	{ "平", "ping" }, { "辉", "hui" }, { "鹏", "peng" }, { "华", "hua" }, { "飞", "fei" },
	{ "鑫", "xin" }, { "波", "bo" }, { "斌", "bin" }, { "宇", "yu" }, { "浩", "hao" },
	{ "凯", "kai" }, { "健", "jian" }, { "俊", "jun" }, { "帆", "fan" }, { "志", "zhi" },
	{ "文", "wen" }, { "建", "jian" }, { "国", "guo" }, { "晨", "chen" }, { "睿", "rui" },
};

static const char *const female_names[] = {
	"Mary", "Emma", "Olivia", "Sophie", "Grace", "Alice", "Ruth", "Hannah", "Lucy", "Chloe",
	"Anna", "Laura", "Julia", "Claire", "Helen", "Sarah", "Nora", "Ella", "Amy", "Karen",
	"Diana", "Rose", "Megan", "Paula", "Irene", "Lily", "Zoe", "Martha", "Joan", "Ivy",
	"Linda", "Susan", "Carol", "Janet", "Kate", "Fiona",
};

static const char *const male_names[] = {
	"James", "John", "Robert", "Michael", "David", "William", "Thomas", "Daniel", "Paul", "Mark",
	"George", "Kevin", "Brian", "Edward", "Peter", "Henry", "Jack", "Oliver", "Harry", "Samuel",
	"Adam", "Luke", "Simon", "Martin", "Frank", "Ryan", "Owen", "Colin", "Neil", "Oscar",
	"Leo", "Arthur", "Ralph", "Hugh", "Ian", "Scott",
};

static const char *const family_names[] = {
	"Smith", "Jones", "Taylor", "Brown", "Williams", "Wilson", "Johnson", "Davies", "Robinson",
	"Wright", "Thompson", "Evans", "Walker", "White", "Roberts", "Green", "Hall", "Wood",
	"Jackson", "Clarke", "Harris", "Lewis", "Cooper", "King", "Lee", "Baker", "Turner", "Hill",
	"Scott", "Moore", "Ward", "Parker", "Bennett", "Carter", "Mitchell", "Bailey", "Shaw",
	"Kelly", "Foster", "Graham", "Russell", "Fisher", "Hunt", "O'Brien", "Palmer", "Webb",
	"Ellis", "Reid", "Murray", "Grant", "Mason", "Knight", "Barnes", "Dixon", "Harvey",
	"Pearson", "Fox", "Burke", "Lane", "Perry", "Marsh", "Miller",
};

static const char *const chinese_cities[] = {
	"上海", "北京", "广州", "深圳", "成都", "杭州", "武汉", "西安", "南京", "重庆", "苏州",
	"天津", "长沙", "青岛", "厦门", "昆明", "沈阳", "大连", "郑州", "合肥",
};

static const char *const american_cities[] = {
	"New York", "Los Angeles", "Chicago", "Houston", "Seattle", "Boston", "Denver", "Portland",
	"Austin", "Atlanta", "Phoenix", "San Diego", "Nashville", "Minneapolis", "Baltimore",
};

/* Cities with the start of their numbers for drama; three digits more make them whole. */
static const struct word british_cities[] = {
	{ "London", "+44 20 7946 0" }, { "Leeds", "+44 113 496 0" }, { "Sheffield", "+44 114 496 0" },
	{ "Nottingham", "+44 115 496 0" }, { "Leicester", "+44 116 496 0" },
	{ "Bristol", "+44 117 496 0" }, { "Reading", "+44 118 496 0" },
	{ "Birmingham", "+44 121 496 0" }, { "Edinburgh", "+44 131 496 0" },
	{ "Glasgow", "+44 141 496 0" }, { "Liverpool", "+44 151 496 0" },
	{ "Manchester", "+44 161 496 0" }, { "Newcastle", "+44 191 498 0" },
	{ "Cardiff", "+44 29 2018 0" }, { "Belfast", "+44 28 9649 6" },
};
/* clang-format on */

#define PICK(rng, array) ((array)[rng_below(rng, COUNT_OF(array))])

static const char *const domains[] = { "example.com", "example.org", "example.net" };

/* In a hundred cases, `percent` are true. */
static bool happens(struct rng *rng, uint32_t percent)
{
	return rng_below(rng, 100) < percent;
}

static void draw_email(struct shop_person *person, struct rng *rng, const char *given,
	const char *family, uint32_t number)
{
	int length = snprintf(person->email, sizeof person->email, "%s.%s%u@%s", given, family,
		number, PICK(rng, domains));

	for (int i = length; i-- > 0;) {
		char byte = person->email[i];

		if (byte >= 'A' && byte <= 'Z')
			person->email[i] = (char)(byte - 'A' + 'a');
		else if (byte == '\'')
			memmove(&person->email[i], &person->email[i + 1],
				strlen(&person->email[i]));
	}
}

static void draw_chinese(struct shop_person *person, struct rng *rng, uint32_t number)
{
	const struct word *syllables =
		person->gender == SHOP_GENDER_FEMALE ? female_syllables : male_syllables;
	const struct word *family = &PICK(rng, surnames);
	const struct word *first = &syllables[rng_below(rng, COUNT_OF(male_syllables))];
	const struct word *second = &syllables[rng_below(rng, COUNT_OF(male_syllables))];
	bool is_short = happens(rng, ONE_SYLLABLE);
	char given[16];
	uint32_t digits;

	snprintf(person->name, sizeof person->name, "%s%s%s", family->written, first->written,
		is_short ? "" : second->written);
	snprintf(given, sizeof given, "%s%s", first->spelt, is_short ? "" : second->spelt);
	draw_email(person, rng, given, family->spelt, number);
	digits = rng_below(rng, 100000000);
	snprintf(person->phone, sizeof person->phone, "+86 100 %04u %04u", digits / 10000,
		digits % 10000);
	person->city = PICK(rng, chinese_cities);
	person->country = "CN";
}

static void draw_english(struct shop_person *person, struct rng *rng, uint32_t number)
{
	const char *const *names = person->gender == SHOP_GENDER_FEMALE ? female_names : male_names;
	const char *given = names[rng_below(rng, COUNT_OF(male_names))];
	const char *family = PICK(rng, family_names);
	char initial[4] = "";

	if (happens(rng, MIDDLE_INITIAL))
		snprintf(initial, sizeof initial, " %c.", (char)('A' + rng_below(rng, 26)));
	snprintf(person->name, sizeof person->name, "%s%s %s", given, initial, family);
	draw_email(person, rng, given, family, number);
	if (rng_below(rng, 100 - CHINESE) < BRITISH) {
		const struct word *city = &PICK(rng, british_cities);

		snprintf(person->phone, sizeof person->phone, "%s%03u", city->spelt,
			rng_below(rng, 1000));
		person->city = city->written;
		person->country = "GB";
	} else {
		uint32_t exchange = 200 + rng_below(rng, 800);

		snprintf(person->phone, sizeof person->phone, "+1 555 %u %04u", exchange,
			rng_below(rng, 10000));
		person->city = PICK(rng, american_cities);
		person->country = "US";
	}
}

void shop_person_draw(struct shop_person *person, uint64_t seed, uint32_t number)
{
	struct rng rng;
	uint32_t age;

	_Static_assert(COUNT_OF(female_syllables) == COUNT_OF(male_syllables), "as many of both");
	_Static_assert(COUNT_OF(female_names) == COUNT_OF(male_names), "as many of both");
	rng_start(&rng, rng_key(seed, number));
	*person = (struct shop_person){ .gender = SHOP_GENDER_MALE };
	if (happens(&rng, 55))
		person->gender = SHOP_GENDER_FEMALE;
	/* The sum of two equal spans: most are around 50, few very young or very old. */
	age = rng_below(&rng, AGES / 2) + rng_below(&rng, AGES / 2);
	person->birth_date = YOUNGEST - (int32_t)age;
	if (person->birth_date == 0)
		person->birth_date = 1;
	if (happens(&rng, CHINESE))
		draw_chinese(person, &rng, number);
	else
		draw_english(person, &rng, number);
	if (happens(&rng, NO_GENDER))
		person->gender = SHOP_GENDER_UNKNOWN;
	if (happens(&rng, NO_BIRTH_DATE))
		person->birth_date = 0;
	if (happens(&rng, NO_EMAIL))
		person->email[0] = '\0';
	if (happens(&rng, NO_PHONE))
		person->phone[0] = '\0';
}
