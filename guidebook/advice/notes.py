"""What a manager noted in the shop and nobody has settled yet."""

from collections.abc import Collection, Iterator
from datetime import timedelta

from guidebook.model import Note, Profile


def open_notes(profile: Profile, kinds: Collection[str], most_days: int) -> Iterator[Note]:
    """Notes of these kinds, latest first, that are open on the day of the sheet and at most so many days old."""
    for note in reversed(profile.notes):
        recent = profile.as_of - note.written_on <= timedelta(most_days)
        if note.kind in kinds and note.is_open(profile.as_of) and recent:
            yield note
