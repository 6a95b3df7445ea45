"""What the numbers were measured on."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib import metadata
from pathlib import Path


def describe() -> list[str]:
    """Lines on the machine and the programs."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    programs = [f"Python {platform.python_version()}"]
    for package in ("weasyprint", "matplotlib", "typst", "reportlab"):
        try:
            programs.append(f"{package} {metadata.version(package)}")
        except metadata.PackageNotFoundError:
            programs.append(f"no {package}")
    return [
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}; "
        f"load before the start {os.getloadavg()[0]:.1f}.",
        f"{', '.join(programs)}, {_chromium()}.",
    ]


def _chromium() -> str:
    program = shutil.which("chromium")
    if not program:
        return "no chromium"
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.split()
    return " ".join(told[:2]) or "chromium"


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    models = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or "unknown processor"
