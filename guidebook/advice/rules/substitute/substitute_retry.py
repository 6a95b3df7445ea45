"""S22, R034."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.advice.rules.stock.cover import money_tied
from guidebook.advice.rules.substitute.offers import liked_nearby, suitable
from guidebook.advice.rules.substitute.trials import Chain, chain_to, slow_trials
from guidebook.config import StockCover
from guidebook.measures.offers import pack_price, same_price_band
from guidebook.model import Box, Direction, Finding, Offer, ProductLine, Profile, Silent


class SubstituteRetry(Rule):
    """What was tried on the sheet's advice went slowly: something else is tried in its place.

    Why: advice that failed is owned, and the shop isn't left alone with it (R034).
    Speaks: a product that a sheet asked to try at least 30 days ago came in, verified counts show that less than 30 %
        of it was sold, and another one of the price is 足; two retries at most for one product that is short.
    Silent: nothing was tried, it sold, or there is nothing else to try.
    """

    id: ClassVar[str] = "substitute_retry"
    name: ClassVar[str] = "换一个试"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "substitute"
    priority: ClassVar[int] = 68
    authority: ClassVar[int] = 1
    cooldown: ClassVar[int] = 2
    stock: StockCover = StockCover()
    least_days: Count = 30
    most_retries: Count = 2
    trial_cartons: Count = 2

    @property
    def speaks_of_supply(self) -> bool:
        """No: it speaks of what was tried, not of what is short (R010)."""
        return False

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a failed trial."""
        failed = [
            (line, chain_to(profile, advised))
            for advised in slow_trials(profile, self.stock, self.least_days)
            if (line := profile.line(advised.bought_code or "")) is not None
        ]
        if not failed:
            return Silent("没有照建议试了又走得慢的")
        again = [(line, chain) for line, chain in failed if chain.retries < self.most_retries]
        if not again:
            return Silent(f"已经换过{self.most_retries}回，不再换")
        found = [
            self._finding(line, offer)
            for line, chain in again
            if (offer := self._next(profile, line, chain)) is not None
        ]
        return found or Silent("没有别的可换来试")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b2` what went slowly, `b3` what is tried next, `pb` a pack of it, `k` cartons."""
        line = profile.line(finding.sku_code or "")
        assert line is not None and finding.cartons is not None
        offer = next(o for o in _all_offers(profile) if o.product.sku_code == finding.others[0])
        return {
            "b2": facts.product(line.product),
            "b3": facts.product(offer.product),
            "pb": facts.pack_yuan(offer.product, offer.pack_price),
            "k": facts.whole(finding.cartons, "advice.trial_cartons", offer.product.sku_code),
        }

    def _next(self, profile: Profile, line: ProductLine, chain: Chain) -> Offer | None:
        """What else stands in for the short product; for a new product, what shops alike buy at its price."""
        price = pack_price(line.product)
        offers: Iterable[Offer] = (
            profile.offers_for(chain.origin)
            if chain.origin is not None
            else (
                gap.offer
                for gap in profile.gaps
                if price is not None and same_price_band(price, gap.offer.pack_price)
            )
        )
        untried = [offer for offer in offers if offer.product.sku_code not in chain.tried]
        return liked_nearby(profile, suitable(profile, untried, self.stock))

    def _finding(self, line: ProductLine, offer: Offer) -> Finding:
        code, other = line.product.sku_code, offer.product.sku_code
        cartons = min(self.trial_cartons, offer.supply.most or self.trial_cartons)
        return Finding(
            "plain",
            sku_code=code,
            others=(other,),
            yuan=money_tied(line),
            directions=((code, Direction.PAUSE), (other, Direction.BUY)),
            new_money=cartons * (offer.product.wholesale_price or 0),
            cartons=cartons,
        )


def _all_offers(profile: Profile) -> Iterator[Offer]:
    for _, offers in profile.substitutes:
        yield from offers
    for gap in profile.gaps:
        yield gap.offer
