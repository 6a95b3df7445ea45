"""A certificate authority of the tests' own, and certificates that are to be trusted or not."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import trustme


@dataclass(frozen=True)
class Certificates:
    """What a server may show.

    Attributes:
        ca_file: The authority's own certificate.
    """

    ca_file: Path
    good: ssl.SSLContext
    wrong_host: ssl.SSLContext
    expired: ssl.SSLContext
    stranger: ssl.SSLContext
    self_signed: ssl.SSLContext


def make_certificates(folder: Path) -> Certificates:
    """Issue them."""
    authority, other = trustme.CA(), trustme.CA()
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    own = folder / "self.pem"
    own.write_bytes(other.private_key_pem.bytes() + other.cert_pem.bytes())
    self_signed = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    self_signed.load_cert_chain(own)
    return Certificates(
        ca_file,
        good=_shown(authority.issue_cert("127.0.0.1", "localhost")),
        wrong_host=_shown(authority.issue_cert("mail.example.invalid")),
        expired=_shown(authority.issue_cert("127.0.0.1", not_after=long_ago)),
        stranger=_shown(other.issue_cert("127.0.0.1")),
        self_signed=self_signed,
    )


def _shown(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context
