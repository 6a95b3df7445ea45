"""The fixed words of the exports: what each value of the snapshot is also called (domain.md §2.3, §5)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from guidebook.model import Level, MarketType, Personality, ProductState, RetailerStatus, SupplyStatus
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
ABILITY = _choices(**{Level.HIGH: "强", Level.MIDDLE: "一般", Level.LOW: "弱"})
EDUCATION = _choices(**{Level.HIGH: "", Level.MIDDLE: "", Level.LOW: ""})
PERSONALITY = _choices(
    **{
        Personality.STUBBORN: "倔强型",
        Personality.COOPERATIVE: "配合型",
        Personality.SURFACE: "表面型 表面配合 表面配合型",
    }
)
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
ADVICE_STATUS = _choices(未做="没做 未执行", 做了="已做 完成 已执行", 部分="部分做了", 没货="无货", 不同意="")
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
