"""A connection to a mail server, step by step, so that everybody knows what the server has been told (RFC 5321).

`offer` names sender and recipient; nothing has left yet, so a lost connection only means: try again later.
`hand_over` gives the content; whatever is lost from then on leaves it open whether the mail was taken.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from types import TracebackType
from typing import Self

from guidebook.delivery.mail.servers import Server

_CONNECT_SECONDS = 30
_MOST_WORDS = 300


class MailError(Exception):
    """What a mail, or the server, came to; `words` says it as the log keeps it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class PutOff(MailError):
    """The mail wasn't taken, and may be offered again later (4xx, or a connection lost before the content)."""


class SlowDown(PutOff):
    """421: the server wants nothing of anyone just now; it has closed the connection."""


class Refused(MailError):
    """The mail wasn't taken, and never will be (5xx)."""


class Uncertain(MailError):
    """Nobody knows whether the mail was taken."""


class NoServer(MailError):
    """The server can't be talked to just now."""


class NoUse(MailError):
    """The server can't be used as it is set up: going on would make it worse."""

    def __init__(self, words: str, remedy: str) -> None:
        super().__init__(words)
        self.remedy = remedy


class Client:
    """An open connection; use it in a `with` block.

    Args:
        server: Where to.

    Raises:
        NoServer: It doesn't answer, or sends one away.
        NoUse: It isn't to be trusted, or doesn't let us in.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._smtp = self._connected()
        self._wait(server.answer_seconds)
        self._log_in()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye, if anybody is still there."""
        try:
            self._wait(_CONNECT_SECONDS)
            self._smtp.quit()
        except (OSError, smtplib.SMTPException):
            self._smtp.close()

    @property
    def alive(self) -> bool:
        """Whether the server is still there: it may have hung up while it waited for the next mail."""
        if self._smtp.sock is None:
            return False
        try:
            return self._smtp.noop()[0] // 100 == 2
        except (OSError, smtplib.SMTPException):
            return False

    def offer(self, recipient: str) -> None:
        """Name sender and recipient.

        Raises:
            PutOff: Not now.
            Refused: Never this recipient.
            NoUse: Never this sender.
        """
        self._wait(self._server.answer_seconds)
        try:
            code, words = self._answer(*self._smtp.mail(self._server.sender))
            if code // 100 == 5:
                self._smtp.close()
                raise NoUse(
                    f"服务器不让用 {self._server.sender} 寄：{words}",
                    "mail.sender 要写登录的那个邮箱，或问服务商",
                )
            if code // 100 == 2:
                code, words = self._answer(*self._smtp.rcpt(recipient))
            if code // 100 != 2:
                self._turned_down(code, words)
        except smtplib.SMTPResponseException as error:
            self._smtp.close()
            raise PutOff(_plain(error.smtp_error)) from error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._smtp.close()
            raise PutOff(f"信还没交出去，连接就断了（{_plain(error)}）") from error

    def hand_over(self, content: bytes) -> str:
        """Give the content; return what the server said when it took it.

        Raises:
            PutOff: It was not taken: not now.
            Refused: It was not taken, and never will be.
            Uncertain: No plain answer came.
        """
        try:
            self._smtp.putcmd("data")
            code, words = self._answer(*self._smtp.getreply())
            if code == 354:
                self._wait(self._server.accept_seconds)
                self._smtp.send(_stuffed(content))
                code, words = self._answer(*self._smtp.getreply())
                if code // 100 == 2:
                    return words
            if code // 100 not in (4, 5):
                raise Uncertain(f"服务器的回话看不懂：{words}")
        except (smtplib.SMTPException, OSError, ValueError) as error:
            self._smtp.close()
            raise Uncertain(f"信交出去了，没等到回话（{_plain(error)}）") from error
        self._turned_down(code, words)
        raise AssertionError("unreachable")

    def _turned_down(self, code: int, words: str) -> None:
        """Tell what a 4xx or 5xx means, and leave the connection ready for the next mail."""
        if code == 421:
            self._smtp.close()
            raise SlowDown(words)
        try:
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self._smtp.close()
        if code // 100 == 5:
            raise Refused(words)
        raise PutOff(words)

    def _answer(self, code: int, words: bytes) -> tuple[int, str]:
        """An answer as the log keeps it."""
        return code, f"{code} {_plain(words)}"

    def _wait(self, seconds: int) -> None:
        """From now on, an answer may take so long."""
        if self._smtp.sock is not None:
            self._smtp.sock.settimeout(seconds)

    def _connected(self) -> smtplib.SMTP:
        """Connect, and encrypt."""
        server = self._server
        trust = server.trust()
        try:
            smtp = self._greeted(trust if server.security == "tls" else None)
            if server.security == "starttls":
                self._start_tls(smtp, trust)
            return smtp
        except ssl.SSLCertVerificationError as error:
            raise NoUse(
                f"{server.place} 的证书信不过：{_certificate(error)}",
                "核对 mail.host；自建的服务器在 mail.ca_file 里写上它的 CA 证书文件",
            ) from error
        except smtplib.SMTPNotSupportedError as error:
            raise NoUse(
                f"{server.place} 不支持 STARTTLS，不加密不寄",
                "465 端口写 security: tls；还不行就请管邮件服务器的人打开加密",
            ) from error
        except socket.gaierror as error:
            raise NoUse(f"找不到服务器 {server.host}", "核对 mail.host，看看网络通不通") from error
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError, smtplib.SMTPException) as error:
            raise NoServer(f"连不上 {server.place}（{_plain(error)}）") from error
        except ssl.SSLError as error:
            raise NoUse(
                f"{server.place} 不能加密：{_plain(error)}", "465 端口写 security: tls，587 写 starttls"
            ) from error
        except OSError as error:
            raise NoServer(f"连不上 {server.place}（{_plain(error)}）") from error

    def _greeted(self, trust: ssl.SSLContext | None) -> smtplib.SMTP:
        """A connection on which the server has greeted us; encrypted from the first byte if there is `trust`."""
        server = self._server
        name = server.sender.rpartition("@")[2]
        if trust is None:
            return smtplib.SMTP(server.host, server.port, local_hostname=name, timeout=_CONNECT_SECONDS)
        return smtplib.SMTP_SSL(
            server.host, server.port, local_hostname=name, timeout=_CONNECT_SECONDS, context=trust
        )

    @staticmethod
    def _start_tls(smtp: smtplib.SMTP, trust: ssl.SSLContext) -> None:
        """Encrypt from here on, or hang up."""
        try:
            smtp.starttls(context=trust)
        except BaseException:
            smtp.close()
            raise

    def _log_in(self) -> None:
        """Log in, where there is a name to log in with."""
        server = self._server
        try:
            self._smtp.ehlo_or_helo_if_needed()
            if server.user is not None:
                self._smtp.login(server.user, server.password or "")
        except smtplib.SMTPAuthenticationError as error:
            self._smtp.close()
            words = f"{error.smtp_code} {_plain(error.smtp_error)}"
            if error.smtp_code // 100 == 4:
                raise NoServer(f"{server.place} 现在不让登录：{words}") from error
            raise NoUse(f"{server.place} 不让 {server.user} 登录：{words}", server.login_hint) from error
        except smtplib.SMTPNotSupportedError as error:
            self._smtp.close()
            raise NoUse(
                f"{server.place} 不支持登录", "不用登录的中继，mail.user 留空，mail.sender 写寄件的邮箱"
            ) from error
        except (smtplib.SMTPException, OSError) as error:
            self._smtp.close()
            raise NoServer(f"连不上 {server.place}（{_plain(error)}）") from error


def _stuffed(content: bytes) -> bytes:
    """Content as it goes over the line: lines of one dot don't end it (RFC 5321, 4.5.2), its last line does."""
    lines = content.replace(b"\r\n.", b"\r\n..")
    if lines.startswith(b"."):
        lines = b"." + lines
    return lines + (b"" if lines.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    """What is wrong with a certificate."""
    words = {
        10: "过期了",
        18: "是自己签的",
        19: "签发的 CA 不认识",
        20: "签发的 CA 不认识",
        62: "不是这台服务器的",
    }
    return words.get(error.verify_code, error.verify_message)


def _plain(words: bytes | str | BaseException) -> str:
    """What a server or the system says, on one short line."""
    text = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:_MOST_WORDS]
