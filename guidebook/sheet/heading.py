"""抬头 and 页脚: who the sheet is for, and what stands at its foot (R096; domain.md §3.1)."""

from __future__ import annotations

from guidebook import wording
from guidebook.config import Config
from guidebook.model import Heading, Profile

SPACE = "\u3000"
"""A full-width space, as Chinese print sets between items."""
SHORT_DIGITS = 4
SUPPLY_UNTIL = "供货数截至"
"""With what the line begins that tells up to which day the supply figures are."""


def heading(profile: Profile, config: Config) -> Heading:
    """The heading, names exactly as registered."""
    retailer, visit = profile.retailer, profile.retailer.visit
    route = manager = None
    if visit is not None:
        route = visit.route_name or visit.route_id
        if visit.visit_seq is not None:
            route += f" 第{visit.visit_seq}户"
        if visit.manager is not None:
            phone = f"{SPACE}{visit.manager.phone}" if visit.manager.phone else ""
            manager = f"客户经理 {visit.manager.name}{phone}"
    license_text = retailer.license_no
    if config.sheet.license_digits == "last4":
        license_text = f"尾号{license_text[-SHORT_DIGITS:]}"
    return Heading(
        shop_name=retailer.shop_name,
        owner_name=retailer.owner_name,
        license_no=retailer.license_no,
        license_text=license_text,
        route_text=route,
        month_text=_month(profile),
        grade_text=retailer.grade if config.sheet.show_grade else None,
        manager_text=manager,
    )


def _month(profile: Profile) -> str:
    """The month; of one that isn't over, up to which day it tells (F19)."""
    text = wording.month_text(profile.month)
    return text if profile.until is None else f"{text}（截至{profile.until.day}日）"


def footer(profile: Profile, config: Config) -> tuple[str, ...]:
    """The lines at the foot: the law, where the supply figures come from (S19), and what the sheet is for."""
    company = config.company
    lines = [company.law_notice] if company.law_notice else []
    if profile.supply_as_of is not None:
        as_of = wording.day_text(profile.supply_as_of)
        lines.append(f"{SUPPLY_UNTIL}{as_of}，跟电话订货那边是同一份，当天有变以订货为准。")
    last = ["供本店经营参考，请勿张贴、转发。"]
    if company.complaint_phone:
        last.append(f"投诉电话 {company.complaint_phone}")
    last.append(f"快照 {profile.snapshot}")
    return (*lines, SPACE.join(last))
