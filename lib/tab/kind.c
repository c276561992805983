/* SPDX-License-Identifier: MIT */
#include "tab/kind.h"

/* clang-format off: the aliases are lists, to be read as such */

/* What any ledger may call them. */
#define CUSTOMER_ALIASES                                                                                                  \
	"customerid custid custno clientid memberid buyerid patronid shopperid subscriberid "                             \
	"donorid 客户号 顾客号 会员号 会员卡号 用户号 买家号 客戶号 會員号 顧客号 ?customer " \
	"?cust ?client "                                                                                                  \
	"?member ?buyer ?userid ?user ?uid ?accountid ?account ?客户 ?顾客 ?会员 ?用户 ?买家 "                  \
	"?买家会员名 "                                                                                               \
	"?卡号 ?客戶 ?會員"
#define OWNER_ALIASES                                                                                                       \
	"ownerid salesrep salesagent salesperson salesman accountmanager assignedto assignee "                              \
	"responsible 业务员 销售员 销售代表 客户经理 负责人 跟进人 所属销售 經辦人 ?agent ?rep " \
	"?sales "                                                                                                           \
	"?employee ?staff ?销售 ?经办人 ?员工"
#define PRODUCT_ID_ALIASES                                                                                  \
	"productid stockid sku itemid articleid goodsid upc ean barcode 商品号 产品号 货号 款号 " \
	"品号 "                                                                                           \
	"物料号 商品条码 條碼 ?product ?item"
#define PRODUCT_ALIASES                                                                                             \
	"productname itemname articlename goodsname productdescription itemdescription "                            \
	"producttitle 商品名称 商品名 产品名称 产品名 品名 货品名称 宝贝标题 商品标题 " \
	"?description ?item "                                                                                       \
	"?article ?商品 ?产品 ?宝贝 ?货品"
#define ORDER_ID_ALIASES                                                                                                \
	"orderid ordernr invoiceid receiptid transactionid billid basketid saleid ticketid "                            \
	"订单号 订单流水号 交易号 单号 小票号 单据号 发票号 流水号 訂單号 ?order ?invoice " \
	"?receipt ?订单"
#define CHANNEL_ALIASES "saleschannel channelname 渠道 销售渠道 渠道名称 ?source ?medium ?来源"

static const struct kind_column customers[] = {
	{ "customer_id", TYPE_ID, true, "who", CUSTOMER_ALIASES " ?id ?no ?号 ?序号" },
	{ "name", TYPE_TEXT, false, "of the person or company",
		"customername clientname membername fullname 姓名 客户名称 客户姓名 顾客姓名 "
		"会员姓名 "
		"会员名称 客戶名稱 ?contactname ?名称 ?名字 ?名稱" },
	{ "family_name", TYPE_TEXT, false, "the part that a family shares",
		"surname lastname familyname 姓 姓氏" },
	{ "given_name", TYPE_TEXT, false, "the part of one's own",
		"firstname forename givenname 名" },
	{ "gender", TYPE_TEXT, false, NULL, "sex customergender 性别 性別" },
	{ "birth_date", TYPE_DATE, false, NULL,
		"birthdate birthday dob dateofbirth 生日 出生日期 出生年月日" },
	{ "company", TYPE_TEXT, false, "where a person belongs",
		"companyname organisation organization employer firm 公司 公司名称 单位 单位名称 "
		"工作单位 "
		"企业名称" },
	{ "industry", TYPE_TEXT, false, "the trade",
		"sector trade businesstype 行业 所属行业 行業" },
	{ "email", TYPE_EMAIL, false, NULL,
		"emailaddress mailaddress customeremail 邮箱 电子邮箱 电子邮件 邮件地址 電子郵件 "
		"?mail" },
	{ "phone", TYPE_PHONE, false, NULL,
		"phonenumber phoneno telephone telephonenumber tel telno 电话 电话号码 联系电话 "
		"座机 固定电话 "
		"電話" },
	{ "mobile", TYPE_PHONE, false, "the phone that is carried about",
		"mobilephone mobilenumber mobileno cell cellphone cellnumber 手机 手机号 手机号码 "
		"移动电话 "
		"手機" },
	{ "address", TYPE_TEXT, false, "street and house",
		"streetaddress street addressline1 address1 地址 住址 详细地址 联系地址 通讯地址 "
		"家庭住址 "
		"收货地址 客户地址" },
	{ "city", TYPE_TEXT, false, NULL, "town suburb cityname 城市 所在城市 市" },
	{ "region", TYPE_TEXT, false, "province, state or part of the country",
		"province county 省 省份 地区 区域 所在地区 所在省 ?state ?territory ?area" },
	{ "postcode", TYPE_ID, false, NULL,
		"postalcode zip zipcode postcode 邮编 邮政编码 郵遞區號" },
	{ "country", TYPE_TEXT, false, NULL, "countryname countrycode 国家 国别 國家 ?nation" },
	{ "channel", TYPE_TEXT, false, "by which the customer came",
		CHANNEL_ALIASES " acquisitionchannel leadsource 客户来源 会员来源" },
	{ "owner", TYPE_TEXT, false, "who looks after the customer", OWNER_ALIASES },
	{ "since", TYPE_DATE, false, "when the customer was won",
		"customersince membersince joindate joined joinedon dateadded signupdate "
		"registrationdate "
		"registerdate registered registeredat 注册日期 注册时间 入会日期 入会时间 开户日期 "
		"建档日期 "
		"加入日期 ?createddate ?createdat ?startdate ?创建时间 ?创建日期" },
	{ "credit_limit", TYPE_AMOUNT, false, "how much may be owed",
		"creditline 授信额度 信用额度 信用限额 授信" },
	{ NULL, TYPE_ID, false, NULL, NULL },
};

