/* SPDX-License-Identifier: MIT */
#include "crm/words.h"

#include <assert.h>

const char *const words_languages[] = { "en", "zh", NULL };

struct word {
	const char *column; /* NULL: the same as above */
	const char *name;
	const char *text[WORDS_LANGUAGES];
};

/* In the order in which people want to see them. */
static const struct word values[] = {
	{ "abc", "A", { "A", "A 类" } },
	{ NULL, "B", { "B", "B 类" } },
	{ NULL, "C", { "C", "C 类" } },
	{ NULL, "D", { "D", "D 类" } },
	{ NULL, "E", { "E", "E 类" } },
	{ "pyramid", "vip", { "VIP", "VIP 客户" } },
	{ NULL, "major", { "Major", "主要客户" } },
	{ NULL, "ordinary", { "Ordinary", "普通客户" } },
	{ NULL, "small", { "Small", "小客户" } },
	{ NULL, "platinum", { "Platinum", "铂金客户" } },
	{ NULL, "gold", { "Gold", "黄金客户" } },
	{ NULL, "iron", { "Iron", "钢铁客户" } },
	{ NULL, "lead", { "Lead", "重铅客户" } },
	{ "lifecycle", "prospect", { "Prospect", "潜在客户" } },
	{ NULL, "new", { "New", "建立期" } },
	{ NULL, "growing", { "Growing", "发展期" } },
	{ NULL, "mature", { "Mature", "维持期" } },
	{ NULL, "declining", { "Declining", "衰退期" } },
	{ NULL, "dormant", { "Dormant", "休眠期" } },
	{ NULL, "lost", { "Lost", "消亡期" } },
	{ "rfm_segment", "champions", { "Champions", "冠军客户" } },
	{ NULL, "loyal", { "Loyal", "忠诚客户" } },
	{ NULL, "potential_loyalist", { "Potential loyalist", "潜在忠诚客户" } },
	{ NULL, "new", { "New", "新客户" } },
	{ NULL, "promising", { "Promising", "有潜力客户" } },
	{ NULL, "need_attention", { "Need attention", "需要关注" } },
	{ NULL, "about_to_sleep", { "About to sleep", "即将沉睡" } },
	{ NULL, "at_risk", { "At risk", "有流失风险" } },
	{ NULL, "cannot_lose", { "Cannot lose", "不能失去" } },
	{ NULL, "hibernating", { "Hibernating", "沉睡客户" } },
	{ NULL, "lost", { "Lost", "已流失" } },
};

static const struct word columns[] = {
	{ NULL, "customer_id", { "Customer", "客户编号" } },
	{ NULL, "name", { "Name", "客户名称" } },
	{ NULL, "amount", { "Amount", "金额" } },
	{ NULL, "orders", { "Orders", "订单数" } },
	{ NULL, "last_date", { "Last bought", "最近购买" } },
	{ NULL, "recency", { "Days ago", "距今天数" } },
	{ NULL, "gap_mean", { "Usual gap", "平均间隔" } },
	{ NULL, "abc", { "ABC", "ABC 分类" } },
	{ NULL, "pyramid", { "Pyramid", "金字塔" } },
	{ NULL, "lifecycle", { "Life cycle", "生命周期" } },
	{ NULL, "rfm_segment", { "RFM segment", "RFM 分群" } },
	{ NULL, "rfm", { "RFM score", "RFM 得分" } },
	{ NULL, "country", { "Country", "国家" } },
	{ NULL, "city", { "City", "城市" } },
	{ NULL, "region", { "Region", "地区" } },
	{ NULL, "channel", { "Channel", "渠道" } },
	{ NULL, "category", { "Category", "类别" } },
	{ NULL, "gender", { "Gender", "性别" } },
	{ NULL, "cluster", { "Cluster", "群体" } },
};

