"""`index.html`: the month at a glance, for customer managers and market managers; no owner ever sees it.

One file that needs no server and fetches nothing: it is opened from a network share.  Its rows lie in it as JSON, and
its script shows as many of them as a page holds.  Nothing in it tells the time or how far a run had come before it was
stopped, so that the same month always gives the same bytes.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from guidebook.advice.sameness import Sameness
from guidebook.exports import manifest
from guidebook.exports.advice import ADVICE_LOG, ALERTS, COMMITMENTS
from guidebook.exports.covers import Roll
from guidebook.exports.delivery import DELIVERY_NOTES
from guidebook.exports.lines import Line
from guidebook.exports.tables import CALL_CENTER, EXCEPTIONS
from guidebook.filenames import CITY_BOOK, CITY_REPORT, PACK, REPORTS, ROUTE_REPORT, UNROUTED, route_folder
from guidebook.ledger import Alert
from guidebook.model import Month
from guidebook.resources import templates_dir
from guidebook.storage import write_whole
from guidebook.wording import month_text

PAGE = "index.html"

MADE, WITHHELD, CLOSED = range(3)
"""What became of a shop's sheet, as the page's script numbers it."""

_ROUTE_PAPERS = {
    PACK: "合订本（印这一本）",
    ROUTE_REPORT: "线路报告（拜访前看）",
    **{
        str(Path(name).with_suffix(".xlsx")): title
        for name, title in ((CALL_CENTER, "电访表"), (DELIVERY_NOTES, "送货表"), (ADVICE_LOG, "建议表"))
    },
}
_MONTH_PAPERS = {
    f"{REPORTS}/{CITY_REPORT}": "全市报告",
    f"{REPORTS}/{CITY_BOOK}": "全市报告的表",
    EXCEPTIONS: "查出来的问题",
    ALERTS: "只告诉客户经理的事",
    CALL_CENTER: "电访",
    DELIVERY_NOTES: "送货",
    COMMITMENTS: "答应的事",
    ADVICE_LOG: "说过的建议",
}
"""Files that the page leads to where they belong to the month, and what they are; none that only inspectors see."""

_MOST_REASONS = 20
_BEGIN, _END = b'<script type="application/json" id="data">', b"</script>"
_ESCAPED = {
    char.encode(): f"\\u{ord(char):04x}".encode() for char in ("<", ">", "&", "\u2028", "\u2029", "\ufeff")
}
"""What would end a script or a line of one.  In JSON these stand in strings only, where any may be written so."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What the page tells of the month as a whole.

    Attributes:
        roll: What the registry knows of shops and routes.
        counts: What became of the lines.
        sameness: How like the sheets are.
    """

    month: Month
    as_of: date
    roll: Roll
    counts: manifest.Counts
    sameness: Sameness


def write_page(
    folder: Path, batch: Batch, lines: Sequence[Line], alerts: Iterable[Alert], files: Container[str]
) -> str:
    """Write the page of a month's folder.

    Args:
        folder: The month's folder.
        batch: The month as a whole.
        lines: All lines, in visit order.
        alerts: What only managers are told.
        files: All files of the month, by their paths below its folder: the page leads to no other.

    Returns:
        Its sha256.

    Raises:
        UsageError: It can't be written.
    """
    roll = batch.roll
    told: dict[str, list[str]] = {}
    for alert in alerts:
        told.setdefault(alert.license_no, []).append(alert.text)
    routes = {
        route_id: place for place, route_id in enumerate(dict.fromkeys(line.route_id for line in lines))
    }
    content = {
        "papers": _papers(_MONTH_PAPERS, files),
        "routes": [_route(roll, route_id, files) for route_id in routes],
        "shops": [
            (
                routes[line.route_id],
                line.visit_seq,
                line.license_no,
                line.shop_name,
                roll.owners.get(line.license_no),
                _state(line, roll),
                line.pdf and line.pdf.partition("/")[2],
                line.cartons[0],
                line.change,
                _moved(line),
                line.talk if line.pdf else line.withheld,
                told.get(line.license_no, ()),
            )
            for line in lines
        ],
    }
    reasons = Counter(line.withheld for line in lines if _state(line, roll) == WITHHELD)
    most = sorted(reasons.items(), key=lambda reason: (-reason[1], reason[0] or ""))
    html = _html(
        _script_safe(msgspec.json.encode(content)),
        month=month_text(batch.month),
        as_of=batch.as_of.isoformat(),
        snapshot=roll.snapshot,
        program=manifest.making().program,
        counts=batch.counts,
        unmade=len(roll.owners) - len(lines),
        alerted=sum(line.license_no in told for line in lines),
        reasons=most[:_MOST_REASONS],
        more_reasons=len(most[_MOST_REASONS:]),
        alike=list(_alike(batch.sameness)),
    )
    write_whole(folder / PAGE, html)
    return hashlib.sha256(html).hexdigest()


def relink(folder: Path) -> None:
    """Let a month's page lead to what the manifest has got since, and tell the manifest; without a page, do nothing.

    Raises:
        UsageError: It can't be written.
    """
    path = folder / PAGE
    if not path.exists():
        return
    files = manifest.files_of(folder)
    before, begin, rest = path.read_bytes().partition(_BEGIN)
    data, end, after = rest.partition(_END)
    content = json.loads(data)
    content["papers"] = _papers(_MONTH_PAPERS, files)
    for route in content["routes"]:
        route["papers"] = _papers(_ROUTE_PAPERS, files, f"{route['folder']}/")
    write_whole(path, before + begin + _script_safe(msgspec.json.encode(content)) + end + after)
    manifest.renew(folder, PAGE)


def _route(roll: Roll, route_id: str | None, files: Container[str]) -> dict[str, Any]:
    folder = route_folder(route_id)
    return {
        "id": route_id or UNROUTED,
        "name": roll.names.get(route_id or ""),
        "manager": roll.managers.get(route_id or ""),
        "folder": folder,
        "papers": _papers(_ROUTE_PAPERS, files, f"{folder}/"),
    }


def _papers(titles: Mapping[str, str], files: Container[str], folder: str = "") -> list[tuple[str, str]]:
    """Those of the files that there are, each with its title."""
    return [(name, title) for name, title in titles.items() if folder + name in files]


def _state(line: Line, roll: Roll) -> int:
    if line.pdf:
        return MADE
    return CLOSED if line.license_no in roll.closed else WITHHELD


def _moved(line: Line) -> int | None:
    """By how many sticks the month differs from the one before; None where the sheet doesn't compare them."""
    sticks = line.sticks
    return None if sticks is None else sticks[0] - sticks[1]


