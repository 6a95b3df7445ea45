"""Aliases: whatever chains they make, a thing goes on under its last name, or the run stops; none is followed forever.

Held against a walk over the rows, one by one, that knows nothing of how the program keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd
from hypothesis import event, example, given
from hypothesis import strategies as st

from guidebook.model import Blocks, Problem
from guidebook.reading.aliases import Aliases, read_aliases
from guidebook.reading.gathering import Gathered, Loaded
from guidebook.reading.goods import known_goods
from guidebook.reading.headings import TABLES
from guidebook.reading.identity import identified, known_shops
from guidebook.reading.registry import retailers
from tests.properties.material import TEXTS, costly
from tests.properties.tables import CONFIG, loaded, table
from tests.reading.world import OCTOBER

HEADINGS = ["类别", "旧", "新", "起", "同一业主", "原市场类型"]
DAYS = ["", "2026-03-01", "2026-08-01"]


@dataclass(frozen=True)
class Product:
    """A product of the catalogue."""

    code: str
    barcode: str
    name: str

    @property
    def words(self) -> tuple[str, ...]:
        return self.code, self.barcode, self.name


GOODS = [Product(f"A{place}", f"690100000000{place}", f"甲牌（{place}号）") for place in range(4)]
FORMER = ["A8", "A9", "6901000000099", "老甲牌"]
"""What the catalogue doesn't know."""
WORDS = [*FORMER, *(word for product in GOODS for word in product.words)]


def thing(word: str) -> str:
    """The product's code, or the word itself."""
    return next((product.code for product in GOODS if word in product.words), word)


def walked(rows: Sequence[Sequence[str]]) -> dict[str, str] | None:
    """Thing → what it has become in the end; None where the rows contradict each other or lead in a circle."""
    steps: dict[str, str] = {}
    told: dict[str, Sequence[str]] = {}
    for row in rows:
        old, new = thing(row[1]), thing(row[2])
        if old == new:
            continue
        if steps.setdefault(old, new) != new or told.setdefault(old, row[3:]) != row[3:]:
            return None
    ends = {}
    for old in steps:
        here = old
        for _ in range(len(steps) + 1):
            here = steps.get(here, here)
        if here in steps:
            return None
        ends[old] = here
    return ends


def aliases_of(rows: Sequence[Sequence[str]], problems: list[Problem]) -> Aliases:
    """The rows as aliases; from the second row of their file on."""
    kinds = {"商品": "sku", "许可证": "license"}
    frame = pd.DataFrame(
        {
            "kind": [kinds[row[0]] for row in rows],
            "old": [row[1] for row in rows],
            "new": [row[2] for row in rows],
            "since": pd.Series([row[3] or None for row in rows], dtype="datetime64[s]"),
            "same_owner": pd.Series(
                [{"1": True, "0": False, "": None}[row[4]] for row in rows], dtype="boolean"
            ),
            "market_type": pd.Series([row[5] or None for row in rows], dtype="str"),
            "row": range(2, len(rows) + 2),
            "part": 0,
        }
    )
    gathered = Gathered(TABLES["aliases"], [Loaded("别名.xlsx", "表", {}, frame)], frame, problems)
    return read_aliases(gathered, CONFIG.input.retailer_id)


def stops(problems: Sequence[Problem]) -> bool:
    return any(problem.blocks is Blocks.RUN for problem in problems)


CATALOGUE = [
    ["商品编码", "条码", "商品全称", "每条支数", "批发价"],
    *([product.code, product.barcode, product.name, "200", "100"] for product in GOODS),
]


@cache
def _products() -> Gathered:
    return table("products", CATALOGUE, [])


def products(problems: list[Problem]) -> Gathered:
    """The catalogue."""
    return replace(_products(), problems=problems)


PRODUCT_ROWS = st.lists(
    st.tuples(
        st.just("商品"),
        st.sampled_from(WORDS),
        st.sampled_from(WORDS),
        st.sampled_from(DAYS),
        st.just(""),
        st.just(""),
    ),
    min_size=1,
    max_size=6,
)


