"""Check the months of an output folder: `python -m tests.months EXPORTS OUTPUT 2026-08 2026-09 2026-10`."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from guidebook.advice.catalogue import RULES
from guidebook.model import Box
from tests.months.checks import Finding, check_cooldowns, check_month, check_pair
from tests.months.sheets import Paper, papers

SHOWN = 5


def main(exports: Path, output: Path, names: list[str]) -> int:
    """Print every check's figure and first breaches; return how many checks were broken."""
    months = [papers(exports, output, name) for name in names]
    findings = [
        (name, finding) for name, sheets in zip(names, months, strict=True) for finding in check_month(sheets)
    ]
    for name, last, this in zip(names[1:], months, months[1:], strict=False):
        findings += [(name, finding) for finding in check_pair(last, this)]
    findings.append(("all", check_cooldowns(months, {rule.id: rule.cooldown for rule in RULES})))
    findings.append(("all", silent_rules(months)))
    for name, finding in findings:
        print(f"{name}  {finding.name}: {finding.figure}; {len(finding.breaches)} breaches")
        for breach in finding.breaches[:SHOWN]:
            print(f"      {breach}")
    return sum(bool(finding.breaches) for _, finding in findings)


def silent_rules(months: list[list[Paper]]) -> Finding:
    """Rules that write on paper and never spoke; how often each did."""
    spoke = Counter(s["rule"] for sheets in months for paper in sheets for s in paper.sentences)
    never = tuple(rule.id for rule in RULES if rule.box is not Box.INTERNAL and rule.id not in spoke)
    return Finding(
        "rules that spoke", ", ".join(f"{rule} {count}" for rule, count in spoke.most_common()), never
    )


if __name__ == "__main__":
    sys.exit(min(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]), 1))
