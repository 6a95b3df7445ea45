"""A month that isn't over: what can be told of it before its end (F19).

Twenty days of a month are less than any whole one: set against last month, every shop would seem to have bought less.
So nothing is compared, nothing is expected of the next month, and nobody is measured against others.
"""

from __future__ import annotations

from dataclasses import replace

from guidebook.measures.printed import print_figures
from guidebook.model import Account, Idle, ProductLine, Profile


def so_far(profile: Profile) -> Profile:
    """The profile without everything that needs a whole month: what came in so far, supply, prices and notes stay."""
    account = Account(profile.account.this)
    lines = tuple(_so_far(line) for line in profile.lines)
    return replace(
        profile,
        account=account,
        history=(account.this,),
        lines=lines,
        printed=print_figures(account, lines),
        gaps=(),
        peers=None,
        stock_value=None,
        grade=None,
        idle=Idle(0, None),
        lifecycle=None,
        follow_ups=(),
    )


def _so_far(line: ProductLine) -> ProductLine:
    return replace(
        line,
        last=None,
        year_ago=None,
        price_mix_effect=None,
        price_change_effect=None,
        profit_quantity_effect=None,
        profit_margin_effect=None,
        forecast=None,
        wanted=None,
        stock=None,
        order_cartons=None,
    )
