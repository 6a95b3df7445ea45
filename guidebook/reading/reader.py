"""The whole way from a folder of exports to checked tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guidebook.config import Config
from guidebook.errors import ConfigError, UsageError
from guidebook.model import Blocks, Month, Problem, Severity
from guidebook.reading.ahead import read_ahead
from guidebook.reading.aliases import Aliases, read_aliases
from guidebook.reading.catalogue import products as read_products
from guidebook.reading.files import Files
from guidebook.reading.findings import located
from guidebook.reading.gathering import Gathered, Loaded, gather
from guidebook.reading.grading import grade_rule, grade_scale
from guidebook.reading.headings import TABLES
from guidebook.reading.identity import identified, known_goods, known_shops
from guidebook.reading.names import compare_names, registered_names
from guidebook.reading.others import advice_log, notes, orders, substitutes
from guidebook.reading.parts import part_of
from guidebook.reading.policy import supply
from guidebook.reading.registry import managers, retailers, routes
from guidebook.reading.sales import sales
from guidebook.reading.schema import empty_tables
from guidebook.reading.seasons import seasons
from guidebook.reading.sources import Source, Sources, find_sources
from guidebook.reading.text import same_key

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What the exports say.

    Attributes:
        tables: The snapshot's tables (`guidebook.reading.schema`), sorted, not yet frozen.
        problems: Everything wrong with the exports; with `Blocks.RUN` among them nothing may be printed.
        files: The files that they are in; None where some come from a database, which may say otherwise next time.
    """

    tables: Mapping[str, pd.DataFrame]
    problems: tuple[Problem, ...]
    files: tuple[Path, ...] | None = ()

    @property
    def stopped(self) -> bool:
        """Whether a problem stops the run."""
        return any(problem.blocks is Blocks.RUN for problem in self.problems)


def read(config: Config, data: Path | None, month: Month, *, parts: Path | None = None) -> ReadResult:
    """Read and check the exports for a month's sheets.

    Args:
        config: The settings.
        data: The folder of the exports, or one file that holds several tables; None: `input.folder`.
        month: The sheets' month; later months aren't looked at.
        parts: Where files' typed rows are kept, so that each file is read once; None keeps none.

    Raises:
        UsageError: There is no such folder, or no sales of that month (and nothing else stops the run).
        ConfigError: The configuration names fields that no table has.
    """
    _check_fields(config)
    sources = find_sources(config, data, month)
    problems = list(sources.problems)
    aliases = _aliases(sources, config, month, parts, problems)
    config = config.with_headings(aliases.headings)
    loaded = _load(sources, config, month, parts, problems)
    for name, schema in TABLES.items():
        if schema.needed and name not in sources.files:
            stems = "、".join(schema.stems)
            problems.append(
                Problem(
                    Severity.ERROR,
                    Blocks.RUN,
                    f"没有{schema.title}",
                    f"放一个文件名以 {stems} 开头的 .csv 或 .xlsx，或在 config.yaml 的 input.tables.{name} 里写明",
                    table=name,
                )
            )
    if any(schema.needed and not loaded[name] for name, schema in TABLES.items()):
        return ReadResult(empty_tables(), tuple(problems))
    try:
        tables = _assemble(loaded, aliases, config, month, problems)
        return ReadResult(tables, tuple(problems), sources.read)
    except UsageError:
        if any(problem.blocks is Blocks.RUN for problem in problems):
            return ReadResult(empty_tables(), tuple(problems))
        raise


def _check_fields(config: Config) -> None:
    """The configuration may only name fields that the tables have."""
    faults = []
    for name, settings in config.input.tables.items():
        known = TABLES[name].names
        for key in ("columns", "constants", "values"):
            faults += [
                f"input.tables.{name}.{key}.{field}：没有这个字段，可用的是{'、'.join(known)}"
                for field in getattr(settings, key)
                if field not in known
            ]
        faults += [
            f"input.tables.{name}.required：没有 {field} 这个字段，可用的是{'、'.join(known)}"
            for field in settings.required or ()
            if field not in known
        ]
    if faults:
        raise ConfigError(faults, "改好 config.yaml 再运行")


