from datetime import date
from pathlib import Path

import pytest

from guidebook.cli.options import read_month, request, tell_if_running
from guidebook.errors import UsageError
from guidebook.model import Month


@pytest.mark.parametrize("text", ["2026-10", "202610", " 2026-10 ", "２０２６－１０", "２０２６１０"])
def test_months_as_people_type_them(text: str) -> None:
    assert read_month(text) == Month(2026, 10)


@pytest.mark.parametrize(
    "text", ["2026-13", "2026-00", "2026-1", "10月", "", "0000-01", "2026-10-01", "20261"]
)
def test_what_is_no_month_is_refused_with_a_remedy(text: str) -> None:
    with pytest.raises(UsageError, match="2026-10 或 202610"):
        read_month(text)


def test_sheets_are_made_for_the_day_after_the_month_unless_told() -> None:
    assert request("202610", None, None, "output", None).day == date(2026, 11, 1)
    assert request("202612", None, None, "output", None).day == date(2027, 1, 1)
    assert request("202610", None, None, "output", "2026-11-03").day == date(2026, 11, 3)


def test_a_months_folder_is_no_output_folder(tmp_path: Path) -> None:
    (tmp_path / "output" / ".guidebook").mkdir(parents=True)
    with pytest.raises(UsageError, match="一个月的文件夹") as told:
        request("202610", None, None, str(tmp_path / "output" / "2026-09"), None)
    assert f"--output {tmp_path / 'output'}；" in told.value.remedy
    for allowed in ("output", "output/试", "2026-09"):
        assert request("202610", None, None, str(tmp_path / allowed), None).output == tmp_path / allowed


def test_the_months_folder_is_named_after_the_month() -> None:
    wanted = request("202610", "c.yaml", "数据", "out", None)
    assert (wanted.month_folder, wanted.config, wanted.data) == (
        Path("out/2026-10"),
        Path("c.yaml"),
        Path("数据"),
    )


def test_a_month_that_runs_by_the_clock_is_told_and_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    this = Month.containing(date.today())
    for month, as_of, told in (
        (this, None, True),
        (this, str(this.day_after), False),
        (this.plus(-1), None, False),
        (this.plus(1), None, False),
    ):
        tell_if_running(request(month.text, None, None, "output", as_of))
        shown = capsys.readouterr()
        assert bool(shown.err) == told and not shown.out
        assert ("--partial" in shown.err and this.text in shown.err) == told
