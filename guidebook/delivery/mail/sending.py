"""One run through the outbox: whatever is due goes out, one by one, until all is done or the server has had enough."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from guidebook.delivery.mail.client import (
    Client,
    NoServer,
    NoUse,
    PutOff,
    Refused,
    SlowDown,
    Uncertain,
)
from guidebook.delivery.mail.message import Letter, as_bytes
from guidebook.delivery.mail.servers import Server
from guidebook.ledger import Mail, Outbox, State

RETRY_SECONDS = 30 * 60
"""A mail that was put off waits at least so long (RFC 5321, 4.5.4.1); each time twice as long, at most so much:"""
MOST_RETRY_SECONDS = 8 * 3600
MOST_ATTEMPTS = 8
"""Put off so often, a mail has failed: together that is more than a day."""

_MOST_421 = 3
_MOST_REFUSED = 10
_MAILS_A_CONNECTION = 50
_CONNECT_WAITS = (0, 2, 10)


class Clerk(Protocol):
    """Brings the letters; says why one can't go out."""

    def letter(self, mail: Mail) -> Letter | str:
        """A letter ready to go, or in Chinese why there is none."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """Why a run ended before its mails did."""

    words: str
    remedy: str


@dataclass(slots=True)
class Round:
    """What a run came to.

    Attributes:
        results: How many mails ended in which state; those given back untried aren't among them.
        blocked: Mails that may not go out as they are, and why.
        rehearsed: How many went to the address that gets all mails.
        stopped: Why the run ended early.
    """

    results: Counter[State] = field(default_factory=Counter)
    blocked: list[tuple[Mail, str]] = field(default_factory=list)
    rehearsed: int = 0
    stopped: Stopped | None = None


class Sender:
    """Sends mails by a server.

    Args:
        server: The server.
        outbox: Where every step is entered.
        clerk: Who brings the letters.
        redirect: The address that gets all mails instead of the shops; the outbox then only notes that it was tried.
        told: Is called after each mail.
        clock: Seconds since 1970.
        sleep: Waits so many seconds.
        stop: Whether somebody has asked to stop; the mail at hand is finished first.
    """

    def __init__(
        self,
        server: Server,
        outbox: Outbox,
        clerk: Clerk,
        redirect: str | None = None,
        told: Callable[[Round], None] = lambda _: None,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self._server = server
        self._outbox = outbox
        self._clerk = clerk
        self._redirect = redirect
        self._told = told
        self._clock = clock
        self._sleep = sleep
        self._stop = stop
        self._client: Client | None = None
        self._carried = 0
        self._last: float = outbox.last_handed_over()
        self._slowed = 0
        self._refused = 0

    def run(self, mails: Iterable[Mail]) -> Round:
        """Send these mails, as far as today's quota and the server allow."""
        round_ = Round()
        try:
            for mail in mails:
                letter = self._clerk.letter(mail)
                if isinstance(letter, str):
                    round_.blocked.append((mail, letter))
                    self._told(round_)
                    continue
                round_.stopped = self._reason_to_stop()
                if round_.stopped is None:
                    round_.stopped = self._carry(mail, letter, round_)
                self._told(round_)
                if round_.stopped is not None:
                    break
        finally:
            self._hang_up()
        return round_

    def _reason_to_stop(self) -> Stopped | None:
        """Whether somebody said so, or today's quota is used up."""
        if self._stop():
            return Stopped("照您说的停下了，手上的一封已经办完", "再运行同样的命令，就接着寄")
        if self._outbox.handed_over(midnight(self._clock())) >= self._server.per_day:
            return Stopped(
                f"今天已经寄了 {self._server.per_day} 封，到了一天的上限",
                "明天再运行同样的命令，就接着寄；上限在 mail.per_day",
            )
        return None

    def _carry(self, mail: Mail, letter: Letter, round_: Round) -> Stopped | None:
        """Take one mail to the server; return why the run can't go on after it."""
        try:
            client = self._connected()
        except NoUse as error:
            return Stopped(error.words, error.remedy)
        except NoServer as error:
            return Stopped(error.words, "看看网络和 mail.host、mail.port；过一会儿再运行，就接着寄")
        self._keep_pace()
        if self._redirect is not None:
            return self._rehearse(client, mail, letter, self._redirect, round_)
        if not self._outbox.claim(mail):
            return None
        return self._send(client, mail, letter, round_)

    def _send(self, client: Client, mail: Mail, letter: Letter, round_: Round) -> Stopped | None:
        try:
            client.offer(mail.address)
            content = as_bytes(letter)
            if not self._outbox.arm(mail):
                self._hang_up()
                return None
            words = client.hand_over(content)
        except NoUse as error:
            self._outbox.release(mail, error.words)
            return Stopped(error.words, error.remedy)
        except PutOff as error:
            self._put_off(mail, error.words, round_)
            return self._slowed_down(error)
        except Refused as error:
            self._finish(mail, State.FAILED, error.words, round_)
            self._refused += 1
            if self._refused >= _MOST_REFUSED:
                return Stopped(
                    f"接连 {self._refused} 封都被退回，最后一封：{error.words}",
                    "照退回的话查一查（发件邮箱、内容、额度），再运行；退回的用 guidebook mail settle 处理",
                )
            return None
        except Uncertain as error:
            self._finish(mail, State.UNKNOWN, error.words, round_)
            self._hang_up()
            return None
        self._finish(mail, State.SENT, words, round_)
        self._slowed = self._refused = 0
        return None

    def _rehearse(
        self, client: Client, mail: Mail, letter: Letter, address: str, round_: Round
    ) -> Stopped | None:
        """Send a mail to somebody else."""
        try:
            client.offer(address)
            self._outbox.rehearsed(mail, address, f"试寄，本来寄给 {mail.address}")
            client.hand_over(as_bytes(replace(letter, to=address)))
        except NoUse as error:
            return Stopped(error.words, error.remedy)
        except (PutOff, Refused, Uncertain) as error:
            return Stopped(f"试寄没有成功：{error.words}", "看看试寄的邮箱对不对，再运行一次")
        round_.rehearsed += 1
        return None

    def _finish(self, mail: Mail, state: State, words: str, round_: Round) -> None:
        self._outbox.finish(mail, state, words)
        round_.results[state] += 1

    def _put_off(self, mail: Mail, words: str, round_: Round) -> None:
        """Enter when the mail is due again; put off too often, it has failed."""
        attempts = mail.attempts + 1
        if attempts >= MOST_ATTEMPTS:
            self._finish(mail, State.FAILED, f"试了{attempts}次都没寄成，最后一次：{words}", round_)
            return
        wait = min(RETRY_SECONDS * 2 ** (attempts - 1), MOST_RETRY_SECONDS)
        self._outbox.finish(mail, State.RETRY, words, int(self._clock()) + wait)
        round_.results[State.RETRY] += 1

    def _slowed_down(self, error: PutOff) -> Stopped | None:
        """Whether the server has sent us away too often."""
        self._slowed = self._slowed + 1 if isinstance(error, SlowDown) else 0
        if self._slowed < _MOST_421:
            return None
        return Stopped(
            f"服务器接连 {self._slowed} 次说太忙或太快：{error.words}",
            "过半小时再运行，就接着寄；老是这样就把 mail.per_minute 改小",
        )

    def _connected(self) -> Client:
        """The connection; a new one now and then, and where the old one is gone."""
        if self._client is not None and (self._carried >= _MAILS_A_CONNECTION or not self._client.alive):
            self._hang_up()
        if self._client is None:
            self._client = self._connect()
            self._carried = 0
        self._carried += 1
        return self._client

    def _connect(self) -> Client:
        for wait in _CONNECT_WAITS:
            self._sleep(wait)
            try:
                return Client(self._server)
            except NoServer as error:
                last = error
        raise last

    def _hang_up(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _keep_pace(self) -> None:
        """Wait until the next mail is due: mails go out evenly, not in bursts."""
        due = self._last + 60 / self._server.per_minute
        now = self._clock()
        if now < due:
            self._sleep(due - now)
        self._last = self._clock()


def midnight(now: float) -> int:
    """The beginning of today by this machine's clock, seconds since 1970."""
    return int(datetime.fromtimestamp(now).astimezone().replace(hour=0, minute=0, second=0).timestamp())
