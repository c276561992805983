/* SPDX-License-Identifier: MIT */
/*
 * header: the columns of each table.
 */
#include "sample.h"

static const char transactions_header[] = "customer_id\torder_id\tdate\tproduct_id\tproduct\t"
					  "category\tchannel\tquantity\tprice\tamount\n";

static const char export_header[] = "InvoiceNo,InvoiceDate,CustomerID,StockCode,Description,"
				    "Category,Channel,Quantity,UnitPrice\r\n";

static const char customers_header[] = "customer_id\tname\tgender\tbirth_date\temail\tphone\t"
				       "city\tcountry\tchannel\tsince\n";
static const char customers_export_header[] =
	"客户编号,姓名,性别,出生日期,邮箱,电话,城市,国家,渠道,建档日期\r\n";

/* What drives a customer has other names in each process. */
#define TRUTH(buying, leaving) \
	"customer_id\t" buying "\t" leaving "\tnu\tfirst\tlast\torders\talive\torders_after\n"

static const char *const truth_header[] = {
	[SHOP_BGNBD] = TRUTH("lambda", "p"),
	[SHOP_MBGNBD] = TRUTH("lambda", "p"),
	[SHOP_PARETONBD] = TRUTH("lambda", "mu"),
	[SHOP_BGBB] = TRUTH("p", "theta"),
};

const char *sample_header(const struct sample *sample)
{
	bool is_csv = sample->format == SAMPLE_CSV;

	switch (sample->table) {
	case SAMPLE_CUSTOMERS:
		return is_csv ? customers_export_header : customers_header;
	case SAMPLE_TRUTH:
		return truth_header[sample->shop.options.process.kind];
	default:
		return is_csv ? export_header : transactions_header;
	}
}
