"""How a limit is worded: 每周 for weekly orders, 每回 for others, 一共 where only the month is limited."""

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.rule import Facts
from guidebook.model import ProductLine, Profile, Sticks, SupplyLine


def limit_case(supply: SupplyLine) -> str:
    """What a line says of its limit: `limited`, `none` of it at all for this shop, or `unstated`."""
    if supply.most == 0:
        return "none"
    return "unstated" if supply.most is None else "limited"


def limit_facts(profile: Profile, supply: SupplyLine, sku_code: str) -> Facts:
    """`lim` cartons and `per` (每周, 每回 or 一共: next month in all); empty without a limit."""
    if supply.limit_per_cycle is not None:
        period = wording.order_period(profile.retailer.order_cycle_days)
        return {
            "per": facts.word(period, "retailers.order_cycle_days"),
            "lim": facts.whole(supply.limit_per_cycle, "supply.limit_per_cycle", sku_code),
        }
    if supply.limit_month is not None:
        return {
            "per": facts.word("一共", "supply.limit_month"),
            "lim": facts.whole(supply.limit_month, "supply.limit_month", sku_code),
        }
    return {}


def supply_words(profile: Profile, supply: SupplyLine, still: bool) -> Facts:
    """`still` (还是 or 会) and `by` (您这档 where the limit goes by grade, else nothing)."""
    return {
        "still": facts.word("还是" if still else "会", "supply_this.status"),
        "by": facts.word("您这档" if supply.by_grade else "", "supply.grade_from"),
    }


def allowed_cartons(profile: Profile, supply: SupplyLine) -> int | None:
    """The most real cartons that all orders of next month may hold; None where no limit is stated."""
    orders = profile.next_month.days // profile.retailer.order_cycle_days
    by_order = None if supply.limit_per_cycle is None else supply.limit_per_cycle * orders
    return min((limit for limit in (by_order, supply.limit_month) if limit is not None), default=None)


def usual_sticks(line: ProductLine) -> Sticks:
    """What a shop takes of a product in a month: this month's, or the forecast where that is more."""
    return max(line.this.sticks, line.forecast or 0)


def is_felt(line: ProductLine, supply: SupplyLine) -> bool:
    """Whether a limit is worth telling: an order may hold no more than the shop takes in a whole month."""
    return supply.most is not None and supply.most * line.product.sticks_per_carton <= usual_sticks(line)
