"""What a route's manager reads before the visits: from the sheets' own lines and the measures of the same snapshot.

Totals and problems are sums over the sheets (R033), in whole fen; so they agree with what the owners are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from guidebook.advice.comparing import Move, quantity_move
from guidebook.config import Bands
from guidebook.measures.company.matters import State
from guidebook.measures.notes import UNLICENSED
from guidebook.measures.registry import day
from guidebook.model import Month, RetailerStatus
from guidebook.reports.causes import Causes, Goods
from guidebook.reports.figures import (
    NONE,
    Record,
    amount_of,
    by_license,
    cartons_change,
    fen,
    moved,
    price,
    profit_change,
    rows,
    signed_yuan,
    sticks_of,
    yuan,
)
from guidebook.reports.route_page import Listed, Note, RouteReport, Total, Visit
from guidebook.wording import DOWN, UP, cartons_text, day_text, month_text

if TYPE_CHECKING:
    import pandas as pd

FOR = "供客户经理，不给零售户"
EXPIRING_DAYS = 90
"""Licences that expire within so many days are told."""
MOST = 8
"""Rows of each list of the first page, which has to fit a clipboard."""


CHURN_WORDS = {"红": "连着三个月没进货", "橙": "这个月没进货", "黄": "两回没订货"}
"""What each alert of `guidebook.measures.company.standing` means, the worst first (R088)."""
KIND_WORDS = {"promise": "答应的事", "complaint": "投诉", "opinion": "意见"}


@dataclass(frozen=True, slots=True)
class Told:
    """What measures tell of a route's shops.

    Attributes:
        standing: As `guidebook.measures.company.standing` gives it.
        matters: As `guidebook.measures.company.matters` gives them, for the whole city.
        balance: As `guidebook.measures.company.visits.visit_balance` gives it.
        longest: Days that may pass between two visits.
        shops: As `guidebook.measures.company.population.shops_of` gives them.
        bands: What counts as a change.
    """

    standing: pd.DataFrame
    matters: pd.DataFrame
    balance: pd.DataFrame
    longest: int
    shops: pd.DataFrame
    bands: Bands

    def of(self, licenses: set[str]) -> Told:
        """The same of some shops."""

        def own(frame: pd.DataFrame) -> pd.DataFrame:
            return frame[frame["license_no"].isin(licenses)]

        return replace(
            self,
            standing=own(self.standing),
            matters=own(self.matters),
            balance=own(self.balance),
            shops=own(self.shops),
        )


def route_report(
    route_id: str,
    records: Sequence[Record],
    told: Told,
    goods: Goods,
    exceptions: Iterable[Mapping[str, str]],
    month: Month,
    as_of: date,
    snapshot: str,
    manager: str,
) -> RouteReport:
    """Put a route's report together.

    Args:
        route_id: 线路编码.
        records: The lines of its retailers, in visit order.
        told: What measures tell.
        goods: What is known of products.
        exceptions: Rows of exceptions.csv.
        month: The sheets' month.
        as_of: The day before the visits.
        snapshot: What all of it comes from.
        manager: The manager's name; empty where unknown.
    """
    own = told.of({record["license_no"] for record in records})
    shops = by_license(own.shops)
    owed = [record for record in records if _is_owed(shops.get(record["license_no"]))]
    writer = _Writer(owed, own, goods, as_of)
    name = next((str(row.route_name) for row in shops.values() if row.route_name), route_id)
    problems, lost, gained = writer.causes.problems(owed)
    net = gained - lost
    return RouteReport(
        title=f"{name} {month_text(month)}线路报告",
        audience=FOR,
        route=name if name == route_id else f"{name}（{route_id}）",
        manager=manager,
        month=month_text(month),
        as_of=as_of.isoformat(),
        snapshot=snapshot,
        totals=writer.totals(),
        moves=writer.moves(),
        lists=writer.lists(),
        problems=problems,
        problem_sum=(
            f"全线按标价算：少赚的加起来{yuan(lost)}，多赚的加起来{yuan(gained)}，"
            f"合起来{'多' if net >= 0 else '少'}{yuan(abs(net))}。"
        ),
        visits=tuple(map(writer.visit, owed)),
        unrecorded=writer.unrecorded(),
        exceptions=tuple(_exceptions(records, exceptions)),
    )


def _is_owed(shop: Any) -> bool:
    return shop is not None and RetailerStatus(str(shop.status)).gets_sheet


class _Writer:
    """Writes the parts of one route's report."""

    def __init__(self, records: Sequence[Record], told: Told, goods: Goods, as_of: date) -> None:
        self._records, self._goods, self._as_of = records, goods, as_of
        self._longest, self._bands = told.longest, told.bands
        self._by_license = {record["license_no"]: record for record in records}
        self._shops = by_license(told.shops)
        self.causes = Causes(self._shops, goods)
        self._standing = by_license(told.standing)
        self._balance = by_license(told.balance)
        self._matters = [
            row
            for row in rows(told.matters)
            if row.state != State.DONE and row.license_no in self._by_license
        ]

    def totals(self) -> tuple[Total, ...]:
        """The sums of the sheets' accounts; shops without a last month are in the change, too."""
        known = [record["account"] for record in self._records if record["account"]]
        this, last = sum(map(sticks_of, known)), sum(sticks_of(each, "_last") for each in known)
        amount, amount_last = sum(map(amount_of, known)), sum(amount_of(each, "_last") for each in known)
        totals = [
            Total(
                "进货", f"{cartons_text(this)}条", moved(this - last, f"{cartons_text(abs(this - last))}条")
            ),
            Total(
                "进货金额",
                yuan(amount),
                moved(amount - amount_last, yuan(abs(amount - amount_last))),
            ),
        ]
        if this > 0:
            totals.append(Total("平均每条", f"{price(amount, this)}元", f"上月{price(amount_last, last)}元"))
        listed = [each for each in known if each["profit"] is not None and each["profit_last"] is not None]
        if listed:
            profit = sum(fen(each["profit"]) for each in listed)
            change = profit - sum(fen(each["profit_last"]) for each in listed)
            totals.append(Total("按标价能赚", yuan(profit), moved(change, yuan(abs(change)))))
        return tuple(totals)

    def moves(self) -> str:
        """How many shops have more or less."""
        moves = [self._move(record) for record in self._records if record["pdf"]]
        without = sum(record["pdf"] is None for record in self._records)
        parts = [f"{len(self._records)}户"]
        parts += [f"{words}{moves.count(move)}户" for move, words in _MOVES if moves.count(move)]
        if without:
            parts.append(f"没有单子{without}户")
        return "，".join(parts)

    def lists(self) -> tuple[Listed, ...]:
        """The lists of the first page."""
        return (
            _listed("先照看这几户", self._cares(), "没有要先照看的。"),
            _listed("答应的、没答复的", self._promises(), "没有没办完的事。"),
            _listed(f"{EXPIRING_DAYS}天内许可证到期", self._expiring(), f"{EXPIRING_DAYS}天内没有到期的。"),
            _listed(f"超过{self._longest}天没去", self._unvisited(), "都去过。"),
        )

    def _cares(self) -> Iterator[Note]:
        """Who needs care first: alerts by level and money, then the shops that lost most."""
        alerts = sorted(
            (
                (list(CHURN_WORDS).index(row.churn), -int(row.lost_amount), license_no)
                for license_no, row in self._standing.items()
                if license_no in self._by_license and row.churn in CHURN_WORDS
            ),
        )
        told = set()
        for _, _, license_no in alerts:
            row = self._standing[license_no]
            told.add(license_no)
            words = f"{row.churn}：{CHURN_WORDS[row.churn]}"
            if row.last_bought is not None and row.idle_months:
                words += f"，上回进货是{month_text(Month.of(int(row.last_bought)))}"
            if row.lost_amount > 0:
                words += f"，大约少进{yuan(int(row.lost_amount))}的货"
            yield Note(self._seq(license_no), self._name(license_no), words, strong=row.churn == "红")
        falling = sorted((profit_change(record) or 0, record["license_no"]) for record in self._records)
        for change, license_no in falling:
            record = self._by_license[license_no]
            if change < 0 and license_no not in told and self._move(record) is Move.DOWN:
                words = f"比上月少赚{yuan(-change)}：{self.causes.reason(record)}"
                yield Note(self._seq(license_no), self._name(license_no), words)

    def _promises(self) -> Iterator[Note]:
        for row in self._matters:
            late = row.state == State.LATE
            yield Note(self._seq(row.license_no), self._name(row.license_no), _matter(row), late)

    def _expiring(self) -> Iterator[Note]:
        found = sorted(
            (expiry, license_no)
            for license_no, row in self._shops.items()
            if license_no in self._by_license
            and (expiry := day(row.license_expiry)) is not None
            and (expiry - self._as_of).days <= EXPIRING_DAYS
        )
        for expiry, license_no in found:
            yield Note(
                self._seq(license_no),
                self._name(license_no),
                _expiry(expiry, self._as_of),
                strong=expiry <= self._as_of,
            )

    def _unvisited(self) -> Iterator[Note]:
        """Who wasn't visited for long, the longest first; then those of whom no visit is told, by place."""
        found = sorted(
            (
                row.days is None,
                -int(row.days or 0),
                self._by_license[license_no]["visit_seq"] or 0,
                license_no,
            )
            for license_no, row in self._balance.items()
            if row.overdue and license_no in self._by_license
        )
        for _, _, _, license_no in found:
            yield Note(self._seq(license_no), self._name(license_no), _unseen(self._balance[license_no]))

    def unrecorded(self) -> str:
        """The shops of which no visit is told, by their places; empty where there is none."""
        places = [
            self._seq(license_no) or self._name(license_no)
            for license_no in self._by_license
            if (row := self._balance.get(license_no)) is not None and not row.visits
        ]
        return f"没有拜访记录的{len(places)}户：{'、'.join(places)}。" if places else ""

    def visit(self, record: Record) -> Visit:
        """A shop's line."""
        license_no = record["license_no"]
        standing = self._standing.get(license_no)
        change = profit_change(record)
        return Visit(
            seq=self._seq(license_no),
            shop=record["shop_name"],
            change=cartons_change(record),
            profit=NONE if change is None else signed_yuan(change),
            reason=self.causes.reason(record) if record["account"] else "",
            action=self._action(record),
            reminders=tuple(self._reminders(license_no)),
            care=(standing.churn or "") if standing else "",
        )

    def _action(self, record: Record) -> str:
        """What to do first: the rule that speaks first on the sheet, the product, how many; its words are there."""
        if record["pdf"] is None:
            return f"没有单子：{record['withheld']}"
        said = next((each for box in ("next_month", "evaluation") for each in record[box]), None)
        if said is None:
            return NONE
        names, about, bought = self._goods.names, said["sku_code"], said["advised_sku_code"]
        words = str(self._goods.rules.get(said["rule"], said["rule"]))
        words += f"：{names.get(about, about)}" if about else ""
        if said["cartons"] is None or bought is None:
            return words
        other = f"→{names.get(bought, bought)}" if bought != about else ""
        return f"{words}{other}，进{said['cartons']}条"

    def _reminders(self, license_no: str) -> Iterator[str]:
        yield from (_matter(row) for row in self._matters if row.license_no == license_no)
        expiry = day(self._shops[license_no].license_expiry)
        if expiry is not None and (expiry - self._as_of).days <= EXPIRING_DAYS:
            yield f"许可证{_expiry(expiry, self._as_of)}"
        balance = self._balance.get(license_no)
        if balance is not None and balance.overdue and balance.visits:
            yield _unseen(balance)

    def _move(self, record: Record) -> Move | None:
        """Where the cartons went, as the list of visits tells it; None where nothing is compared."""
        account = record["account"]
        if not account or account["cartons_last"] is None:
            return None
        return quantity_move(sticks_of(account), sticks_of(account, "_last"), self._bands)

    def _seq(self, license_no: str) -> str:
        seq = self._by_license[license_no]["visit_seq"]
        return f"{seq}号" if seq else ""

    def _name(self, license_no: str) -> str:
        return str(self._by_license[license_no]["shop_name"])


