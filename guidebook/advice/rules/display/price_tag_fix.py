"""S37."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.notes import open_notes
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.measures.offers import pack_price
from guidebook.model import FEN_PER_YUAN, Box, Fen, Finding, Note, ProductLine, Profile, Silent

MISSING, MISMATCH = "price_tag_missing", "price_tag_mismatch"
ANNOUNCED_BY = "price_change_notice"
_YUAN = re.compile(r"(?<![\d.])(\d{1,4})(?:\.(\d{1,2}))?(?=\s*元)")


class PriceTagFix(Rule):
    """A price tag is missing or shows another price than the listed one.

    Why: a tag that is wrong costs the customer's trust, and money where it is too low (R044).
    Speaks: an open note of kind `price_tag_missing` or `price_tag_mismatch`, at most 60 days old, names a product
        of the shop; or a listed price changed in the sheet's month, and no earlier sheet announced it.  What the tag
        shows is only told where the note may be printed and holds a single price.
    Silent: neither, or the product has no listed price.
    """

    id: ClassVar[str] = "price_tag_fix"
    name: ClassVar[str] = "价签"
    box: ClassVar[Box] = Box.NEXT_MONTH
    family: ClassVar[str] = "display"
    priority: ClassVar[int] = 56
    cooldown: ClassVar[int] = 1
    routine: ClassVar[bool] = True
    note_days: Count = 60

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """One finding a product; case `missing`, `differs`, `tag_pack`, `tag_carton` or `changed`."""
        found, notes = [], self._notes(profile)
        for line in profile.lines:
            case = _case(profile, line, notes.get(line.product.sku_code))
            if case is not None:
                found.append(
                    Finding(case, sku_code=line.product.sku_code, yuan=max(line.this.profit or 0, 0))
                )
        return found or Silent("没有价签的记录，标价也没变，或前面已经说过")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`b1` the product, `pb` a pack and `rp` a carton of it as listed, `tag` what its tag shows, `d` since when."""
        line = profile.line(finding.sku_code or "")
        assert line is not None
        product, price, listed = line.product, pack_price(line.product), line.product.list_price
        assert price is not None and listed is not None
        found: Facts = {
            "b1": facts.product(product),
            "pb": facts.pack_yuan(product, price),
            "rp": facts.price(listed, "products.list_carton_price", product.sku_code),
        }
        if finding.case == "changed" and line.price_changed is not None:
            found["d"] = facts.day(line.price_changed.effective, "prices.changed_on", product.sku_code)
        note = self._notes(profile).get(product.sku_code)
        tag = None if note is None else _tag(note)
        if tag is not None:
            found["tag"] = facts.price(tag, "notes.tag_price", product.sku_code)
        return found

    def _notes(self, profile: Profile) -> dict[str | None, Note]:
        """The latest note about each product's tag."""
        notes: dict[str | None, Note] = {}
        for note in open_notes(profile, (MISSING, MISMATCH), self.note_days):
            notes.setdefault(note.sku_code, note)
        return notes


def _case(profile: Profile, line: ProductLine, note: Note | None) -> str | None:
    price, listed = pack_price(line.product), line.product.list_price
    if price is None or listed is None:
        return None
    if note is None:
        return "changed" if _has_changed(profile, line) else None
    if note.kind == MISSING:
        return "missing"
    tag = _tag(note)
    if tag is None:
        return "differs"
    if tag in (price, listed):
        return None
    if _is_near(tag, price):
        return "tag_pack"
    return "tag_carton" if _is_near(tag, listed) else "differs"


def _has_changed(profile: Profile, line: ProductLine) -> bool:
    """Whether the listed price became another this month, of a product that is bought, and no sheet told it before."""
    change, code = line.price_changed, line.product.sku_code
    if change is None or None in (change.list_before, change.list_after) or line.recent_sticks <= 0:
        return False
    told = any(past.rule == ANNOUNCED_BY and past.sku_code == code for past in profile.advised)
    return change.list_before != change.list_after and not told


def _tag(note: Note) -> Fen | None:
    """The price that a note tells, fen; None unless it may be printed and holds just one."""
    found = _YUAN.findall(note.text or "") if note.printable else []
    if len(found) != 1:
        return None
    yuan, part = found[0]
    return int(yuan) * FEN_PER_YUAN + int(part.ljust(2, "0"))


def _is_near(tag: Fen, price: Fen) -> bool:
    """Whether a tag can be meant for what costs so much: a pack costs a tenth of a carton."""
    return price <= 2 * tag <= 4 * price
