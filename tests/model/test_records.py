"""What the model's records have in common."""

import dataclasses

import pytest

import guidebook.model
from guidebook.model import Profile

RECORDS = [
    thing
    for thing in vars(guidebook.model).values()
    if isinstance(thing, type) and dataclasses.is_dataclass(thing) and thing is not Profile
]
"""All but the profile, which keeps what it has once worked out."""


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_a_record_is_known_by_its_fields_and_has_no_others(kind: type) -> None:
    assert kind.__hash__ not in (None, object.__hash__)
    assert not hasattr(object.__new__(kind), "__dict__")
