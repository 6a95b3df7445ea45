"""A county in which every shop's names and numbers are its own, and a search for them where they mustn't be.

Every shop buys in multiples of a prime of its own, so that no quantity, sum, difference or profit of one shop is also
another one's; names, notes, telephone numbers and mail addresses hold a code of its own.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

MONTHS = tuple(f"2026-{month:02d}" for month in range(1, 11))
GOODS = tuple(
    (f"69010{place:02d}", f"{word}牌（{kind}）", price, listed)
    for place, (word, kind, price, listed) in enumerate(
        [("甲", "硬", 88, 90), ("乙", "软", 150, 152), ("丙", "细支", 220, 221), ("丁", "金", 180, 182),
         ("戊", "硬", 90, 91), ("己", "软", 155, 157)]
    )
)  # fmt: skip
"""Code, name, wholesale and listed price in yuan: so near each other that no profit is too long for its column."""

INNER = ("倔强", "表面", "文化程度", "经营能力", "重点客户", "回避", "personality", "compliance", "alerts")
"""What the company knows of owners and says among itself, and how it is called."""

_LETTERS = "翀赟犇燚喆祎玥翾"
_MARKS = {"shop": "䶮", "owner": "禤", "note": "堃", "inner": "魆"}
_CODE = re.compile(f"[{''.join(_MARKS.values())}]([{_LETTERS}]{{3}})")
_NUMBER = re.compile(r"(?<![0-9])(?<![0-9]\.)[0-9]+(?:,[0-9]{3})*")
"""Whole numbers, and those before a point: what stands behind one can be anything."""
_MAIL = re.compile(r"canary([0-9]{4})@")
_DIGITS = 5
"""Shorter numbers are dates, prices and small counts that any shop has."""


@dataclass(frozen=True)
class Shop:
    """A shop of the county.

    Attributes:
        number: From 0.
        prime: Of all its quantities.
        cartons: By product's place and month.
    """

    number: int
    prime: int
    cartons: Mapping[tuple[int, str], int]

    @property
    def license_no(self) -> str:
        return f"37170210{self.number * 10 + 2:04d}"  # one that ends in noughts would look rounded by Excel

    @property
    def code(self) -> str:
        one, two, three = self.number // 64, self.number // 8 % 8, self.number % 8
        return _LETTERS[one] + _LETTERS[two] + _LETTERS[three]

    def named(self, kind: str) -> str:
        """Its own word for its shop, owner, note, or what only managers know."""
        return _MARKS[kind] + self.code

    @property
    def phone(self) -> str:
        return f"139{self.number * 7919 % 100_000_000:08d}"

    @property
    def email(self) -> str:
        return f"canary{self.number:04d}@example.com"

    @cached_property
    def numbers(self) -> frozenset[str]:
        """All that can be told of its trade in whole cartons and yuan: by product and together, by month and beside the
        month before.
        """
        months: dict[str, list[tuple[int, int, int]]] = {}
        series: list[list[tuple[int, int, int]]] = []
        for place, (_, _, price, listed) in enumerate(GOODS):
            bought = [self.cartons.get((place, month), 0) for month in MONTHS]
            series.append([(count, count * price, count * (listed - price)) for count in bought])
        for at, month in enumerate(MONTHS):
            months[month] = [line[at] for line in series]
        series.append([tuple(map(sum, zip(*months[month], strict=True))) for month in MONTHS])  # type: ignore[misc]
        told: set[int] = set()
        for line in series:
            for figures in line:
                told.update(figures)
            for before, after in itertools.pairwise(line):
                told.update(abs(b - a) for a, b in zip(before, after, strict=True))
        return frozenset(str(number) for number in told if number >= 10 ** (_DIGITS - 1))


def county(count: int) -> tuple[Shop, ...]:
    """That many shops (at most 512)."""
    primes = (n for n in itertools.count(1009, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2)))
    return tuple(
        Shop(
            number,
            prime,
            {
                (place, month): prime * (8 + (number * 7 + place * 5) % 11 + (at + number // (place + 1)) % 2)
                for place in range(len(GOODS))
                if (number + place) % 3
                for at, month in enumerate(MONTHS)
            },
        )
        for number, prime in zip(range(count), primes, strict=False)
    )


def write_exports(folder: Path, shops: Sequence[Shop], per_route: int = 50) -> Path:
    """The county's exports."""
    folder.mkdir(parents=True)
    tables: dict[str, list[dict[str, object]]] = {
        "零售户": [
            {
                "许可证号": shop.license_no,
                "店名": f"{shop.named('shop')}超市",
                "负责人": shop.named("owner"),
                "状态": "正常",
                "市场类型": ("城网", "农网")[shop.number % 2],
                "区县": "示例县",
                "业态": ("超市", "便利店", "食杂店")[shop.number % 3],
                "档位": f"{10 + shop.number % 3}档",
                "电话": shop.phone,
                "邮箱": shop.email,
                "同意邮件": 1,
                "性格类型": ("倔强", "配合", "表面")[shop.number % 3],
                "文化程度": ("高", "中", "低")[shop.number % 3],
                "经营能力": ("强", "中", "弱")[shop.number // 3 % 3],
                "重点客户": shop.number % 2,
                "订货周期": 7,
                "回避话题": f"{shop.named('inner')}的事",
            }
            for shop in shops
        ],
        "商品": [
            {"商品编码": code, "商品全称": name, "每条支数": 200, "批发价": price, "零售指导价": listed}
            for code, name, price, listed in GOODS
        ],
        "线路": [
            {
                "线路编码": f"R{shop.number // per_route + 1:02d}",
                "客户经理编码": "M1",
                "许可证号": shop.license_no,
                "拜访顺序": shop.number % per_route + 1,
            }
            for shop in shops
        ],
        "客户经理": [{"客户经理编码": "M1", "姓名": "周明", "电话": "13800000000"}],
        "备注": [
            {
                "日期": "2026-10-12",
                "许可证号": shop.license_no,
                "类型": kind,
                "内容": f"答应带{shop.named('note' if kind == 'promise' else 'inner')}",
                "可打印": int(kind != "other"),
                "办结日": "",
                "期限": "2026-11-20",
            }
            for shop in shops
            for kind in ("promise", "other", "compliance_internal")
        ],
        "订货": [  # who stays away from then on is told to the manager
            {"订货日": day, "许可证号": shop.license_no, "订购条": 1, "到货条": 1, "金额": 88}
            for shop in shops
            if shop.number % 6 == 0
            for day in ("2026-09-28", "2026-10-05")
        ],
        "货源": [
            {"月份": "2026-11", "商品编码": code, "供货状态": state, "每周限量": limit, "截至": "2026-10-28"}
            for (code, *_), state, limit in zip(GOODS, "足足紧足限足", ("", "", 2, "", 5, ""), strict=True)
        ],
        "销售": [
            {
                "月份": month,
                "许可证号": shop.license_no,
                "商品编码": GOODS[place][0],
                "购进数量": count,
                "购进金额": count * GOODS[place][2],
            }
            for shop in shops
            for (place, month), count in shop.cartons.items()
        ],
    }
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder


@dataclass(frozen=True, order=True)
class Leak:
    """Something of one shop in another one's place."""

    place: str
    license_no: str
    word: str


class Search:
    """Looks for shops' names and numbers.

    Args:
        shops: All of them.
    """

    def __init__(self, shops: Iterable[Shop]) -> None:
        self._by_license = {shop.license_no: shop for shop in shops}
        self._words = {
            word: shop.license_no
            for shop in self._by_license.values()
            for word in (shop.license_no, shop.phone, shop.code, f"{shop.number:04d}@")
        }
        self._numbers: dict[str, set[str]] = {}
        for shop in self._by_license.values():
            for number in shop.numbers:
                self._numbers.setdefault(number, set()).add(shop.license_no)

    def owners(self, text: str) -> dict[str, set[str]]:
        """Whose each word and number of a text is; those that are nobody's aren't told."""
        plain = unicodedata.normalize("NFKC", text)
        found: dict[str, set[str]] = {}
        for word in [*_CODE.findall(plain), *(f"{number}@" for number in _MAIL.findall(plain))]:
            found[word] = {self._words[word]} if word in self._words else set()
        for match in _NUMBER.findall(plain):
            number = match.replace(",", "")
            owners = {self._words[number]} if number in self._words else self._numbers.get(number, set())
            if owners:
                found[number] = owners
        return found

    @staticmethod
    def inner(text: str) -> list[str]:
        """What a text holds that nobody but managers and inspectors may read, whosever it is."""
        plain = unicodedata.normalize("NFKC", text)
        return [*re.findall(_MARKS["inner"], plain), *(word for word in INNER if word in plain)]

    def leaks(self, place: str, text: str, own: str, allowed: frozenset[str] = frozenset()) -> list[Leak]:
        """What of a text is others', and not also the shop's own.

        Args:
            place: Where it stands, for the report.
            text: What is searched.
            own: The licence of whoever may see it.
            allowed: Numbers that were worked out for this shop, and may be anybody's by chance.
        """
        return [
            Leak(place, next(iter(sorted(owners))), word)
            for word, owners in self.owners(text).items()
            if owners and own not in owners and word not in allowed
        ]

    def leaks_of_pdf(self, pdf: bytes, own: str, allowed: frozenset[str] = frozenset()) -> list[Leak]:
        """The same for everything that a file says or holds."""
        return [leak for place, text in texts_of(pdf) for leak in self.leaks(place, text, own, allowed)]


def texts_of(pdf: bytes) -> Iterator[tuple[str, str]]:
    """Everything that a file says: its pages, and every text inside it, shown or not."""
    for number, page in enumerate(pages_of(pdf)):
        yield f"page {number + 1}", page
    with pikepdf.open(io.BytesIO(pdf)) as file:
        for item in [file.trailer, *file.objects]:
            if isinstance(item, pikepdf.Stream):
                yield from _texts_of_stream(item)
                yield from (("stream's dictionary", text) for text in _strings(item.stream_dict))
            else:
                yield from (("object", text) for text in _strings(item))


def pages_of(pdf: bytes) -> list[str]:
    """What each page says."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def _texts_of_stream(stream: pikepdf.Stream) -> Iterator[tuple[str, str]]:
    """Hidden texts of contents (ActualText, Alt, in either way of writing), and all of metadata and embedded files."""
    kind = str(stream.stream_dict.get("/Type", ""))
    if "/Length1" in stream.stream_dict:  # a font
        return
    content = stream.read_bytes(pikepdf.StreamDecodeLevel.specialized)
    if kind in ("/Metadata", "/EmbeddedFile"):
        for encoding in ("utf-8", "utf-16", "gb18030"):
            yield kind, content.decode(encoding, "ignore")
        return
    for digits in re.findall(rb"<([0-9A-Fa-f\s]{4,})>", content):
        if digits[:4].upper() == b"FEFF":
            yield "hidden text", bytes.fromhex(digits.decode()).decode("utf-16", "ignore")
    for literal in re.findall(rb"\(((?:[^()\\]|\\.)*)\)", content):
        plain = re.sub(rb"\\(.)", rb"\1", literal)
        yield "hidden text", plain.decode("utf-16" if plain.startswith(b"\xfe\xff") else "latin-1", "ignore")


def _strings(item: Any) -> Iterator[str]:
    """The texts of an object, without following it to others."""
    if isinstance(item, pikepdf.String):
        yield str(item)
        yield bytes(item).decode("utf-8", "ignore")
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Array):
        for inner in item.values() if isinstance(item, pikepdf.Dictionary) else list(item):  # type: ignore[call-overload]
            if not getattr(inner, "is_indirect", False):
                yield from _strings(inner)
