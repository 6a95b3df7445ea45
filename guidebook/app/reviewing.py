"""Review before print: a route's sentences to its manager, and what he decides on them back (docs/review.md)."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from guidebook.advice.mentions import goods_by_name
from guidebook.advice.revising import BOXES, Reviser
from guidebook.advice.rule import Rule
from guidebook.app.preparing import settings
from guidebook.app.request import Request
from guidebook.batch.filing import GOODS_NAMES
from guidebook.batch.formes import Formes
from guidebook.config import SheetConfig
from guidebook.errors import InputError, UsageError
from guidebook.exports import lines, manifest
from guidebook.exports.records import SAID, Record
from guidebook.exports.review import ReviewLine, ReviewShop, write_review
from guidebook.exports.reviewed import before_review, content_with, printed_words
from guidebook.filenames import route_folder
from guidebook.ledger import Approval, Decision, Handling, Ledger, Review
from guidebook.log import account, logged
from guidebook.model import Advice, Blocks, Box, Problem, Severity
from guidebook.reading.formbook import Formbook
from guidebook.reading.reviews import CHANGED, HANDLING, KIND, NO, YES, Wish, fault, read_review
from guidebook.snapshot import read_rows
from guidebook.storage import sole_use, state_folder
from guidebook.wording import BOX_TITLES


@dataclass(frozen=True, slots=True)
class WrittenReview:
    """A workbook that was written: its route, place and number, and how many shops and sentences it holds."""

    route: str
    path: Path
    number: str
    shops: int
    sentences: int


def export_reviews(request: Request, routes: Collection[str]) -> list[WrittenReview]:
    """Write a workbook for each of these routes, or for all.

    Raises:
        ConfigError: Settings or rules are faulty.
        UsageError: The month wasn't made, there is no such route, or the output folder is busy or can't be written.
    """
    config, adviser = settings(request.config)
    names = {rule.id: rule.name for rule in adviser.rules}
    with sole_use(request.output), Ledger.of(request.output, config.ledger.url) as ledger:
        by_route: dict[str, list[Record]] = {}
        for record in _records(request, routes):
            if record["route_id"] and any(record[box] for box in SAID):
                by_route.setdefault(record["route_id"], []).append(record)
        strange = sorted(set(routes) - set(by_route))
        if strange or not by_route:
            raise UsageError(
                f"这个月没有线路 {'、'.join(strange)} 的指导书" if strange else "没有可审阅的指导书",
                f"核对线路编码；没有印过，先运行 guidebook batch --month {request.month}",
            )
        decisions = {decision.about: decision for decision in ledger.decisions(request.month)}
        approvals = ledger.approvals(request.month)
        written = []
        for route in sorted(routes or by_route):
            records = sorted(
                by_route[route], key=lambda record: (record["visit_seq"] or 0, record["license_no"])
            )
            shops = [
                _shop(record, names, decisions, approvals.get(record["license_no"])) for record in records
            ]
            path = request.month_folder / route_folder(route) / f"审阅_{route_folder(route)}.xlsx"
            number = write_review(path, request.month, route, records[0]["snapshot"], shops)
            count = sum(len(shop.lines) for shop in shops)
            written.append(WrittenReview(route, path, number, len(shops), count))
        return written


def _shop(
    record: Record,
    names: dict[str, str],
    decisions: Mapping[tuple[str, Box, str, str | None, str], Decision],
    approval: Approval | None,
) -> ReviewShop:
    """A shop's part, with what was decided before."""
    content, advice = before_review(record)
    told = []
    changes = []
    for place, box in enumerate(BOXES):
        for sentence in getattr(advice, box):
            about = (record["license_no"], box, sentence.rule, sentence.sku_code, sentence.text)
            known = decisions.get(about) or Decision(*about)
            change = known.revision(place)
            changes += [change] if change else []
            told.append(
                ReviewLine(
                    box=BOX_TITLES[box],
                    rule=names.get(sentence.rule, sentence.rule),
                    text=sentence.text,
                    box_code=box.value,
                    rule_code=sentence.rule,
                    sku_code=sentence.sku_code,
                    after=known.after or "",
                    handling="" if change is None else known.handling,
                    note=known.note,
                )
            )
    holds = approval is not None and approval.content == content_with(content, changes)
    said = (YES if approval.approved else NO) if approval is not None and holds else ""
    return ReviewShop(record["visit_seq"], record["license_no"], record["shop_name"], tuple(told), said)


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a workbook.

    Attributes:
        rewritten: Sentences that are rewritten by it, whether that is new or not; `struck` likewise.
        approved: Shops that may go out, and `refused` those that may not.
        changed: Shops whose sheets are to be made again.
        problems: What wasn't taken, and why.
    """

    file: Path
    rewritten: int = 0
    struck: int = 0
    approved: int = 0
    refused: int = 0
    changed: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What became of the workbooks that came back."""

    files: tuple[Imported, ...]

    @property
    def exit_code(self) -> int:
        """0 if all of it was taken, else 3."""
        return 3 if any(file.problems for file in self.files) else 0

    @property
    def changed(self) -> tuple[str, ...]:
        """Licences of the shops whose sheets are to be made again."""
        return tuple(license_no for file in self.files for license_no in file.changed)


