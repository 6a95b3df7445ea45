"""The whole way from a folder of exports to checked tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from guidebook.config import Config
from guidebook.errors import ConfigError, UsageError
from guidebook.model import Blocks, Month, Problem, Severity
from guidebook.reading.ahead import read_ahead
from guidebook.reading.aliases import Aliases, read_aliases
from guidebook.reading.catalogue import products as read_products
from guidebook.reading.closed import bought_while_closed
from guidebook.reading.files import Files
from guidebook.reading.findings import located
from guidebook.reading.forms import FormFiles, forms_below, read_forms
from guidebook.reading.gathering import Gathered, Loaded, gather
from guidebook.reading.goods import known_goods
from guidebook.reading.grading import grade_rule, grade_scale
from guidebook.reading.headings import TABLES
from guidebook.reading.identity import identified, known_shops
from guidebook.reading.kinds import cigarettes_only, without_others
from guidebook.reading.names import compare_names, registered_names
from guidebook.reading.others import advice_log, known_retailers, notes, orders, substitutes
from guidebook.reading.parts import Part, part_of
from guidebook.reading.policy import supply
from guidebook.reading.registry import managers, retailers, routes
from guidebook.reading.sales import sales
from guidebook.reading.schema import conform, empty_tables
from guidebook.reading.seasons import seasons
from guidebook.reading.sources import Source, Sources, find_sources
from guidebook.reading.text import same_key
from guidebook.reading.trade import Catalogue
from guidebook.reading.unfinished import tell_unfinished
from guidebook.reading.units import UnitWords
from guidebook.reading.visits import counts, feedback

if TYPE_CHECKING:
    import pandas as pd


_BESIDE_EACH_OTHER = 2
"""Files of a table that are looked at at a time."""

_MEND_FIRST = "先改好销售表里别的错误；没有这个月的文件就放进来"
_NONE_LEFT = {"retailers": "零售户档案里一户能用的也没有", "products": "商品目录里一个能用的商品也没有"}


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


def read(
    config: Config,
    data: Path | None,
    month: Month,
    *,
    until: date | None = None,
    parts: Path | None = None,
) -> ReadResult:
    """Read and check the exports for a month's sheets.

    Args:
        config: The settings.
        data: The folder of the exports, or one file that holds several tables; None: `input.folder`.
        month: The sheets' month; later months aren't looked at.
        until: The last day that its figures tell, where it isn't over; None for a whole month.
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
    loaded = _load(sources, config, month, until, parts, problems)
    forms = forms_below(sources.folder, month)
    for name, rows in read_forms(forms, FormFiles(), sources.name, config, parts, problems):
        loaded[name].append(rows)
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
        tables = _assemble(loaded, aliases, config, month, until, problems)
        return ReadResult(tables, tuple(problems), None if sources.read is None else (*sources.read, *forms))
    except UsageError as error:
        if not any(problem.blocks is Blocks.RUN for problem in problems):
            if all(problem.severity is not Severity.ERROR for problem in problems):
                raise
            # what is wrong with the rows tells why there are none of the month
            problems.append(Problem(Severity.ERROR, Blocks.RUN, error.message, _MEND_FIRST, table="sales"))
        return ReadResult(empty_tables(), tuple(problems))


