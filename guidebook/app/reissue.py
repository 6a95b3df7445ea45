"""更正重发: sheets that take the place of ones that were handed out (R107, F34; docs/reissue.md)."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guidebook.advice.language import Guard
from guidebook.app.preparing import settings
from guidebook.app.request import Request
from guidebook.config import Wares
from guidebook.errors import UsageError
from guidebook.exports import lines
from guidebook.ledger import Correction, Ledger, Said
from guidebook.log import account
from guidebook.model import Blocks, Box, Fen, Problem, Severity, Sticks
from guidebook.storage import sole_use
from guidebook.wording import BOX_TITLES, cartons_text, money_value

MOST_REASON = 24
"""Characters of a reason: with what is printed around it, it stands on one line."""

WAY = "登记"
"""How sheets were handed out where nobody says more."""

_BOXES = (Box.EVALUATION, Box.NEXT_MONTH, Box.FOLLOW_UP)


def read_reason(text: str | None, names: Iterable[str] = ()) -> str | None:
    """A reason as it will be printed; None where there is none.

    Args:
        text: As it was typed.
        names: Product names that are printed as the catalogue writes them.

    Raises:
        UsageError: It can't be printed on a sheet.
    """
    if text is None:
        return None
    reason = unicodedata.normalize("NFC", text).strip().rstrip("。！!.")
    if not reason:
        raise UsageError("--reason 没有写原因", "写成 --reason 价格表有误")
    if any(unicodedata.category(char).startswith("C") for char in reason):
        raise UsageError("--reason 里有看不见的字符", "重新打一遍，不要从别处粘贴")
    if len(reason) > MOST_REASON:
        raise UsageError(f"--reason 有{len(reason)}个字，最多{MOST_REASON}个", "写短一些，如：价格表有误")
    hits = Guard(names).hits(reason)
    if hits:
        raise UsageError(f"--reason 里有不能印的话：{'；'.join(map(str, hits))}", "换个说法")
    return reason


def correction_problems(
    corrections: Iterable[Correction], written: Collection[str], wares: Wares
) -> Iterator[Problem]:
    """One line of exceptions.csv for each sheet that corrects one that was handed out.

    Args:
        corrections: The month's.
        written: Licences whose sheets lie in the month's folder.
        wares: The company's words for cartons and money.
    """
    for found in corrections:
        if found.license_no in written:
            why = f"，原因：{found.reason}" if found.reason else ""
            yield Problem(
                severity=Severity.WARNING,
                blocks=Blocks.NOTHING,
                message=f"更正重发第{found.version}版{why}：{'；'.join(_changes(found, wares))}",
                remedy="把新的一张送去，原来那张收回"
                + ("" if found.reason else "；加 --reason 再做一遍，可以印上原因"),
                table="sheets",
                license_no=found.license_no,
            )


def _changes(found: Correction, wares: Wares) -> Iterator[str]:
    before, now = found.before.figures, found.now.figures
    if before.sticks != now.sticks:
        yield f"条数{_cartons(before.sticks, wares)}改为{_cartons(now.sticks, wares)}"
    if before.amount != now.amount:
        yield f"进货金额{_money(before.amount, wares)}改为{_money(now.amount, wares)}"
    if before.profit != now.profit:
        yield f"利润{_money(before.profit, wares)}改为{_money(now.profit, wares)}"
    for box in _BOXES:
        gone, come = _texts(found.before.said, box), _texts(found.now.said, box)
        if gone != come:
            yield f"{BOX_TITLES[box]}里{_rewording(gone, come)}"
    if before == now and found.before.said == found.now.said:
        yield "表格、背面或抬头改了，话没有改"


def _rewording(gone: Sequence[str], come: Sequence[str]) -> str:
    """How the sentences of a box have changed."""
    left = "、".join(f"“{text}”" for text in gone if text not in come)
    new = "、".join(f"“{text}”" for text in come if text not in gone)
    if left and new:
        return f"{left}改为{new}"
    if left:
        return f"去掉了{left}"
    return f"加上了{new}" if new else "的话换了次序"


def _cartons(sticks: Sticks, wares: Wares) -> str:
    return f"{cartons_text(sticks)}{wares.unit}"


def _money(fen: Fen | None, wares: Wares) -> str:
    return "没有" if fen is None else f"{money_value(fen)}{wares.currency}"


def _texts(said: Iterable[Said], box: Box) -> list[str]:
    return [sentence.text for sentence in said if sentence.box is box]


@dataclass(frozen=True, slots=True)
class HandedOut:
    """What was entered: of how many sheets it is known that their owners have them, and of how many it's new."""

    sheets: int
    new: int


def hand_out(
    request: Request, *, routes: Collection[str], licenses: Collection[str], way: str, day: date
) -> HandedOut:
    """Enter that sheets were handed out.

    Args:
        request: Month and output.
        routes: Whose sheets; with `licenses`, all of both, and all of the month where neither is named.
        licenses: Likewise.
        way: How, in Chinese.
        day: When.

    Raises:
        UsageError: There are no such sheets, or the output folder is busy.
        ConfigError: Settings are faulty.
    """
    config, _ = settings(request.config)
    with sole_use(request.output), Ledger.of(request.output, config.ledger.url) as ledger:
        made = ledger.made(request.month)
        listed = {
            record["license_no"]: record["route_id"]
            for record in lines.read_lines(request.month_folder / lines.FILE_NAME)
        }
        of = [
            license_no
            for license_no, route_id in listed.items()
            if license_no in made
            and (route_id in routes or license_no in licenses or not (routes or licenses))
        ]
        missing = sorted(set(licenses) - set(of))
        if missing:
            raise UsageError(f"这个月没有做过 {'、'.join(missing[:3])} 的指导书", "先用 guidebook batch 做")
        strange = sorted(set(routes) - set(listed.values()))
        if strange:
            raise UsageError(f"这个月没有线路 {'、'.join(strange)} 的指导书", "核对线路编码和月份")
        if not of:
            raise UsageError(
                f"{request.month.text} 没有做好的指导书可登记",
                f"核对月份；没做过的，先运行 guidebook batch --month {request.month.text}",
            )
        return HandedOut(len(of), ledger.hand_out(request.month, of, day, way, account()))
