"""How a limit is worded: 每周 for weekly orders, 每回 for others, 每月 where only the month is limited."""

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.rule import Facts
from guidebook.model import Profile, SupplyLine


def limit_case(supply: SupplyLine) -> str:
    """What a line says of its limit: `limited`, `none` of it at all for this shop, or `unstated`."""
    if supply.most == 0:
        return "none"
    return "unstated" if supply.most is None else "limited"


def limit_facts(profile: Profile, supply: SupplyLine, sku_code: str) -> Facts:
    """`lim` cartons and `per` (每周, 每回 or 每月); empty without a limit."""
    if supply.limit_per_cycle is not None:
        period = wording.order_period(profile.retailer.order_cycle_days)
        return {
            "per": facts.word(period, "retailers.order_cycle_days"),
            "lim": facts.whole(supply.limit_per_cycle, "supply.limit_per_cycle", sku_code),
        }
    if supply.limit_month is not None:
        return {
            "per": facts.word("每月", "supply.limit_month"),
            "lim": facts.whole(supply.limit_month, "supply.limit_month", sku_code),
        }
    return {}


def supply_words(profile: Profile, supply: SupplyLine, still: bool) -> Facts:
    """`still` (还是 or 会) and `by` (您这档 where the limit goes by grade, else nothing)."""
    return {
        "still": facts.word("还是" if still else "会", "supply_this.status"),
        "by": facts.word("您这档" if supply.by_grade else "", "supply.grade_from"),
    }