_MOVES = (
    (Move.DOWN, f"{DOWN}少了"),
    (Move.UP, f"{UP}多了"),
    (Move.FLAT, "差不多"),
    (None, "上月没有可比的"),
)


def _listed(title: str, notes: Iterable[Note], none: str) -> Listed:
    found = tuple(notes)
    return Listed(title, len(found), found[:MOST], none)


def _exceptions(records: Iterable[Record], rows: Iterable[Mapping[str, str]]) -> Iterator[Note]:
    """What exceptions.csv says of the route's shops, the worst first, in visit order."""
    known = {record["license_no"]: record for record in records}
    order = {"错误": 0, "提醒": 1, "说明": 2}
    mine = [row for row in rows if row["许可证号"] in known]
    mine.sort(key=lambda row: (order.get(row["级别"], 3), known[row["许可证号"]]["visit_seq"] or 0))
    for row in mine:
        record = known[row["许可证号"]]
        seq = record["visit_seq"]
        remedy = f"怎么办：{row['处理办法']}" if row["处理办法"] else ""
        words = "。".join(filter(None, (row["问题"].rstrip("。"), remedy)))
        yield Note(
            f"{seq}号" if seq else "", record["shop_name"], f"{row['级别']}：{words}", row["级别"] == "错误"
        )


def _matter(row: Any) -> str:
    nothing = "（无证户的事，内容只在专卖那里）" if row.category == UNLICENSED else "（没写内容）"
    return f"{KIND_WORDS[row.kind]}：{row.text or nothing}（{_due(row)}）"


def _due(row: Any) -> str:
    due, late = day(row.due), row.late_days
    if due is None:
        return f"{day_text(row.written_on)}记的，没定期限"
    return f"过期{int(late)}天" if row.state == State.LATE and late else f"{day_text(due)}前"


def _expiry(expiry: date, as_of: date) -> str:
    left = (expiry - as_of).days
    when = f"{expiry.year}年{day_text(expiry)}"
    return f"{when}到期，还有{left}天" if left > 0 else f"{when}到期，已经过了"


def _unseen(row: Any) -> str:
    last = day(row.last_visit)
    return "没有拜访记录" if last is None else f"{int(row.days)}天没去（上回{day_text(last)}）"
