"""`sheets.jsonl` and the lists beside it: taken in any order, written in visit order; never all of it in memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, suppress
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import NamedTuple

import msgspec

from guidebook.advice.sameness import Seen
from guidebook.errors import InputError
from guidebook.exports.records import Record
from guidebook.model import STICKS_PER_CARTON, Box, Sticks
from guidebook.model.record import record
from guidebook.storage import whole_file, writing

FILE_NAME = "sheets.jsonl"

_BEGIN = '{"license_no":'
_LONGEST = 400
_DECODER = json.JSONDecoder()

Place = tuple[bool, str, int, str]
"""Sorts retailers by route, then in visit order, then by licence; those without a route come last."""


@record(frozen=True, slots=True)
class Line:
    """What lists and packs need to know of a retailer's line, without its content.

    Attributes:
        cartons: Of the month and of the one before, as decimals; None where nobody knows.
        change: How they changed, as the sheet prints it: ▼ 少3.8条.
        talk: The sheet's first advice, or what it says to a shop that gets none.
        content: What the sheet tells its owner, as whoever approves it approves it.
        lapsed: Numbers of a manager's changes that don't hold any more: why, and what to do.
    """

    license_no: str
    shop_name: str
    route_id: str | None
    visit_seq: int | None
    pdf: str | None
    sha256: str | None
    withheld: str | None
    cartons: tuple[str | None, str | None] = (None, None)
    change: str | None = None
    talk: str | None = None
    content: str | None = None
    lapsed: tuple[tuple[int, str, str], ...] = ()

    @classmethod
    def of(cls, record: Record) -> Line:
        """The line of a settled record."""
        lapsed = (record.get("review") or {}).get("lapsed", {})
        return cls(
            record["license_no"],
            record["shop_name"],
            record["route_id"],
            record["visit_seq"],
            record["pdf"],
            record["pdf_sha256"],
            record["withheld"],
            (record["account"]["cartons"], record["account"]["cartons_last"])
            if record["account"]
            else (None, None),
            _change(record),
            next((said["text"] for box in (Box.NEXT_MONTH, Box.EVALUATION) for said in record[box]), None),
            record.get("content"),
            tuple((int(number), *fault) for number, fault in lapsed.items()),
        )

    @property
    def sticks(self) -> tuple[Sticks, Sticks] | None:
        """Of the month and of the one before; None where the sheet doesn't compare them."""
        this, last = self.cartons
        if this is None or last is None or self.change is None:
            return None
        return _sticks(this), _sticks(last)

    @property
    def place(self) -> Place:
        """Where it stands among the others (F36)."""
        return self.route_id is None, self.route_id or "", self.visit_seq or 0, self.license_no


@record(frozen=True, slots=True)
class Filed:
    """A settled record, ready to be put into the month's files by whoever has all of them.

    Attributes:
        content: Its line of `sheets.jsonl`, and what it adds to each list beside.
        seen: What is compared with other sheets; None where there is no sheet.
    """

    line: Line
    content: tuple[bytes, ...]
    seen: Seen | None = None

    @classmethod
    def bare(cls, record: Record) -> Filed:
        """A record that adds nothing to any list."""
        return cls(Line.of(record), (json_line(record),))


def json_line(record: Record) -> bytes:
    """A record as a line of `sheets.jsonl`."""
    return msgspec.json.encode(record) + b"\n"


def record_of(line: bytes, path: Path) -> Record:
    """A line of `sheets.jsonl` as a record.

    Raises:
        InputError: The file is damaged.
    """
    try:
        record: Record = json.loads(line)
    except ValueError as error:
        raise _damaged(path) from error
    return record


def _damaged(path: Path) -> InputError:
    return InputError(f"{path} 坏了，读不出来", "删掉它，再运行一次 guidebook batch，会重新写好")


def read_lines(path: Path) -> Iterator[Record]:
    """The records of a file in its order; nothing if there is no file."""
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            yield record_of(line, path)


def records_of_routes(path: Path, routes: Collection[str]) -> Iterator[Record]:
    """The records of these routes in the file's order; nobody else's are read.  Nothing if there is no file."""
    marks = [b'"route_id":' + msgspec.json.encode(route_id) for route_id in routes]
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            if any(mark in line for mark in marks):
                record = record_of(line, path)
                if record["route_id"] in routes:
                    yield record


class _Head(msgspec.Struct):
    """What a line is told apart by."""

    license_no: str
    route_id: str | None


def lines_by_route(path: Path, routes: Collection[str] = ()) -> dict[str, dict[str, bytes]]:
    """The lines of these routes (none: of all) by route and licence, in the file's order; `record_of` reads them.

    Raises:
        InputError: The file is damaged.
    """
    found: dict[str, dict[str, bytes]] = {}
    if not path.exists():
        return found
    with path.open("rb") as file:
        for line in file:
            try:
                head = msgspec.json.decode(line, type=_Head)
            except ValueError as error:
                raise _damaged(path) from error
            if head.route_id is not None and (not routes or head.route_id in routes):
                found.setdefault(head.route_id, {})[head.license_no] = line
    return found


