"""A county whose owners have all agreed to mail, printed; and what tests do with its outbox."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

import yaml

import guidebook.cli
from guidebook.app.making import make_month
from guidebook.app.request import Request
from guidebook.demo import write_exports
from tests.workspace import OCTOBER

DOMAIN = "example.invalid"


class Done(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


def address_of(license_no: str) -> str:
    """The address that a shop of the county has."""
    return f"shop{license_no}@{DOMAIN}"


def edit_registry(exports: Path, changes: Mapping[str, Mapping[str, str]], *, others: bool = False) -> None:
    """Change cells of the registry.

    Args:
        exports: The exports.
        changes: Licence → heading → value.
        others: Whether every other shop gets an address of its own, and agrees to mail.
    """
    path = exports / "零售户.csv"
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030")
    lines = text.splitlines()
    top = next(number for number, line in enumerate(lines) if line.startswith("许可证号,"))
    rows = list(csv.DictReader(lines[top:]))
    for row in rows:
        license_no = row["许可证号"]
        if others:
            row |= {"邮箱": address_of(license_no), "同意邮件": "1"}
        row |= changes.get(license_no, {})
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def write_county(folder: Path, retailers: int) -> Path:
    """Write the exports of a county whose owners have all agreed to mail."""
    write_exports(folder, retailers=retailers, seed=7, file_format="csv")
    edit_registry(folder, {}, others=True)
    return folder


def print_county(exports: Path, output: Path, workers: int = 2) -> None:
    """Make all sheets."""
    make_month(Request(OCTOBER, data=exports, output=output, config=settings(output.parent)), workers=workers)


def settings(folder: Path, **mail: object) -> Path:
    """A configuration file."""
    path = folder / "settings.yaml"
    company = {"name": "某某县烟草公司", "complaint_phone": "12313"}
    path.write_text(yaml.safe_dump({"company": company, "mail": mail}, allow_unicode=True), encoding="utf-8")
    return path


@dataclass
class Office:
    """An output folder from which mail is sent.

    Attributes:
        mail: The settings of mail.
    """

    exports: Path
    output: Path
    mail: dict[str, object] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def config(self) -> Path:
        """The configuration file with these settings."""
        return settings(self.output.parent, **self.mail)

    @property
    def request(self) -> Request:
        """What the commands are asked."""
        return Request(OCTOBER, config=self.config, output=self.output)

    def command(self, *words: str) -> list[str]:
        """The words of `guidebook mail …`."""
        options = ["--month", "2026-10", "--config", str(self.config), "--output", str(self.output)]
        return ["mail", words[0], *options, *words[1:]]

    def run(self, *words: str, typed: str = "") -> Done:
        """Run `guidebook mail …`, as typed at a terminal."""
        out, err = io.StringIO(), io.StringIO()
        with (
            redirect_stdout(out),
            redirect_stderr(err),
            patch.dict(os.environ, self.environment),
            patch("sys.stdin", io.StringIO(typed)),
        ):
            code = guidebook.cli.run(self.command(*words))
        return Done(code, out.getvalue(), err.getvalue())

    def send(self, *words: str) -> dict[str, Any]:
        """Send, and return what the command tells programs."""
        done = self.run("send", "--really", "--yes", "--json", *words)
        assert done.returncode in (0, 4), done.stderr
        report: dict[str, Any] = json.loads(done.stdout)
        return report | {"exit_code": done.returncode}

    def states(self) -> dict[str, str]:
        """Each shop's last mail's state."""
        return {mail["license_no"]: mail["state"] for mail in self.status()["mails"]}

    def status(self) -> dict[str, Any]:
        """What `mail status` tells programs."""
        done = self.run("status", "--json")
        assert done.returncode in (0, 4), done.stderr
        status: dict[str, Any] = json.loads(done.stdout)
        return status

    def half_an_hour_later(self) -> None:
        """Let mails that were put off be due: as if their time had come."""
        self.sql("UPDATE mails SET not_before = 0 WHERE not_before IS NOT NULL")

    def sql(self, *statements: str) -> None:
        """Change the ledger behind the program's back."""
        with closing(sqlite3.connect(self.output / ".guidebook" / "ledger.db")) as ledger, ledger:
            for statement in statements:
                ledger.execute(statement)

    def print_again(self) -> None:
        """Make the month's sheets anew from what the exports hold now."""
        print_county(self.exports, self.output)

    def copied_to(self, folder: Path) -> Office:
        """The same in a folder of its own."""
        return Office(
            Path(shutil.copytree(self.exports, folder / "exports")),
            Path(shutil.copytree(self.output, folder / "output")),
        )
