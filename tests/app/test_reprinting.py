"""A sheet is printed again from its forme as long as nothing that it was made from has changed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from guidebook.app.reprinting import reprint
from guidebook.app.request import Request
from guidebook.storage import plates_folder
from tests.workspace import OCTOBER, lines, run

HEAVY = ("pandas", "matplotlib", "weasyprint", "numpy")


@pytest.fixture(scope="module")
def once(exports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county's month, its exports, and plates of its own; kept aside, for the tests change them."""
    kept = tmp_path_factory.mktemp("reprinting") / "kept"
    shutil.copytree(exports, kept.with_name("now") / "exports")
    run(kept.with_name("now") / "exports", kept.with_name("now") / "output")
    shutil.copytree(os.environ["GUIDEBOOK_PLATES"], kept.with_name("now") / "plates")
    kept.with_name("now").rename(kept)
    return kept


@pytest.fixture
def made(once: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Request]:
    """The month where it was made, as it was, and the request that a later command makes."""
    place = Path(shutil.copytree(once, once.with_name("now")))
    monkeypatch.setenv("GUIDEBOOK_PLATES", str(place / "plates"))
    yield Request(OCTOBER, config=place / "output.yaml", data=place / "exports", output=place / "output")
    shutil.rmtree(place)


def with_sheet(request: Request) -> dict[str, str]:
    """Licence, name and hash of a sheet."""
    line = next(line for line in lines(request.output) if line["pdf"])
    return {"license": line["license_no"], "pdf": line["pdf"], "sha256": line["pdf_sha256"]}


def test_the_same_bytes_take_the_same_place(made: Request) -> None:
    sheet = with_sheet(made)
    path = made.month_folder / sheet["pdf"]
    path.unlink()
    again = reprint(made, sheet["license"])
    assert again is not None
    assert again.pdf == path
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sheet["sha256"]


def test_nothing_heavy_is_loaded_for_it(made: Request) -> None:
    sheet = with_sheet(made)
    (made.month_folder / sheet["pdf"]).unlink()
    command = [
        *("render", sheet["license"], "--month", "2026-10", "--json"),
        *("--config", str(made.config), "--data", str(made.data), "--output", str(made.output)),
    ]
    code = (
        "import sys\nfrom guidebook.cli import main\n"
        f"sys.argv = ['guidebook', *{command!r}]\n"
        "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"
    assert json.loads(done.stdout)["reprinted"] is True
    assert (made.month_folder / sheet["pdf"]).is_file()


def touch_sales(request: Request) -> Request:
    assert request.data is not None
    path = next(request.data.glob("销售_2026-10*"))
    os.utime(path, ns=(1, 1))
    return request


def add_a_file(request: Request) -> Request:
    assert request.data is not None
    (request.data / "备注_补.csv").write_text("", encoding="utf-8")
    return request


def change_settings(request: Request) -> Request:
    assert request.config is not None
    request.config.write_text("company: {complaint_phone: '12345'}\n", encoding="utf-8")
    return request


def forget_plates(request: Request) -> Request:
    shutil.rmtree(plates_folder(request.output))
    return request


def damage_the_forme(request: Request) -> Request:
    with sqlite3.connect(request.output / ".guidebook" / "formes" / "2026-10.sqlite") as store:
        store.execute("UPDATE formes SET forme = substr(forme, 2)")
    return request


@pytest.mark.parametrize(
    "change",
    [
        touch_sales,
        add_a_file,
        change_settings,
        forget_plates,
        damage_the_forme,
        lambda request: replace(request, as_of=date(2026, 11, 2)),
        lambda request: replace(request, config=None),
        lambda request: replace(request, month=OCTOBER.plus(-1)),
    ],
)
def test_whatever_has_changed_means_composing_anew(
    made: Request, change: Callable[[Request], Request]
) -> None:
    license_no = with_sheet(made)["license"]
    assert reprint(made, license_no) is not None
    assert reprint(change(made), license_no) is None


def test_a_retailer_without_a_sheet_has_none_to_print_again(made: Request) -> None:
    assert reprint(made, "000000000000") is None


def test_files_that_change_during_a_run_leave_it_without_a_known_origin(
    exports: Path, tmp_path: Path
) -> None:
    data = tmp_path / "exports"
    shutil.copytree(exports, data)
    path = next(data.glob("销售_2026-10*"))
    later = path.stat().st_mtime_ns + 3600 * 10**9 * 24 * 365 * 10
    os.utime(path, ns=(later, later))
    run(data, tmp_path / "output")
    request = Request(OCTOBER, config=tmp_path / "output.yaml", data=data, output=tmp_path / "output")
    assert reprint(request, with_sheet(request)["license"]) is None