def lines_of_route(path: Path, route_id: str) -> list[Line]:
    """A route's lines in visit order; nobody else's are read."""
    return sorted(map(Line.of, records_of_routes(path, [route_id])), key=lambda line: line.place)


class Written(NamedTuple):
    """A line as it stands in the month's files.

    Attributes:
        seen: What is compared with other sheets; None where there is no sheet.
        spans: What it adds to each file, in the order of `Filed.content`: first byte, and the one after the last.
    """

    line: Line
    seen: Seen | None
    spans: tuple[tuple[int, int], ...]


class _Kept(NamedTuple):
    """Where a retailer's content lies in the spool."""

    place: Place
    edges: tuple[int, ...]
    line: Line
    seen: Seen | None


class RecordSpool:
    """The lines of a run, taken in any order and kept on disk until the last one is known.

    Args:
        folder: Where they are kept, in a file without a name.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with writing(folder):
            self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed by close)
        self._end = 0
        self._kept: dict[str, _Kept] = {}

    def __contains__(self, license_no: str) -> bool:
        """Whether the retailer's line is there."""
        return license_no in self._kept

    def __len__(self) -> int:
        """How many lines there are."""
        return len(self._kept)

    def add(self, filed: Filed) -> None:
        """Take a retailer's line; a second one replaces the first."""
        with writing(self._folder):
            self._file.write(b"".join(filed.content))
        edges = tuple(accumulate(map(len, filed.content), initial=self._end))
        self._end = edges[-1]
        line = filed.line
        self._kept[line.license_no] = _Kept(line.place, edges, line, filed.seen)

    def adopt(
        self, path: Path, wanted: Callable[[Record], object], filed: Callable[[Record], Filed]
    ) -> tuple[int, int]:
        """Take over lines of an earlier run for retailers that this one didn't look at.

        Args:
            path: The earlier `sheets.jsonl`; may be absent.
            wanted: Tells of such a line whether it still holds.
            filed: Makes such a line ready again.

        Returns:
            How many such lines there were, and how many of them still hold.
        """
        found = taken = 0
        if path.exists():
            with path.open("rb") as file:
                for line in file:
                    if _license_of(line, path) in self:
                        continue
                    found += 1
                    record = record_of(line, path)
                    if wanted(record):
                        self.add(filed(record))
                        taken += 1
        return found, taken

    @property
    def lines(self) -> list[Line]:
        """All of them in visit order."""
        return [kept.line for kept in self._ordered()]

    def write(self, files: Sequence[tuple[Path, bytes]]) -> list[Written]:
        """Write all lines in visit order.

        Args:
            files: `sheets.jsonl` and the lists, as in `Filed.content`, and what each begins with.

        Returns:
            What was written, in visit order.
        """
        ends = [len(head) for _, head in files]
        written = []
        with ExitStack() as stack:
            opened = [stack.enter_context(whole_file(path)) for path, _ in files]
            for file, (_, head) in zip(opened, files, strict=True):
                file.write(head)
            with writing(self._folder):
                self._file.flush()
            for kept in self._ordered():
                begin, end = kept.edges[0], kept.edges[-1]
                self._file.seek(begin)
                content = self._file.read(end - begin)
                spans = []
                for place, (start, stop) in enumerate(pairwise(kept.edges)):
                    opened[place].write(content[start - begin : stop - begin])
                    spans.append((ends[place], ends[place] + stop - start))
                    ends[place] = spans[-1][1]
                written.append(Written(kept.line, kept.seen, tuple(spans)))
        return written

    def _ordered(self) -> list[_Kept]:
        return sorted(self._kept.values(), key=lambda kept: kept.place)

    def close(self) -> None:
        """Give the disk space back; what couldn't be written was told when it was added or read."""
        with suppress(OSError):
            self._file.close()


@lru_cache(maxsize=65_536)
def _sticks(cartons: str) -> Sticks:
    """A decimal as sticks; most shops buy as much as some other one."""
    return int(Fraction(cartons) * STICKS_PER_CARTON)


def _change(record: Record) -> str | None:
    """How the cartons changed, in the words of 本月账."""
    change = record["account_table"]["rows"][0]["change"] if record["account_table"] else None
    if change is None:
        return None
    figure = change["figure"]
    amount = f"{figure['number']}{figure['unit']}" if figure else ""
    return " ".join(filter(None, (change["mark"], f"{change['word']}{amount}")))


def _license_of(line: bytes, path: Path) -> str:
    """Whose line it is, without reading all of it: a licence is told first."""
    head = line[:_LONGEST].decode(errors="ignore")
    if head.startswith(_BEGIN):
        with suppress(ValueError):
            return str(_DECODER.raw_decode(head, len(_BEGIN))[0])
    return str(record_of(line, path)["license_no"])
