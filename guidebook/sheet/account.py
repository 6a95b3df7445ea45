"""本月账: three rows against last month, and last year where it can be compared."""

from __future__ import annotations

from guidebook import wording
from guidebook.advice.causes import all_sold_as_bought
from guidebook.model import STICKS_PER_CARTON, AccountRow, AccountTable, Profile
from guidebook.sheet.compared import last_month
from guidebook.sheet.figures import Words


def account_table(profile: Profile, words: Words) -> AccountTable:
    """The account as printed; the third row only where every product has a listed price."""
    account, printed = profile.account, profile.printed
    last = last_month(profile)
    year_ago = account.year_ago if account.year_comparable else None
    if year_ago is not None and year_ago.sticks <= 0:
        year_ago = None
    rows = [
        AccountRow(
            label="卖了多少" if all_sold_as_bought(profile) else "进了多少",
            this=words.cartons(account.this.sticks),
            last=words.cartons(last.sticks) if last else None,
            change=words.more_cartons(account.this.sticks - last.sticks) if last else None,
            year_ago=words.cartons(year_ago.sticks) if year_ago else None,
        ),
        AccountRow(
            label=f"平均每{words.carton}",
            this=words.price(printed.carton_price),
            last=words.price(printed.carton_price_last) if last else None,
            change=words.higher_price(printed.carton_price_change) if last else None,
            year_ago=words.price(printed.carton_price_year_ago) if year_ago else None,
        ),
    ]
    if printed.profit is not None:
        rows.append(
            AccountRow(
                label="能赚多少",
                this=words.yuan(printed.profit),
                last=words.yuan(printed.profit_last) if last else None,
                change=words.more_yuan(printed.profit_change) if last else None,
                year_ago=words.yuan(printed.profit_year_ago) if year_ago else None,
            )
        )
    return AccountTable(
        subtitle=_subtitle(profile, words),
        this_label=profile.label,
        last_label=last.month.label if last else None,
        year_ago_label=f"去年{year_ago.month.label}" if year_ago else None,
        rows=tuple(rows),
    )


def _subtitle(profile: Profile, words: Words) -> str:
    basis = "按进货和标价算" if profile.printed.profit is not None else "按进货算"
    parts = [basis, f"数据截至{wording.day_text(profile.until or profile.month.last_day)}"]
    if any(line.product.sticks_per_carton != STICKS_PER_CARTON for line in profile.account_lines):
        parts.append(f"不是{STICKS_PER_CARTON}支一{words.carton}的已折算")
    return "，".join(parts)
