"""Thousands of mails through a server at its worst, by runs that are killed at random moments.

    python -m tests.delivery.storm [--retailers 5400] [--kills 50] [--seed 1] [--folder DIR]

The server knows what it took; the ledger says what was sent.  A person then settles every unknown by what the server
knows, the rest is sent again, and at the end every shop has its own sheet, once.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from guidebook.ledger import Ledger, Mail, State
from tests.delivery.county import Office, address_of, print_county, write_county
from tests.delivery.mail.certificates import Certificates, make_certificates
from tests.delivery.mail.received import Received, opened
from tests.delivery.mail.smtp_server import Fault, MailServer
from tests.workspace import OCTOBER

_WEIGHTS = {
    Fault.NONE: 76,
    Fault.RCPT_421: 1,
    Fault.RCPT_450: 3,
    Fault.RCPT_451: 3,
    Fault.RCPT_550: 2,
    Fault.RCPT_552: 2,
    Fault.DROP_BEFORE: 2,
    Fault.DROP_AT_DATA: 1,
    Fault.DATA_421: 1,
    Fault.DATA_450: 2,
    Fault.DATA_451: 2,
    Fault.DATA_550: 1,
    Fault.DATA_552: 1,
    Fault.DROP_AFTER_LOST: 1,
    Fault.DROP_AFTER_KEPT: 1,
    Fault.SLOW_KEPT: 0.3,
    Fault.SLOW: 1,
    Fault.GARBLED_KEPT: 1,
}
_MOST_RUNS = 400


@dataclass(frozen=True)
class Tally:
    """What a storm came to.

    Attributes:
        mails: How many shops were owed a mail.
        faults: What the server did to them.
        kills: Runs that were killed at work.
        states: The ledger after the storm, before anybody settles anything.
        false_sent: Called sent, and the server hasn't got it.
        duplicates: Taken twice.
        wrong: Taken with another shop's sheet, address or words.
        unlisted: Of these nobody knows, and the ledger doesn't say so.
        settled: Unknown ones that a person settled.
        undelivered: Shops without their sheet at the very end, but those refused for good.
        refused: Shops whose mail the server refused for good.
    """

    mails: int
    faults: Counter[str]
    kills: int
    runs: int
    states: Counter[str]
    false_sent: int
    duplicates: int
    wrong: int
    unlisted: int
    settled: int
    undelivered: int
    refused: int
    seconds: float

    @property
    def held(self) -> bool:
        """Whether nothing went wrong that must not."""
        return not (self.false_sent or self.duplicates or self.wrong or self.unlisted or self.undelivered)

    def lines(self) -> list[str]:
        """The figures, to be read."""
        return [
            f"mails {self.mails}, faults {sum(self.faults.values())}, runs {self.runs}, kills -9 {self.kills}, "
            f"{self.seconds:.0f} s",
            "faults: " + ", ".join(f"{name} {count}" for name, count in sorted(self.faults.items())),
            "after the storm: " + ", ".join(f"{name} {count}" for name, count in sorted(self.states.items())),
            f"false sent {self.false_sent}, duplicates {self.duplicates}, wrong recipients {self.wrong}, "
            f"unknown but not listed {self.unlisted}",
            f"settled by hand {self.settled}; at the end refused for good {self.refused}, "
            f"undelivered otherwise {self.undelivered}",
        ]


class Storm:
    """A storm over an office whose mails are planned.

    Args:
        office: The office.
        server: The server; its faults are the storm.
        kills: How many runs must be killed.
        rng: Decides when.
    """

    def __init__(self, office: Office, server: MailServer, kills: int, rng: random.Random) -> None:
        self._office = office
        self._server = server
        self._kills = kills
        self._rng = rng
        self.killed = self.runs = 0

    def blow(self) -> None:
        """Run and kill until all is done, or waits for a person."""
        while any(mail.state.waiting for mail in self.mails()):
            if self.runs >= _MOST_RUNS:
                raise RuntimeError(f"after {self.runs} runs mails still wait")
            self._office.half_an_hour_later()
            self._run(kill=self.killed < self._kills)

    def mails(self) -> list[Mail]:
        """Each shop's mail."""
        with Ledger.of(self._office.output) as ledger:
            return ledger.outbox("storm").mails(OCTOBER)

    def settle(self) -> int:
        """Do what a person does: ask about every unknown mail, and enter what the server knows."""
        taken = {mail.recipient for mail in self._server.taken}
        unknown = [mail for mail in self.mails() if mail.state in (State.UNKNOWN, State.ARMED)]
        with Ledger.of(self._office.output) as ledger:
            outbox = ledger.outbox("storm")
            outbox.recover()
            for mail in outbox.mails(OCTOBER):
                if mail.state is State.UNKNOWN:
                    arrived = mail.address in taken
                    outbox.settle(mail, State.SENT if arrived else State.PLANNED, "asked the owner")
        return len(unknown)

    def _run(self, *, kill: bool) -> None:
        """One run in a process of its own, killed at a random moment once it is at work."""
        self.runs += 1
        handled = sum(self._server.tries.values())
        process = subprocess.Popen(
            [sys.executable, "-m", "guidebook", *self._office.command("send", "--really", "--yes")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=os.environ | self._office.environment,
        )
        if kill:
            while process.poll() is None and sum(self._server.tries.values()) == handled:
                time.sleep(0.005)
            time.sleep(self._rng.uniform(0, self._longest()))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                self.killed += 1
        _, errors = process.communicate()
        if process.returncode not in (0, 4, -signal.SIGKILL):
            raise RuntimeError(f"exit code {process.returncode}: {errors.decode()}")

    def _longest(self) -> float:
        """So that there are mails left for all kills: a run's time, by how many are still to be killed."""
        return 2.5 if len(self.mails_left()) > 500 else 0.25

    def mails_left(self) -> list[Mail]:
        """Mails that wait."""
        return [mail for mail in self.mails() if mail.state.waiting]


def storm(office: Office, certificates: Certificates, kills: int, seed: int) -> Tally:
    """Plan, blow, settle, and count.

    Args:
        office: Printed sheets; its settings name a host but no port.
        certificates: The server's.
        kills: How many runs to kill.
        seed: Decides the faults and the moments.
    """
    began = time.monotonic()
    done = office.run("plan")
    assert done.returncode in (0, 4), done.stderr  # shops whose sheet was withheld get none

    def script(recipient: str, attempt: int) -> Fault:
        rng = random.Random(f"{seed} {recipient} {attempt}")
        return rng.choices(list(_WEIGHTS), list(_WEIGHTS.values()))[0]

    with MailServer(certificates.good, script, too_late=3) as server:
        office.mail["port"] = server.port
        blown = Storm(office, server, kills, random.Random(seed))
        blown.blow()
        after = {mail.license_no: mail for mail in blown.mails()}
        taken = Counter(mail.recipient for mail in server.taken)
        states = Counter(mail.state.value for mail in after.values())
        false_sent = sum(mail.state is State.SENT and not taken[mail.address] for mail in after.values())
        unlisted = sum(
            mail.state not in (State.SENT, State.UNKNOWN) and taken[mail.address] > 0
            for mail in after.values()
        )
        settled = blown.settle()
        while blown.mails_left():
            blown.blow()
            settled += blown.settle()
        end = blown.mails()
        duplicates = sum(count - 1 for count in Counter(mail.recipient for mail in server.taken).values())
        wrong = sum(not _right(opened(mail.recipient, mail.content), after) for mail in server.taken)
        have = {mail.recipient for mail in server.taken}
        refused = {mail.address for mail in end if mail.state is State.FAILED}
        undelivered = sum(mail.address not in have | refused for mail in end)
        false_sent += sum(mail.state is State.SENT and mail.address not in have for mail in end)
        faults = Counter({fault.name: count for fault, count in server.faults.items()})
    return Tally(
        len(after),
        faults,
        blown.killed,
        blown.runs,
        states,
        false_sent,
        duplicates,
        wrong,
        unlisted,
        settled,
        undelivered,
        len(refused),
        time.monotonic() - began,
    )


def _right(mail: Received, owed: dict[str, Mail]) -> bool:
    """Whether a mail holds the very sheet that its recipient is owed, and tells nobody else of it."""
    license_no = mail.recipient.removeprefix("shop").partition("@")[0]
    return (
        mail.recipient == address_of(license_no)
        and mail.to == [mail.recipient]
        and mail.file_name == f"202610_{license_no}.pdf"
        and hashlib.sha256(mail.pdf).hexdigest() == owed[license_no].sha256
    )


def main() -> None:
    """Blow a storm from the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--retailers", type=int, default=5400)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="a county that an earlier storm left here is used again")
    given = parser.parse_args()
    folder: Path = given.folder or Path(tempfile.mkdtemp(prefix="storm-"))
    office = Office(folder / "exports", folder / "output", mail=calm(make_certificates(folder)))
    if not office.output.exists():
        write_county(office.exports, given.retailers)
        print_county(office.exports, office.output)
    tally = storm(office, make_certificates(folder), given.kills, given.seed)
    print(*tally.lines(), sep="\n")
    sys.exit(0 if tally.held else 1)


def calm(certificates: Certificates) -> dict[str, object]:
    """Settings of mail that wait for nothing longer than they must."""
    return {
        "host": "127.0.0.1",
        "security": "tls",
        "ca_file": str(certificates.ca_file),
        "sender": "guide@example.invalid",
        "per_minute": 100_000,
        "per_day": 1_000_000,
        "answer_seconds": 20,
        "accept_seconds": 2,
    }


if __name__ == "__main__":
    main()
