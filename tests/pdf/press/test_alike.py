"""Sheets of all kinds, stamped and printed by the reference press: to a reader they are the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from guidebook.app.preparing import Request, prepare
from guidebook.app.stages import Stages
from guidebook.app.watch import Unwatched
from guidebook.demo import write_exports
from guidebook.errors import SheetWithheld
from guidebook.measures import measure
from guidebook.model import Month, Sheet
from guidebook.pdf import Press, Rendered
from guidebook.pdf.readback import read_text
from guidebook.sheet import compose
from tests.pdf.press.compare import FARTHEST, MOST_PIXELS, compare
from tests.pdf.press.kinds import ALL


@pytest.mark.parametrize("kind", ALL)
def test_a_stamped_sheet_is_the_reference_sheet(
    kind: str, plate_press: Press, stamped: Callable[[str], Rendered]
) -> None:
    rendered, reference = stamped(kind), plate_press.reference.render(ALL[kind]())
    assert rendered.forme
    assert rendered.pages == reference.pages
    comparison = compare(rendered.pdf, reference.pdf)
    assert comparison.faults == []
    assert comparison.distance <= FARTHEST / 10  # a change for the worse is seen long before it matters
    assert comparison.pixels <= MOST_PIXELS


COUNTIES = {
    "a county in autumn": (230, 7, "2026-10"),
    "a county's first year": (70, 3, "2026-02"),
    "at the end of the year": (70, 5, "2026-12"),
}


def sheets_of(folder: Path, retailers: int, seed: int, month: str) -> Iterator[Sheet]:
    """The sheets of a county that is invented."""
    year, number = map(int, month.split("-"))
    write_exports(folder / "exports", retailers=retailers, seed=seed, month=month)
    request = Request(Month(year, number), data=folder / "exports", output=folder / "output")
    prepared = prepare(request, Stages(), Unwatched())
    for profile in measure(prepared.snapshot, request.month, request.day, prepared.config):
        yield compose(profile, prepared.adviser.advise(profile), prepared.config)


@pytest.mark.long
def test_a_county_of_stamped_sheets_is_that_of_the_reference(tmp_path: Path, plate_press: Press) -> None:
    printed, fallbacks, withheld, faults = 0, [], 0, []
    distances, shares, rare = [0.0], [0.0], [0.0]
    for name, (retailers, seed, month) in COUNTIES.items():
        for sheet in sheets_of(tmp_path / name, retailers, seed, month):
            try:
                reference = plate_press.reference.render(sheet)
            except SheetWithheld as reason:
                withheld += 1
                with pytest.raises(SheetWithheld) as own:
                    plate_press.render(sheet)
                faults += [f"{own.value} instead of {reason}"] if str(own.value) != str(reason) else []
                continue
            rendered = plate_press.render(sheet)
            printed += 1
            if rendered.forme is None:
                fallbacks.append(sheet.pdf_name)
                assert rendered.pdf == reference.pdf
                continue
            comparison = compare(rendered.pdf, reference.pdf)
            faults += [f"{sheet.pdf_name}: {fault}" for fault in comparison.faults]
            if has_rare(plate_press, rendered.pdf):
                rare.append(comparison.distance)
            else:
                distances.append(comparison.distance)
                shares.append(comparison.pixels)
    print(
        f"\n{printed} printed, {withheld} withheld, {len(fallbacks)} by the reference press; {len(rare) - 1} with"
        f" rare characters, at most {max(rare):.3f} pt off; others at most {max(distances):.4f} pt and"
        f" {max(shares):.2%} of a page's pixels"
    )
    assert faults == []
    assert printed >= 300
    assert len(fallbacks) <= printed // 100, fallbacks
    assert max(distances) <= FARTHEST
    assert max(shares) <= MOST_PIXELS
    assert max(rare) <= 5


def has_rare(press: Press, pdf: bytes) -> bool:
    """Whether a sheet has characters of the rare face."""
    faces = press.reference.faces
    return any(
        faces.face_of(character, bold=False) == 2 for character in read_text(pdf) if character.isalpha()
    )