static const struct kind_column transactions[] = {
	{ "customer_id", TYPE_ID, true, "who bought", CUSTOMER_ALIASES },
	{ "order_id", TYPE_ID, false, "the order that the row is a line of", ORDER_ID_ALIASES },
	{ "line", TYPE_INTEGER, false, "which line of the order",
		"lineid linenumber orderline orderlinenumber orderlineid 行号 订单行号 明细行号 "
		"?序号" },
	{ "date", TYPE_DATE, true, "the day of the order",
		"orderdate invoicedate transactiondate purchasedate saledate salesdate dateoforder "
		"dateofpurchase txndate transdate 订单日期 下单日期 交易日期 购买日期 消费日期 "
		"销售日期 成交日期 "
		"開單日期 ?day ?dt ?日期 ?paymentdate ?createddate ?付款日期 ?支付日期 ?创建日期" },
	{ "time", TYPE_TIME, false, "its moment",
		"ordertime orderdatetime invoicetime invoicedatetime transactiontime "
		"transactiondatetime "
		"purchasetime datetime timestamp 下单时间 订单时间 订单创建时间 交易时间 购买时间 "
		"消费时间 销售时间 "
		"成交时间 ?createdat ?createtime ?paidat ?时间 ?付款时间 ?支付时间 ?订单付款时间 "
		"?创建时间" },
	{ "product_id", TYPE_ID, false, "what was bought", PRODUCT_ID_ALIASES },
	{ "product", TYPE_TEXT, false, "its name", PRODUCT_ALIASES },
	{ "category", TYPE_TEXT, false, "the group of products that it belongs to",
		"productcategory categoryname itemcategory productgroup department 类别 商品类别 "
		"品类 分类 "
		"商品分类 产品类别 类目 類別 ?group" },
	{ "channel", TYPE_TEXT, false, "where it was bought",
		CHANNEL_ALIASES " store storename shop shopname 门店 店铺 门店名称 店铺名称" },
	{ "quantity", TYPE_NUMBER, false, "how many; below zero: returned",
		"qty units unitssold orderqty orderquantity quantityordered 数量 购买数量 销售数量 "
		"商品数量 件数 "
		"宝贝总数量 數量 ?count ?counts ?pieces" },
	{ "price", TYPE_AMOUNT, false, "of one",
		"unitprice priceeach itemprice sellingprice 单价 商品单价 销售单价 單價 ?售价 "
		"?价格" },
	{ "amount", TYPE_AMOUNT, true, "of the row; below zero: a return",
		"lineamount linetotal salesamount saleamount purchaseamount transactionamount "
		"amountpaid paidamount 实付金额 实收金额 支付金额 消费金额 销售金额 成交金额 "
		"交易金额 购买金额 销售额 "
		"实付款 买家实际支付金额 ?amounts ?total ?totalamount ?totalprice ?ordertotal "
		"?orderamount "
		"?grandtotal ?subtotal ?sales ?revenue ?spend ?spent ?expenditure ?value ?paid "
		"?金额 ?总额 "
		"?总金额 ?总价 ?合计 ?小计 ?订单金额 ?付款金额 ?应付金额 ?应收金额 ?金額" },
	{ NULL, TYPE_ID, false, NULL, NULL },
};

