"""Bad-input cases through whole runs: `python -m tests.bad_input.runs [--one-in=N] [NAME …]` tells what came of them.

A sheet is wrong if it is printed although it must be withheld, or if its account is another than that of the sound
exports; the sound exports' own run is what the others are held against.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bad_input.case import Case, Outcome
from tests.bad_input.catalogue import CASES
from tests.bad_input.county import Exports

SECONDS = 300
MEMORY = 8 << 30
_ACCOUNT = ("cartons", "amount", "carton_price", "profit", "cartons_last", "amount_last", "profit_last")
_CODES = {Outcome.STOPPED: {2, 3}, Outcome.WITHHELD: {3}, Outcome.LEFT_OUT: {0, 3}, Outcome.WARNED: {0, 3}}


@dataclass(frozen=True, slots=True)
class Ran:
    """How a run ended.

    Attributes:
        code: The exit code; below zero is the signal that killed it.
        lines: Licence → the shop's line in sheets.jsonl; none where nothing was printed.
    """

    code: int
    said: str
    lines: Mapping[str, Mapping[str, Any]]


def run(exports: Exports, folder: Path, plates: Path) -> Ran:
    """A batch over the exports, as a process with limits of its own."""
    config = exports.write(folder / "exports")
    output = folder / "output"
    try:
        done = subprocess.run(
            [
                *(sys.executable, "-m", "guidebook", "batch", "--month", "2026-10", "--workers", "1"),
                *("--config", str(config), "--data", str(folder / "exports"), "--output", str(output)),
            ],
            capture_output=True,
            timeout=SECONDS,
            check=False,
            env=os.environ | {"GUIDEBOOK_PLATES": str(plates)},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
        )
    except subprocess.TimeoutExpired:
        return Ran(-9, "time", {})
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    path = output / "2026-10" / "sheets.jsonl"
    lines = (
        [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    )
    if (output / ".guidebook" / "crash.log").exists():
        said += (output / ".guidebook" / "crash.log").read_text(encoding="utf-8")
    return Ran(done.returncode, said, {line["license_no"]: line for line in lines})


def wrong_sheets(case: Case, ran: Ran, sound: Ran) -> list[str]:
    """Sheets that are printed and mustn't be, or that say other numbers than the sound exports' do."""
    found = []
    for license_no, line in ran.lines.items():
        if line["pdf"] is None:
            continue
        before = sound.lines.get(license_no)
        if license_no in case.told.shops or case.told.outcome is Outcome.STOPPED:
            found.append(f"{license_no} is printed")
        elif before is None or before["pdf"] is None:
            found.append(f"{license_no} wasn't printed before")
        else:
            account, was = line["account"] or {}, before["account"] or {}
            found += [
                f"{license_no} {name}: {was.get(name)} became {account.get(name)}"
                for name in _ACCOUNT
                if account.get(name) not in (None, was.get(name)) and not case.new
            ]
    return found


def main(names: list[str]) -> int:
    """Print the figures; return how many runs weren't as they must be."""
    every = next((int(name.partition("=")[2]) for name in names if name.startswith("--one-in=")), 1)
    names = [name for name in names if not name.startswith("--")]
    chosen = [case for case in CASES if not names or any(name in case.name for name in names)][::every]
    outcomes, bad = Counter[str](), Counter[str]()
    with TemporaryDirectory(prefix="bad-input-") as name:
        root = Path(name)
        sound = run(Exports(), root / "sound", root / "plates")
        assert sound.code == 0, sound.said
        for case in chosen:
            exports = Exports()
            case.damage(exports)
            ran = run(exports, root / "case", root / "plates")
            shutil.rmtree(root / "case")
            told = {
                "tracebacks": "Traceback" in ran.said or ran.code == 1,
                "process deaths": ran.code < 0,
                "wrong exit codes": ran.code not in _CODES[case.told.outcome],
                "wrong sheets": bool(wrong := wrong_sheets(case, ran, sound)),
            }
            bad.update(kind for kind, there in told.items() if there)
            outcomes[f"{case.told.outcome.name}, exit code {ran.code}"] += 1
            if any(told.values()):
                print(f"{case.name}: {ran.code}", *wrong, ran.said[-1500:], sep="\n  ", flush=True)
    print(f"{len(chosen)} whole runs over bad input")
    for outcome, count in sorted(outcomes.items()):
        print(f"  {count:4}  {outcome}")
    for kind in ("tracebacks", "process deaths", "wrong exit codes", "wrong sheets"):
        print(f"  {bad[kind]:4}  {kind}")
    return bad.total()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) and 1)
