"""All bad-input cases."""

from __future__ import annotations

from tests.bad_input import bytes_, headings, people, relations, settings_, values, workbooks

CASES = (
    *headings.CASES,
    *values.CASES,
    *people.CASES,
    *relations.CASES,
    *bytes_.CASES,
    *workbooks.CASES,
    *settings_.CASES,
)
