"""Structures with their numbers filled in, against the same objects written one by one."""

from __future__ import annotations

import re
import zlib
from types import SimpleNamespace
from typing import Any

import pytest

from guidebook.pdf.press.objects import Packed
from guidebook.pdf.press.records import Tags
from guidebook.pdf.press.structure import CHART, CONTENT, HOLE, OBJECT, PAGE, PARENT, WIDTH
from guidebook.pdf.press.tagging import Bases, Tagger

KINDS = {"o": OBJECT, "c": CONTENT, "parent": PARENT, "page": PAGE, "chart": CHART}
HOLES = re.compile(r"\{([a-z]+)([0-9]*)\}")
SECTIONS = {
    "words": [
        "<</S/Div/P {parent} 0 R/K[{o1} 0 R ]>>",
        "<</S/P/P {o0} 0 R/Pg {page} 0 R/K[{c0} {c1} ]/T(5%)>>",
    ],
    "charts": [
        "<</S/Div/P {parent} 0 R/K[{o1} 0 R {o2} 0 R {o3} 0 R ]>>",
        "<</S/Figure/P {o0} 0 R/Pg {page} 0 R/K[{c1} ]/Alt {chart0} 0 R/A {chart1} 0 R>>",
        "<</S/Figure/P {o0} 0 R/Pg {page} 0 R/K[{c2} ]/Alt {chart2} 0 R/A {chart3} 0 R>>",
        "<</S/P/P {o0} 0 R/Pg {page} 0 R/K[{c0} ]/ID({o1}-0-1)>>",
    ],
    "blank": ["<</S/Div/P {parent} 0 R/K[{o1} 0 R ]>>", "<</S/P/P {o0} 0 R>>"],
}
OWNERS = {"words": [1, 1], "charts": [3, 1, 2], "blank": []}


def plate(name: str) -> Any:
    """A plate with such tags, as they are kept."""
    texts = SECTIONS[name]
    holes = [(KINDS[kind], int(number or 0)) for text in texts for kind, number in HOLES.findall(text)]
    lengths = [len(HOLES.sub(" " * WIDTH, text)) + 1 for text in texts]
    kept = "".join(HOLES.sub(lambda _: HOLE, text.replace("%", "%%")) + "\n" for text in texts)
    return SimpleNamespace(
        tags=Tags(kept, holes, [sum(lengths[:at]) for at in range(len(texts))], OWNERS[name])
    )


def expected(names: list[str], bases: Bases) -> dict[int, str]:
    """The objects by number: the sections' elements, the page's, and the owners of the contents."""
    objects: dict[int, str] = {}
    sections, owners = "", ""
    contents, charts = 0, bases.charts
    element = bases.objects + sum(len(SECTIONS[name]) for name in names)
    for name in names:
        first = bases.objects + len(objects)
        base = {"o": first, "c": contents, "parent": element, "page": bases.page, "chart": charts}
        for text in SECTIONS[name]:
            objects[bases.objects + len(objects)] = HOLES.sub(
                lambda hole, base=base: str(base[hole[1]] + int(hole[2] or 0)), text
            )
        sections += f"{first} 0 R "
        owners += "".join(f"{first + owner} 0 R " for owner in OWNERS[name])
        contents += len(OWNERS[name])
        charts += 4 if name == "charts" else 0
    return {**objects, element: f"<</S/Div/P {bases.parent} 0 R/K[{sections}]>>", element + 1: f"[{owners}]"}


def unpacked(packed: Packed) -> dict[int, str]:
    """The objects of an object stream, each from where it begins to where the next one does."""
    told = re.fullmatch(r"/Type/ObjStm/N (\d+)/First (\d+)", packed.entries)
    assert told
    data = zlib.decompress(packed.data).decode("ascii")
    count, first = int(told[1]), int(told[2])
    places = list(map(int, data[:first].split()))
    numbers, starts = places[0::2], places[1::2]
    assert len(numbers) == count == packed.count
    assert numbers == list(range(packed.first, packed.first + count))
    ends = [*starts[1:], len(data) - first]
    return {
        number: data[first + start : first + end]
        for number, start, end in zip(numbers, starts, ends, strict=True)
    }


def plain(text: str) -> str:
    """Without the spaces that make numbers as wide as others."""
    return re.sub(r"(?<=[ (\[]) +(?=\d)|(?<=[(\[]) (?=\d)", "", text).rstrip("\n")


@pytest.mark.parametrize("first", [7, 9, 88, 95, 500, 994, 9_990, 99_996, 123_456, 999_998])
@pytest.mark.parametrize(
    "names",
    [["words"], ["charts"], ["blank"], ["words", "charts", "blank", "words", "charts"], ["words"] * 40],
    ids=["words", "charts", "blank", "several", "many"],
)
def test_every_number_is_filled_in(first: int, names: list[str]) -> None:
    tagger, bases = Tagger(plate), Bases(objects=first, parent=1, page=2, charts=3)
    for _ in range(2):  # what is remembered isn't changed
        tags = tagger.tags(names, bases)
        found = {number: plain(text) for number, text in unpacked(tags.packed).items()}
        assert found == expected(names, bases)
        assert [tags.element, tags.owners] == list(found)[-2:]


def test_pages_of_one_tagger_have_their_own_numbers() -> None:
    tagger = Tagger(plate)
    for first in (2_000, 10, 150_000, 90):
        bases = Bases(objects=first, parent=4, page=5, charts=6)
        found = unpacked(tagger.tags(["charts", "words"], bases).packed)
        assert {number: plain(text) for number, text in found.items()} == expected(["charts", "words"], bases)