def said(*pairs: tuple[str, str]) -> list[tuple[str, ...]]:
    """Rows that say no more than old and new."""
    return [("商品", old, new, "", "", "") for old, new in pairs]


@given(PRODUCT_ROWS, st.permutations(range(6)))
@example(said(("A1", "甲牌（2号）"), ("A2", "甲牌（1号）")), list(range(6)))
@example(said(("A8", "A9"), ("A9", "老甲牌"), ("老甲牌", "A1")), list(range(6)))
@example(said(("A1", "A2"), ("甲牌（1号）", "A3")), list(range(6)))
@costly(quick=10)
def test_a_product_is_found_under_all_its_names_of_any_chain(
    rows: list[tuple[str, ...]], order: list[int]
) -> None:
    problems: list[Problem] = []
    catalogue = products(problems)
    aliases = aliases_of(rows, problems)
    sound = not problems
    left, goods = known_goods(catalogue, aliases)
    ends = walked(rows)
    assert stops(problems) == (ends is None)
    assert all(problem.file and problem.row and problem.column and problem.remedy for problem in problems)
    if ends is None:
        return
    assert sound
    codes = {product.code for product in GOODS}
    lost = {old for old, end in ends.items() if end not in codes}
    # what leads nowhere and what says nothing is told, row by row; nothing else is
    assert sorted(problem.row for problem in problems if problem.row) == [
        place
        for place, row in enumerate(rows, start=2)
        if thing(row[1]) in lost or thing(row[1]) == thing(row[2])
    ]
    event(f"{len(ends) - len(lost)} followed, {len(lost)} lead nowhere")
    for word in WORDS:
        end = ends.get(thing(word), thing(word))
        wanted = thing(word) if thing(word) in lost else end
        assert goods.find(word) == (wanted if wanted in codes else None)
        assert bool(goods.number(word)) == (thing(word) in ends.keys() - lost)
    assert set(left.rows["sku_code"]) == codes - (ends.keys() - lost)
    shuffled = [rows[place] for place in order if place < len(rows)]
    _, again = known_goods(catalogue, aliases_of(shuffled, []))
    assert (again.codes, again.barcodes, again.names) == (goods.codes, goods.barcodes, goods.names)


@given(PRODUCT_ROWS, st.lists(st.tuples(st.sampled_from(WORDS), st.integers(1, 90)), min_size=1, max_size=6))
@costly(quick=10)
def test_what_was_bought_under_any_former_name_counts_for_todays_product(
    rows: list[tuple[str, ...]], bought: list[tuple[str, int]]
) -> None:
    ends = walked(rows)
    if ends is None:
        return
    problems: list[Problem] = []
    aliases = aliases_of(rows, problems)
    _, goods = known_goods(products(problems), aliases)
    codes = {product.code for product in GOODS}
    header = ["月份", "许可证号", "条码", "商品编码", "商品名称", "购进数量", "购进金额"]
    lines = []
    for word, count in bought:
        by = 2 if word.startswith("69") else 3 if word.startswith("A") else 4
        line = ["2026-10", "371702100012", "", "", "", str(count), str(count * 100)]
        line[by] = word
        lines.append(line)
    part = loaded("sales", [header, *lines], problems)
    found = identified(part, TABLES["sales"], known_shops(registry(), aliases), goods, problems).table
    assert len(found) == len(bought)
    for (word, count), code, millionths in zip(
        bought, found["sku_code"].astype(str), found["qty_in"], strict=True
    ):
        end = ends.get(thing(word), thing(word))
        # a product without a successor that is known keeps its own name, by which it is told later on
        assert code == (end if end in codes else thing(word))
        assert millionths == count * 1_000_000


SHOPS = [f"37170210001{place}" for place in range(1, 7)]
SHOP_ROWS = st.lists(
    st.tuples(
        st.just("许可证"),
        st.sampled_from(SHOPS),
        st.sampled_from(SHOPS),
        st.sampled_from(DAYS),
        st.sampled_from(["1", "0", ""]),
        st.sampled_from(["", "农网"]),
    ),
    min_size=1,
    max_size=6,
)


