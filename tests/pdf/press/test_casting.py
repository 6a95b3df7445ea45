"""What WeasyPrint writes, cut at its words and charts; what isn't known is refused."""

from __future__ import annotations

import pikepdf
import pytest

from guidebook.pdf.press.content import ContentFault, Cut, CutFigure, CutText, cut
from guidebook.pdf.press.structure import cut_tags

PAGE = "1 0 0 -1 0 842 cm q 0.75 0 0 0.75 0 0 cm\n{}\nQ"
WORDS = "/Span<</MCID 3>>BDC 1 0 0 rg BT 1 0 0 -1 50.5 60 Tm /F 12 Tf [<0001>-26<00020003>0] TJ ET EMC"
CHART = "/Figure<</MCID 4>>BDC q 1 0 0 1 7 8 cm q 1 0 0 1 0 0 cm 1.333333 0 0 1.333333 0 0 cm Q Q EMC"


def cut_content(content: str) -> list[Cut]:
    file = pikepdf.new()
    made = file.add_blank_page(page_size=(595, 842))
    made.Contents = file.make_stream(content.encode())
    return cut(made)


def test_words_and_charts_are_told_from_what_is_painted() -> None:
    before, words, between, chart = cut_content(PAGE.format(f"q 1 0 0 1 3 4 cm\n{WORDS}\nQ\n{CHART}"))
    assert isinstance(before, str)
    assert before.split() == ["q", "1", "0", "0", "1", "3", "4", "cm"]
    assert words == CutText(3, "1 0 0 rg\n", "/F", 12.0, 50.5, 60.0, (1, -26.0, 2, 3))
    assert between == "Q\n"
    assert chart == CutFigure(4, 7.0, 8.0)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (PAGE.format("/Im0 Do"), "Do"),
        (PAGE.format("BT /F 9 Tf <0001> Tj ET"), "BT"),
        (PAGE.format("/Sh0 sh"), "sh"),
        (PAGE.format(WORDS.replace("/Span", "/Other")), "/Other"),
        (PAGE.format(WORDS.replace("1 0 0 -1 50.5", "0 1 1 0 50.5")), "转了方向的字"),
        (PAGE.format(WORDS.replace("ET", "/G 12 Tf [<0001>] TJ ET")), "一行字里换了字体"),
        (PAGE.format(CHART.replace("1.333333 0 0 1.333333", "1.2 0 0 1.2")), "缩放过的图"),
        (PAGE.format(CHART.replace("1.333333 0 0 1.333333", "1.333333 0 0 1")), "变了形的图"),
        (PAGE.format(CHART.replace("1.333333 0 0", "1.333333 0.1 0")), "变了形的图"),
        ("q 0.75 0 0 0.75 0 0 cm Q", "页面的开头或结尾"),
        (PAGE.format("") + " q", "页面的开头或结尾"),
    ],
)
def test_other_content_is_refused(content: str, what: str) -> None:
    with pytest.raises(ContentFault, match=what):
        cut_content(content)


def element(role: str, *kids: pikepdf.Object | int, **entries: pikepdf.Object) -> pikepdf.Dictionary:
    made = pikepdf.Dictionary(S=pikepdf.Name(f"/{role}"), K=pikepdf.Array(kids))
    for name, entry in entries.items():
        made[f"/{name}"] = entry
    return made


def test_filled_tags_are_objects() -> None:
    chart = element("Figure", 1, Alt=pikepdf.String("口走势图"))
    tags = cut_tags(element("Div", element("H2", 0), chart, element("P", 2)))
    assert tags.charts == {1: "走势图"}
    assert tags.headings == [(2, [0])]
    assert tags.tags.owners == [1, 2, 3]
    for bases in ((10, 0, 5, 6, 7), (1_000_000, 99_999, 123_456, 7, 1)):
        text = tags.tags.objects % tuple(bases[kind] + number for kind, number in tags.tags.holes)
        ends = [*tags.tags.starts[1:], len(text)]
        objects = [text[start:end] for start, end in zip(tags.tags.starts, ends, strict=True)]
        first, contents, parent, on, alt = bases
        assert [" ".join(item.split()).replace("[ ", "[") for item in objects] == [
            f"<</S/Div/P {parent} 0 R/K[{first + 1} 0 R {first + 2} 0 R {first + 3} 0 R ]>>",
            f"<</S/H2/P {first} 0 R/Pg {on} 0 R/K[{contents} ]>>",
            f"<</S/Figure/P {first} 0 R/Pg {on} 0 R/K[{contents + 1} ]/Alt {alt} 0 R/A {alt + 1} 0 R>>",
            f"<</S/P/P {first} 0 R/Pg {on} 0 R/K[{contents + 2} ]>>",
        ]


@pytest.mark.parametrize(
    "section",
    [
        element("Div", Lang=pikepdf.String("en")),
        element("Div", element("P", 0, ActualText=pikepdf.String("x"))),
        element("Div", element("Figure", 0)),
        element("Div", element("Figure", 0, Alt=pikepdf.String("logo"))),
        element("Div", element("P", 1)),
        element("TD", A=pikepdf.Dictionary(O=pikepdf.Name("/Table"), Scope=pikepdf.Name("/Row"))),
    ],
    ids=["language", "other words", "no words", "a logo", "a gap", "a cell's scope"],
)
def test_other_tags_are_refused(section: pikepdf.Dictionary) -> None:
    with pytest.raises(ContentFault):
        cut_tags(section)
