"""The fixed words of the exports: what each value of the snapshot is also called (domain.md §2.3, §5)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from guidebook.model import (
    Box,
    Level,
    MarketType,
    Personality,
    ProductState,
    Result,
    RetailerStatus,
    SeasonTag,
    SupplyStatus,
)
from guidebook.reading.text import fold


def _choices(**words: str) -> Mapping[str, str]:
    """Value → its other words, separated by spaces; the value itself is one."""
    return MappingProxyType(
        {fold(word): value for value, others in words.items() for word in (value, *others.split())}
    )


STATUS = _choices(
    **{
        RetailerStatus.OPEN: "有效 在营 营业 经营 正常经营 开业",
        RetailerStatus.PAUSED: "暂停 休业 暂时歇业",
        RetailerStatus.CLOSED: "停止经营 关闭",
        RetailerStatus.CANCELLED: "吊销 撤销 收回 已注销 无效",
        RetailerStatus.CHANGED: "变更中",
    }
)
MARKET = _choices(
    **{MarketType.URBAN: "城镇 城市 城区 c", MarketType.RURAL: "乡村 农村 乡镇 x"},
)
AREA = _choices(城区="城市 市区", 镇区="城镇 乡镇", 农村="乡村 村")
FORMAT = _choices(
    食杂店="食杂 z",
    便利店="便利 b",
    超市="s",
    商场="n",
    烟酒商店="烟酒店 烟酒 烟草专业店 y",
    娱乐服务类="娱乐服务 娱乐 f",
    其他="其它 q",
)
SCALE = _choices(大="1 大型", 中="2 中型", 小="3 小型")
ABILITY = _choices(**{Level.HIGH: "强", Level.MIDDLE: "一般", Level.LOW: "弱"})
EDUCATION = _choices(**{Level.HIGH: "", Level.MIDDLE: "", Level.LOW: ""})
PERSONALITY = _choices(
    **{
        Personality.STUBBORN: "倔强型",
        Personality.COOPERATIVE: "配合型",
        Personality.SURFACE: "表面型 表面配合 表面配合型",
    }
)
PRICE_CLASS = _choices(
    一类="一 1 1类 一类烟 普一 普一类 高端 高价位",
    二类="二 2 2类 二类烟",
    三类="三 3 3类 三类烟",
    四类="四 4 4类 四类烟",
    五类="五 5 5类 五类烟",
)
PRODUCT_KIND = _choices(
    卷烟="烟 香烟 烟草 国产卷烟 进口卷烟 常规",
    雪茄烟="雪茄 国产雪茄烟 进口雪茄烟",
    电子烟="烟弹 烟具 雾化电子烟 电子雾化烟",
    礼盒="礼品 礼品装 礼盒装",
    其他="其它 非烟 非烟商品",
)
ALIAS_KINDS = _choices(sku="商品 商品编码 卷烟", license="许可证 许可证号 零售户", header="表头 列名")
STATE = _choices(
    **{
        ProductState.ON_SALE: "正常 有效 在售 销售",
        ProductState.STOPPED: "停售 停销 停产 停供 退市 退出",
        ProductState.NEW: "新品 上市",
    }
)
SUPPLY = _choices(
    **{
        SupplyStatus.FULL: "充足 货足 足量 敞开 自由",
        SupplyStatus.TIGHT: "紧俏 紧张 偏紧",
        SupplyStatus.LIMITED: "限量 限供",
        SupplyStatus.STOPPED: "停供 停止 断供 停售",
        SupplyStatus.NEW: "新品",
        SupplyStatus.UNKNOWN: "不详 未定",
    }
)
NOTE_KINDS = _choices(
    price_tag_missing="价签缺失 无价签",
    price_tag_mismatch="价签不符 价签不对 物签不符",
    display="陈列",
    complaint="投诉",
    promise="承诺",
    wedding="婚宴 喜事",
    opinion="意见 建议",
    minor_sale="未成年 未成年人",
    compliance_internal="专卖 专卖内部 合规",
    greeting="问候",
    other="其他 其它",
)
COMPLAINTS = _choices(
    supply="货源 供货 货源不足 紧俏烟货源不足",
    unlicensed_rival="无证户 无证 无证经营",
    price_margin="利润 价差 差价 赚得少",
    order_late="订货不及时 订烟不及时",
    wrong_delivery="送错 漏送 订错",
    swapped="调包 被调包",
    quality="质量 卷烟质量 质量差",
    service="服务 服务态度",
    other="其他 其它",
)
ADVICE_STATUS = _choices(
    **{
        Result.NOT_DONE: "没做 未执行",
        Result.DONE: "已做 完成 已执行",
        Result.PARTLY: "部分做了",
        Result.NO_SUPPLY: "无货",
        Result.DISAGREED: "",
    }
)
ADVICE_BOX = _choices(
    **{
        Box.EVALUATION: "本月评价",
        Box.NEXT_MONTH: "下月提升方向",
        Box.FOLLOW_UP: "上月说的事",
    }
)
SEASON_TAGS = _choices(
    **{
        SeasonTag.FARMING: "农忙季 秋收 麦收 夏收 春耕",
        SeasonTag.RETURN: "返乡潮 返乡季 回乡",
        SeasonTag.WEDDING: "喜事 婚庆 办喜事",
        SeasonTag.SCHOOL: "开学季",
        SeasonTag.MARKET: "集市 逢集 庙会",
    }
)
GRADE_TERMS = _choices(
    量="销量 购进量 进货量 条数 数量",
    金额="销售额 购进额 购进金额 进货金额",
    规格数="规格 品规数 品种数 牌子数",
    二类及以上量="二类以上量 二类及以上 二类以上 一二类量",
)
GRADE_BASES = _choices(最高="最大 最高户 最大值", 平均="均值 户均 平均值")
GRADE_PERIODS = _choices(月="每月 月度 按月", 季="每季 季度 按季")
CHANNEL = _choices(网上="网络 网订 线上 网上订货", 电话="电访 电话订货", 手机="app 手机订货")

FLAG: Mapping[str, bool] = MappingProxyType(
    {
        **dict.fromkeys(("1", "是", "有", "y", "yes", "true", "t", "√", "✓", "对", "成功", "同意"), True),
        **dict.fromkeys(
            ("0", "否", "无", "没有", "n", "no", "false", "f", "×", "x", "失败", "不同意"), False
        ),
    }
)
WEEKDAY: Mapping[str, int] = MappingProxyType(
    {
        f"{before}{word}": number
        for number, words in enumerate(("一1", "二2", "三3", "四4", "五5", "六6", "日天7"), start=1)
        for word in words
        for before in ("", "周", "星期", "礼拜")
    }
)
