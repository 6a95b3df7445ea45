"""The first page of a route's report stands alone, however long names and notes are."""

from __future__ import annotations

import pypdfium2
import pytest

from guidebook.reports.clipboard import on_one_page
from guidebook.reports.pages import ReportPress
from guidebook.reports.route_page import Listed, Note, RouteReport, Total, Visit

VISIT = Visit("1号", "第一家超市", "▼ 少3条", "−30元", "甲硬少3条", "快断货：甲硬，进2条", (), "")


def full(shop: str, words: str, strong: bool) -> RouteReport:
    rows = tuple(Note(f"{place}号", shop, words, strong) for place in range(1, 9))
    lists = tuple(Listed(f"第{number}张名单", 20, rows, "没有。") for number in range(4))
    totals = tuple(Total("进货", "21,640条", "▼ 少1,040.5条") for _ in range(4))
    return RouteReport(
        title="线路报告",
        audience="供客户经理，不给零售户",
        route="东街线（R01）",
        manager="周明",
        month="2026年10月",
        as_of="2026-11-01",
        snapshot="7f3a-91c2-04de",
        totals=totals,
        moves="195户，▼少了89户，▲多了72户，差不多34户",
        lists=lists,
        problems=(),
        problem_sum="",
        visits=(VISIT,),
        unrecorded="",
        exceptions=(),
    )


@pytest.mark.parametrize("strong", [False, True])
@pytest.mark.parametrize("words", ["没有拜访记录", "答应的事：答应问一问金圣（青瓷）能不能多来一点，" * 3])
@pytest.mark.parametrize("shop", ["恒祥报刊亭", "示例区东城街道赵屯村顺家连锁便民生活超市烟酒副食店"])
def test_the_first_page_holds_its_lists(shop: str, words: str, strong: bool) -> None:
    press = ReportPress()
    report = on_one_page(full(shop, words, strong), press.measure)
    document = pypdfium2.PdfDocument(press.print("route", report=report))
    first, second = (document[number].get_textpage().get_text_range() for number in (0, 1))
    assert second.lstrip().startswith("逐户")
    kept = [len(each.rows) for each in report.lists]
    assert min(kept) >= 2
    assert max(kept) - min(kept) <= 1
    assert f"还有{20 - kept[3]}户" in first