static const struct kind_column contacts[] = {
	{ "contact_id", TYPE_ID, false, "which contact",
		"callid activityid interactionid visitid 联系号 通话号 拜访号 ?id ?no ?号 ?记录号 "
		"?序号" },
	{ "customer_id", TYPE_ID, true, "with whom", CUSTOMER_ALIASES },
	{ "date", TYPE_DATE, true, "the day",
		"contactdate calldate visitdate activitydate interactiondate 联系日期 通话日期 "
		"拜访日期 来电日期 "
		"跟进日期 ?day ?日期 ?createddate" },
	{ "time", TYPE_TIME, false, "the moment",
		"contacttime calltime visittime datetime timestamp 联系时间 通话时间 拜访时间 "
		"来电时间 跟进时间 "
		"?starttime ?createdat ?时间 ?开始时间" },
	{ "channel", TYPE_TEXT, false, "visit, phone, mail, message, web",
		CHANNEL_ALIASES " contactchannel contactmethod 联系方式 沟通方式 跟进方式" },
	{ "kind", TYPE_TEXT, false, "what it was for: sale, care, question, complaint, dunning",
		"contacttype calltype activitytype callreason reason 联系类型 跟进类型 来电原因 "
		"通话类型 ?type "
		"?类型" },
	{ "direction", TYPE_TEXT, false, "in: from the customer; out: to the customer",
		"calldirection inout 呼叫方向 方向" },
	{ "owner", TYPE_TEXT, false, "who spoke with the customer",
		OWNER_ALIASES " 坐席 客服 接待人" },
	{ "subject", TYPE_TEXT, false, "what it was about", "topic title 主题 标题 事由 沟通主题" },
	{ "outcome", TYPE_TEXT, false, "what came of it",
		"result disposition 结果 联系结果 跟进结果 处理结果" },
	{ "note", TYPE_TEXT, false, "what was said",
		"notes remark remarks comment comments 备注 内容 联系内容 跟进内容 沟通内容 備註 "
		"?description" },
	{ "waiting", TYPE_NUMBER, false, "seconds until it was taken",
		"waitingtime waittime waitseconds 等待时长 等待时间 等待秒数" },
	{ "duration", TYPE_NUMBER, false, "seconds that it took",
		"callduration talktime handlingtime handletime durationseconds 通话时长 时长 "
		"处理时长 通话秒数" },
	{ "settled", TYPE_FLAG, false, "was nothing left to do?",
		"resolved firstcontactresolution fcr 是否解决 一次解决 是否一次解决" },
	{ "case_id", TYPE_ID, false, "the case that it belongs to", "ticketid 工单号 投诉号" },
	{ "cost", TYPE_AMOUNT, false, "of the contact", "contactcost 费用 成本 联系成本" },
	{ NULL, TYPE_ID, false, NULL, NULL },
};

