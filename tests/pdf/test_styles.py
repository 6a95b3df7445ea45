from __future__ import annotations

from pathlib import Path

import pytest

from guidebook.pdf.styles import SHEETS, Styles, read_styles


def write(folder: Path, tokens: str, css: str) -> None:
    (folder / "tokens.css").write_text(tokens, "utf-8")
    for name in SHEETS:
        (folder / name).write_text(css, "utf-8")


def test_tokens_stand_resolved(tmp_path: Path) -> None:
    write(
        tmp_path,
        ":root { --size: 12pt; --lines: 5 }",
        "p { font-size: var(--size); margin-top: -var(--size) }",
    )
    styles = read_styles(tmp_path, large=False)
    assert "font-size: 12pt; margin-top: -12pt" in styles.css
    assert (styles.points("size"), styles.count("lines")) == (12.0, 5)


def test_large_print_replaces_some_tokens(tmp_path: Path) -> None:
    write(
        tmp_path,
        ":root { --a: 12pt; --b: 9pt; }\n.large { --a: 14pt; } /* --b: 1pt; */",
        "p { margin: var(--a) }",
    )
    assert read_styles(tmp_path, large=False).points("a") == 12
    large = read_styles(tmp_path, large=True)
    assert (large.points("a"), large.points("b")) == (14, 9)


def test_an_unknown_token_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path, ":root { --a: 12pt; }", "p { margin: var(--b) }")
    with pytest.raises(KeyError, match="b"):
        read_styles(tmp_path, large=False)


@pytest.mark.parametrize("large", [False, True])
def test_the_sizes_that_were_promised(styles: dict[bool, Styles], large: bool) -> None:
    points, count = styles[large].points, styles[large].count
    assert points("box-text") >= (14 if large else 12)
    assert points("box-line") >= 1.4 * points("box-text")
    assert min(points("table-text"), points("table-head-text"), points("account-text")) >= 10.5
    assert points("foot-text") >= 9
    assert points("shop-text-least") >= 10.5
    assert count("evaluation-lines") >= 5
    assert count("next-month-lines") >= 6
    assert points("box-width") >= 35 * 14


@pytest.mark.parametrize("large", [False, True])
def test_the_boxes_hold_their_lines(styles: dict[bool, Styles], large: bool) -> None:
    points, count = styles[large].points, styles[large].count
    for box, border in (("evaluation", 0.8), ("next-month", 1.6)):
        inside = points(f"{box}-height") - 2 * (points("box-pad") + border)
        assert inside == pytest.approx(count(f"{box}-lines") * points("box-line"), abs=0.1)
