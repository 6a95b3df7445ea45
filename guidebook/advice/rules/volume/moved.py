"""What the rules about more or fewer cartons have in common: total, change, and the products named."""

from fractions import Fraction

from guidebook.advice import facts
from guidebook.advice.causes import all_sold_as_bought, largest_mover, leading
from guidebook.advice.comparing import Move, both
from guidebook.advice.rule import Facts
from guidebook.model import Finding, ProductLine, Profile, Sticks


def change_of(line: ProductLine) -> Sticks:
    """ΔQ of a product."""
    return line.sticks_change


def led(profile: Profile, move: Move, share: Fraction) -> Finding:
    """The finding that names what led a rise or a fall: case `one`, `two`, or `spread` with the largest.

    `plain` where a product with a net return moved most: it is never named, and no other is the cause.

    Args:
        profile: A profile whose cartons moved.
        move: The way they moved.
        share: What one or two products must make of all contributions of that way to be named as the cause.
    """
    sold = all_sold_as_bought(profile)
    leaders = leading(profile, change_of, move, share, most=2)
    if leaders:
        codes = [line.product.sku_code for line in leaders]
        return Finding(
            "one" if len(codes) == 1 else "two", sku_code=codes[0], others=tuple(codes[1:]), sold=sold
        )
    largest = largest_mover(profile, change_of, move)
    if largest is None:
        return Finding("plain", sold=sold)
    return Finding("spread", sku_code=largest.product.sku_code, sold=sold)


def moved_facts(profile: Profile, finding: Finding) -> Facts:
    """`m`, `q`, `dq` of the account, and `b1`, `dq1`, `b2`, `dq2` of the products a finding names."""
    months = both(profile)
    assert months is not None
    this, last = months
    found: Facts = {
        "m": facts.month(profile.month),
        "q": facts.quantity(this.sticks, "account.this.sticks"),
        "dq": facts.quantity(this.sticks - last.sticks, "account.sticks_change"),
    }
    codes = (finding.sku_code, *finding.others) if finding.sku_code else ()
    for place, code in enumerate(codes, start=1):
        line = profile.line(code)
        assert line is not None
        found[f"b{place}"] = facts.product(line.product)
        found[f"dq{place}"] = facts.quantity(line.sticks_change, "line.sticks_change", code)
    return found
