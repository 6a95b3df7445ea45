"""A laid-out section's content stream, cut at its texts and charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guidebook.errors import GuidebookError
from guidebook.pdf.press.records import PIXEL

if TYPE_CHECKING:
    import pikepdf

_PAINTS_OF_A_PAGE = ("cm", "q", "cm")
"""What every page of WeasyPrint begins with: its corner is moved to the top, and a pixel is made ¾ point."""
_CLOSE = 1e-4


@dataclass(frozen=True, slots=True)
class CutText:
    """A text: its mark, the operators before it inside the mark, its font, size and place, and its glyphs."""

    mcid: int
    before: str
    font: str
    size: float
    x: float
    y: float
    glyphs: tuple[int | float, ...]


@dataclass(frozen=True, slots=True)
class CutFigure:
    """A marked figure, and where its own coordinates begin."""

    mcid: int
    x: float
    y: float


Cut = str | CutText | CutFigure


class ContentFault(GuidebookError):
    """WeasyPrint wrote something that the press doesn't know."""

    def __init__(self, what: str) -> None:
        super().__init__(f"版面里有印版认不出的内容：{what}", "这类指导书改用WeasyPrint直接排")


def cut(page: pikepdf.Page) -> list[Cut]:
    """Cut a page's content at its texts and figures.

    Returns:
        Operators as text, and what stands between them, in the order in which they are painted.

    Raises:
        ContentFault: There is something unknown.
    """
    import pikepdf

    instructions = [
        (list(instruction.operands), str(instruction.operator))
        for instruction in pikepdf.parse_content_stream(page)
    ]
    opening, body, closing = instructions[:3], instructions[3:-1], instructions[-1:]
    if tuple(operator for _, operator in opening) != _PAINTS_OF_A_PAGE or [o for _, o in closing] != ["Q"]:
        raise ContentFault("页面的开头或结尾")
    return list(_joined(_cuts(body)))


def _cuts(instructions: Sequence[tuple[list[Any], str]]) -> Iterator[Cut]:
    at = 0
    while at < len(instructions):
        operands, operator = instructions[at]
        if operator == "BDC":
            end = next(i for i in range(at, len(instructions)) if instructions[i][1] == "EMC")
            yield _marked(str(operands[0]), int(operands[1].MCID), instructions[at + 1 : end])
            at = end
        elif operator in ("BT", "Do", "sh", "BI"):
            raise ContentFault(operator)
        else:
            yield _written(operands, operator)
        at += 1


def _marked(tag: str, mcid: int, inside: Sequence[tuple[list[Any], str]]) -> Cut:
    if tag == "/Figure":
        return CutFigure(mcid, *_place_of_figure(inside))
    if tag != "/Span":
        raise ContentFault(tag)
    operators = [operator for _, operator in inside]
    if operators[-5:] != ["BT", "Tm", "Tf", "TJ", "ET"] or "BT" in operators[:-5]:
        raise ContentFault("一行字里换了字体")
    before = "".join(_written(operands, operator) for operands, operator in inside[:-5])
    (matrix, _), (font, _), (shown, _) = inside[-4:-1]
    if [float(number) for number in matrix[:4]] != [1, 0, 0, -1]:
        raise ContentFault("转了方向的字")
    return CutText(
        mcid,
        before,
        str(font[0]),
        float(font[1]),
        float(matrix[4]),
        float(matrix[5]),
        tuple(_glyphs(shown[0])),
    )


def _place_of_figure(inside: Sequence[tuple[list[Any], str]]) -> tuple[float, float]:
    """Where a figure's own points begin, which must be as large as points are."""
    scale, x, y = 1.0, 0.0, 0.0
    for matrix in ([float(n) for n in operands] for operands, operator in inside if operator == "cm"):
        if matrix[1:3] != [0, 0] or matrix[0] != matrix[3]:
            raise ContentFault("变了形的图")
        x, y, scale = x + scale * matrix[4], y + scale * matrix[5], scale * matrix[0]
    if abs(scale * PIXEL - 1) > _CLOSE:
        raise ContentFault("缩放过的图")
    return x, y


def _glyphs(array: Any) -> Iterator[int | float]:
    """Glyph numbers, and between them how far to move back, in thousandths of the size."""
    for item in array:
        if hasattr(item, "__bytes__"):
            codes = bytes(item)
            yield from (int.from_bytes(codes[at : at + 2]) for at in range(0, len(codes), 2))
        elif float(item):
            yield float(item)


def _joined(cuts: Iterator[Cut]) -> Iterator[Cut]:
    """Put operators that follow each other into one text."""
    operators: list[str] = []
    for one in cuts:
        if isinstance(one, str):
            operators.append(one)
            continue
        if operators:
            yield "".join(operators)
            operators.clear()
        yield one
    if operators:
        yield "".join(operators)


def _written(operands: Sequence[Any], operator: str) -> str:
    return " ".join([*(_operand(operand) for operand in operands), operator]) + "\n"


def _operand(operand: Any) -> str:
    import pikepdf

    if isinstance(operand, pikepdf.Object):
        return operand.unparse().decode()
    return str(operand)
