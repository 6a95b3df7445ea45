"""Visit forms that come back: checked, and kept where every command reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from guidebook.errors import InputError, UsageError
from guidebook.model import Blocks, Month, Problem, Severity
from guidebook.storage import sole_use, write_whole

if TYPE_CHECKING:
    from guidebook.config import Config
    from guidebook.reading.forms import Form, FormFiles


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
    from guidebook.reading.forms import FormFiles

    settled, _ = settings(config)
    with sole_use(output):
        inbox = _Inbox(settled, exports_of(data), FormFiles(), month, again=again)
        found = [(path, inbox.read(path)) for path in _forms_in(sources)]
        names = Counter(form.file_name for _, form in found if not isinstance(form, Problem))
        return ReadReport(
            tuple(
                Returned(path, None, {}, (form,))
                if isinstance(form, Problem)
                else inbox.take(path, form, twice=names[form.file_name] > 1)
                for path, form in found
            )
        )


class _Inbox:
    """Reads forms and keeps those that can be taken.

    Args:
        config: The settings.
        data: The exports' folder.
        files: Opens forms.
        month: The only month whose forms are taken; None: of any.
        again: Whether a form may take the place of one in which more was filled in.
    """

    def __init__(
        self, config: Config, data: Path | None, files: FormFiles, month: Month | None, *, again: bool
    ) -> None:
        from guidebook.reading.forms import FOLDER
        from guidebook.reading.sources import find_sources

        self._config = config
        self._data = data
        self._files = files
        self._month = month
        self._again = again
        self._folder = find_sources(config, data, Month(1, 1)).folder / FOLDER

    def read(self, path: Path) -> Form | Problem:
        """A form of the month that is wanted, or what is wrong with the file."""
        try:
            form = self._files.form(path)
        except InputError as error:
            return _problem(path, error.message, error.remedy)
        if self._month is not None and form.month != self._month:
            return _problem(
                path,
                f"这是{form.month.text}的拜访表，不是{self._month.text}的",
                "换一个 --month，或拿这个月的表来",
            )
        return form

    def take(self, path: Path, form: Form, *, twice: bool) -> Returned:
        """Keep a form and tell what of it is unclear.

        Args:
            path: Where it is.
            form: What it holds.
            twice: Whether another one of the same name came along.
        """
        from guidebook.reading import check_form

        place = self._folder / form.file_name
        refused = self._refused(path, form, place, twice=twice)
        if refused is not None:
            return Returned(path, None, {}, (refused,))
        rows = Counter(sheet for sheet, *_ in form.entries)
        problems = check_form(self._config, self._data, path, self._files, form.month)
        content = path.read_bytes()
        if not place.is_file() or place.read_bytes() != content:
            write_whole(place, content)
        return Returned(path, place, rows, problems)

    def _refused(self, path: Path, form: Form, place: Path, *, twice: bool) -> Problem | None:
        """Why a form isn't taken although it is whole; None if it is."""
        if twice:
            return _problem(path, f"{form.file_name}：同一张拜访表一次来了两份", "只留填好的那一份")
        if self._again or not place.is_file() or place == path:
            return None
        try:
            before = self._files.form(place)
        except InputError:  # what was kept is damaged: nothing is lost by the new one
            return None
        kept = _answers(form)
        lost = [row for row, columns in _answers(before).items() if not columns <= kept.get(row, frozenset())]
        if not lost:
            return None
        return _problem(
            path,
            f"上回收的{form.file_name}里有{len(lost)}行填过，这回空着（头一处：工作表{lost[0][0]} 第{lost[0][1]}行）",
            "把两份合成一份；确实以这一份为准，加 --replace",
        )


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


def _problem(path: Path, message: str, remedy: str) -> Problem:
    return Problem(Severity.ERROR, Blocks.NOTHING, message, remedy, "forms", path.name)


def _answers(form: Form) -> dict[tuple[str, ...], frozenset[int]]:
    """Row → which of its cells were filled in; another value is a correction, an empty cell may be a loss."""
    return {
        row: frozenset(column for column, cell in enumerate(cells) if cell)
        for row, cells in form.entries.items()
    }