def _alike(sameness: Sameness) -> Iterator[str]:
    """What managers should know of the gates.

    G1 isn't among them: it looks at a sample of what was made in this run, and not at the month's sheets.
    """
    months, all_over, words = sameness.months, sameness.all_over, sameness.words
    if months.alike:
        yield f"{len(months.alike)}户的话和上月的太像"
    if months.repeats:
        yield f"{len(months.repeats)}句建议刚说过不久，又说了一遍"
    if all_over.crowds:
        crowded = sum(len(crowd.licenses) for crowd in all_over.crowds)
        yield f"{crowded}户的话和同一条线路上别家的一样，只有数不同"
    if all_over.sharing:
        yield f"{all_over.of}张里有{all_over.sheets}张的下月提升方向出自同一组规则"
    if words.groups:
        yield f"{len(words.breaches)}户的话和别家的一字不差"


def _script_safe(content: bytes) -> bytes:
    """JSON as it may stand in a script element."""
    for char, escaped in _ESCAPED.items():
        content = content.replace(char, escaped)
    return content


def _html(data: bytes, **content: Any) -> bytes:
    from markupsafe import Markup

    from guidebook.pdf.markup import environment

    folder = templates_dir() / "page"
    parts = {name: (folder / f"index.{name}").read_text(encoding="utf-8") for name in ("css", "js")}
    page = environment(folder).get_template("index.html.jinja")
    html = page.render(
        **content,
        **{name: Markup(text) for name, text in parts.items()},
        **{f"{name}_hash": _source_hash(text) for name, text in parts.items()},
        data=Markup((_BEGIN + data + _END).decode()),
    )
    return html.encode()


def _source_hash(text: str) -> str:
    """What a content security policy knows an inline script or style sheet by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
