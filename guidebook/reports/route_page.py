"""What stands in a route's report; every word as it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from guidebook.reports.causes import Problem


@dataclass(frozen=True, slots=True)
class Total:
    """A figure of the route beside the month before: label, this month, change."""

    label: str
    this: str
    change: str


@dataclass(frozen=True, slots=True)
class Note:
    """A line of one of the first page's lists: the shop's place and name, and what there is to tell."""

    seq: str
    shop: str
    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of the first page: its title, how many there are, the first of them."""

    title: str
    count: int
    rows: tuple[Note, ...]
    none: str

    @property
    def more(self) -> int:
        """How many aren't among the rows."""
        return self.count - len(self.rows)


@dataclass(frozen=True, slots=True)
class Visit:
    """A shop in visit order: what matters there in one line, and what must not be forgotten."""

    seq: str
    shop: str
    change: str
    profit: str
    reason: str
    action: str
    reminders: tuple[str, ...]
    care: str


@dataclass(frozen=True, slots=True)
class RouteReport:
    """A route's report; everything in it is text as printed.  `unrecorded` names shops of which no visit is told."""

    title: str
    audience: str
    route: str
    manager: str
    month: str
    as_of: str
    snapshot: str
    totals: tuple[Total, ...]
    moves: str
    lists: tuple[Listed, ...]
    problems: tuple[Problem, ...]
    problem_sum: str
    visits: tuple[Visit, ...]
    unrecorded: str
    exceptions: tuple[Note, ...]
