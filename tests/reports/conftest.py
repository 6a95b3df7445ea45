"""What the city's report is tested on: a generated county whose shops had advice, and a month made whole."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from guidebook.advice import Adviser
from guidebook.app.reporting import report_city, report_routes
from guidebook.app.request import Request
from guidebook.config import Config
from guidebook.reports.city_figures import CityFigures, city_figures
from guidebook.snapshot import Snapshot
from tests.measures.company.town import OCTOBER, generated, with_advice
from tests.privacy.canaries import county, write_exports
from tests.workspace import hashes, run

SUSPICION = "涉嫌外流卷烟䶮"


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """A hundred generated shops."""
    return with_advice(generated(tmp_path_factory.mktemp("county"), 100, 5))


@pytest.fixture(scope="session")
def figures(snapshot: Snapshot) -> CityFigures:
    """Their figures."""
    return city_figures(snapshot, OCTOBER, date(2026, 11, 1), 180)


@pytest.fixture(scope="session")
def rules() -> dict[str, str]:
    """The rules' names."""
    return {rule.id: rule.name for rule in Adviser(Config()).rules}


@dataclass(frozen=True)
class Reported:
    """A month with its reports; `before` are the hashes of its files before the reports were written."""

    output: Path
    before: dict[str, str]

    @property
    def folder(self) -> Path:
        return self.output / "2026-10"


@pytest.fixture(scope="session")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Reported:
    """Twelve shops with a suspicion noted of each, their sheets and both reports."""
    folder = tmp_path_factory.mktemp("reported")
    shops = county(12)
    exports = write_exports(folder / "exports", shops)
    notes = exports / "备注.csv"
    suspicions = "".join(f"2026-10-12,{shop.license_no},专卖内部,{SUSPICION},0,,\r\n" for shop in shops)
    notes.write_text(notes.read_text(encoding="utf-8") + suspicions, encoding="utf-8")
    output = folder / "output"
    run(exports, output, workers=0)
    before = hashes(output)
    request = Request(OCTOBER, config=folder / "output.yaml", output=output)
    report_routes(request)
    report_city(request)
    return Reported(output, before)
