"""All bad-input cases."""

from __future__ import annotations

from tests.bad_input import bytes_, headings, people, relations, settings_, values, visited, workbooks

CASES = (
    *headings.CASES,
    *values.CASES,
    *people.CASES,
    *relations.CASES,
    *visited.CASES,
    *bytes_.CASES,
    *workbooks.CASES,
    *settings_.CASES,
)
