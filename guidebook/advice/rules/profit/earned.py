"""What the rules about profit have in common: total, change, and what a product adds, as printed."""

from fractions import Fraction

from guidebook import wording
from guidebook.advice import facts
from guidebook.advice.causes import movers, sold_as_bought
from guidebook.advice.comparing import Move
from guidebook.advice.rule import Facts
from guidebook.model import Fen, Finding, ProductLine, Profile


def effect_of(line: ProductLine) -> Fen | None:
    """ΔGP of a product."""
    return line.profit_effect


def led(profile: Profile, move: Move, times: int) -> Finding:
    """The finding that names the product which moved profit most, and what it did.

    Cases: `quantity` where its cartons moved that way, `both` where its margin per carton did, too; `margin` where only
    the margin did and the price paid explains it, `list_price` where the listed price does; `despite` where the margin
    did although its cartons went the other way; `plain` where neither did, or only products with net returns moved
    profit that way.  Where it moved profit by so many `times` the whole change, `quantity_over`, or `over` for all
    others.
    """
    line = next(iter(movers(profile, effect_of, move).lines), None)
    if line is None:
        return Finding("plain", yuan=_stake(profile))
    more = move.value * line.sticks_change > 0
    if move.value * (margin_change(line) or 0) > 0:
        case = "both" if more else _margin_case(line, move)
    else:
        case = "quantity" if more else "plain"
    if case != "plain" and _outweighs(profile, line, times):
        case = "quantity_over" if case == "quantity" else "over"
    code = None if case == "plain" else line.product.sku_code
    return Finding(case, sku_code=code, yuan=_stake(profile), sold=sold_as_bought([line]))


def _outweighs(profile: Profile, line: ProductLine, times: int) -> bool:
    """Whether a product moved profit by so many times the whole change, as printed: the others went the other way."""
    effect = abs(profile.printed.profit_effects[line.product.sku_code])
    change = abs(profile.printed.profit_change or 0)
    return effect > change and effect >= times * change


def profit_facts(profile: Profile, finding: Finding) -> Facts:
    """`gp`, `dgp` profit and change; `b1`, `dq1`, `dgp1`, `dm` the product: cartons, yuan, yuan per carton.

    `rest` is what all others add to the change, so that what is printed adds up.
    """
    printed = profile.printed
    assert printed.profit is not None and printed.profit_change is not None
    found: Facts = {
        "gp": facts.whole(printed.profit, "account.this.profit"),
        "dgp": facts.whole(printed.profit_change, "account.profit_change"),
    }
    line = profile.line(finding.sku_code) if finding.sku_code else None
    if line is not None:
        code = line.product.sku_code
        found["b1"] = facts.product(line.product)
        found["dq1"] = facts.quantity(line.sticks_change, "line.sticks_change", code)
        effect = printed.profit_effects[code]
        found["dgp1"] = facts.whole(effect, "line.profit_effect", code)
        found["rest"] = facts.whole(printed.profit_change - effect, "account.profit_rest")
        change = margin_change(line)
        if change is not None:
            found["dm"] = facts.tenths(change, "line.carton_margin_change", code)
    return found


def margin_change(line: ProductLine) -> int | None:
    """By how much the margin of a carton changed, tenths of a yuan between printed margins; None if unknown."""
    this, last = line.this.carton_margin, line.last.carton_margin if line.last else None
    if this is None or last is None:
        return None
    return wording.tenths_of_yuan(this) - wording.tenths_of_yuan(last)


def _margin_case(line: ProductLine, move: Move) -> str:
    if line.sticks_change:  # cartons times margin wouldn't be what is told
        return "despite"
    return "margin" if _paid_differently(line, move) else "list_price"


def _paid_differently(line: ProductLine, move: Move) -> bool:
    """Whether the price paid explains the margin: dearer for a fall, cheaper for a rise."""
    this, last = line.this.carton_price, line.last.carton_price if line.last else None
    return move.value * ((last or Fraction(0)) - (this or Fraction(0))) > 0


def _stake(profile: Profile) -> Fen:
    return abs((profile.printed.profit_change or 0) * 100)