def check_form(
    config: Config, data: Path | None, form: Path, opened: FormFiles, month: Month
) -> tuple[Problem, ...]:
    """What is unclear in a form, held against registry and catalogue; sales need not be there yet.

    Args:
        config: The settings.
        data: The folder of the exports.
        form: The form, which is whole.
        opened: The form as it was opened to see that.
        month: Its month.

    Raises:
        UsageError: There is no such folder.
    """
    import pandas as pd

    sources = find_sources(config, data, month)
    elsewhere: list[Problem] = []
    aliases = _aliases(sources, config, month, None, elsewhere)
    config = config.with_headings(aliases.headings)
    files = Files()
    loaded: dict[str, list[Loaded]] = {name: [] for name in TABLES}
    for name in ("retailers", "products"):
        paths = sources.files.get(name, ())
        loaded[name] = _parts(name, paths, files, sources, config, month, None, None, elsewhere)
    shops = known_shops(gather("retailers", loaded["retailers"], elsewhere), aliases)
    catalogue, goods = known_goods(gather("products", loaded["products"], elsewhere), aliases)
    registry = retailers(gather("retailers", loaded["retailers"], elsewhere), aliases, config, month, {})
    products, _ = read_products(catalogue, config, month)
    found: list[Problem] = []
    for name, rows in read_forms([form], opened, lambda path: path.name, config, None, found):
        loaded[name].append(identified(rows, TABLES[name], shops, goods, found))
    licenses = pd.Index(registry["license_no"])
    counts(gather("counts", loaded["counts"], found), licenses, Catalogue.of(products), month)
    for name in ("notes", "advice_log"):
        known_retailers(gather(name, loaded[name], found), registry)
    feedback(gather("feedback", loaded["feedback"], []), empty_tables()["notes"], registry, month)
    return tuple(found)


def _check_fields(config: Config) -> None:
    """The configuration may only name fields that the tables have, and units that are known."""
    faults = []
    words = UnitWords.of(config.wares)
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
        faults += [
            f"input.tables.{name}.{key}：不认识单位“{unit}”，可用的是{'、'.join(units)}"
            for key, unit, units in (
                ("quantity_unit", settings.quantity_unit, words.quantity),
                ("money_unit", settings.money_unit, words.money),
            )
            if unit is not None and unit not in units
        ]
    if faults:
        raise ConfigError(faults, "改好 config.yaml 再运行")


def _aliases(
    sources: Sources, config: Config, month: Month, kept: Path | None, problems: list[Problem]
) -> Aliases:
    """What is called otherwise elsewhere; read before all else, because headings are among it."""
    paths = sources.files.get("aliases", ())
    loaded = _parts("aliases", paths, Files(), sources, config, month, None, kept, problems)
    return read_aliases(gather("aliases", loaded, problems), config.input.retailer_id)


def _load(
    sources: Sources,
    config: Config,
    month: Month,
    until: date | None,
    kept: Path | None,
    problems: list[Problem],
) -> dict[str, list[Loaded]]:
    """Every file's rows, and the problems found in it."""
    if kept is not None:
        read_ahead(sources.files, config, kept)
    files = Files()
    loaded: dict[str, list[Loaded]] = {name: [] for name in TABLES}
    last_use = {path: name for name, paths in sources.files.items() for path in paths}
    for name, paths in sources.files.items():
        if name != "aliases":
            loaded[name] = _parts(name, paths, files, sources, config, month, until, kept, problems)
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
    until: date | None,
    kept: Path | None,
    problems: list[Problem],
) -> list[Loaded]:
    """One table's files."""
    last_month = (month.plus(1) if name == "supply" else month).number
    loaded = []
    # Some beside each other, the newest first: it is the one that must be read, while the others are there already.
    with ThreadPoolExecutor(_BESIDE_EACH_OTHER) as threads:
        parts = list(
            threads.map(lambda path: part_of(path, files, TABLES[name], config, kept), reversed(paths))
        )
    for path, part in zip(paths, reversed(parts), strict=True):
        file = sources.name(path)
        problems += located(part.findings, file, last_month)
        problems += _ends_early(part, file, month, until)
        if part.table is not None:
            loaded.append(Loaded(file, part.sheet, part.headings, part.table))
    return loaded


