"""What the rules about the average price have in common: what the product behind a change really did (P3–P10)."""

from collections.abc import Sequence
from fractions import Fraction

from guidebook.advice import facts
from guidebook.advice.causes import movers, sold_as_bought, total
from guidebook.advice.comparing import Move, both
from guidebook.advice.once import once
from guidebook.advice.rule import Facts
from guidebook.model import Finding, ProductLine, Profile

OWN_SHARE = Fraction(1, 2)
"""From such a part of what its share moved on, a product moved it by its own cartons; else the others did."""


def mix_of(line: ProductLine) -> Fraction | None:
    """What a product adds to ΔP through the mix."""
    return line.price_mix_effect


def price_change_of(line: ProductLine) -> Fraction | None:
    """What a product adds to ΔP through the price paid."""
    return line.price_change_effect


@once
def price_part_leads(profile: Profile, move: Move, share: Fraction) -> bool:
    """Whether prices paid, rather than the mix, make more than `share` of the change of the average (§2.4)."""
    months = both(profile)
    assert months is not None
    this, last = months[0].carton_price, months[1].carton_price
    assert this is not None and last is not None
    return move.value * total(profile, price_change_of) > share * abs(this - last)


def mix_findings(profile: Profile, move: Move) -> Sequence[Finding]:
    """The finding that says which product moved the average through the mix, and how.

    For a rise: a dearer product came more (`dearer_more`), or only its share grew, for cheaper ones came less
    (`dearer_share_up`); a cheaper one came less (`cheaper_less`), or only its share shrank, for dearer ones came more
    (`cheaper_share_down`).  A fall is the mirror image (`cheaper_more`, …).  One carton less of a product isn't the
    cause where its share shrank because of all the others.  `plain` where nothing of this is so, or a product with a
    net return moved the average most.
    """
    line = movers(profile, mix_of, move).largest
    if line is None:
        return [Finding("plain")]
    dearer = _is_dearer(profile, line)
    grows = dearer if move is Move.UP else not dearer
    side = "dearer" if dearer else "cheaper"
    if _moved_by_itself(profile, line, grows=grows):
        way = "more" if grows else "less"
    elif _other_side_moved(profile, dearer, less=grows):
        way = "share_up" if grows else "share_down"
    else:
        return [Finding("plain")]
    return [Finding(f"{side}_{way}", sku_code=line.product.sku_code, sold=sold_as_bought([line]))]


def price_facts(profile: Profile, finding: Finding, main_share: Fraction = Fraction(1)) -> Facts:
    """`p`, `dp` yuan per carton and change; `b1`, `dq1` the product named and its cartons.

    `lead` says 主要是 only where that product makes `main_share` of what moved the average its way.
    """
    printed = profile.printed
    assert printed.carton_price is not None and printed.carton_price_change is not None
    found: Facts = {
        "p": facts.tenths(printed.carton_price, "account.this.carton_price"),
        "dp": facts.tenths(printed.carton_price_change, "account.carton_price_change"),
    }
    line = profile.line(finding.sku_code) if finding.sku_code else None
    if line is not None:
        found["b1"] = facts.product(line.product)
        move = Move.UP if printed.carton_price_change > 0 else Move.DOWN
        mainly = movers(profile, mix_of, move).leading(main_share, most=1)
        found["lead"] = facts.word("主要是" if mainly else "影响最大的是", "line.price_mix_effect")
        found["dq1"] = facts.quantity(line.sticks_change, "line.sticks_change", line.product.sku_code)
    return found


def _moved_by_itself(profile: Profile, line: ProductLine, *, grows: bool) -> bool:
    """Whether a product's share moved through its own cartons: they alone would have moved it about as far."""
    months = both(profile)
    assert months is not None and line.last is not None
    this, last = months
    if not (line.sticks_change > 0 if grows else line.sticks_change < 0):
        return False
    alone = last.sticks + line.sticks_change
    if alone <= 0:
        return True
    before = Fraction(line.last.sticks, last.sticks)
    moved = Fraction(line.this.sticks, this.sticks) - before
    return abs(Fraction(line.this.sticks, alone) - before) >= OWN_SHARE * abs(moved)


def _other_side_moved(profile: Profile, dearer: bool, *, less: bool) -> bool:
    """Whether the products on the other side of the average together came less (or more)."""
    others = [line for line in profile.account_lines if _is_dearer(profile, line) is not dearer]
    change = sum(line.sticks_change for line in others)
    return change < 0 if less else change > 0


def _is_dearer(profile: Profile, line: ProductLine) -> bool:
    """Whether a product costs more than last month's average carton (a new one by what is paid for it now)."""
    last = profile.account.last
    assert last is not None and line.last is not None
    paid = line.last if line.last.carton_price else line.this
    return paid.sticks > 0 and paid.amount * last.sticks > last.amount * paid.sticks
