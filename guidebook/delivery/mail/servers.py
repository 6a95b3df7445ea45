"""Mail providers: where their servers are, how fast one may be, and what their refusals mean.

The limits are those of ordinary accounts, on the safe side; a company that has agreed on more sets them higher.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field
from typing import Literal

from guidebook.config import MailConfig
from guidebook.delivery.mail.addresses import address_fault
from guidebook.errors import ConfigError

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider's server, the limits of an ordinary account, and what to look at when the login is refused."""

    host: str
    per_minute: int
    per_day: int
    login: str


PROVIDERS = {
    "qq": Provider("smtp.qq.com", 5, 100, "QQ 邮箱要用授权码，不是登录密码"),
    "163": Provider("smtp.163.com", 3, 50, "163 邮箱要用授权码，不是登录密码"),
    "exmail": Provider("smtp.exmail.qq.com", 10, 500, "腾讯企业邮要用客户端专用密码"),
    "aliyun": Provider("smtp.qiye.aliyun.com", 10, 500, "阿里企业邮要用三方客户端安全密码"),
}
"""By the name that `mail.provider` gives them; see docs/mail.md."""

_PORTS: dict[Security, int] = {"tls": 465, "starttls": 587, "none": 25}
_RELAY = Provider("", 30, 500, "核对用户名和密码")


@dataclass(frozen=True, slots=True)
class Server:
    """A server to send by.

    Attributes:
        password: The authorisation code; never shown.
        login_hint: What to look at if it refuses the login.
    """

    host: str
    port: int
    security: Security
    ca_file: str | None
    user: str | None
    password: str | None = field(repr=False)
    sender: str
    per_minute: int
    per_day: int
    answer_seconds: int
    accept_seconds: int
    login_hint: str

    @property
    def place(self) -> str:
        """Host and port, as messages name it."""
        return f"{self.host}:{self.port}"

    def trust(self) -> ssl.SSLContext:
        """Certificates are checked, and so is the name in them.

        Raises:
            ConfigError: The file of certificates can't be used.
        """
        try:
            return ssl.create_default_context(cafile=self.ca_file)
        except (OSError, ssl.SSLError) as error:
            raise ConfigError(
                [f"mail.ca_file：读不了证书文件 {self.ca_file}（{error}）"], "给一个 PEM 格式的 CA 证书文件"
            ) from error


def server_of(config: MailConfig, *, secret: bool) -> Server:
    """The server that the settings name.

    Args:
        config: The settings.
        secret: Whether it will be talked to, so that the authorisation code is needed.

    Raises:
        ConfigError: Something is missing; all of it is told at once.
    """
    provider = PROVIDERS[config.provider] if config.provider else _RELAY
    host, sender = config.host or provider.host, config.sender or config.user or ""
    faults = []
    if not host:
        faults.append("mail：没有写从哪台服务器寄（provider 或 host）")
    for name, address in (("sender", sender), ("reply_to", config.reply_to)):
        fault = address_fault(address) if address is not None else None
        if fault:
            faults.append(f"mail.{name}：{fault}")
    faults += [
        f"mail.allow：“{entry}”不是邮箱，也不是 @域名"
        for entry in config.allow
        if address_fault(f"x{entry}" if entry.startswith("@") else entry)
    ]
    if faults:
        raise ConfigError(faults, "照 docs/mail.md 在 config.yaml 的 mail 一节里写好")
    security = config.security or "tls"
    return Server(
        host=host,
        port=config.port or _PORTS[security],
        security=security,
        ca_file=str(config.ca_file) if config.ca_file else None,
        user=config.user,
        password=config.password() if config.user and secret else None,
        sender=sender,
        per_minute=config.per_minute or provider.per_minute,
        per_day=config.per_day or provider.per_day,
        answer_seconds=config.answer_seconds,
        accept_seconds=config.accept_seconds,
        login_hint=provider.login,
    )
