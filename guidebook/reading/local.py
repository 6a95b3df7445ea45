"""The tables of local custom, as data: 时令, 档位表, 评档办法, 别名 (domain.md §2.3, §2.8, §5.10)."""

from __future__ import annotations

from guidebook.model import Blocks
from guidebook.reading.fields import Field, Kind, TableSchema
from guidebook.reading.vocabulary import (
    ALIAS_KINDS,
    GRADE_BASES,
    GRADE_PERIODS,
    GRADE_TERMS,
    MARKET,
    SEASON_TAGS,
)

SEASONS = TableSchema(
    "seasons",
    "时令表",
    ("seasons", "时令", "节令"),
    ("tag",),
    (
        Field("region", ("地区", "适用地区", "区域", "区县", "乡镇", "region"), max_chars=40),
        Field("market_type", ("市场类型", "market_type"), Kind.CHOICE, choices=MARKET),
        Field("tag", ("时令", "标签", "类型", "tag"), Kind.CHOICE, True, SEASON_TAGS),
        Field("start", ("开始日", "起始日", "开始", "起", "start"), Kind.DAY, True),
        Field("end", ("结束日", "截止日", "终止日", "结束", "止", "end"), Kind.DAY, True),
    ),
    identity=("tag", "start", "end"),
    critical=frozenset(["market_type"]),
)

GRADE_SCALE = TableSchema(
    "grade_scale",
    "档位表",
    ("grade_scale", "档位表", "档位"),
    ("label",),
    (
        Field("label", ("档位", "档位名称", "档级", "label", "grade"), Kind.GRADE, True, max_chars=10),
        Field("rank", ("高低", "顺序", "次序", "rank"), Kind.COUNT, True),
        Field("floor", ("最低分", "分数线", "起评分", "下限", "floor"), Kind.POINTS),
    ),
    identity=("label", "rank"),
    # by a wrong scale shops would be told the limits of other grades
    blocks=Blocks.RUN,
)

GRADE_RULE = TableSchema(
    "grade_rule",
    "评档办法",
    ("grade_rule", "评档办法", "评档"),
    ("term",),
    (
        Field("term", ("项目", "评档项目", "指标", "term"), Kind.CHOICE, True, GRADE_TERMS),
        Field("weight", ("权重", "分值", "满分", "weight"), Kind.POINTS, True),
        Field("base", ("基准", "比较基准", "对比", "base"), Kind.CHOICE, choices=GRADE_BASES),
        Field("cap", ("封顶", "封顶比例", "上限", "cap"), Kind.PERCENT),
        Field("period", ("周期", "评档周期", "period"), Kind.CHOICE, choices=GRADE_PERIODS),
    ),
    identity=(),
    critical=frozenset(["base", "cap", "period"]),
)

ALIASES = TableSchema(
    "aliases",
    "别名表",
    ("aliases", "别名", "别名表"),
    ("old",),
    (
        Field("kind", ("类别", "类型", "kind"), Kind.CHOICE, True, ALIAS_KINDS),
        Field("old", ("旧", "原来", "旧编码", "旧名称", "old"), required=True),
        Field("new", ("新", "现在", "新编码", "新名称", "new"), required=True),
        Field("since", ("起", "起始日", "变更日", "启用日", "from", "since"), Kind.DAY),
        Field("same_owner", ("同一业主", "同一负责人", "业主未变", "same_owner"), Kind.FLAG),
        Field("market_type", ("原市场类型", "旧市场类型", "old_market_type"), Kind.CHOICE, choices=MARKET),
    ),
    identity=("kind", "old", "new"),
    # a product or a shop taken for another falsifies every figure
    blocks=Blocks.RUN,
)