static const struct kind_column cases[] = {
	{ "case_id", TYPE_ID, true, "which case",
		"ticketid complaintid disputeid incidentid issueid 工单号 投诉号 案件号 纠纷号 "
		"服务单号 ?case ?ticket "
		"?id ?no ?号" },
	{ "customer_id", TYPE_ID, false, "whose", CUSTOMER_ALIASES },
	{ "date", TYPE_DATE, true, "the day of the event",
		"eventdate complaintdate datereceived receiveddate 投诉日期 受理日期 事件日期 "
		"登记日期 ?opened "
		"?openeddate ?createddate ?日期" },
	{ "time", TYPE_TIME, false, "its moment",
		"eventtime datetime timestamp 投诉时间 受理时间 事件时间 登记时间 ?openedat "
		"?createdat ?时间 "
		"?创建时间" },
	{ "event", TYPE_TEXT, true,
		"what happened: opened, assigned, answered, settled, reopened, closed",
		"eventtype casevent caseevent 事件 事件类型 处理动作 ?action ?动作" },
	{ "kind", TYPE_TEXT, false, "complaint, dispute, question, repair",
		"casetype tickettype complainttype 投诉类型 工单类型 案件类型 ?type ?类型" },
	{ "product", TYPE_TEXT, false, "what it is about",
		"productname productpurchased 商品名称 产品名称 ?产品 ?商品" },
	{ "subject", TYPE_TEXT, false, "in a few words",
		"ticketsubject issue topic title 主题 标题 投诉内容 问题" },
	{ "channel", TYPE_TEXT, false, "by which it came",
		CHANNEL_ALIASES " ticketchannel 投诉渠道 受理渠道" },
	{ "status", TYPE_TEXT, false, "where it stands after the event",
		"casestatus ticketstatus 状态 工单状态 处理状态 狀態 ?state" },
	{ "priority", TYPE_TEXT, false, "how urgent",
		"ticketpriority severity urgency 优先级 紧急程度 等级" },
	{ "owner", TYPE_TEXT, false, "who sees to it", OWNER_ALIASES " 处理人 受理人 责任人" },
	{ "due", TYPE_TIME, false, "until when it must be settled",
		"duedate duetime deadline sladue 截止日期 截止时间 到期时间 要求完成时间 "
		"处理期限" },
	{ "cause", TYPE_TEXT, false, "why it came about",
		"rootcause reason 原因 投诉原因 责任原因" },
	{ "remedy", TYPE_TEXT, false, "what was done or offered",
		"resolution solution actiontaken 处理结果 解决方案 处理措施 补救措施" },
	{ "satisfied", TYPE_FLAG, false, "was the customer content with it?",
		"issatisfied customersatisfied 是否满意 客户满意" },
	{ "score", TYPE_NUMBER, false, "how content, on whatever scale",
		"satisfactionrating customersatisfactionrating csat rating 满意度 评分 "
		"满意度评分" },
	{ "cost", TYPE_AMOUNT, false, "of the remedy",
		"compensation refund 赔偿金额 补偿金额 费用" },
	{ NULL, TYPE_ID, false, NULL, NULL },
};

static const struct kind_column answers[] = {
	{ "customer_id", TYPE_ID, false, "who answered, if that is known",
		CUSTOMER_ALIASES " respondentid 受访者号 被访者号 答卷号 ?respondent ?受访者" },
	{ "date", TYPE_DATE, false, "the day",
		"surveydate answerdate responsedate submitdate submittedon 调查日期 答卷日期 "
		"填写日期 提交日期 ?日期 "
		"?createddate" },
	{ "time", TYPE_TIME, false, "the moment",
		"submittedat submittime datetime timestamp 提交时间 答题时间 填写时间 ?createdat "
		"?时间" },
	{ "survey", TYPE_TEXT, false, "which survey",
		"surveyid surveyname questionnaire 问卷 问卷名称 问卷号 调查名称" },
	{ "question", TYPE_TEXT, true, "which question",
		"questionid questiontext 问题 题目 题号 题项 ?item ?itemid ?指标" },
	{ "dimension", TYPE_TEXT, false,
		"what it is a part of: tangibles, reliability, responsiveness, assurance, empathy",
		"factor 维度 因子 ?category ?类别" },
	{ "expectation", TYPE_NUMBER, false, "what was expected",
		"expected expectedscore 期望 期望值 期望得分" },
	{ "score", TYPE_NUMBER, false, "what was found, or the answer as a number",
		"experience perception perceived perceivedscore rating 得分 评分 分数 感知 感知值 "
		"感知得分 "
		"实际感受 ?answer ?value ?response ?答案 ?回答" },
	{ "weight", TYPE_NUMBER, false, "how important it is to the one who answered",
		"importance 重要性 权重 重要度 權重" },
	{ "comment", TYPE_TEXT, false, "in the customer's own words",
		"comments remark remarks verbatim feedback 意见 建议 评论 备注 意见建议" },
	{ "channel", TYPE_TEXT, false, "by which it was asked",
		CHANNEL_ALIASES " surveychannel 调查渠道" },
	{ NULL, TYPE_ID, false, NULL, NULL },
};

