"""A mail server over TLS that does on command what servers do at their worst, and remembers what it took."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session


class Fault(Enum):
    """What happens to one try of one mail; the value is the reply, where there is one."""

    NONE = "250 OK"
    RCPT_421 = "421 4.7.0 too many mails, closing"
    RCPT_450 = "450 4.2.1 mailbox busy"
    RCPT_451 = "451 4.3.0 try again later"
    RCPT_550 = "550 5.1.1 no such user"
    RCPT_552 = "552 5.2.2 mailbox full"
    DROP_BEFORE = "hang up at RCPT"
    DROP_AT_DATA = "hang up at DATA, before the content"
    DATA_421 = "421 4.3.2 shutting down"
    DATA_450 = "450 4.7.1 greylisted"
    DATA_451 = "451 4.3.0 local error"
    DATA_550 = "550 5.7.1 rejected as spam"
    DATA_552 = "552 5.3.4 message too big"
    DROP_AFTER_LOST = "hang up after the content, which is lost"
    DROP_AFTER_KEPT = "hang up after the content, which is kept"
    SLOW_KEPT = "answer too late, and keep the content"
    SLOW = "answer late, but in time"
    GARBLED_KEPT = "keep the content, and answer nonsense"

    @property
    def keeps(self) -> bool:
        """Whether the server has the mail afterwards."""
        return self in (
            Fault.NONE,
            Fault.SLOW,
            Fault.SLOW_KEPT,
            Fault.DROP_AFTER_KEPT,
            Fault.GARBLED_KEPT,
        )


Script = Callable[[str, int], Fault]
"""Recipient and number of the try, from 1 → what happens."""


def no_faults(_: str, __: int) -> Fault:
    """Everything is taken."""
    return Fault.NONE


@dataclass
class Taken:
    """A mail that the server has."""

    recipient: str
    content: bytes


@dataclass
class _Handler:
    script: Script
    too_late: float
    taken: list[Taken] = field(default_factory=list)
    faults: Counter[Fault] = field(default_factory=Counter)
    tries: Counter[str] = field(default_factory=Counter)

    def fault(self, recipient: str) -> Fault:
        return self.script(recipient, self.tries[recipient])

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.tries[address] += 1
        fault = self.fault(address)
        if fault is not Fault.NONE:
            self.faults[fault] += 1
        if fault is Fault.DROP_BEFORE:
            hang_up(server)
        if fault.name.startswith("RCPT"):
            if fault is Fault.RCPT_421:
                asyncio.get_running_loop().call_later(0.01, hang_up, server)
            return fault.value
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        recipient = envelope.rcpt_tos[0]
        fault = self.fault(recipient)
        if fault is Fault.SLOW_KEPT:
            await asyncio.sleep(self.too_late)
        if fault is Fault.SLOW:
            await asyncio.sleep(0.3)
        if fault.keeps:
            assert isinstance(envelope.content, bytes)
            self.taken.append(Taken(recipient, envelope.content))
        if fault in (Fault.DROP_AFTER_LOST, Fault.DROP_AFTER_KEPT, Fault.SLOW_KEPT):
            hang_up(server)
        if fault is Fault.GARBLED_KEPT:
            return "huh?"
        return fault.value if fault.name.startswith("DATA") else "250 2.0.0 Ok: queued"


class _Server(SMTP):
    """Hangs up before the content where it is told to."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        handler: Any = self.event_handler
        if self.envelope.rcpt_tos and handler.fault(self.envelope.rcpt_tos[0]) is Fault.DROP_AT_DATA:
            hang_up(self)
            return
        await super().smtp_DATA(arg)


def hang_up(server: SMTP) -> None:
    """Cut the connection without a word."""
    if server.transport is not None and not server.transport.is_closing():
        server.transport.abort()


class MailServer:
    """The server, in a thread of its own; use it in a `with` block.

    Args:
        trust: Its certificate; None never encrypts.
        script: What goes wrong.
        starttls: Whether it speaks in the clear until STARTTLS; else TLS from the first byte.
        login: The name and password that it asks for.
        too_late: Seconds after which a late answer comes.
    """

    def __init__(
        self,
        trust: ssl.SSLContext | None,
        script: Script = no_faults,
        *,
        starttls: bool = False,
        login: tuple[str, str] | None = None,
        too_late: float = 1.5,
    ) -> None:
        self._trust = trust
        self._starttls = starttls
        self._login = login
        self.logins = 0
        self.connections = 0
        self._open: list[SMTP] = []
        self._handler = _Handler(script, too_late)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    @property
    def taken(self) -> list[Taken]:
        """The mails that it has, in order."""
        return self._handler.taken

    @property
    def faults(self) -> Counter[Fault]:
        """What went wrong, and how often."""
        return self._handler.faults

    @property
    def tries(self) -> Counter[str]:
        """How often each recipient was named."""
        return self._handler.tries

    def __enter__(self) -> Self:
        self._thread.start()
        implicit = None if self._starttls else self._trust
        coroutine = self._loop.create_server(self._connection, "127.0.0.1", 0, ssl=implicit)
        self._server = asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(30)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._closed(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    async def _closed(self) -> None:
        self._server.close()
        for server in self._open:
            hang_up(server)
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.05)

    def _connection(self) -> SMTP:
        self.connections += 1
        server = _Server(
            self._handler,
            hostname="mail.example.invalid",
            loop=self._loop,
            tls_context=self._trust if self._starttls else None,
            require_starttls=self._starttls,
            authenticator=self._authenticated if self._login else None,
            auth_required=self._login is not None,
            auth_require_tls=False,
        )
        self._open.append(server)
        return server

    def _authenticated(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        self.logins += 1
        name, password = given.login.decode(), given.password.decode()
        return AuthResult(success=(name, password) == self._login, handled=False)
