"""Figures and changes as the sheet prints them, with the company's words for carton and money."""

from __future__ import annotations

from dataclasses import dataclass

from guidebook import wording
from guidebook.config import Config
from guidebook.model import Change, Figure, Sticks

SAME = "一样"


@dataclass(frozen=True, slots=True)
class Words:
    """The company's words for what is counted."""

    carton: str
    pack: str
    money: str

    @classmethod
    def of(cls, config: Config) -> Words:
        """Those of `config.yaml`."""
        return cls(config.wares.unit, config.wares.pack, config.wares.currency)

    def cartons(self, sticks: Sticks) -> Figure:
        """A quantity: 48 条, −3 条."""
        return Figure(_true_minus(wording.cartons_text(sticks)), self.carton)

    def price(self, tenths: int | None) -> Figure | None:
        """A price per carton: 142.4 元; None stays unknown."""
        return None if tenths is None else Figure(_true_minus(wording.tenths_text(tenths)), self.money)

    def margin(self, tenths: int) -> Figure:
        """What a carton earns, always with its decimal, so that a column of them lines up: 25.0 元."""
        return Figure(_true_minus(wording.quotient_text(tenths, 10, least=1, most=1)), self.money)

    def yuan(self, amount: int | None) -> Figure | None:
        """Whole yuan: 2042 元; None stays unknown."""
        return None if amount is None else Figure(_true_minus(str(amount)), self.money)

    def signed_yuan(self, amount: int) -> Figure:
        """Whole yuan with their sign: +295 元."""
        return Figure(wording.signed_text(amount), self.money)

    def more_cartons(self, change: Sticks) -> Change:
        """▲ 多 8 条, ▼ 少 10 条, 一样."""
        return _change(change, "多", "少", self.cartons(abs(change)))

    def higher_price(self, change: int | None) -> Change | None:
        """▲ 高 1.8 元, ▼ 低 3 元, 一样."""
        return None if change is None else _change(change, "高", "低", self.price(abs(change)))

    def more_yuan(self, change: int | None) -> Change | None:
        """▲ 多 66 元, ▼ 少 30 元, 一样."""
        return None if change is None else _change(change, "多", "少", self.yuan(abs(change)))


def _change(change: int, up: str, down: str, figure: Figure | None) -> Change:
    if change == 0:
        return Change("", SAME)
    return Change(wording.UP, up, figure) if change > 0 else Change(wording.DOWN, down, figure)


def _true_minus(text: str) -> str:
    return text.replace("-", wording.MINUS)
