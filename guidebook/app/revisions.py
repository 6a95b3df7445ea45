"""What managers changed of a month's sheets: which line was made with it, and what of it changes nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from guidebook.exports.lines import FILE_NAME, Line, read_lines
from guidebook.exports.records import Record
from guidebook.exports.reviewed import standing
from guidebook.ledger import Approval
from guidebook.model import Blocks, Problem, Revision, Severity
from guidebook.wording import BOX_TITLES


class Revisions:
    """The changes that are in force.

    Args:
        by_license: Each retailer's.
    """

    def __init__(self, by_license: Mapping[str, tuple[Revision, ...]]) -> None:
        self._by_license = by_license

    def of(self, license_no: str) -> tuple[Revision, ...]:
        """A retailer's."""
        return self._by_license.get(license_no, ())

    def stand_in(self, record: Record) -> bool:
        """Whether a line was made with just these."""
        return standing(record) == {revision.number for revision in self.of(record["license_no"])}

    def problems(self, written: Iterable[Line]) -> Iterator[Problem]:
        """One line of exceptions.csv for each change that isn't printed because it doesn't hold any more.

        Args:
            written: The month's lines.
        """
        for line in written:
            changes = {revision.number: revision for revision in self.of(line.license_no)}
            for number, reason, remedy in line.lapsed:
                change = changes[number]
                told = "删掉" if change.after is None else f"改成“{change.after}”"
                yield Problem(
                    severity=Severity.WARNING,
                    blocks=Blocks.NOTHING,
                    message=f"审阅时改过的话没有用上，{BOX_TITLES[change.box]}里的“{change.before}”本来要{told}：{reason}",
                    remedy=remedy,
                    table="sheets",
                    license_no=line.license_no,
                )


def unapproved(line: Line, approvals: Mapping[str, Approval]) -> str | None:
    """Why a sheet may not go out, if only those may that were approved as they are; None if it may."""
    approval = approvals.get(line.license_no)
    if approval is None:
        return "审阅时还没有批准"
    if not approval.approved:
        return "审阅时选了不让发"
    return None if approval.content == line.content else "批准以后内容变了，要再审阅一次"


def unapproved_of(folder: Path, approvals: Mapping[str, Approval]) -> dict[str, str]:
    """The same of all sheets of a month's folder: by licence, why they may not."""
    found = (Line.of(record) for record in read_lines(folder / FILE_NAME) if record["pdf"])
    return {line.license_no: reason for line in found if (reason := unapproved(line, approvals))}
