"""File names, headings, encodings; the same seed, the same bytes."""

import gzip
import subprocess
import sys
from pathlib import Path

import pytest

from guidebook.demo import write_exports
from guidebook.demo.exports import FileFormat
from guidebook.demo.names import rare_characters
from guidebook.demo.timeline import CURRENT, Timeline
from guidebook.errors import UsageError
from tests.demo.files import Exports, cells_of

NAMES = {
    "零售户.xlsx", "客户经理.xlsx", "线路.xlsx", "商品.xlsx", "备注.xlsx",
    "时令.xlsx", "档位表.xlsx", "评档办法.xlsx",
    "货源_2026-08.xlsx", "货源_2026-09.xlsx", "货源_2026-10.xlsx", "货源_2026-11.xlsx",
    "订货_2026-07.csv", "订货_2026-08.csv", "订货_2026-09.csv", "订货_2026-10.csv",
    *(f"销售_{month}.csv" for month in (
        "2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04",
        "2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10",
    )),
}  # fmt: skip


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


@pytest.mark.parametrize("file_format", ["mixed", "csv", "xlsx"])
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path, file_format: FileFormat) -> None:
    for name in ("one", "two"):
        write_exports(tmp_path / name, retailers=25, seed=3, file_format=file_format)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_another_seed_gives_another_county(tmp_path: Path) -> None:
    for seed in (1, 2):
        write_exports(tmp_path / str(seed), retailers=25, seed=seed)
    one, two = contents(tmp_path / "1"), contents(tmp_path / "2")
    assert one.keys() == two.keys() == NAMES
    assert one["零售户.xlsx"] != two["零售户.xlsx"]


def test_all_formats_hold_the_same_rows(tmp_path: Path) -> None:
    summaries = [
        write_exports(tmp_path / kind, retailers=25, seed=3, file_format=kind) for kind in ("csv", "xlsx")
    ]
    assert len({tuple(summary.rows.values()) for summary in summaries}) == 1
    for name in ("销售_2026-10", "商品"):
        by_csv, by_xlsx = (cells_of(tmp_path / kind / f"{name}.{kind}")[2:] for kind in ("csv", "xlsx"))
        assert [[number(cell) for cell in row] for row in by_csv] == [
            [number(cell) for cell in row] for row in by_xlsx
        ]


def number(cell: object) -> object:
    """What is a number in a workbook, as one; codes of twelve digits and more stay text."""
    text = str(cell)
    return float(text) if len(text) < 12 and text.replace(".", "").lstrip("-").isdigit() else text


def test_the_summary_counts_the_rows(exports: Exports) -> None:
    assert {path.name for path in exports.directory.iterdir()} == NAMES
    assert len(exports.table("零售户")) == len(exports.table("线路")) == exports.retailers


def test_progress_is_told_file_by_file(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    summary = write_exports(tmp_path, retailers=3, seed=1, on_progress=lambda *step: told.append(step))
    assert [name for name, *_ in told] == list(summary.rows)
    assert [done for _, done, _ in told] == list(range(1, len(told) + 1))
    assert {total for *_, total in told} == {len(NAMES)}


def test_real_exports_have_titles_above_and_sums_below(exports: Exports) -> None:
    rows = cells_of(exports.directory / "零售户.xlsx")
    assert rows[0][0] == "零售户档案表"
    assert rows[1][:2] == ["导出日期：2026-11-01", "单位：条、元"]
    rows = cells_of(exports.directory / "销售_2026-10.csv")
    assert rows[0] == ["零售户卷烟进销存月报"]
    assert rows[2] == [
        "月份", "许可证号", "店名", "商品编码", "品名", "购进数量", "购进金额", "需求量", "期初库存", "月末库存",
        "库存已核实", "盘点日", "断货次数", "零售价",
    ]  # fmt: skip


def test_encodings_are_those_of_such_systems(exports: Exports) -> None:
    assert (exports.directory / "销售_2026-10.csv").read_bytes().startswith("零售户".encode("gb18030"))
    assert (exports.directory / "订货_2026-10.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_rare_characters_survive_the_encoding() -> None:
    rare = rare_characters()
    assert len(rare) == 281
    assert "".join(rare).encode("gb18030").decode("gb18030") == "".join(rare)


def test_large_exports_are_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guidebook.demo.exports.LARGE", 25)
    write_exports(tmp_path, retailers=25, seed=3)
    assert (tmp_path / "零售户.csv").exists() and (tmp_path / "商品.xlsx").exists()
    packed = tmp_path / "销售_2026-10.csv.gz"
    assert gzip.decompress(packed.read_bytes()).decode("gb18030").startswith("零售户卷烟进销存月报\r\n")


def test_other_exports_in_the_directory_are_not_mixed_in(tmp_path: Path) -> None:
    write_exports(tmp_path, retailers=3, seed=1)
    write_exports(tmp_path, retailers=3, seed=2)
    with pytest.raises(UsageError, match=r"零售户\.xlsx"):
        write_exports(tmp_path, retailers=3, seed=1, file_format="csv")


@pytest.mark.parametrize(
    ("retailers", "seed", "month", "named"),
    [(0, 1, "2026-10", "零售户数"), (50_001, 1, "2026-10", "零售户数"), (3, -1, "2026-10", "种子"),
     (3, 1, "2026-13", "2026-13"), (3, 1, "十月", "十月"), (3, 1, "2029-01", "2029-01")],
)  # fmt: skip
def test_values_out_of_range_are_refused(
    tmp_path: Path, retailers: int, seed: int, month: str, named: str
) -> None:
    with pytest.raises(UsageError, match=named):
        write_exports(tmp_path, retailers=retailers, seed=seed, month=month)


@pytest.mark.parametrize("retailers", [1, 2, 12])
def test_the_tiniest_counties_can_be_written(tmp_path: Path, retailers: int) -> None:
    write_exports(tmp_path, retailers=retailers, seed=1)
    assert len(Exports(tmp_path, retailers).shops) == retailers


@pytest.mark.parametrize("month", ["2025-02", "2027-02", "2028-12"])
def test_other_months_can_be_asked_for(tmp_path: Path, month: str) -> None:
    summary = write_exports(tmp_path, retailers=25, seed=1, month=month)
    assert summary.month == month
    assert f"销售_{month}.csv" in summary.rows


def test_order_dates_are_the_calendars() -> None:
    timeline = Timeline.until("2026-10")
    fridays = timeline.order_dates(CURRENT, 5)
    assert [day.day for day in fridays] == [2, 9, 16, 23, 30]
    assert [day.day for day in timeline.order_dates(CURRENT, 1)] == [5, 12, 19, 26]


def test_importing_the_package_is_cheap() -> None:
    script = "import sys, guidebook.demo; sys.exit('numpy' in sys.modules or 'pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