def _aliases(
    sources: Sources, config: Config, month: Month, kept: Path | None, problems: list[Problem]
) -> Aliases:
    """What is called otherwise elsewhere; read before all else, because headings are among it."""
    paths = sources.files.get("aliases", ())
    loaded = _parts("aliases", paths, Files(), sources, config, month, kept, problems)
    return read_aliases(gather("aliases", loaded, problems), config.input.retailer_id)


def _load(
    sources: Sources, config: Config, month: Month, kept: Path | None, problems: list[Problem]
) -> dict[str, list[Loaded]]:
    """Every file's rows, and the problems found in it."""
    if kept is not None:
        read_ahead(sources.files, config, kept)
    files = Files()
    loaded: dict[str, list[Loaded]] = {name: [] for name in TABLES}
    last_use = {path: name for name, paths in sources.files.items() for path in paths}
    for name, paths in sources.files.items():
        if name != "aliases":
            loaded[name] = _parts(name, paths, files, sources, config, month, kept, problems)
        for path in paths:
            if last_use[path] == name:
                files.forget(path)
    return loaded


def _parts(
    name: str,
    paths: Sequence[Source],
    files: Files,
    sources: Sources,
    config: Config,
    month: Month,
    kept: Path | None,
    problems: list[Problem],
) -> list[Loaded]:
    """One table's files."""
    last_month = (month.plus(1) if name == "supply" else month).number
    loaded = []
    for path in paths:
        part = part_of(path, files, TABLES[name], config, kept)
        file = sources.name(path)
        problems += located(part.findings, file, last_month)
        if part.table is not None:
            loaded.append(Loaded(file, part.sheet, part.headings, part.table))
    return loaded


def _assemble(
    loaded: Mapping[str, list[Loaded]],
    aliases: Aliases,
    config: Config,
    month: Month,
    problems: list[Problem],
) -> dict[str, pd.DataFrame]:
    """The parts together: each table checked against the others."""
    shops = known_shops(gather("retailers", loaded["retailers"], problems), aliases)
    catalogue, goods = known_goods(gather("products", loaded["products"], problems), aliases)
    loaded = {
        name: [identified(part, TABLES[name], shops, goods, problems) for part in parts]
        for name, parts in loaded.items()
    }

    def gathered(name: str) -> Gathered:
        return gather(name, loaded[name], problems)

    tables = empty_tables()
    tables["grade_scale"], scale = grade_scale(gathered("grade_scale"), config.input.grade_scale)
    tables["grade_rule"] = grade_rule(gathered("grade_rule"))
    registry = tables["retailers"] = retailers(gathered("retailers"), config, month, scale)
    tables["managers"] = managers(gathered("managers"), month)
    tables["products"], tables["prices"] = read_products(catalogue, config, month)
    names = registered_names(registry)
    accept = config.input.accept_names == "registry"
    for name in ("routes", "notes", "orders"):
        compare_names(gathered(name), names, accept)
    tables["routes"] = routes(gathered("routes"), registry, tables["managers"])
    tables["supply"] = supply(gathered("supply"), registry, tables["products"], scale, month)
    tables["substitutes"] = substitutes(gathered("substitutes"), goods)
    tables["notes"] = notes(gathered("notes"), registry, month)
    tables["seasons"] = seasons(gathered("seasons"), registry)
    tables["orders"] = orders(gathered("orders"), registry, month)
    tables["advice_log"] = advice_log(gathered("advice_log"), registry, month)
    tables["sales"] = sales(loaded["sales"], tables, _spellings(catalogue), config, month, problems)
    return tables


def _spellings(catalogue: Gathered) -> dict[str, frozenset[str]]:
    """Product code → the keys of all its names in the catalogue."""
    spellings: dict[str, set[str]] = {}
    for column in ("sku_name", "short_name"):
        told = catalogue.rows[catalogue.rows[column].notna()]
        for code, name in told[["sku_code", column]].itertuples(index=False, name=None):
            spellings.setdefault(code, set()).add(same_key(name))
    return {code: frozenset(names) for code, names in spellings.items()}
