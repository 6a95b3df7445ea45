"""The exports' tables, as data: fields, Chinese headings and aliases, kinds, which must be there (domain.md §5).

The first heading of a field is the one messages use.  The last aliases are those of real systems' exports.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from guidebook.model import Blocks
from guidebook.reading.fields import Field, Kind, TableSchema
from guidebook.reading.local import ALIASES, GRADE_RULE, GRADE_SCALE, SEASONS
from guidebook.reading.repeated import (
    BARCODE,
    BARCODES,
    CUSTOMER,
    KNOWN_BY,
    LICENSE,
    MONTH,
    OWNER,
    OWNER_THERE,
    SHOP,
    SHOP_THERE,
    SKU,
    SKU_NAMES,
)
from guidebook.reading.visited import COUNTS, FEEDBACK
from guidebook.reading.vocabulary import (
    ABILITY,
    ADVICE_BOX,
    ADVICE_STATUS,
    AREA,
    CHANNEL,
    COMPLAINTS,
    EDUCATION,
    FORMAT,
    MARKET,
    NOTE_KINDS,
    PERSONALITY,
    PRICE_CLASS,
    PRODUCT_KIND,
    SCALE,
    STATE,
    STATUS,
    SUPPLY,
)

_RETAILERS = TableSchema(
    "retailers",
    "零售户档案",
    ("retailers", "零售户", "客户档案"),
    ("license_no",),
    (
        LICENSE,
        CUSTOMER,
        Field("shop_name", SHOP, Kind.NAME, True, max_chars=60, printed=True),
        Field("owner_name", OWNER, Kind.NAME, True, max_chars=20, printed=True),
        Field("status", ("状态", "客户状态", "经营状态", "status"), Kind.CHOICE, True, STATUS),
        Field("market_type", ("市场类型", "market_type", "work_port"), Kind.CHOICE, True, MARKET),
        Field("area_type", ("区域类型", "area_type"), Kind.CHOICE, choices=AREA),
        Field("county", ("区县", "县区", "区/县", "county"), max_chars=40),
        Field("town", ("乡镇", "街道", "乡镇街道", "town"), max_chars=40),
        Field("address", ("地址", "经营地址", "店址", "经营场所", "address", "busi_addr"), max_chars=60),
        Field(
            "format",
            ("业态", "零售业态", "经营业态", "format", "base_type", "cust_format"),
            Kind.CHOICE,
            True,
            FORMAT,
        ),
        Field("scale", ("经营规模", "规模", "scale"), Kind.CHOICE, choices=SCALE),
        Field("grade", ("档位", "客户档位", "grade", "cust_seg"), Kind.GRADE, max_chars=10),
        Field("consumer_group", ("消费群体", "主要消费群体", "consumer_group"), Kind.LIST),
        Field("ability", ("经营能力", "ability"), Kind.CHOICE, choices=ABILITY),
        Field("personality", ("性格类型", "性格", "personality"), Kind.CHOICE, choices=PERSONALITY),
        Field("education", ("文化程度", "文化水平", "education"), Kind.CHOICE, choices=EDUCATION),
        Field("avoid_topics", ("回避话题", "avoid_topics"), Kind.LIST),
        Field("is_key", ("重点客户", "是否重点客户", "is_key"), Kind.FLAG),
        Field("large_print", ("大字", "大字版", "large_print"), Kind.FLAG),
        Field("order_weekday", ("订货日", "order_weekday"), Kind.WEEKDAY),
        Field("order_cycle_days", ("订货周期", "order_cycle_days"), Kind.COUNT),
        Field("lead_days", ("到货天数", "lead_days"), Kind.COUNT),
        Field("capital_limit", ("资金上限", "capital_limit"), Kind.MONEY),
        Field("agreed_cartons", ("商定量", "商定总量", "agreed_qty", "agreed_cartons"), Kind.COUNT),
        Field("cash_day", ("进钱日", "回款日", "cash_day"), max_chars=20),
        Field("market_day", ("赶集日", "集日", "逢集", "market_day"), max_chars=20),
        Field("new_ok", ("可试新品", "接受新品", "new_ok"), Kind.FLAG),
        Field("first_month", ("首次订货月", "首次订货月份", "first_month"), Kind.MONTH),
        Field("license_expiry", ("许可证到期", "许可证到期日", "有效期至", "license_expiry"), Kind.DAY),
        Field("profile_date", ("资料更新日", "档案更新日", "profile_date"), Kind.DAY),
        Field("closed_from", ("歇业起", "歇业开始日", "closed_from"), Kind.DAY),
        Field("closed_until", ("歇业止", "歇业结束日", "closed_until"), Kind.DAY),
        Field("phone", ("电话", "联系电话", "订货电话", "手机", "phone", "order_tel"), max_chars=40),
        Field("email", ("邮箱", "电子邮箱", "邮件", "email")),
        Field("email_ok", ("同意邮件", "同意收邮件", "email_ok"), Kind.FLAG),
    ),
    identity=("license_no",),
    blocks=Blocks.RETAILER,
    needed=True,
)

_SALES = TableSchema(
    "sales",
    "销售表",
    ("sales", "销售", "进销存", "购进"),
    ("license_no", "customer_code", "sku_code"),
    (
        Field("month", MONTH, Kind.MONTH, True),
        LICENSE,
        CUSTOMER,
        SHOP_THERE,
        OWNER_THERE,
        BARCODE,
        Field("sku_code", SKU, Kind.CODE, True),
        Field("sku_name", SKU_NAMES),
        Field("unit", ("单位", "计量单位", "unit"), Kind.UNIT),
        Field(
            "qty_in",
            (
                "购进数量",
                "购进量",
                "订购量",
                "进货量",
                "购进条数",
                "订货量",
                "进货数量",
                "订购数量",
                "数量",
                "qty_in",
                "qty_sold",
            ),
            Kind.QUANTITY,
            True,
        ),
        Field("qty_return", ("退货数量", "退货量", "退货", "qty_return"), Kind.QUANTITY),
        Field(
            "amount_in",
            ("购进金额", "批发金额", "进货金额", "购进额", "订购金额", "金额", "amount_in", "amt_sold"),
            Kind.MONEY,
            True,
        ),
        Field("amount_return", ("退货金额", "退货额", "amount_return"), Kind.MONEY),
        Field("stock_open", ("期初库存", "月初库存", "stock_open"), Kind.QUANTITY),
        Field("stock_close", ("月末库存", "期末库存", "stock_close"), Kind.QUANTITY),
        Field("stock_verified", ("库存已核实", "已核实", "stock_verified"), Kind.FLAG),
        Field("count_date", ("盘点日", "盘点日期", "count_date"), Kind.DAY),
        Field("out_events", ("断货次数", "out_events"), Kind.COUNT),
        Field("retail_price", ("零售价", "实际零售价", "retail_price"), Kind.MONEY),
        Field("qty_wanted", ("需求量", "需求数量", "qty_wanted", "qty_need", "qty_req"), Kind.QUANTITY),
    ),
    identity=("month", "license_no", "sku_code", "qty_in", "amount_in"),
    empty_together=("qty_in", "amount_in"),
    besides=("stock_open", "stock_close", "qty_wanted"),
    known_by=KNOWN_BY,
    critical=frozenset(["shop_name", "owner_name", "unit", "qty_return", "amount_return"]),
    blocks=Blocks.RETAILER,
    needed=True,
)

_PRODUCTS = TableSchema(
    "products",
    "商品目录",
    ("products", "商品", "卷烟"),
    ("sku_code",),
    (
        Field("sku_code", SKU, Kind.CODE, True),
        Field("barcode", BARCODES, Kind.CODES),
        Field("sku_name", ("商品全称", *SKU_NAMES), required=True, printed=True),
        Field("kind", ("商品类别", "品类", "商品种类", "product_kind"), Kind.CHOICE, choices=PRODUCT_KIND),
        Field("brand", ("牌子", "品牌", "brand", "brand_name"), max_chars=60),
        Field("spec", ("规格", "包装", "spec"), max_chars=60),
        Field("sticks_per_pack", ("每盒支数", "盒支数", "sticks_per_pack"), Kind.COUNT),
        Field("sticks_per_carton", ("每条支数", "条支数", "sticks_per_carton", "t_size"), Kind.COUNT),
        Field(
            "wholesale_price",
            ("批发价", "进价", "进货价", "wholesale_price", "price_trade"),
            Kind.MONEY,
            True,
        ),
        Field(
            "list_price",
            ("零售指导价", "标价", "建议零售价", "指导价", "list_retail_price", "list_price", "price_retail"),
            Kind.MONEY,
        ),
        Field("valid_from", ("生效日", "生效日期", "valid_from"), Kind.DAY),
        Field("valid_to", ("失效日", "失效日期", "valid_to"), Kind.DAY),
        Field("launch_date", ("上市日", "上市日期", "launch_date"), Kind.DAY),
        Field("price_class", ("价类", "卷烟价类", "price_class"), Kind.CHOICE, choices=PRICE_CLASS),
        Field("state", ("状态", "商品状态", "state"), Kind.CHOICE, choices=STATE),
        Field("short_name", ("简称", "商品简称", "short_name"), max_chars=30, printed=True),
        Field("focus", ("重点", "是否重点", "重点规格", "重点商品", "重点品牌", "focus"), Kind.FLAG),
    ),
    identity=("sku_code",),
    needed=True,
)

_SUPPLY = TableSchema(
    "supply",
    "货源政策",
    ("supply", "货源", "下月货源", "供货"),
    ("sku_code",),
    (
        Field("month", MONTH, Kind.MONTH, True),
        BARCODE,
        Field("sku_code", SKU, Kind.CODE, True),
        Field("sku_name", SKU_NAMES),
        Field("market_type", ("市场类型", "market_type"), Kind.CHOICE, choices=MARKET),
        Field("county", ("区县", "县区", "county"), max_chars=40),
        Field("format", ("业态", "format"), Kind.CHOICE, choices=FORMAT),
        Field("grade_from", ("档位从", "起始档位", "最低档位", "grade_from", "lowest_grade"), Kind.GRADE),
        Field("grade_to", ("档位到", "截止档位", "最高档位", "grade_to", "highest_grade"), Kind.GRADE),
        Field(
            "status", ("供货状态", "货源状态", "状态", "supply_status", "status"), Kind.CHOICE, True, SUPPLY
        ),
        Field("limit_per_cycle", ("每周限量", "周限量", "每周上限", "limit_per_cycle"), Kind.COUNT),
        Field("limit_month", ("每月限量", "月限量", "limit_month"), Kind.COUNT),
        Field("valid_from", ("生效日", "生效日期", "valid_from"), Kind.DAY),
        Field("valid_to", ("失效日", "失效日期", "valid_to"), Kind.DAY),
        Field("reason", ("说明", "原因", "reason_plain", "reason")),
        Field("authority", ("来源文号", "文号", "source", "authority")),
        Field("as_of", ("截至", "截至日", "截至日期", "as_of"), Kind.DAY, True),
    ),
    identity=("month", "sku_code", "status", "as_of"),
    known_by=KNOWN_BY,
    critical=frozenset(
        [
            "market_type",
            "county",
            "format",
            "grade_from",
            "grade_to",
            "limit_per_cycle",
            "limit_month",
            "valid_from",
            "valid_to",
        ]
    ),
    blocks=Blocks.RUN,
)

_SUBSTITUTES = TableSchema(
    "substitutes",
    "替代表",
    ("substitutes", "替代"),
    ("sku_code", "substitute"),
    (
        Field("sku_code", ("原商品", "原商品编码", "sku_code"), Kind.CODE, True),
        Field("substitute", ("替代商品", "替代商品编码", "substitute"), Kind.CODE, True),
        Field("seq", ("顺序", "优先顺序", "seq"), Kind.COUNT),
        Field("market_type", ("市场类型", "market_type"), Kind.CHOICE, choices=MARKET),
    ),
    identity=("sku_code", "substitute"),
)

_ROUTES = TableSchema(
    "routes",
    "线路表",
    ("routes", "线路", "拜访线路"),
    ("license_no", "customer_code", "route_id"),
    (
        Field("route_id", ("线路编码", "线路", "线路号", "线路代码", "route_id"), Kind.CODE, True),
        Field("route_name", ("线路名", "线路名称", "route_name"), max_chars=60, printed=True),
        Field("manager_id", ("客户经理编码", "工号", "客户经理", "manager_id", "slsman_id"), Kind.CODE, True),
        LICENSE,
        CUSTOMER,
        SHOP_THERE,
        OWNER_THERE,
        Field("visit_seq", ("拜访顺序", "拜访序号", "顺序", "visit_seq"), Kind.COUNT),
    ),
    identity=("license_no", "route_id"),
    known_by=KNOWN_BY,
)

_MANAGERS = TableSchema(
    "managers",
    "客户经理表",
    ("managers", "客户经理"),
    ("manager_id",),
    (
        Field("manager_id", ("客户经理编码", "工号", "客户经理", "manager_id", "slsman_id"), Kind.CODE, True),
        Field(
            "name",
            ("姓名", "客户经理姓名", "名字", "name", "slsman_name"),
            Kind.NAME,
            True,
            max_chars=20,
            printed=True,
        ),
        Field("phone", ("电话", "联系电话", "手机", "手机号", "phone"), max_chars=40),
        Field("substitute_manager", ("代班经理", "代班客户经理", "代班人", "substitute_manager"), Kind.CODE),
        Field("since", ("起始日", "起日", "上任日", "开始日", "起", "from", "since"), Kind.DAY),
        Field("until", ("截止日", "止日", "离任日", "结束日", "终止日", "止", "to", "until"), Kind.DAY),
    ),
    identity=("manager_id",),
)

_NOTES = TableSchema(
    "notes",
    "备注表",
    ("notes", "备注", "客户经理记录", "拜访记录"),
    ("license_no", "customer_code"),
    (
        Field("written_on", ("日期", "记录日期", "date", "written_on"), Kind.DAY, True),
        LICENSE,
        CUSTOMER,
        SHOP_THERE,
        OWNER_THERE,
        Field("kind", ("类型", "kind"), Kind.CHOICE, True, NOTE_KINDS),
        Field("sku_code", SKU, Kind.CODE),
        Field("sku_name", SKU_NAMES),
        Field("text", ("内容", "记录内容", "text")),
        Field("printable", ("可打印", "printable"), Kind.FLAG),
        Field("due", ("期限", "due"), Kind.DAY),
        Field("done", ("办结日", "办结", "done"), Kind.DAY),
        Field("category", ("投诉类别", "投诉类型", "category"), Kind.CHOICE, choices=COMPLAINTS),
    ),
    identity=("written_on", "license_no", "kind"),
    known_by=KNOWN_BY,
)

_ORDERS = TableSchema(
    "orders",
    "订货明细",
    ("orders", "订货", "订单"),
    ("license_no", "customer_code"),
    (
        Field("ordered_on", ("订货日", "订货日期", "ordered_on", "born_date"), Kind.DAY, True),
        LICENSE,
        CUSTOMER,
        SHOP_THERE,
        OWNER_THERE,
        Field("channel", ("渠道", "订货方式", "channel"), Kind.CHOICE, choices=CHANNEL),
        Field("unit", ("单位", "计量单位", "unit"), Kind.UNIT),
        Field("ordered", ("订购条", "订购数量", "订购量", "ordered", "qty_sum"), Kind.QUANTITY),
        Field("delivered", ("到货条", "到货数量", "到货量", "delivered"), Kind.QUANTITY),
        Field("amount", ("金额", "订货金额", "amount", "amt_sum"), Kind.MONEY),
        Field("paid", ("扣款结果", "扣款", "paid", "pmt_status"), Kind.FLAG),
    ),
    identity=("ordered_on", "license_no"),
    known_by=KNOWN_BY,
)

_ADVICE_LOG = TableSchema(
    "advice_log",
    "建议记录",
    ("advice_log", "建议"),
    ("advice_id", "license_no"),
    (
        Field("advice_id", ("建议编号", "advice_id"), required=True),
        Field("month", MONTH, Kind.MONTH, True),
        LICENSE,
        Field("rule_id", ("规则", "rule_id"), Kind.CODE, True),
        Field("sku_code", SKU, Kind.CODE),
        Field("bought_code", ("建议进的商品编码", "bought_code"), Kind.CODE),
        Field("qty_suggested", ("建议条数", "qty_suggested"), Kind.COUNT),
        Field("case", ("情形", "case")),
        Field("box", ("栏", "栏目", "box"), Kind.CHOICE, choices=ADVICE_BOX),
        Field("text", ("文字", "建议内容", "text")),
        Field("status", ("状态", "status"), Kind.CHOICE, choices=ADVICE_STATUS),
        Field("qty_done", ("实进", "qty_done"), Kind.COUNT),
        Field("qty_sold", ("实卖", "qty_sold"), Kind.COUNT),
    ),
    identity=("advice_id", "month", "license_no", "rule_id"),
)

TABLES: Mapping[str, TableSchema] = MappingProxyType(
    {
        table.name: table
        for table in (
            _RETAILERS,
            _ROUTES,
            _MANAGERS,
            _PRODUCTS,
            _SALES,
            _SUPPLY,
            _SUBSTITUTES,
            _NOTES,
            _ORDERS,
            _ADVICE_LOG,
            COUNTS,
            FEEDBACK,
            SEASONS,
            GRADE_SCALE,
            GRADE_RULE,
            ALIASES,
        )
    }
)
"""All tables that exports may hold, in the order they are read."""
