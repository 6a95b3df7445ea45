"""`mail:`, how sheets are mailed.  The authorisation code is no setting: a variable or a program holds it."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from guidebook.config.secrets import from_environment, printed_by


class MailConfig(BaseModel):
    """Through which server, how fast, and to whom (R105).

    Attributes:
        provider: Whose server it is: sets host, port, security and limits where they aren't set here.
        host: The server.
        port: Its port.
        security: TLS from the first byte, STARTTLS, or none, which only a relay on this machine may have.
        ca_file: Certificates to trust instead of the system's, as for a relay with a certificate of its own.
        user: Name to log in with; None doesn't log in.
        password_env: Environment variable that holds the authorisation code.
        password_command: A program that prints it, as `secret-tool lookup …` does from the keyring.
        sender: The address that mails come from; None is `user`.
        sender_name: The name beside it; empty is the company's.
        reply_to: Where answers go; None is `sender`.
        per_minute: Most mails a minute.
        per_day: Most mails a day.
        attachment: Whether the sheet is called 202610_licence.pdf, or by the shop's Chinese name.
        allow: Only these addresses, or those below these domains (`@example.com`), get mail; empty: everyone.
        shared_address: Whether shops of the same owner may share an address.
        passwords: A file of 许可证号 and 口令 that lock each shop's sheet (AES-256); None doesn't lock.
        answer_seconds: How long to wait for an answer.
        accept_seconds: How long to wait for the answer to a whole mail (RFC 5321: 10 minutes).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    provider: Literal["qq", "163", "exmail", "aliyun"] | None = None
    host: str | None = None
    port: int | None = Field(default=None, ge=1, le=65535)
    security: Literal["tls", "starttls", "none"] | None = None
    ca_file: Path | None = None
    user: str | None = None
    password_env: str = "GUIDEBOOK_MAIL_PASSWORD"
    password_command: tuple[str, ...] = ()
    sender: str | None = None
    sender_name: str = ""
    reply_to: str | None = None
    per_minute: int | None = Field(default=None, ge=1, le=100_000)
    per_day: int | None = Field(default=None, ge=1, le=1_000_000)
    attachment: Literal["short", "chinese"] = "short"
    allow: tuple[str, ...] = ()
    shared_address: Literal["refuse", "same_owner"] = "refuse"
    passwords: Path | None = None
    answer_seconds: int = Field(default=300, ge=1, le=3600)
    accept_seconds: int = Field(default=600, ge=1, le=3600)

    @model_validator(mode="after")
    def _never_in_the_clear(self) -> MailConfig:
        if self.security == "none" and not is_loopback(self.host or ""):
            raise ValueError(
                "security: none（不加密）只能用于本机的中继（host: 127.0.0.1），别处用 tls 或 starttls"
            )
        return self

    def password(self) -> str:
        """The authorisation code, from where the settings say.

        Raises:
            ConfigError: It isn't there.
        """
        if self.password_command:
            return printed_by(self.password_command, "mail.password_command")
        return from_environment(self.password_env, "mail.password_env")


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine, by an address that no name server decides."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