@cache
def _shops() -> Gathered:
    heading = ["许可证号", "店名", "负责人", "状态", "市场类型", "区县", "业态", "档位"]
    rows = [[shop, f"店{shop}", f"主{shop}", "正常", "城网", "某县", "超市", "5档"] for shop in SHOPS]
    return table("retailers", [heading, *rows], [])


def registry() -> Gathered:
    """The shops."""
    return replace(_shops(), problems=[])


@given(
    SHOP_ROWS,
    st.lists(st.tuples(st.sampled_from(SHOPS), st.integers(1, 10)), min_size=1, max_size=6),
    st.sets(st.sampled_from(SHOPS), min_size=1),
)
@costly(quick=10)
def test_a_shops_months_go_on_under_its_last_licence_while_the_owner_is_the_same(
    rows: list[tuple[str, ...]], bought: list[tuple[str, int]], known: set[str]
) -> None:
    problems: list[Problem] = []
    aliases = aliases_of(rows, problems)
    ends = walked([row for row in rows if row[1] != row[2]])
    assert stops(problems) == (ends is None)
    if ends is None:
        return
    steps = {row[1]: row[2] for row in rows if row[1] != row[2] and row[4] == "1"}
    begun: dict[str, int] = {}
    for _, old, new, since, owner, _ in rows:
        if old == new and owner != "1" and since:
            begun[new] = max(begun.get(new, 0), int(since[:7].replace("-", "")))
    shops = known_shops(registry(), aliases)
    header = ["月份", "许可证号", "商品编码", "购进数量", "购进金额"]
    lines = [[f"2026-{month:02d}", shop, "A1", "1", "100"] for shop, month in bought]
    part = loaded("sales", [header, *lines], [])
    _, goods = known_goods(products([]), Aliases(aliases.gathered))
    found = identified(part, TABLES["sales"], shops, goods, []).table
    wanted = []
    for shop, month in bought:
        if 202600 + month < begun.get(shop, 0):
            continue  # an earlier owner's
        wanted.append((followed(steps, shop), 202600 + month))
    assert list(zip(found["license_no"].astype(str), found["month"], strict=True)) == wanted
    listed = registry()
    listed = replace(listed, rows=listed.rows[listed.rows["license_no"].isin(known)])
    table = retailers(listed, aliases, CONFIG, OCTOBER, {}).set_index("license_no")
    for shop in known:
        end = followed(steps, shop)
        # whose months go on elsewhere gets no sheet of its own
        assert (table["status"][shop] == "变更") == (end != shop and end in known)
        moved = [
            int(since[:7].replace("-", ""))
            for _, old, new, since, owner, before in rows
            if since and before and not (old == new and owner == "1") and followed(steps, new) == shop
        ]
        found = table["comparable_from"][shop]
        assert (None if pd.isna(found) else found) == max(moved, default=None)


def followed(steps: Mapping[str, str], word: str) -> str:
    """The end of a chain."""
    while word in steps:
        word = steps[word]
    return word


ANYTHING = st.tuples(st.sampled_from(["商品", "许可证", "表头", ""]) | TEXTS, *(TEXTS,) * 5)


@given(st.lists(ANYTHING, max_size=5))
@costly(quick=10)
def test_whatever_stands_there_is_used_or_told(rows: list[tuple[str, ...]]) -> None:
    """Above a sound row, that is, and but for sums: a few words at a table's foot are no row but a remark (F02)."""
    problems: list[Problem] = []
    gathered = table("aliases", [HEADINGS, *rows, ["商品", "A8", "A1", "", "", ""]], problems)
    aliases = read_aliases(gathered, CONFIG.input.retailer_id)
    known_goods(products(problems), aliases)
    assert all(problem.message and problem.remedy for problem in problems)
    used = {record.row for record in (*aliases.goods, *aliases.shops)}
    told = {problem.row for problem in problems}
    for record in gathered.records(gathered.rows):
        by_heading = record.kind == "header" and aliases.headings.get(record.old.strip())
        assert record.row in used | told or by_heading, record
    filled = {
        number
        for number, row in enumerate(rows, start=2)
        if "计" not in next((cell for cell in row if cell.strip()), "合计")
    }
    assert filled <= {record.row for record in gathered.records(gathered.rows)} | told