def import_reviews(request: Request, files: Sequence[Path]) -> ImportReport:
    """Check workbooks that came back, and enter what they decide.

    A shop in whose rows anything is wrong is left as it was; a workbook that isn't whole, of another month or of
    other sheets than those that are there now, is refused as a whole.

    Raises:
        ConfigError: Settings or rules are faulty.
        UsageError: There is no such file, the month wasn't made, or the output folder is busy.
    """
    for path in files:
        if not path.is_file():
            raise UsageError(
                f"没有这个文件：{path}",
                f"检查路径；review export 写出来的在 {request.month_folder} 下面各条线路的文件夹里",
            )
    config, adviser = settings(request.config)
    with (
        logged(request.output, "review", **request.told, files=[str(path) for path in files]) as log,
        sole_use(request.output),
        Ledger.of(request.output, config.ledger.url) as ledger,
    ):
        desk = _Desk(request, adviser.rules, config.sheet, ledger)
        report = ImportReport(tuple(map(desk.take, files)))
        log.tell(
            taken=desk.taken,
            changed=list(report.changed),
            problems=sum(len(file.problems) for file in report.files),
        )
    return report


class _Desk:
    """Takes workbooks, one after the other."""

    def __init__(self, request: Request, rules: Sequence[Rule], sheet: SheetConfig, ledger: Ledger) -> None:
        self.taken: list[dict[str, str]] = []
        self._request = request
        self._rules = rules
        self._sheet = sheet
        self._ledger = ledger

    def take(self, path: Path) -> Imported:
        """Check a workbook and enter what it decides."""
        try:
            book, rows = read_review(path)
            records = self._of_route(book)
        except InputError as error:
            return Imported(path, problems=(_refused(path, error),))
        decide = _Decider(path, records, self._reviser(book.snapshot))
        problems: list[Problem] = []
        decisions: list[Decision] = []
        approvals: list[Approval] = []
        shops: dict[str, list[Wish]] = {}
        unclear = {row.license_no for row in rows if isinstance(row, Problem)}
        for row in rows:
            if isinstance(row, Problem):
                problems.append(row)
            elif row.license_no not in unclear:
                shops.setdefault(row.license_no, []).append(row)
        for license_no, wishes in shops.items():
            wrong, decided, approval = decide.of(license_no, wishes)
            problems += wrong
            decisions += decided
            approvals += approval
        news = self._ledger.news(
            Review(int(time.time()), account(), book.id, book.month, book.snapshot, decisions, approvals)
        )
        changed = tuple(dict.fromkeys(decision.license_no for decision in news.decisions))
        if changed:  # what lies there doesn't say it: nobody prints or mails before it was made again
            (self._request.month_folder / manifest.FILE_NAME).unlink(missing_ok=True)
            Formes(self._request.output, self._request.month).drop(changed)
        self._ledger.review(news)
        self.taken.append({"form": book.id, "route": book.route, "snapshot": book.snapshot})
        return Imported(
            path,
            rewritten=sum(decision.handling is Handling.REWRITE for decision in decisions),
            struck=sum(decision.handling is Handling.STRIKE for decision in decisions),
            approved=sum(approval.approved for approval in approvals),
            refused=sum(not approval.approved for approval in approvals),
            changed=changed,
            problems=tuple(problems),
        )

    def _of_route(self, book: Formbook) -> dict[str, Record]:
        """The lines of a workbook's route, by licence.

        Raises:
            InputError: It doesn't belong to the sheets that are there.
        """
        month = self._request.month
        if book.month != month:
            raise InputError(
                f"这是{book.month.text}的审阅表，不是{month.text}的", "换一个 --month，或拿这个月的表来"
            )
        records = {record["license_no"]: record for record in _records(self._request, [book.route])}
        if not records:
            raise InputError(
                f"这个月没有线路 {book.route} 的指导书",
                f"先运行 guidebook batch --month {month}，再重新写审阅表",
            )
        there = {record["snapshot"] for record in records.values()}
        if there != {book.snapshot}:
            raise InputError(
                f"审阅表看的是快照 {book.snapshot} 的指导书，现在的是 {'、'.join(sorted(there))} 的",
                KIND.again,
            )
        return records

    def _reviser(self, snapshot: str) -> Reviser:
        rows = read_rows(
            state_folder(self._request.output) / "snapshots", snapshot, "products", ("sku_code", *GOODS_NAMES)
        )
        goods = goods_by_name((row["sku_code"], [row[name] for name in GOODS_NAMES]) for row in rows)
        return Reviser(self._sheet, self._rules, goods)


