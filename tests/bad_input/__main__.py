"""Read every bad-input case and tell what came of it: `python -m tests.bad_input [--slow] [NAME …]`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bad_input.catalogue import CASES
from tests.bad_input.judging import faults


def main(names: list[str]) -> int:
    """Print each case that isn't as it must be, then the figures; return how many there are."""
    slow, names = "--slow" in names, [name for name in names if name != "--slow"]
    chosen = [
        case
        for case in CASES
        if case.slow <= slow and (not names or any(name in case.name for name in names))
    ]
    wrong: dict[str, list[str]] = {}
    with TemporaryDirectory(prefix="bad-input-") as folder:
        for number, case in enumerate(chosen):
            if found := faults(case, Path(folder) / str(number), Path(folder) / "parts"):
                wrong[case.name] = found
                print(f"{case.name}:", *found, sep="\n  ", flush=True)
    outcomes = Counter(case.told.outcome for case in chosen)
    print(f"{len(chosen)} cases of bad input, {len(wrong)} not as they must be")
    for outcome, count in outcomes.most_common():
        print(f"  {count:4}  {outcome}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) and 1)
