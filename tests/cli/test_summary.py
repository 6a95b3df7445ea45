import io
import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress

from guidebook.advice.sameness import (
    AllOver,
    Crowd,
    MonthByMonth,
    Repeat,
    Sameness,
    Twin,
    Twins,
    WordForWord,
)
from guidebook.app.stages import STAGES
from guidebook.app.summary import Summary, Withheld
from guidebook.cli.progress import Bar
from guidebook.cli.show import show_summary
from guidebook.exports.manifest import Counts
from guidebook.model import Outcome

FOLDER = Path("output/2026-10")

ALL_MADE = Summary(
    folder=FOLDER,
    snapshot="7f3a-91c2-04de",
    counts=Counts(retailers=10, made=9, withheld=0, resumed=0, closed=1),
    withheld=(),
    pdfs=tuple(f"R01/{number:03d}.pdf" for number in range(9)),
    packs=("R01/route_pack.pdf",),
    dropped=0,
    warnings=0,
    errors=0,
    sameness=Sameness(sheets=9, care=1),
    shops={},
    alerts=0,
    seconds=130.0,
    stages=dict.fromkeys(STAGES, 1.0) | {"render": 3.0},
    crash_log=None,
)
SOME_WITHHELD = replace(
    ALL_MADE,
    counts=Counts(retailers=10, made=4, withheld=5, resumed=1, closed=1),
    withheld=(
        *(Withheld(str(number), f"{number}号店", "名字与档案不同", False) for number in range(4)),
        Withheld("9", "九号店", "程序出错（MemoryError）", True),
    ),
    warnings=2,
    crash_log=Path("output/.guidebook/crash.log"),
)


def page_of(summary: Summary, capsys: pytest.CaptureFixture[str]) -> list[str]:
    show_summary(summary, as_json=False)
    return capsys.readouterr().out.splitlines()


def test_all_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert page_of(ALL_MADE, capsys) == [
        "做好9张，扣下0张，停业注销不发1户。快照 7f3a-91c2-04de",
        "用时2分10秒，每秒1.8张（秒：读入1.0、检查1.0、冻结1.0、计算1.0、建议1.0、印制3.0、写出1.0）",
        "指导书：output/2026-10/",
        "全部的店（用浏览器打开）：output/2026-10/index.html",
        "整条线路：output/2026-10/R01/route_pack.pdf",
        "各家的话一样不一样（8张，另有1张是没订货的问候）：",
        "  ✓ 城乡：没有可比的",
        "  ✓ 跟上月：没有上月的指导书可比",
        "  ✓ 同一条线路：没有可比的",
        "  ✓ 一字不差的：没有",
    ]
    assert ALL_MADE.exit_code == 0


