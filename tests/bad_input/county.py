"""A county of five shops and three products: the sound export set that every bad-input case damages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.reading.world import write_csv, write_xlsx

LI, WANG, ZHAO = "371702100012", "371702200023", "371702100034"
QIAN, SUN, GONE = "371702100045", "371702200056", "371702100067"
STRANGER = "371702100098"
CONFIG = "company: {complaint_phone: '12313'}\n"

_SHOPS = {
    LI: ("建祥超市", "李建祥"),
    WANG: ("王记食杂店", "王五"),
    ZHAO: ("赵家便利店", "赵六"),
    QIAN: ("钱氏烟酒店", "钱七"),
    SUN: ("孙家小店", "孙八"),
}
_BOUGHT = {
    "2026-09": {LI: (40, 20, 10), WANG: (4, 2, 1), ZHAO: (6, 3, 2), QIAN: (20, 15, 12), SUN: (3, 2, 2)},
    "2026-10": {LI: (30, 18, 12), WANG: (5, 2, 1), ZHAO: (5, 4, 2), QIAN: (24, 14, 13), SUN: (4, 2, 1)},
}
PRICES = {"A1": 100, "B2": 220, "C3": 180}
NAMES = {"A1": "甲牌（硬）", "B2": "乙牌（软）", "C3": "丙牌（细支）"}

_RETAILERS = [
    ["许可证号", "店名", "负责人", "状态", "市场类型", "区县", "业态", "档位"],
    [LI, *_SHOPS[LI], "正常", "城网", "牡丹区", "超市", "20"],
    [WANG, *_SHOPS[WANG], "歇业", "农网", "牡丹区", "食杂店", "5"],
    [ZHAO, *_SHOPS[ZHAO], "正常", "农网", "曹县", "便利店", "8"],
    [QIAN, *_SHOPS[QIAN], "正常", "城网", "牡丹区", "烟酒商店", "22"],
    [SUN, *_SHOPS[SUN], "正常", "农网", "曹县", "食杂店", "6"],
    [GONE, "旧址商行", "周九", "注销", "城网", "牡丹区", "超市", "3"],
]
_SALES = [
    ["月份", "许可证号", "店名", "负责人", "商品编码", "商品名称", "购进数量", "购进金额"],
    *(
        [month, shop, *_SHOPS[shop], code, NAMES[code], str(count), f"{count * PRICES[code]}.00"]
        for month, shops in _BOUGHT.items()
        for shop, counts in shops.items()
        for code, count in zip(PRICES, counts, strict=True)
    ),
]


def sale(shop: str, code: str, month: str = "2026-10") -> int:
    """The row of 销售 that tells a shop's purchases of a product, as a spreadsheet counts."""
    return next(
        number for number, row in enumerate(_SALES, 1) if (row[0], row[1], row[4]) == (month, shop, code)
    )


def shop(license_no: str) -> int:
    """A shop's row of 零售户, as a spreadsheet counts."""
    return next(number for number, row in enumerate(_RETAILERS, 1) if row[0] == license_no)


def sound() -> dict[str, list[list[str]]]:
    """The sound tables: file's name without ending → rows."""
    return {
        "零售户": [list(row) for row in _RETAILERS],
        "线路": [
            ["线路编码", "线路名", "客户经理编码", "许可证号", "店名", "负责人", "拜访顺序"],
            ["R01", "城区一线", "M1", LI, *_SHOPS[LI], "1"],
            ["R01", "城区一线", "M1", QIAN, *_SHOPS[QIAN], "2"],
            ["R02", "曹县一线", "M1", WANG, *_SHOPS[WANG], "1"],
            ["R02", "曹县一线", "M1", ZHAO, *_SHOPS[ZHAO], "2"],
            ["R02", "曹县一线", "M1", SUN, *_SHOPS[SUN], "3"],
        ],
        "客户经理": [["客户经理编码", "姓名", "电话"], ["M1", "郑经理", "0530-1234567"]],
        "商品": [
            ["商品编码", "商品全称", "每条支数", "批发价", "零售指导价"],
            ["A1", NAMES["A1"], "200", "100", "112"],
            ["B2", NAMES["B2"], "200", "220", "245"],
            ["C3", NAMES["C3"], "200", "180", "200"],
        ],
        "货源": [
            ["月份", "商品编码", "市场类型", "档位从", "档位到", "供货状态", "每周限量", "截至"],
            ["2026-11", "A1", "", "", "", "足", "6", "2026-10-28"],
            ["2026-11", "B2", "城网", "10", "30", "紧", "1", "2026-10-28"],
            ["2026-11", "C3", "", "", "", "限", "2", "2026-10-28"],
        ],
        "替代": [["原商品", "替代商品", "顺序"], ["B2", "C3", "1"]],
        "备注": [
            ["日期", "许可证号", "店名", "类型", "商品编码", "内容", "可打印"],
            ["2026-10-12", LI, "建祥超市", "陈列", "A1", "货架有空位", "0"],
        ],
        "订货": [
            ["订货日", "许可证号", "渠道", "订购条", "到货条", "金额", "扣款结果"],
            *(["2026-10-09", shop, "网上", "10", "10", "1500.00", "成功"] for shop in (LI, ZHAO, QIAN)),
        ],
        "销售": [list(row) for row in _SALES],
    }


@dataclass
class Exports:
    """An export set that a case damages, first as tables, then as files."""

    tables: dict[str, list[list[str]]] = field(default_factory=sound)
    workbooks: set[str] = field(default_factory=set)
    config: str = CONFIG
    after: list[Callable[[Path], None]] = field(default_factory=list)

    def set(self, table: str, row: int, heading: str, value: str) -> None:
        """Change a cell; rows are counted as in a spreadsheet."""
        rows = self.tables[table]
        rows[row - 1][rows[0].index(heading)] = value

    def add(self, table: str, cells: Mapping[str, str], like: int = -1) -> int:
        """Add a copy of a row with these cells; return its row, as a spreadsheet counts."""
        rows = self.tables[table]
        row = list(rows[like - 1] if like > 0 else rows[-1])
        for heading, value in cells.items():
            row[rows[0].index(heading)] = value
        rows.append(row)
        return len(rows)

    def column(self, table: str, heading: str, *values: str) -> None:
        """Add a column; rows without a value stay empty."""
        head, *rows = self.tables[table]
        head.append(heading)
        for number, row in enumerate(rows):
            row.append(values[number] if number < len(values) else "")

    def write(self, folder: Path) -> Path:
        """Write the files and the configuration beside them; return the configuration's path."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in self.tables.items():
            if name in self.workbooks:
                write_xlsx(folder / f"{name}.xlsx", rows)
            else:
                write_csv(folder / f"{name}.csv", rows)
        for spoil in self.after:
            spoil(folder)
        config = folder.parent / "config.yaml"
        config.write_bytes(self.config.encode("utf-8", "surrogatepass"))
        return config
