"""The tables of what a manager sees and hears in the shops: 盘点 and 反馈 (domain.md §5.10).

They come filled in on forms (`guidebook.reading.forms`), or as files of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from guidebook.reading.fields import Field, Kind, TableSchema
from guidebook.reading.text import fold

TAGS: Mapping[str, str] = MappingProxyType(
    {
        fold(word): kind
        for kind, words in {
            "price_tag_missing": ("没有价签", "没有", "缺失", "无价签"),
            "price_tag_mismatch": ("价签不符", "不符", "不对"),
            "": ("相符", "没问题", "正常", "对"),
        }.items()
        for word in words
    }
)
"""What stands on a shelf → the kind of note that it is; nothing where all is well."""

QUESTIONS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"q1": ("这张单子", "other"), "q2": ("上面的建议", "other"), "q3": ("送货和服务", "service")}
)
"""Question of the 回执 → what it is about, and the category of a complaint about that (R090)."""

LEAST, MOST, UNHAPPY = 1, 5, 2
"""Answers of a 回执; up to the last one the shop isn't satisfied."""

_LICENSE = Field("license_no", ("许可证号", "专卖证号", "零售许可证号", "license_no"), Kind.LICENSE, True)
_SHOP = Field("shop_name", ("店名", "客户名称", "shop_name"), Kind.NAME, max_chars=60)
_OWNER = Field("owner_name", ("负责人", "经营者", "owner_name"), Kind.NAME, max_chars=20)

COUNTS = TableSchema(
    "counts",
    "盘点表",
    ("counts", "盘点", "库存盘点"),
    ("license_no",),
    (
        _LICENSE,
        _SHOP,
        _OWNER,
        Field("sku_code", ("商品编码", "规格码", "sku_code"), Kind.CODE, True),
        Field("sku_name", ("商品名称", "品名", "商品全称", "sku_name")),
        Field("counted", ("盘点条数", "盘点数", "盘点数量", "实盘", "counted"), Kind.QUANTITY),
        Field("count_date", ("盘点日", "盘点日期", "count_date"), Kind.DAY, True),
        Field("retail_price", ("实际零售价", "零售价", "卖价", "retail_price"), Kind.MONEY),
        Field("tag", ("价签", "tag"), Kind.CHOICE, choices=TAGS),
        Field("tag_price", ("价签写的价", "价签价", "tag_price"), Kind.MONEY),
    ),
    identity=("license_no", "sku_code", "count_date"),
    known_by=MappingProxyType({"sku_code": ("sku_name",)}),
    # a count read by halves would be a wrong one
    critical=frozenset(["counted", "retail_price", "tag", "tag_price"]),
)

FEEDBACK = TableSchema(
    "feedback",
    "反馈表",
    ("feedback", "反馈", "满意度", "回执"),
    ("license_no",),
    (
        Field("month", ("月份", "年月", "month"), Kind.MONTH, True),
        _LICENSE,
        _SHOP,
        _OWNER,
        Field("answered_on", ("日期", "填写日期", "answered_on"), Kind.DAY),
        *(Field(name, (f"对{about}", about, name), Kind.COUNT) for name, (about, _) in QUESTIONS.items()),
        Field("text", ("意见", "意见和建议", "text")),
    ),
    identity=("month", "license_no"),
    critical=frozenset(["answered_on", *QUESTIONS]),
)