def test_withheld_sheets_are_grouped_by_reason_with_the_first_names(
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = page_of(SOME_WITHHELD, capsys)
    assert page[:3] == [
        "做好4张（其中上回做好的1张），扣下5张，停业注销不发1户。快照 7f3a-91c2-04de",
        "  扣下：名字与档案不同——0号店、1号店、2号店等4户",
        "  扣下：程序出错（MemoryError）——九号店",
    ]
    assert "扣下的原因和数据里的问题：output/2026-10/exceptions.csv" in page
    assert page[-1].endswith("output/.guidebook/crash.log")


def test_what_the_exit_code_says() -> None:
    assert SOME_WITHHELD.exit_code == 1
    assert replace(SOME_WITHHELD, withheld=SOME_WITHHELD.withheld[:4]).exit_code == 3
    assert replace(ALL_MADE, warnings=5).exit_code == 0
    assert replace(ALL_MADE, warnings=5, errors=1).exit_code == 3


def test_errors_that_withhold_nobody_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    page = page_of(replace(ALL_MADE, warnings=5, errors=1), capsys)
    assert any("数据里有1处错误" in line for line in page)
    assert page[-1].endswith("exceptions.csv")


ALIKE = Sameness(
    sheets=40,
    twins=Twins((Twin("1", Fraction(1, 3), True), Twin("2", Fraction(2, 3), False))),
    months=MonthByMonth(39, Fraction(3, 4), ("3",), (Repeat("3", "gap_vs_peers", "6901", 2),)),
    all_over=AllOver(4, (Crowd("R01", 3, ("5", "6", "7", "8")),), ("gap_vs_peers",), 12, 40),
    words=WordForWord((("9", "10"),)),
)


def test_what_is_too_much_alike_is_told_gate_by_gate(capsys: pytest.CaptureFixture[str]) -> None:
    shops = {str(number): f"{number}号店" for number in range(1, 11)}
    page = page_of(replace(ALL_MADE, sameness=ALIKE, shops=shops, alerts=3), capsys)
    assert page[5:] == [
        "各家的话一样不一样（40张）：",
        "  ⚠ 城乡：2户当成另一种市场再写一遍，像0.50，最像0.67（要小于0.6）；"
        "1户连规则也不同，另1户该说的就是那几件——2号店",
        "  ⚠ 跟上月：比了39户，最像0.75（要小于0.7），1条建议说得太勤——3号店",
        "  ⚠ 同一条线路：除了数、日子和牌子都一样的最多4张；最多见的一组规则占30%（最多30%）"
        "——5号店、6号店、7号店等4户",
        "  ⚠ 一字不差的：有——9号店、10号店",
        "有3户的事只告诉客户经理：output/2026-10/alerts.csv",
        "哪些指导书太像：output/2026-10/exceptions.csv",
    ]


def test_few_sheets_are_not_judged_by_their_rules(capsys: pytest.CaptureFixture[str]) -> None:
    few = Sameness(sheets=9, all_over=AllOver(1, (), ("gap_vs_peers",), 9, 9))
    page = page_of(replace(ALL_MADE, sameness=few), capsys)
    assert "  ✓ 同一条线路：没有只差数、日子和牌子的；张数少，不比规则" in page


def test_a_single_sheet_is_like_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    one = replace(ALL_MADE, counts=replace(ALL_MADE.counts, made=1), pdfs=ALL_MADE.pdfs[:1])
    assert not [line for line in page_of(one, capsys) if line.startswith("各家的话")]


def test_strictness_makes_too_much_alike_a_fault() -> None:
    alike = replace(ALL_MADE, sameness=ALIKE)
    assert (alike.exit_code, alike.strict_exit_code) == (0, 3)
    assert ALL_MADE.strict_exit_code == 0
    assert replace(SOME_WITHHELD, sameness=ALIKE).strict_exit_code == 1
    only_twins = replace(ALL_MADE, sameness=Sameness(twins=ALIKE.twins))
    assert only_twins.strict_exit_code == 0


def test_sheets_that_were_kept_have_no_rate(capsys: pytest.CaptureFixture[str]) -> None:
    kept = replace(ALL_MADE, counts=replace(ALL_MADE.counts, resumed=9))
    assert kept.rate is None
    assert page_of(kept, capsys)[1].startswith("用时2分10秒（")


def test_a_closed_shop_alone_has_no_sheet_to_be_looked_for(capsys: pytest.CaptureFixture[str]) -> None:
    alone = replace(
        ALL_MADE, counts=Counts(retailers=1, made=0, withheld=0, resumed=0, closed=1), pdfs=(), packs=()
    )
    page = page_of(alone, capsys)
    assert any("停业、注销的户不发指导书" in line for line in page)
    assert not any(line.startswith("指导书：") for line in page)


def test_dropped_lines_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert any("已去掉" in line for line in page_of(replace(ALL_MADE, dropped=3), capsys))


def test_the_summary_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    show_summary(SOME_WITHHELD, as_json=True)
    content = json.loads(capsys.readouterr().out)
    assert content["counts"] == {
        "retailers": 10,
        "made": 4,
        "withheld": 5,
        "resumed": 1,
        "closed": 1,
        "fallback": 0,
    }
    assert content["withheld"][0]["reason"] == "名字与档案不同"
    assert content["rate"] == 0.6
    assert content["sameness"]["sheets"] == 9
    assert content["alerts"] == 0


def test_the_bar_shows_count_and_what_was_withheld() -> None:
    terminal = io.StringIO()
    columns = "{task.description} {task.completed}/{task.total} {task.fields[rate]}"
    console = Console(file=terminal, force_terminal=True, width=90)
    with Progress(columns, console=console) as progress:
        bar = Bar(progress)
        bar.step("计算")
        bar.expect(3)
        bar.settled(Outcome("1", "R01/1.pdf", "00"), resumed=False)
        bar.settled(Outcome("2", None, None, withheld="缺字"), resumed=False)
    shown = terminal.getvalue()
    assert "印制 2/3" in shown
    assert "扣下1" in shown
