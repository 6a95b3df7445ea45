"""A batch is stopped at random moments and taken up again, until it has been stopped often enough.

Each time it comes to its end, the folder must be what an uninterrupted run leaves, file by file and row by row; and
each time it is stopped, nothing that lies there may differ from what belongs there.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.batch import County, Stop
from tests.crash.state import State, differences, leftovers, state_of, torn

_END_SECONDS = 900
_KEEP = ("plates", "parts")
"""What may be left when all else is wiped: else plates would be cast over and over."""


@dataclass
class Report:
    """What a campaign found.

    Attributes:
        stops: How often a batch was stopped or disturbed, by the way it was done.
        phases: In which phase of the run it was when that was done.
        ended: How often it came to its end.
        faults: What was wrong; nothing, if all is well.
    """

    stops: Counter[Stop] = field(default_factory=Counter)
    phases: Counter[str] = field(default_factory=Counter)
    ended: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        """How often a whole batch, or its parent, was killed with -9."""
        return self.stops[Stop.GROUP] + self.stops[Stop.PARENT]


def campaign(
    county: County,
    output: Path,
    *,
    kills: int,
    chance: random.Random,
    ways: Mapping[Stop, int],
    tell: Callable[[str], None] = lambda _: None,
) -> Report:
    """Stop batches until so many were killed.

    Args:
        county: What is printed.
        output: Where; the uninterrupted run goes beside it.
        kills: How many times a batch or its parent is killed with -9, at least.
        chance: Says when and how.
        ways: How often each way is taken, in relation to the others.
        tell: Is told what goes on.
    """
    report = Report()
    straight = output.with_name(f"{output.name}-whole")
    first = county.start(straight)
    code = first.wait(_END_SECONDS)
    seconds = first.seconds
    whole = state_of(straight)
    plates = straight / ".guidebook" / "plates"
    if plates.exists():  # they may be shared by all output folders
        shutil.copytree(plates, output / ".guidebook" / "plates")
    second = county.start(output)
    second.wait(_END_SECONDS)
    longest = second.seconds
    _hold_ended(second.wait(), code, output, whole, report)
    tell(
        f"an uninterrupted run: exit code {code}, {len(whole)} files and rows, {seconds:.0f} s; "
        f"with plates from before {longest:.0f} s"
    )
    _begin_again(output, chance)
    while report.kills < kills or report.ended == 0:
        batch = county.start(output)
        disturbed = False
        while True:
            ended = batch.wait(chance.uniform(0, longest * (0.4 if disturbed else 0.9)))
            if ended is not None:
                break
            how = chance.choices(list(ways), list(ways.values()))[0]
            if report.kills >= kills:
                ended = batch.wait(_END_SECONDS)
                break
            phase = _phase(output, whole)
            if not batch.stop(how, chance):
                continue
            report.stops[how] += 1
            report.phases[phase] += 1
            if how is not Stop.WORKER:
                _hold_against(output, whole, report, f"{how} while {phase}")
                break
            disturbed = True
        if ended is None:
            tell(
                f"{report.kills} kills: {how} after {batch.seconds:.1f} s, {phase}; {len(report.faults)} faults"
            )
            continue
        if ended == 1 and disturbed:
            continue  # the same sheet lost its worker twice: named, left out, and made the next time
        report.ended += 1
        _hold_ended(ended, code, output, whole, report)
        tell(
            f"{report.kills} kills: came to its end after {batch.seconds:.1f} s; {len(report.faults)} faults"
        )
        _begin_again(output, chance)
    return report


def _hold_against(output: Path, whole: State, report: Report, when: str) -> None:
    wrong = torn(output, whole)
    report.faults += [f"{when}: {name}" for name in wrong]


def _hold_ended(code: int | None, expected: int | None, output: Path, whole: State, report: Report) -> None:
    found = differences(state_of(output), whole)
    report.faults += [f"at the end: {name}" for name in found]
    report.faults += [f"left over: {name}" for name in leftovers(output)]
    if code != expected:
        report.faults.append(f"ended with {code}, not {expected}")


def _begin_again(output: Path, chance: random.Random) -> None:
    """Wipe the folder; now and then leave all as it is, so that a finished month is made again."""
    draw = chance.random()
    if draw < 0.2:
        return
    for path in [*output.glob("*"), *(output / ".guidebook").glob("*")]:
        if path.name == ".guidebook" or (draw < 0.9 and path.name in _KEEP):
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _phase(output: Path, whole: State) -> str:
    """What the batch seems to be at."""
    folder = output / "2026-10"
    sheets = sum(1 for _ in folder.glob("*/[0-9]*.pdf"))
    if (folder / "manifest.json").exists():
        return "reading a finished month"
    if sheets == sum(name.endswith(".pdf") and "route_pack" not in name for name in whole):
        return "keeping sheets, or writing lists and packs"
    return "printing" if sheets else "reading or casting"
