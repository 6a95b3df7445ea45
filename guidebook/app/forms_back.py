"""Visit forms that come back: checked, and kept where every command reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from guidebook.errors import InputError, UsageError
from guidebook.model import Blocks, Month, Problem, Severity
from guidebook.storage import sole_use, whole_file

if TYPE_CHECKING:
    from guidebook.reading.forms import Form


@dataclass(frozen=True, slots=True)
class Returned:
    """A form that came back.

    Attributes:
        file: As it was named.
        place: Where it is kept; None if it wasn't taken.
        rows: Filled-in rows, by sheet.
        problems: What is wrong with it.
    """

    file: Path
    place: Path | None
    rows: Mapping[str, int]
    problems: tuple[Problem, ...]

    @property
    def changed(self) -> bool:
        """Whether something is there that wasn't before."""
        return self.place is not None and self.place != self.file


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What became of the forms that came back."""

    forms: tuple[Returned, ...]

    @property
    def exit_code(self) -> int:
        """0 if all that was filled in was taken, else 3."""
        return 3 if any(form.problems for form in self.forms) else 0


def read_forms(
    config: Path | None,
    data: Path | None,
    output: Path,
    sources: Sequence[Path],
    month: Month | None,
    *,
    again: bool,
) -> ReadReport:
    """Check forms that came back, and keep them where every command reads them.

    Args:
        config: The configuration file.
        data: The exports' folder.
        output: The output folder, only that no run is at work with it.
        sources: Forms, or folders of them.
        month: The only month whose forms are taken; None: of any.
        again: Whether a form may take the place of one in which more was filled in.

    Raises:
        UsageError: There is no such file or folder, or the data folder can't be written.
        ConfigError: The configuration is faulty.
    """
    from guidebook.app.preparing import exports_of, settings
    from guidebook.reading.forms import FOLDER, FormFiles
    from guidebook.reading.sources import find_sources

    settled, _ = settings(config)
    with sole_use(output):
        folder = find_sources(settled, exports_of(data), Month(1, 1)).folder
        files = FormFiles()
        found: list[tuple[Path, Form | Problem]] = []
        for path in _forms_in(sources):
            try:
                found.append((path, _of_month(files.form(path), month)))
            except InputError as error:
                found.append((path, _problem(path, error)))
        names = [form.file_name for _, form in found if not isinstance(form, Problem)]
        returned = []
        for path, form in found:
            if isinstance(form, Problem):
                returned.append(Returned(path, None, {}, (form,)))
                continue
            place = folder / FOLDER / form.file_name
            refused = _refused(path, form, place, files, twice=names.count(form.file_name) > 1, again=again)
            if refused is not None:
                returned.append(Returned(path, None, {}, (refused,)))
                continue
            rows: dict[str, int] = {}
            for sheet, *_ in form.entries:
                rows[sheet] = rows.get(sheet, 0) + 1
            problems = _check(settled, exports_of(data), form, path, files)
            content = path.read_bytes()
            if not place.is_file() or place.read_bytes() != content:
                with whole_file(place) as file:
                    file.write(content)
            returned.append(Returned(path, place, rows, problems))
    return ReadReport(tuple(returned))


def _forms_in(sources: Sequence[Path]) -> Iterator[Path]:
    for source in sources:
        if source.is_dir():
            found = sorted(path for path in source.rglob("*.xlsx") if not path.name.startswith((".", "~$")))
            if not found:
                raise UsageError(f"文件夹 {source} 里没有 .xlsx", "指到放拜访表的文件夹")
            yield from found
        elif source.is_file():
            yield source
        else:
            raise UsageError(f"没有这个文件或文件夹：{source}", "检查路径")


def _of_month(form: Form, month: Month | None) -> Form:
    if month is not None and form.month != month:
        raise InputError(
            f"这是{form.month.text}的拜访表，不是{month.text}的", "换一个 --month，或拿这个月的表来"
        )
    return form


def _problem(path: Path, error: InputError) -> Problem:
    return Problem(Severity.ERROR, Blocks.NOTHING, error.message, error.remedy, "forms", path.name)


def _refused(path: Path, form: Form, place: Path, files: Any, *, twice: bool, again: bool) -> Problem | None:
    """Why a form isn't taken although it is whole; None if it is."""
    if twice:
        return _problem(path, InputError(f"{form.file_name}：同一张拜访表一次来了两份", "只留填好的那一份"))
    if again or not place.is_file() or place == path:
        return None
    try:
        before = files.form(place)
    except InputError:
        return None
    kept = _answers(form)
    lost = [row for row, columns in _answers(before).items() if not columns <= kept.get(row, frozenset())]
    if not lost:
        return None
    return _problem(
        path,
        InputError(
            f"上回收的{form.file_name}里有{len(lost)}行填过，这回空着（头一处：工作表{lost[0][0]} 第{lost[0][1]}行）",
            "把两份合成一份；确实以这一份为准，加 --replace",
        ),
    )


def _answers(form: Form) -> dict[tuple[str, ...], frozenset[int]]:
    """Row → which of its cells were filled in; another value is a correction, an empty cell may be a loss."""
    return {
        row: frozenset(column for column, cell in enumerate(cells) if cell)
        for row, cells in form.entries.items()
    }


def _check(config: Any, data: Path | None, form: Form, path: Path, files: Any) -> tuple[Problem, ...]:
    """All that is unclear in a form, cell by cell."""
    from guidebook.reading import check_form

    return check_form(config, data, path, files, form.month)
