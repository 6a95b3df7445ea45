"""Records that a retailer has by the dozen: frozen, and as quick to make as any class.

A frozen dataclass sets every field by a call of its own, which for the lines and findings of a shop took a tenth of the
time of measures and advice together.  That nothing changes a record is therefore left to the type checker, which sees a
frozen dataclass here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

__all__ = ["record"]

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:

    def record(*, frozen: bool, slots: bool):
        """Make a class a record; the arguments are those of a frozen dataclass, which the type checker sees.

        Args:
            frozen: Always true: it compares and hashes by its fields.
            slots: Always true.
        """
        return dataclass(slots=slots, unsafe_hash=frozen)