static const char *const phrases[WORDS_PHRASES][WORDS_LANGUAGES] = {
	[WORDS_TITLE] = { "Customers", "客户报告" },
	[WORDS_AS_OF] = { " as of {1}", "，截至 {1}" },
	[WORDS_PERIOD] = { ", who bought from {1} to {2}", "，购买期间 {1} 至 {2}" },
	[WORDS_CUSTOMER] = { "1 customer", "1 位客户" },
	[WORDS_CUSTOMERS] = { "{1} customers", "{1} 位客户" },
	[WORDS_NO_CUSTOMERS] = { "There are no customers.", "没有客户。" },
	[WORDS_MIXED_DATES] = { "Careful: these profiles were made as of different days, from {1} "
				"to {2}. What is said of the time since a purchase cannot be "
				"compared.",
		"注意：这些客户资料的截止日期不同，从 {1} 到 "
		"{2}，与购买时间有关的数字不可相互比较。" },
	[WORDS_FOOTER] = { "Made by crm-report. Sums are exact; shares are of the whole shown "
			   "here.",
		"由 crm-report 生成。合计精确无误；占比以本页全部客户为基数。" },

	[WORDS_TILE_AMOUNT] = { "Amount", "总金额" },
	[WORDS_NOTE_EXACTLY] = { "exactly {1}", "精确值 {1}" },
	[WORDS_TILE_CUSTOMERS] = { "Customers", "客户数" },
	[WORDS_NOTE_EACH] = { "{1} each", "人均 {1}" },
	[WORDS_TILE_ORDERS] = { "Orders", "订单数" },
	[WORDS_NOTE_ORDERS_EACH] = { "{1} per customer", "人均 {1} 单" },
	[WORDS_TILE_ORDER_AMOUNT] = { "Amount per order", "客单价" },
	[WORDS_TILE_REPEATERS] = { "Came back to buy", "复购客户占比" },
	[WORDS_NOTE_OF] = { "{1} of {2}", "{1} / {2} 位" },
	[WORDS_TILE_ACTIVE] = { "Bought in {1} days", "近 {1} 天购买" },
	[WORDS_NOTE_ACTIVE] = { "{1} of customers", "占客户 {1}" },
	[WORDS_NOTE_SPENT] = { "{1}, for {2}", "占 {1}，金额 {2}" },
	[WORDS_TILE_RETURNED] = { "Returned", "退货金额" },
	[WORDS_NOTE_RETURNED] = { "{1} of sales", "占销售 {1}" },

	[WORDS_HEAD_SPREAD] = { "Who brings how much", "金额集中度" },
	[WORDS_BEST_FIFTH] = { "The best 20% of customers bring {1} of the amount",
		"最好的 20% 客户贡献了 {1} 的金额" },
	[WORDS_HALF] = { "Half of it comes from the best {1} customers, {2} of all.",
		"其中一半来自最好的 {1} 位客户（占全部客户的 {2}）。" },
	[WORDS_HALF_ONE] = { "At least half of it comes from the best customer alone.",
		"其中至少一半来自最好的 1 位客户。" },
	[WORDS_BELOW_ZERO] = { "{1} customers sent back more than they bought: they come to {2}, "
			       "which is counted in all sums.",
		"有 {1} 位客户的退货多于购买，合计 {2}，已计入各项合计。" },
	[WORDS_BELOW_ZERO_ONE] = { "One customer sent back more than was bought: this comes to "
				   "{2}, which is counted in all sums.",
		"有 1 位客户的退货多于购买，合计 {2}，已计入各项合计。" },
	[WORDS_NO_SHARES] = { "The amounts do not add up to more than zero, so there are no shares "
			      "of them.",
		"金额合计不大于零，因此无法计算金额占比。" },
	[WORDS_SHARE_OF_CUSTOMERS] = { "Share of customers", "客户占比" },
	[WORDS_SHARE_OF_AMOUNT] = { "Share of amount", "金额占比" },

	[WORDS_HEAD_SEGMENTS] = { "Who the customers are", "客户构成" },
	[WORDS_SEGMENT_FINDING] = { "{1}: {3} of the customers ({2}) bring {4} of the amount",
		"{1}：{2}占客户的 {3}，贡献 {4} 的金额" },
	[WORDS_SEGMENT_MISSING] = { "(none)", "（空）" },
	[WORDS_SEGMENT_OTHERS] = { "({1} more)", "（其余 {1} 项）" },
	[WORDS_COUNT] = { "Customers", "客户数" },
	[WORDS_SHARE] = { "Share", "占比" },
	[WORDS_AMOUNT] = { "Amount", "金额" },
	[WORDS_MEAN] = { "Mean", "人均" },

	[WORDS_HEAD_SILENT] = { "Worth a call", "需要挽回" },
	[WORDS_SILENT_BEST] = { "{1} of the A customers have fallen silent. They brought {2}, {3} "
				"of the amount.",
		"{1} 位 A 类客户已沉默，他们共贡献 {2}，占金额 {3}。" },
	[WORDS_SILENT_BEST_ONE] = { "One of the A customers has fallen silent, who brought {2}, "
				    "{3} of the amount.",
		"1 位 A 类客户已沉默，共贡献 {2}，占金额 {3}。" },
	[WORDS_SILENT] = { "{1} customers have fallen silent. They brought {2}, {3} of the "
			   "amount.",
		"{1} 位客户已沉默，他们共贡献 {2}，占金额 {3}。" },
	[WORDS_SILENT_ONE] = { "One customer has fallen silent, who brought {2}, {3} of the "
			       "amount.",
		"1 位客户已沉默，共贡献 {2}，占金额 {3}。" },
	[WORDS_SILENT_NONE] = { "No customer of value has fallen silent.",
		"没有重要客户陷入沉默。" },
	[WORDS_SILENT_FIRST] = { "Speak first to those who brought most",
		"建议优先联系贡献最大的客户" },
	[WORDS_SILENT_STAGE] = { "Silent: dormant or lost by life cycle.",
		"沉默：生命周期为休眠期或消亡期。" },
	[WORDS_SILENT_GAP] = { "Silent: without a purchase for longer than the mean gap between "
			       "purchases and two standard deviations.",
		"沉默：距上次购买的天数超过平均购买间隔加两倍标准差。" },

	[WORDS_HEAD_BEST] = { "The best customers", "最佳客户" },
	[WORDS_BEST_SHARE] = { "The {1} best bring {2}, {3} of the amount.",
		"前 {1} 位客户共贡献 {2}，占金额 {3}。" },
	[WORDS_BEST_SHARE_ONE] = { "The best brings {2}, {3} of the amount.",
		"第一位客户贡献 {2}，占金额 {3}。" },
};