def _ends_early(part: Part, file: str, month: Month, until: date | None) -> list[Problem]:
    """A file that says its month isn't over: refused, unless just that day is asked for (F19)."""
    told = part.until
    if told is None or told == until or Month.containing(told) > month:
        return []
    if until is None and Month.containing(told) == month:
        message = f"表头上面写着数据只到{told}，这个月还没完，和整月比会都像是少了"
        remedy = f"月份过完再导出一次；就要做到这一天的，加 --partial {told}；确实是整月的，去掉标题里的日期"
    elif Month.containing(told) == month:
        message = f"表头上面写着数据只到{told}，--partial 写的是{until}"
        remedy = f"改成 --partial {told}，或者换成到{until}的文件"
    else:
        message = f"表头上面写着数据只到{told}，那个月还没完"
        remedy = "把那个月整月的导出一次；确实是整月的，去掉标题里的日期"
    return [
        Problem(
            Severity.ERROR,
            Blocks.RUN,
            message,
            remedy,
            table="sales",
            file=file,
            sheet=part.sheet,
            row=1,
        )
    ]


def _assemble(
    loaded: Mapping[str, list[Loaded]],
    aliases: Aliases,
    config: Config,
    month: Month,
    until: date | None,
    problems: list[Problem],
) -> dict[str, pd.DataFrame]:
    """The parts together: each table checked against the others."""
    import pandas as pd

    shops = known_shops(gather("retailers", loaded["retailers"], problems), aliases)
    catalogue, goods = known_goods(gather("products", loaded["products"], problems), aliases)
    catalogue, others = cigarettes_only(catalogue)
    loaded = {
        name: [
            without_others(
                identified(part, TABLES[name], shops, goods, problems), name, others, month.number, problems
            )
            for part in parts
        ]
        for name, parts in loaded.items()
    }

    @cache  # several look at the same rows
    def gathered(name: str) -> Gathered:
        return gather(name, loaded[name], problems)

    tables = empty_tables()
    tables["grade_scale"], scale = grade_scale(gathered("grade_scale"), config.input.grade_scale)
    tables["grade_rule"] = grade_rule(gathered("grade_rule"))
    registry = tables["retailers"] = retailers(gathered("retailers"), aliases, config, month, scale)
    tables["managers"] = managers(gathered("managers"), month)
    tables["products"], tables["prices"] = read_products(catalogue, config, month)
    for name, words in _NONE_LEFT.items():
        if not len(tables[name]):
            remedy = "改好它的错误，或者重新导出"
            problems.append(Problem(Severity.ERROR, Blocks.RUN, words, remedy, table=name))
    names = registered_names(registry)
    accept = config.input.accept_names == "registry"
    for name in ("routes", "notes", "orders", "counts", "feedback"):
        compare_names(gathered(name), names, accept)
    tables["routes"] = routes(gathered("routes"), registry, tables["managers"])
    tables["supply"] = supply(gathered("supply"), registry, tables["products"], scale, month)
    tables["substitutes"] = substitutes(gathered("substitutes"), goods, tables["products"])
    tables["seasons"] = seasons(gathered("seasons"), registry)
    tables["orders"] = orders(gathered("orders"), registry, until or month.last_day)
    tables["advice_log"] = advice_log(gathered("advice_log"), registry, month)
    tables["sales"], tags = sales(
        loaded["sales"], gathered("counts"), tables, _spellings(catalogue), config, month, problems
    )
    if until is None:
        tell_unfinished(gathered("orders"), tables["orders"], tables["sales"], month)
    problems += bought_while_closed(registry, tables["sales"], month)
    tables["notes"] = notes(gathered("notes"), tags, registry, month)
    tables["feedback"], unhappy = feedback(gathered("feedback"), tables["notes"], registry, month)
    tables["notes"] = conform("notes", pd.concat([tables["notes"], unhappy]))
    return tables


def _spellings(catalogue: Gathered) -> dict[str, frozenset[str]]:
    """Product code → the keys of all its names in the catalogue."""
    spellings: dict[str, set[str]] = {}
    for column in ("sku_name", "short_name"):
        told = catalogue.rows[catalogue.rows[column].notna()]
        for code, name in told[["sku_code", column]].itertuples(index=False, name=None):
            spellings.setdefault(code, set()).add(same_key(name))
    return {code: frozenset(names) for code, names in spellings.items()}
