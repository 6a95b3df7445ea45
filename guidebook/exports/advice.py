"""What the month's sheets advised and promised, and what only managers are told: lists of sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from guidebook.exports.csvfile import Cell, write_csv
from guidebook.exports.records import SAID, Record, month_of
from guidebook.ledger import Alert
from guidebook.model import Box, Result
from guidebook.storage import OWNER
from guidebook.wording import BOX_TITLES

ADVICE_LOG = "advice_log.csv"
COMMITMENTS = "commitments.csv"
ALERTS = "alerts.csv"

PROMISE = "promise"
"""类型 of a note about something that was promised (domain.md §5.8)."""

_BOXES = (Box.NEXT_MONTH, Box.FOLLOW_UP)
"""The boxes that advise."""


def advice_id(month: str, license_no: str, rule: str, sku_code: str | None, seen: Counter[str]) -> str:
    """The name of an advice, the same in every run.

    Args:
        month: As in 2026-10.
        license_no: The shop.
        rule: The rule that gave it.
        sku_code: The product that it is mainly about.
        seen: The names given so far: a second advice of the same name gets a number.
    """
    name = "-".join(part for part in (month, license_no, rule, sku_code) if part)
    seen[name] += 1
    return name if seen[name] == 1 else f"{name}-{seen[name]}"


ADVICE_LOG_HEADINGS = (
    "建议编号",
    "月份",
    "许可证号",
    "规则",
    "商品编码",
    "建议进的商品编码",
    "建议条数",
    "栏",
    "情形",
    "文字",
    "状态",
    "实进",
    "实卖",
)


def advice_rows(record: Record) -> Iterator[tuple[Cell, ...]]:
    """What a sheet advised, and what became of last month's advice, to be read back as 建议 (domain.md §5.7).

    Args:
        record: A settled record; what wasn't printed wasn't advised.
    """
    seen: Counter[str] = Counter()
    for result in record["results"]:
        yield (
            advice_id(result["month"], record["license_no"], result["rule"], result["sku_code"], seen),
            result["month"],
            record["license_no"],
            result["rule"],
            result["sku_code"],
            result["advised_sku_code"],
            result["cartons"],
            None,
            None,
            result["text"],
            result["result"],
            result["bought"],
            result["sold"],
        )
    if not record["pdf"]:
        return
    for box in _BOXES:
        for sentence in record[box]:
            yield (
                advice_id(
                    record["month"], record["license_no"], sentence["rule"], sentence["sku_code"], seen
                ),
                record["month"],
                record["license_no"],
                sentence["rule"],
                sentence["sku_code"],
                sentence["advised_sku_code"] if sentence["cartons"] is not None else None,
                sentence["cartons"],
                BOX_TITLES[box],
                sentence["case"],
                sentence["text"],
                Result.NOT_DONE if box is Box.NEXT_MONTH else None,
                None,
                None,
            )


COMMITMENT_HEADINGS = ("日期", "许可证号", "类型", "商品编码", "内容", "可打印", "期限")


def commitment_rows(record: Record) -> Iterator[tuple[Cell, ...]]:
    """What a sheet promises in the manager's name, to be read back as 备注: kept, it is entered there as done (R094).

    Args:
        record: A settled record.
    """
    if not record["pdf"]:
        return
    for box in SAID:
        for sentence in record[box]:
            if sentence["promise"]:
                yield (
                    record["as_of"],
                    record["license_no"],
                    PROMISE,
                    sentence["sku_code"],
                    sentence["text"],
                    0,
                    due_of(record),
                )


def due_of(record: Record) -> str:
    """Until when a sheet's promises are to be kept: what it says is meant for the month after its own."""
    return month_of(record).plus(1).last_day.isoformat()


def write_alerts(
    path: Path, alerts: Iterable[Alert], shops: Mapping[str, tuple[str | None, int | None, str]]
) -> int:
    """What managers are told of their shops and no sheet says (domain.md §4, box I); readable for the owner alone.

    Args:
        path: The file to write.
        alerts: What is told.
        shops: Route, place in it, and name of every shop by licence.
    """
    told = sorted(
        (shops[alert.license_no][0] or "", shops[alert.license_no][1] or 0, alert.license_no, place, alert)
        for place, alert in enumerate(alerts)
        if alert.license_no in shops
    )
    return write_csv(
        path,
        ("线路编码", "拜访顺序", "许可证号", "店名", "规则", "提醒"),
        (
            (route_id, visit_seq or None, license_no, shops[license_no][2], alert.rule, alert.text)
            for route_id, visit_seq, license_no, _, alert in told
        ),
        mode=OWNER,
    )
