"""From settings and exports to a snapshot and an adviser: what every command begins with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from guidebook.app.request import DEFAULT_CONFIG, EXPORTS, Request, config_file
from guidebook.app.stages import Stages
from guidebook.app.watch import Watch
from guidebook.config import Config, load
from guidebook.errors import ConfigError, InputError
from guidebook.exports import manifest
from guidebook.exports.tables import EXCEPTIONS, write_exceptions
from guidebook.model import Blocks, Month, Problem
from guidebook.storage import state_folder, writing

if TYPE_CHECKING:
    from pandas import DataFrame

    from guidebook.advice import Adviser
    from guidebook.ledger import Ledger
    from guidebook.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Prepared:
    """Settings, rules and checked input.

    Attributes:
        snapshots: The folder in which the snapshot lies under its id.
        problems: What was wrong with the input, or has changed since it was printed; none of it stops the run.
        files: What was read; None where some of it is in no file.
    """

    config: Config
    adviser: Adviser
    snapshot: Snapshot
    snapshots: Path
    problems: tuple[Problem, ...]
    files: tuple[Path, ...] | None = ()

    def without_trade(self) -> Prepared:
        """The same without sales and orders, which take most of the memory: enough to make the lists."""
        from guidebook.reading.schema import empty_table

        light = replace(self.snapshot, sales=empty_table("sales"), orders=empty_table("orders"))
        return replace(self, snapshot=light)

    @property
    def blocked(self) -> dict[str, Problem]:
        """By licence, the first problem that withholds the retailer's sheet."""
        found: dict[str, Problem] = {}
        for problem in self.problems:
            if problem.blocks is Blocks.RETAILER and problem.license_no:
                found.setdefault(problem.license_no, problem)
        return found


def settings(path: Path | None) -> tuple[Config, Adviser]:
    """Read the configuration and build the rules with it.

    Raises:
        ConfigError: Settings, rules or wordings are faulty; all faults at once.
    """
    from guidebook.advice import Adviser

    faults: list[str] = []
    remedy = ""
    config = Config()
    try:
        config = load(config_file(path))
    except ConfigError as error:
        faults += error.faults
        remedy = error.remedy
    try:
        adviser = Adviser(config)
    except ConfigError as error:
        raise ConfigError([*faults, *error.faults], remedy or error.remedy) from error
    if faults:
        raise ConfigError(faults, remedy)
    return config, adviser


@dataclass(frozen=True, slots=True)
class Checked:
    """Settings and rules, and what the exports hold.

    Attributes:
        folder: What the problems' file names are relative to.
    """

    config: Config
    adviser: Adviser
    tables: Mapping[str, DataFrame]
    problems: tuple[Problem, ...]
    files: tuple[Path, ...] | None
    folder: Path

    @property
    def refused(self) -> bool:
        """Whether nothing may be made from this input."""
        return any(problem.blocks is Blocks.RUN for problem in self.problems)


def check_input(request: Request, stages: Stages, watch: Watch) -> Checked:
    """Read settings and exports, and look for everything that is wrong with them.

    Raises:
        ConfigError: Settings, rules or wordings are faulty.
        UsageError: There is no such data.
    """
    from guidebook.reading import read
    from guidebook.reading.sources import find_sources

    config, adviser = settings(request.config)
    watch.step("读入并检查数据")
    parts, data = state_folder(request.output) / "parts", exports_of(request.data)
    with stages.spent_on("read"), writing(parts):
        result = read(config, data, request.month, until=request.until, parts=parts)
    folder = find_sources(config, data, request.month).folder
    return Checked(config, adviser, result.tables, result.problems, result.files, folder)


def exports_of(data: Path | None) -> Path | None:
    """The folder of the exports; a whole workspace may be named instead."""
    if data is not None and (data / DEFAULT_CONFIG).is_file() and (data / EXPORTS).is_dir():
        return data / EXPORTS
    return data


def prepare(request: Request, stages: Stages, watch: Watch) -> Prepared:
    """Read, check, remember and freeze.

    Raises:
        ConfigError: Settings, rules or wordings are faulty.
        UsageError: There is no such data, or the output folder can't be written.
        InputError: The data can't be used; exceptions.csv says why.
    """
    from guidebook.app.restated import LOOKED_BACK, restated
    from guidebook.ledger import Ledger
    from guidebook.snapshot import freeze

    checked = check_input(request, stages, watch)
    with stages.spent_on("check"):
        _refuse(request, checked)
    watch.step("冻结快照")
    folder = state_folder(request.output) / "snapshots"
    with (
        stages.spent_on("snapshot"),
        Ledger.of(request.output, checked.config.ledger.url) as ledger,
        writing(folder),
    ):
        snapshot = freeze(_with_memory(request.month, checked, ledger), folder)
        printed = ledger.figures(request.month.plus(-back) for back in range(1, LOOKED_BACK + 1))
    with stages.spent_on("check"):
        problems = (*checked.problems, *restated(snapshot, printed, checked.config))
    return Prepared(checked.config, checked.adviser, snapshot, folder, problems, checked.files)


def frozen(request: Request, checked: Checked) -> Snapshot:
    """What was read, and what sheets of months before the request's said, as a snapshot.

    Raises:
        InputError: The data can't be used; exceptions.csv says why.
        UsageError: The output folder can't be written.
    """
    from guidebook.ledger import Ledger
    from guidebook.snapshot import freeze

    _refuse(request, checked)
    folder = state_folder(request.output) / "snapshots"
    with Ledger.of(request.output, checked.config.ledger.url) as ledger, writing(folder):
        return freeze(_with_memory(request.month, checked, ledger), folder)


def _with_memory(month: Month, checked: Checked, ledger: Ledger) -> dict[str, DataFrame]:
    """The tables as they were read, and what earlier sheets said."""
    from guidebook.app.memory import recall

    tables = dict(checked.tables)
    tables["advice_log"] = recall(
        tables["advice_log"], tables["retailers"]["license_no"], ledger, month, checked.adviser.rules
    )
    return tables


def _refuse(request: Request, checked: Checked) -> None:
    """Stop before anything is made from input that can't be used."""
    if not checked.refused:
        return
    path = request.month_folder / EXCEPTIONS
    write_exceptions(path, checked.problems)
    manifest.renew(request.month_folder, EXCEPTIONS)
    fatal = [problem for problem in checked.problems if problem.blocks is Blocks.RUN]
    more = f"，另有{len(fatal) - 1}处" if len(fatal) > 1 else ""
    raise InputError(
        f"数据不能用：{fatal[0].message}{more}", f"{fatal[0].remedy}；全部问题见 {path}".lstrip("；")
    )
