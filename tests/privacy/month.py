"""The month of a county of canaries, made and mailed, and a search for others' figures in all that leaves the house."""

from __future__ import annotations

import json
import re
from email import message_from_bytes
from email.policy import SMTP
from functools import cached_property
from pathlib import Path

from tests.delivery.county import Office
from tests.delivery.mail.certificates import Certificates
from tests.delivery.mail.smtp_server import MailServer, Taken
from tests.privacy.canaries import Leak, Search, county, pages_of, texts_of, write_exports
from tests.workspace import lines, run, table

LISTS = (
    "call_center.csv",
    "delivery_notes.csv",
    "advice_log.csv",
    "commitments.csv",
    "alerts.csv",
    "仅限专卖/compliance_notes.csv",
)
"""Lists that tell of one shop in each row."""

MANAGERS_LIST = "拜访清单"
"""What a pack begins with; no shop gets it."""


class Month:
    """The month of a county, made whole."""

    def __init__(self, folder: Path, count: int) -> None:
        self.shops = county(count)
        self.search = Search(self.shops)
        self.output = folder / "output"
        run(write_exports(folder / "exports", self.shops), self.output)
        self.lines = {line["license_no"]: line for line in lines(self.output)}

    @property
    def folder(self) -> Path:
        return self.output / "2026-10"

    def advised(self, license_no: str) -> frozenset[str]:
        """Cartons that were worked out for a shop: a forecast can be any number."""
        line = self.lines[license_no]
        told = [
            str(fact["text"])
            for box in ("next_month", "order")
            for item in line[box]
            for fact in _facts(item)
        ]
        told += [str(item.get("cartons")) for item in line["order"]]
        return frozenset(re.sub(r"\D", "", text) for text in told)

    def mailed(self, certificates: Certificates) -> list[Taken]:
        """Every mail of the month, as a server took it."""
        with MailServer(certificates.good) as server:
            office = Office(
                self.output.parent / "exports",
                self.output,
                {
                    "host": "127.0.0.1",
                    "port": server.port,
                    "security": "tls",
                    "ca_file": str(certificates.ca_file),
                    "sender": "guide@example.invalid",
                    "per_minute": 60_000,
                    "per_day": 10_000,
                },
            )
            planned = office.run("plan")
            assert planned.returncode == 0, planned.stderr
            assert office.send()["exit_code"] == 0
            return server.taken

    def leaks_of_mail(self, mail: Taken) -> list[Leak]:
        """What a mail holds of others than its recipient: in its headers, its words, its sheet and the sheet's name."""
        own = next(shop.license_no for shop in self.shops if shop.email == mail.recipient)
        allowed = self.advised(own)
        found = []
        for part in message_from_bytes(mail.content, policy=SMTP).walk():
            for name, value in part.items():
                if name != "Message-ID":  # it and the boundaries are hashes, in which any number may stand
                    words = re.sub('boundary="[^"]*"', "", str(value))
                    found += self.search.leaks(f"header {name}", words, own, allowed)
            found += self.search.leaks("file name", part.get_filename() or "", own, allowed)
            if part.get_content_type() == "application/pdf":
                found += self.search.leaks_of_pdf(part.get_content(), own, allowed)
            elif part.get_content_maintype() == "text":
                found += self.search.leaks(part.get_content_type(), part.get_content(), own, allowed)
        return found

    def inner_of_mail(self, mail: Taken) -> list[str]:
        """What a mail holds that is for managers or inspectors alone."""
        found = []
        for part in message_from_bytes(mail.content, policy=SMTP).walk():
            texts = [*map(str, part.values()), part.get_filename() or ""]
            if part.get_content_type() == "application/pdf":
                texts += [text for _, text in texts_of(part.get_content())]
            elif part.get_content_maintype() == "text":
                texts.append(part.get_content())
            found += [word for text in texts for word in self.inner(text)]
        return found

    def inner(self, text: str) -> list[str]:
        """What a text holds that is for managers or inspectors alone: words of the county's, alerts and records."""
        plain = "".join(text.split())
        return [*self.search.inner(text), *(told for told in self._told_to_managers if told in plain)]

    @cached_property
    def _told_to_managers(self) -> frozenset[str]:
        """What alerts and compliance notes say, which no sheet does."""
        said = [
            *(row["提醒"] for row in table(self.output, "alerts.csv")),
            *(row["内容"] for row in table(self.output, "仅限专卖/compliance_notes.csv")),
        ]
        assert len(set(said)) > 1
        return frozenset("".join(text.split()) for text in said if text)

    def leaks(self) -> list[Leak]:
        """All that is where it shouldn't be."""
        return [
            *self._leaks_of_sheets(),
            *self._leaks_of_packs(),
            *self._leaks_of_lists(),
            *self._leaks_of_lines(),
        ]

    def _leaks_of_sheets(self) -> list[Leak]:
        found = []
        for license_no, line in self.lines.items():
            if line["pdf"]:
                allowed = self.advised(license_no)
                found += self.search.leaks("file name", line["pdf"], license_no)
                found += self.search.leaks_of_pdf(
                    (self.folder / line["pdf"]).read_bytes(), license_no, allowed
                )
        return found

    def _leaks_of_packs(self) -> list[Leak]:
        """A pack's pages go to different people: first the manager's list of all shops, then sheet by sheet.

        A sheet begins with its owner's licence on the front of a leaf: else it would lie on another one's back.
        """
        found = []
        for pack in sorted(self.folder.glob("*/route_pack.pdf")):
            own = ""
            for number, page in enumerate(pages_of(pack.read_bytes())):
                named = re.search(r"(?<![0-9])37170210[0-9]{4}(?![0-9])", page)
                own = named[0] if named else own
                if named and number % 2:
                    found.append(Leak(f"{pack} back of a leaf", own, own))
                if own or not page.startswith(MANAGERS_LIST):
                    found += self.search.leaks(
                        str(pack), page, own, self.advised(own) if own else frozenset()
                    )
        return found

    def _leaks_of_lists(self) -> list[Leak]:
        return [
            leak
            for name in LISTS
            for row in table(self.output, name)
            for leak in self.search.leaks(
                name, json.dumps(row, ensure_ascii=False), row["许可证号"], self.advised(row["许可证号"])
            )
        ]

    def _leaks_of_lines(self) -> list[Leak]:
        return [
            leak
            for license_no, line in self.lines.items()
            for leak in self.search.leaks(
                "sheets.jsonl", readable(line), license_no, self.advised(license_no)
            )
        ]


def _facts(item: object) -> list[dict[str, object]]:
    facts = item.get("facts", {}) if isinstance(item, dict) else {}
    return list(facts.values())


def readable(line: dict[str, object]) -> str:
    """A line without the hashes, in which any number may stand, and with numbers as they are printed."""
    bare = {key: value for key, value in line.items() if key not in ("snapshot", "content", "pdf_sha256")}
    return re.sub(r"([0-9])\.0+(?=\D)", r"\1", json.dumps(bare, ensure_ascii=False))