static const struct kind_column invoices[] = {
	{ "invoice_id", TYPE_ID, true, "which invoice",
		"invoicenr billid documentid 发票号 账单号 单据号 应收单号 發票号 ?invoice ?单号 "
		"?id ?no ?号" },
	{ "customer_id", TYPE_ID, true, "who owes it", CUSTOMER_ALIASES " 购方号 客商号" },
	{ "date", TYPE_DATE, true, "the day from which it counts",
		"invoicedate billdate billingdate issuedate issued documentdate 开票日期 发票日期 "
		"账单日期 单据日期 "
		"開票日期 ?日期 ?createddate" },
	{ "due_date", TYPE_DATE, false, "the day by which it must be paid",
		"due duedate paymentdue paymentduedate dueby 到期日 到期日期 应付日期 付款到期日 "
		"付款期限" },
	{ "amount", TYPE_AMOUNT, true, "what is owed; below zero: a credit note",
		"invoiceamount invoicetotal billamount amountdue 发票金额 开票金额 账单金额 "
		"应收金额 价税合计 "
		"?total ?totalamount ?value ?sum ?金额 ?总金额 ?合计" },
	{ "order_id", TYPE_ID, false, "the order that it is for",
		"orderid salesorder 订单号 销售订单号 ?order" },
	{ "term", TYPE_INTEGER, false, "days in which it is to be paid",
		"terms termdays paymentterms creditdays 账期 信用期 付款天数 账期天数" },
	{ "disputed", TYPE_FLAG, false, "does the customer object?",
		"dispute isdisputed 争议 是否有争议 是否争议" },
	{ "settled_date", TYPE_DATE, false, "the day on which the last of it was paid",
		"settled settleddate paiddate datepaid cleareddate clearingdate 结清日期 付清日期 "
		"核销日期" },
	{ "owner", TYPE_TEXT, false, "who sees to its being paid",
		OWNER_ALIASES " collector 催收员" },
	{ NULL, TYPE_ID, false, NULL, NULL },
};

static const struct kind_column payments[] = {
	{ "payment_id", TYPE_ID, false, "which payment",
		"checknumber chequenumber receiptid transactionid remittanceid 付款号 收款号 "
		"收款单号 付款单号 "
		"支付流水号 交易流水号 流水号 ?id ?no ?号" },
	{ "customer_id", TYPE_ID, true, "who paid", CUSTOMER_ALIASES " 付款方号 客商号" },
	{ "date", TYPE_DATE, true, "the day on which the money came",
		"paymentdate paiddate datepaid receiptdate valuedate received receiveddate "
		"付款日期 支付日期 "
		"收款日期 到账日期 回款日期 ?日期 ?createddate" },
	{ "amount", TYPE_AMOUNT, true, "what was paid; below zero: paid back",
		"paymentamount paidamount amountpaid amountreceived 付款金额 支付金额 收款金额 "
		"到账金额 回款金额 "
		"实收金额 ?total ?value ?sum ?金额 ?金額" },
	{ "invoice_id", TYPE_ID, false, "the invoice that it is for",
		"invoicenr billid 发票号 账单号 应收单号 ?invoice" },
	{ "method", TYPE_TEXT, false, "cash, transfer, card, …",
		"paymentmethod paymenttype paymentmode payby 支付方式 付款方式 收款方式 结算方式" },
	{ NULL, TYPE_ID, false, NULL, NULL },
};

