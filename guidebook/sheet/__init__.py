"""Profile + Advice → Sheet: everything printed, as final text (design.md, "The sheet").

`heading`, `account`, `brands`, `trend` make the front, `back` the back; `figures` gives numbers their units;
`correction` marks what takes the place of a sheet that was handed out.
"""

from __future__ import annotations

from guidebook.config import Config
from guidebook.filenames import pdf_name
from guidebook.model import Advice, Profile, Sheet
from guidebook.sheet.account import account_table
from guidebook.sheet.back import back
from guidebook.sheet.brands import brand_table, contributions
from guidebook.sheet.correction import content_hash, corrected, origin
from guidebook.sheet.figures import Words
from guidebook.sheet.heading import footer, heading
from guidebook.sheet.look import Look
from guidebook.sheet.trend import trend
from guidebook.wording import month_text

__all__ = ["compose", "content_hash", "corrected", "origin"]


def compose(profile: Profile, advice: Advice, config: Config) -> Sheet:
    """Put one retailer's sheet together; nothing is computed here that isn't printed."""
    words = Words.of(config)
    retailer, visit = profile.retailer, profile.retailer.visit
    look = Look.of(profile, config)
    moves = brand_table(profile, advice, words, look.brand_rows)
    route_id = visit.route_id if visit else None
    visit_seq = visit.visit_seq if visit else None
    return Sheet(
        month=profile.month,
        as_of=profile.as_of,
        snapshot=profile.snapshot,
        route_id=route_id,
        visit_seq=visit_seq,
        pdf_name=pdf_name(route_id, visit_seq, retailer.license_no, retailer.shop_name),
        title=f"{retailer.shop_name} {month_text(profile.month)}经营分析指导书",
        large_print=look.large_print,
        heading=heading(profile, config),
        account=account_table(profile, words),
        moves=moves,
        trend=trend(profile, words),
        contributions=contributions(moves, words),
        evaluation=advice.evaluation,
        next_month=advice.next_month,
        follow_up=advice.follow_up,
        footer=footer(profile, config),
        back=back(profile, advice, config, words, look),
        company_name=config.company.name or None,
    )
