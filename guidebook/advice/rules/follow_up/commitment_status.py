"""S44, R038, R094."""

import re
from collections.abc import Sequence
from typing import ClassVar

from guidebook.advice import facts
from guidebook.advice.rule import Count, Facts, Rule
from guidebook.model import Box, Finding, Note, Profile, Silent
from guidebook.model.record import record

_KINDS = ("promise", "complaint")
_PROMISED = re.compile(r"^(答应|承诺)(过|了)?[您你]?|[。！；，]+$")
"""What a manager writes around the matter itself."""
_UNPRINTABLE = re.compile(r"[\s,.:;!?()\[\]{}<>\"'“”。！？；：（）]")
"""What would break the sentence that the words stand in."""


@record(frozen=True, slots=True)
class _Settled(Finding):
    """A matter settled: a finding about one note."""

    note: Note | None = None


class CommitmentStatus(Rule):
    """A promise kept, a complaint settled.

    Why: what was promised is told when it is done, or nobody knows that it was (R094).  Of open matters nothing is
        said on paper: that would be a second promise.
    Speaks: a printable promise or complaint was settled in the sheet's month, or since then up to the day the sheet
        is made for.  Its own words are printed if they are at most 20 characters, else what it was about.
    Silent: nothing was settled, or it may not be printed.
    """

    id: ClassVar[str] = "commitment_status"
    name: ClassVar[str] = "答应的事"
    box: ClassVar[Box] = Box.FOLLOW_UP
    family: ClassVar[str] = "follow_up"
    priority: ClassVar[int] = 98
    after_zero_month: ClassVar[bool] = True
    so_far: ClassVar[bool] = True
    must_say: ClassVar[bool] = True
    most_chars: Count = 20

    def when(self, profile: Profile) -> Sequence[Finding] | Silent:
        """A finding a note, the last settled first; the case is its kind."""
        found = [
            _Settled(note.kind, words=(("item", self._item(note)),), note=note) for note in _settled(profile)
        ]
        return found or Silent("没有刚办好的事")

    def evidence(self, profile: Profile, finding: Finding) -> Facts:
        """`d` the day it was written down, `e` the day it was settled; `text` what was written."""
        assert isinstance(finding, _Settled) and finding.note is not None and finding.note.done is not None
        note = finding.note
        found: Facts = {
            "d": facts.day(note.written_on, "notes.written_on"),
            "e": facts.day(finding.note.done, "notes.done"),
        }
        if self._item(note) == "text":
            found["text"] = facts.word(_words(note), "notes.text")
        return found

    def _item(self, note: Note) -> str:
        """Which phrase tells what it was about: its own words, else its category, else its kind."""
        words = _words(note)
        if words and len(words) <= self.most_chars and not _UNPRINTABLE.search(words):
            return "text"
        return note.category or note.kind if note.kind == "complaint" else note.kind


def _settled(profile: Profile) -> list[Note]:
    """Printable promises and complaints settled since the month began, the last one first."""
    begins, ends = profile.month.first_day, profile.as_of
    settled = [
        note
        for note in profile.notes
        if note.kind in _KINDS and note.printable and note.done is not None and begins <= note.done <= ends
    ]
    return sorted(settled, key=lambda note: (note.done, note.written_on), reverse=True)


def _words(note: Note) -> str:
    return _PROMISED.sub("", (note.text or "").strip())