static const struct kind_column points[] = {
	{ "entry_id", TYPE_ID, false, "which booking",
		"pointsid transactionid 积分流水号 流水号 記錄号 ?id ?no ?号 ?记录号" },
	{ "customer_id", TYPE_ID, true, "whose points", CUSTOMER_ALIASES },
	{ "date", TYPE_DATE, true, "the day",
		"pointsdate transactiondate earneddate bookingdate 积分日期 交易日期 变动日期 "
		"?日期 ?createddate" },
	{ "time", TYPE_TIME, false, "the moment",
		"transactiontime datetime timestamp 积分时间 变动时间 交易时间 ?createdat ?时间" },
	{ "event", TYPE_TEXT, false,
		"earn, redeem, expire, adjust; missing: earn above zero, redeem below",
		"eventtype pointstype transactiontype 积分类型 变动类型 事件 ?type ?action ?类型" },
	{ "points", TYPE_NUMBER, true, "how many; below zero: taken off",
		"point pointsamount pointsearned pointsdelta 积分 积分数 积分变动 变动积分 分值 "
		"積分 ?amount ?value" },
	{ "expiry_date", TYPE_DATE, false, "the last day on which they can be redeemed",
		"expiry expirydate expirationdate expiresat expireson validuntil 到期日 到期日期 "
		"有效期 失效日期 "
		"过期日期" },
	{ "order_id", TYPE_ID, false, "the order that they come from",
		"invoiceid receiptid 订单号 小票号 ?order ?receipt ?订单" },
	{ "reason", TYPE_TEXT, false, "why",
		"description remark remarks note 原因 说明 变动原因 备注" },
	{ NULL, TYPE_ID, false, NULL, NULL },
};

static const struct kind_column deals[] = {
	{ "deal_id", TYPE_ID, true, "which opportunity",
		"opportunityid oppid leadid 商机号 机会号 销售机会号 项目号 ?deal ?opportunity ?id "
		"?no ?号" },
	{ "customer_id", TYPE_ID, false, "with whom", CUSTOMER_ALIASES " ?客户名称 ?accountname" },
	{ "date", TYPE_DATE, true, "the day on which the stage was reached",
		"stagedate changedate eventdate 阶段日期 变更日期 更新日期 ?createddate "
		"?engagedate ?日期" },
	{ "stage", TYPE_TEXT, true, "the stage; won and lost are the last",
		"dealstage salesstage opportunitystage stagename pipelinestage 阶段 销售阶段 "
		"商机阶段 机会阶段 "
		"?status ?状态" },
	{ "amount", TYPE_AMOUNT, false, "what it would bring",
		"dealamount dealvalue opportunityamount opportunityvalue closevalue "
		"expectedrevenue "
		"商机金额 预计金额 预计销售额 合同金额 ?value ?revenue ?total ?金额" },
	{ "probability", TYPE_NUMBER, false, "of winning, 0 to 1, as its owner sees it",
		"winprobability winchance 赢率 成功率 成交概率 概率 可能性" },
	{ "expected_close", TYPE_DATE, false, "the day on which it should be settled",
		"expectedclosedate estimatedclosedate forecastdate 预计成交日期 预计签约日期 "
		"预计结单日期 "
		"?closedate ?closingdate" },
	{ "owner", TYPE_TEXT, false, "who works on it", OWNER_ALIASES },
	{ "product", TYPE_TEXT, false, "what it is about", PRODUCT_ALIASES },
	{ "channel", TYPE_TEXT, false, "where it came from",
		CHANNEL_ALIASES " leadsource 商机来源 线索来源" },
	{ "reason", TYPE_TEXT, false, "why it was won or lost",
		"lossreason lostreason winreason closereason 原因 输单原因 赢单原因 丢单原因 "
		"失败原因" },
	{ "competitor", TYPE_TEXT, false, "who else was in the running", "竞争对手 競爭對手" },
	{ NULL, TYPE_ID, false, NULL, NULL },
};

