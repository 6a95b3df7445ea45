"""Kill a batch over and over: `python -m tests.crash --kills 100 --retailers 2000`."""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from pathlib import Path

from guidebook.demo import write_exports
from tests.crash.batch import County, Stop
from tests.crash.campaign import campaign

WAYS = {Stop.GROUP: 5, Stop.PARENT: 4, Stop.WORKER: 4, Stop.CTRL_C: 1, Stop.TERM: 1}


def main() -> int:
    """Run a campaign and tell its figures; 1 if anything was lost, doubled, torn or different."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--retailers", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where; default: a temporary folder")
    options = parser.parse_args()
    os.environ.pop("GUIDEBOOK_PLATES", None)
    with tempfile.TemporaryDirectory(prefix="crash-") as temporary:
        folder = options.folder or Path(temporary)
        write_exports(folder / "exports", retailers=options.retailers, seed=options.seed)
        (folder / "config.yaml").write_text("company: {complaint_phone: '12313'}\n", encoding="utf-8")
        began = time.monotonic()
        report = campaign(
            County(folder / "exports", folder / "config.yaml"),
            folder / "output",
            kills=options.kills,
            chance=random.Random(options.seed),
            ways=WAYS,
            tell=lambda words: print(words, flush=True),
        )
    print(f"{report.kills} kills with -9 in {time.monotonic() - began:.0f} s, {options.retailers} retailers")
    print("by the way:", ", ".join(f"{way} {count}" for way, count in sorted(report.stops.items())))
    print("by the phase:", ", ".join(f"{phase} {count}" for phase, count in sorted(report.phases.items())))
    print(f"came to the end {report.ended} times; {len(report.faults)} faults")
    for fault in report.faults:
        print(" ", fault)
    return 1 if report.faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