const char *words_phrase(enum words_phrase phrase, enum words_language language)
{
	return phrases[phrase][language];
}

void words_fill(struct buf *out, const char *phrase, const struct slice *text, size_t count)
{
	for (; *phrase != '\0'; phrase++) {
		size_t place = (size_t)(phrase[1] - '1');

		if (*phrase != '{' || place >= 9 || phrase[2] != '}') {
			buf_char(out, *phrase);
			continue;
		}
		assert(place < count);
		buf_put(out, text[place]);
		phrase += 2;
	}
}

/* In lower case, and one byte for all that may stand between words. */
static char plain(char byte)
{
	if (byte >= 'A' && byte <= 'Z')
		return (char)(byte - 'A' + 'a');
	return byte == '-' || byte == ' ' ? '_' : byte;
}

bool words_same(struct slice value, const char *known)
{
	for (size_t i = 0; i < value.length; i++)
		if (known[i] == '\0' || plain(value.at[i]) != plain(known[i]))
			return false;
	return known[value.length] == '\0';
}

struct slice words_column(struct slice column, enum words_language language)
{
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		if (words_same(column, columns[i].name))
			return slice_of(columns[i].text[language]);
	return column;
}

/* The value's row in the table, and its place among those of its column. NULL if not known. */
static const struct word *find_value(struct slice column, struct slice value, int *rank)
{
	bool is_column = false;

	*rank = 0;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		if (values[i].column != NULL)
			is_column = words_same(column, values[i].column);
		if (!is_column)
			continue;
		if (words_same(value, values[i].name))
			return &values[i];
		++*rank;
	}
	return NULL;
}

struct slice words_value(struct slice column, struct slice value, enum words_language language)
{
	int rank;
	const struct word *word = find_value(column, value, &rank);

	return word != NULL ? slice_of(word->text[language]) : value;
}

int words_rank(struct slice column, struct slice value)
{
	int rank;

	return find_value(column, value, &rank) != NULL ? rank : WORDS_RANK_UNKNOWN;
}