static const struct kind_column responses[] = {
	{ "customer_id", TYPE_ID, true, "who was addressed, or was held back to compare",
		CUSTOMER_ALIASES },
	{ "campaign", TYPE_TEXT, true, "which campaign",
		"campaignid campaignname promotion promotionid 活动 活动号 活动名称 营销活动 "
		"促销活动 活動名稱" },
	{ "treatment", TYPE_TEXT, false, "what was done, e.g. mail-a; control: nothing",
		"arm testgroup variant treatmentgroup controlgroup 组别 实验组 分组 测试组 ?group "
		"?segment ?cell" },
	{ "date", TYPE_DATE, false, "the day of the contact",
		"contactdate sentdate senddate mailingdate campaigndate 发送日期 触达日期 联系日期 "
		"活动日期 ?sent "
		"?日期" },
	{ "channel", TYPE_TEXT, false, "by which",
		CHANNEL_ALIASES " contactchannel 触达渠道 发送渠道" },
	{ "responded", TYPE_FLAG, false, "did what was hoped for happen?",
		"response converted conversion purchased isresponded 是否响应 是否购买 是否转化 "
		"响应 转化 ?y "
		"?target ?outcome" },
	{ "response_date", TYPE_DATE, false, "the day on which it did",
		"respondeddate conversiondate converteddate 响应日期 转化日期 购买日期" },
	{ "amount", TYPE_AMOUNT, false, "what it brought",
		"responseamount conversionvalue purchaseamount 响应金额 购买金额 转化金额 ?spend "
		"?revenue ?sales "
		"?value ?金额" },
	{ "cost", TYPE_AMOUNT, false, "of the contact",
		"contactcost 费用 成本 触达成本 ?spending" },
	{ NULL, TYPE_ID, false, NULL, NULL },
};

const struct kind kind_all[] = {
	{ "customers", "names and addresses, one row per customer", "customer_id", customers },
	{ "transactions", "orders and returns, one row per line of an order", "order_id line",
		transactions },
	{ "contacts", "visits, calls, letters and messages", "contact_id", contacts },
	{ "cases", "what happened to complaints, disputes and questions", "case_id time event",
		cases },
	{ "answers", "what customers said in surveys, one row per question",
		"customer_id date survey question", answers },
	{ "invoices", "what customers owe", "invoice_id", invoices },
	{ "payments", "what they paid", "payment_id", payments },
	{ "points", "loyalty points earned, redeemed and expired", "entry_id", points },
	{ "deals", "stages that sales opportunities reached", "deal_id date stage", deals },
	{ "responses", "who was addressed by a campaign, and what came of it",
		"customer_id campaign date", responses },
	{ NULL, NULL, NULL, NULL },
};

/* clang-format on */

void kind_put_list(struct buf *out)
{
	for (const struct kind *kind = kind_all; kind->name != NULL; kind++) {
		if (kind != kind_all)
			buf_text(out, ", ");
		buf_text(out, kind->name);
	}
}

const struct kind *kind_find(const char *name)
{
	for (const struct kind *kind = kind_all; kind->name != NULL; kind++)
		if (strcmp(kind->name, name) == 0)
			return kind;
	return NULL;
}

const struct kind_column *kind_column(const struct kind *kind, struct slice name)
{
	if (kind == NULL)
		return NULL;
	for (const struct kind_column *column = kind->columns; column->name != NULL; column++)
		if (slice_is(name, column->name))
			return column;
	return NULL;
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Does a word begin with the capital at `i`: camelCase, or the last one of "IDNumber"'s first two?
 */
static bool begins_word(struct slice name, size_t i)
{
	if (i == 0 || !is_upper(name.at[i]))
		return false;
	return is_lower_or_digit(name.at[i - 1]) ||
	       (is_upper(name.at[i - 1]) && i + 1 < name.length && name.at[i + 1] >= 'a' &&
		       name.at[i + 1] <= 'z');
}

void kind_put_name(struct buf *out, struct slice name)
{
	size_t start = out->length;
	bool gap = false;

	for (size_t i = 0; i < name.length; i++) {
		char c = name.at[i];

		if (!is_upper(c) && !is_lower_or_digit(c) && (unsigned char)c < 0x80) {
			gap = true;
			continue;
		}
		if ((gap || begins_word(name, i)) && out->length > start)
			buf_char(out, '_');
		gap = false;
		buf_char(out, is_upper(c) ? (char)(c - 'A' + 'a') : c);
	}
}