class _Decider:
    """Decides what is made of a workbook's rows, one shop after the other."""

    def __init__(self, path: Path, records: Mapping[str, Record], reviser: Reviser) -> None:
        self._path = path
        self._records = records
        self._reviser = reviser

    def of(
        self, license_no: str, wishes: Sequence[Wish]
    ) -> tuple[list[Problem], list[Decision], list[Approval]]:
        """What is decided on a shop's sheet: all of it, or nothing if anything is wrong."""
        record = self._records.get(license_no)
        if record is None:
            first = wishes[0]
            gone = "这个月没有这一户的指导书了"
            return (
                [fault(self._path, first.row, license_no, "许可证号", license_no, gone, KIND.again)],
                [],
                [],
            )
        content, advice = before_review(record)
        decided = {wish.row: _decision(wish) for wish in wishes}
        changes = [change for row, it in decided.items() if (change := it.revision(row)) is not None]
        reviewed = self._reviser.apply(advice, list(printed_words(record)), changes)
        lapsed = {**dict(_strangers(advice, decided)), **reviewed.lapsed}
        wrong = [_problem(self._path, wish, *lapsed[wish.row]) for wish in wishes if wish.row in lapsed]
        if wrong:
            return wrong, [], []
        approved = wishes[0].approved
        approval = (
            []
            if approved is None
            else [Approval(license_no, approved, content_with(content, reviewed.applied))]
        )
        return [], list(decided.values()), approval


def _decision(wish: Wish) -> Decision:
    """A wish as the ledger keeps it; a sentence rewritten as it was is printed as it is."""
    handling = Handling(wish.handling)
    if handling is Handling.REWRITE and wish.after == wish.before:
        handling = Handling.PRINT
    return Decision(
        license_no=wish.license_no,
        box=Box(wish.box),
        rule=wish.rule,
        sku_code=wish.sku_code,
        before=wish.before,
        handling=handling,
        after=wish.after if handling is Handling.REWRITE else None,
        note=wish.note,
    )


def _strangers(advice: Advice, decided: dict[int, Decision]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Sentences that the sheet doesn't say, though it was made from the same snapshot: settings have changed."""
    for row, decision in decided.items():
        said = getattr(advice, decision.box)
        about = (decision.rule, decision.sku_code, decision.before)
        if about not in [(sentence.rule, sentence.sku_code, sentence.text) for sentence in said]:
            yield row, (f"{BOX_TITLES[decision.box]}里没有这句话了", KIND.again)


def _problem(path: Path, wish: Wish, message: str, remedy: str) -> Problem:
    column = CHANGED if wish.after else HANDLING
    return fault(path, wish.row, wish.license_no, column, wish.after or wish.handling, message, remedy)


def _refused(path: Path, error: InputError) -> Problem:
    return Problem(Severity.ERROR, Blocks.NOTHING, error.message, error.remedy, "reviews", path.name)


def _records(request: Request, routes: Collection[str]) -> Iterator[Record]:
    """The lines of these routes, or of all, that can be reviewed."""
    path = request.month_folder / lines.FILE_NAME
    found = lines.records_of_routes(path, routes) if routes else lines.read_lines(path)
    return (record for record in found if record.get("content"))
