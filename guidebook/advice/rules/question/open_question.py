"""Domain.md §4, conflict 6; R113."""

from collections.abc import Sequence
from operator import itemgetter
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.comparing import Stage, both, stage
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.volume.largest import largest
from guidebook.model import STICKS_PER_CARTON, Box, Finding, ProductLine, Profile, Silent

_GROUPS = {
    "务工": "workers",
    "商务": "business",
    "旅游": "travellers",
    "过路": "travellers",
    "居民": "residents",
}


class OpenQuestion(Rule):
    """A fact and one question, where the figures support no advice.

    Why: filler helps nobody (R113); a question about a product of the shop, and who buys it, starts a talk.
    Speaks: no other rule of the box has anything to say.  Month by month it asks about something else: who buys there
        (消费群体), market day, a product that moved by at least 3 cartons, the product most bought.
    Silent: any other rule spoke.
    """

    id: ClassVar[str] = "open_question"
    name: ClassVar[str] = "问一句"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "question"
    priority: ClassVar[int] = 10
    closing: ClassVar[bool] = True
    after_zero_month: ClassVar[bool] = True
    moved_cartons: Count = 3

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One question of those that the shop gives cause for, another every month; `month` without orders."""
        if stage(profile) is Stage.ZERO:
            return [Finding("month")]
        questions = self._questions(profile)
        return [questions[(profile.month.year * 12 + profile.month.month) % len(questions)]]

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`m` and `n` the months; `b1` the product, `q1` bought, `dq1` more or less; `day` the market day."""
        found: Facts = {"m": facts.month(profile.month), "n": facts.month(profile.next_month)}
        line = profile.line(finding.sku_code) if finding.sku_code else None
        if line is not None:
            code = line.product.sku_code
            found["b1"] = facts.product(line.product)
            found["q1"] = facts.quantity(line.this.sticks, "line.this.sticks", code)
            found["dq1"] = facts.quantity(line.sticks_change, "line.sticks_change", code)
        if profile.retailer.market_day:
            found["day"] = facts.word(profile.retailer.market_day, "retailers.market_day")
        return found

    def _questions(self, profile: Profile) -> list[Finding]:
        """What could be asked, the product most bought first."""
        best = largest(profile).product.sku_code
        cases = ["product"]
        groups = (_GROUPS[group] for group in profile.retailer.consumer_group if group in _GROUPS)
        cases.extend(list(groups)[:1])
        if profile.retailer.market_day:
            cases.append("market_day")
        asked = [Finding(case, sku_code=best) for case in cases]
        return asked + [Finding(case, sku_code=line.product.sku_code) for case, line in self._moved(profile)]

    def _moved(self, profile: Profile) -> list[tuple[str, ProductLine]]:
        """The products that rose and fell most, by enough cartons."""
        if both(profile) is None:
            return []
        least = self.moved_cartons * STICKS_PER_CARTON
        moved = [
            (change, line.product.sku_code, line)
            for line in profile.account_lines
            if abs(change := line.sticks_change) >= least and not line.has_return
        ]
        moved.sort(key=itemgetter(0, 1))
        risen = [("risen", line) for change, _, line in moved[-1:] if change >= least]
        fallen = [("fallen", line) for change, _, line in moved[:1] if change <= -least]
        return risen + fallen
