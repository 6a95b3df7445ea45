"""What records have in common that are handed about: those of the model, and those of the ledger."""

import dataclasses
from importlib import import_module
from pkgutil import iter_modules

import pytest

import guidebook.ledger
import guidebook.model
from guidebook.model import Profile

RECORDS = [
    thing
    for package in (guidebook.model, guidebook.ledger)
    for module in iter_modules(package.__path__, f"{package.__name__}.")
    for thing in vars(import_module(module.name)).values()
    if isinstance(thing, type)
    and dataclasses.is_dataclass(thing)
    and thing.__module__ == module.name
    and thing is not Profile
]
"""All but the profile, which keeps what it has once worked out."""


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_a_record_is_known_by_its_fields_and_has_no_others(kind: type) -> None:
    assert kind.__hash__ not in (None, object.__hash__)
    assert not hasattr(object.__new__(kind), "__dict__")
