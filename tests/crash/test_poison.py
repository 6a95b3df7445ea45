"""A retailer whose sheet kills whoever makes it: named and left out, the others are made."""

import os
import subprocess
import sys
from pathlib import Path

from tests.crash.batch import ROOT, County
from tests.crash.state import State, differences, state_of
from tests.workspace import lines, table


def test_a_poisonous_retailer_is_named_and_left_out(county: County, whole: State, tmp_path: Path) -> None:
    output = tmp_path / "output"
    names = [name for name in whole if name.startswith("R01/0") and name.endswith(".pdf")]
    poison = names[3].split("_")[1]
    command = [sys.executable, "-m", "tests.crash.poison", *county.command(output)[3:]]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "POISON": poison},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    (lost,) = [line for line in lines(output) if line["withheld"] and "程序出错" in line["withheld"]]
    assert lost["license_no"] == poison
    assert "信号9" in lost["withheld"]
    assert poison in {row["许可证号"] for row in table(output, "exceptions.csv")}
    made = {line["pdf"] for line in lines(output) if line["pdf"]}
    assert made == {
        name for name in whole if name.endswith(".pdf") and "pack" not in name and poison not in name
    }
    assert county.start(output).wait(600) == 0
    assert differences(state_of(output), whole) == []
