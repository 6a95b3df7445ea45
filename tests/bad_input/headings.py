"""Headers that are missing, doubled, renamed, too far down, merged or in two rows."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.bad_input.case import Case, Damage, book, both, column, heading, settings, stopped, without
from tests.bad_input.county import CONFIG, Exports

_MISSING = (
    *(("零售户", name) for name in ("许可证号", "店名", "负责人", "状态", "市场类型", "业态")),
    *(("销售", name) for name in ("月份", "许可证号", "购进数量", "购进金额")),
    *(("商品", name) for name in ("商品编码", "商品全称", "批发价")),
    *(("货源", name) for name in ("月份", "商品编码", "供货状态", "截至")),
    *(("线路", name) for name in ("线路编码", "客户经理编码", "许可证号")),
    *(("客户经理", name) for name in ("姓名",)),
    *(("备注", name) for name in ("日期", "许可证号", "类型")),
    *(("订货", name) for name in ("订货日", "许可证号")),
)
_RENAMED = {"购进数量": "数目", "购进金额": "钱数", "月份": "期间", "许可证号": "编号"}


def _above(table: str, rows: int) -> Damage:
    """Title rows push the header down."""

    def damage(exports: Exports) -> None:
        exports.tables[table][:0] = [[f"第{number}行说明"] for number in range(1, rows + 1)]

    return damage


def _only_data(exports: Exports) -> None:
    del exports.tables["销售"][0]


def _header_below(exports: Exports) -> None:
    rows = exports.tables["销售"]
    rows.append(rows.pop(0))


def _two_rows(exports: Exports) -> None:
    """本月 over 数量 and 金额, twice."""
    head, *rows = exports.tables["销售"]
    exports.tables["销售"] = [
        [*head[:6], "本月", "", "本月", ""],
        ["", "", "", "", "", "", "购进数量", "购进金额", "购进数量", "购进金额"],
        *([*row, "1", "100"] for row in rows),
    ]


def _merged_header(path: Path) -> None:
    """Two headings merged to one: the second column has none."""
    workbook = openpyxl.load_workbook(path)
    page = workbook.active
    assert page is not None
    page.merge_cells("G1:H1")
    workbook.save(path)


def _merged_all(path: Path) -> None:
    """The whole header is one merged cell."""
    workbook = openpyxl.load_workbook(path)
    page = workbook.active
    assert page is not None
    page.merge_cells("A1:H1")
    workbook.save(path)


def _turned(exports: Exports) -> None:
    """Rows are columns."""
    exports.tables["商品"] = [list(row) for row in zip(*exports.tables["商品"], strict=True)]


def _named(yaml: str) -> Damage:
    return settings(CONFIG + yaml)


CASES = (
    *(
        Case(
            f"missing-{table}-{name}",
            f"{table} has no column {name}",
            without(table, name),
            stopped(f"没有“{name}”这一列", "config.yaml", file=f"{table}.csv", row=1, column=name),
        )
        for table, name in _MISSING
    ),
    *(
        Case(
            f"renamed-{old}",
            f"销售 calls {old} {new}",
            heading("销售", old, new),
            stopped(f"没有“{old}”这一列", "config.yaml", file="销售.csv", row=1, column=old),
        )
        for old, new in _RENAMED.items()
    ),
    *(
        Case(
            f"doubled-{name}",
            f"销售 has two columns {name}",
            column("销售", name, "1"),
            stopped(f"有两列都叫“{name}”", "改掉其中一列", file="销售.csv", row=1, column=name),
        )
        for name in ("购进数量", "购进金额", "许可证号", "月份")
    ),
    Case(
        "doubled-but-for-the-unit",
        "two columns differ only in the unit in brackets",
        both(heading("销售", "购进数量", "购进数量（条）"), column("销售", "购进数量（箱）", "1")),
        stopped("有两列都叫", "改掉其中一列", file="销售.csv", row=1),
    ),
    *(
        Case(
            f"header-on-row-{rows + 1}",
            f"{rows} title rows push the header of {table} to row {rows + 1}",
            _above(table, rows),
            stopped("前20行里找不到", "表头要有", file=f"{table}.csv"),
        )
        for rows, table in ((20, "零售户"), (24, "销售"), (300, "商品"))
    ),
    Case(
        "no-header",
        "销售 begins with data",
        _only_data,
        stopped("前20行里找不到销售表的表头", "表头要有", file="销售.csv"),
    ),
    Case(
        "header-at-the-foot",
        "the header of 销售 stands below the data",
        _header_below,
        stopped("前20行里找不到销售表的表头", "表头要有", file="销售.csv"),
    ),
    Case(
        "two-row-header-doubled",
        "数量 and 金额 stand twice below 本月, and nothing tells them apart",
        _two_rows,
        stopped("有两列都叫", "改掉其中一列", file="销售.csv"),
    ),
    Case(
        "no-product-code-nor-name",
        "销售 tells neither codes nor names of products",
        both(without("销售", "商品编码"), without("销售", "商品名称")),
        stopped("商品编码", "config.yaml", file="销售.csv"),
    ),
    Case(
        "merged-header",
        "购进数量 and 购进金额 are merged to one heading",
        book("销售", _merged_header),
        stopped("没有“购进金额”这一列", "config.yaml", file="销售.xlsx", sheet="Sheet1", row=1),
    ),
    Case(
        "merged-whole-header",
        "the whole header of a workbook is one cell",
        book("销售", _merged_all),
        stopped("前20行里找不到", "表头要有", file="销售.xlsx"),
    ),
    Case("turned", "商品 is turned: rows are columns", _turned, stopped("商品目录", "", file="商品.csv")),
    Case(
        "configured-column-missing",
        "the configuration names a column that the file hasn't",
        _named("input: {tables: {sales: {columns: {qty_in: 进了多少}}}}\n"),
        stopped("配置说购进数量在“进了多少”列，表里没有这一列", "config.yaml", file="销售.csv", row=1),
    ),
    Case(
        "configured-sheet-missing",
        "the configuration names a sheet that the workbook hasn't",
        both(book("销售"), _named("input: {tables: {sales: {sheet: 十月}}}\n")),
        stopped("没有工作表“十月”（有：Sheet1）", "config.yaml", file="销售.xlsx"),
    ),
)
