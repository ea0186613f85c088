"""Settings with which nothing is served. Each refusal says what to do next; worded in `law/wording/*/serving.toml`."""

import ipaddress
import os
import socket
import stat
from datetime import datetime
from pathlib import Path

from cryptography import x509

from thongquan.base.fault import Refusal
from thongquan.base.moment import stamp

_SUPERUSER = 0


class KeyFileMissing(Refusal):
    code = "KEY-FILE-MISSING"


class KeyFileOpen(Refusal):
    """Others could read the key, or change it."""

    code = "KEY-FILE-OPEN"


class AuthorityKeyUnusable(Refusal):
    """The authority's key and certificate cannot be read, or are not a pair."""

    code = "AUTHORITY-KEY-UNUSABLE"


class AuthorityCertificateEnded(Refusal):
    """No receipt signed today could be verified."""

    code = "AUTHORITY-CERTIFICATE-ENDED"


class NobodyTrusted(Refusal):
    """Without anchors every filing would be refused."""

    code = "NOBODY-TRUSTED"


class PlainHttp(Refusal):
    """Names, addresses and reading secrets would cross the network in clear."""

    code = "PLAIN-HTTP"


class AddressUnusable(Refusal):
    """Another program listens there, or this machine has no such address."""

    code = "ADDRESS-UNUSABLE"


class DemonstrationData(Refusal):
    """The books were made with `--demo`: made-up companies, keys whose password everybody knows."""

    code = "DEMONSTRATION-DATA"


class RealData(Refusal):
    """The books were not made with `--demo`, which would add made-up companies to them."""

    code = "REAL-DATA"


def require_private_file(path: Path) -> None:
    """The group may read it, so that a certificate client can hand it over; nobody else, and only we or root write.

    Raises:
        KeyFileMissing, KeyFileOpen
    """
    try:
        file = path.stat()
    except FileNotFoundError:
        raise KeyFileMissing(file=str(path)) from None
    mode = stat.S_IMODE(file.st_mode)
    if mode & 0o027 or file.st_uid not in {os.geteuid(), _SUPERUSER}:
        raise KeyFileOpen(file=str(path), mode=f"{mode:04o}")


def require_in_force(certificate: bytes, moment: datetime, file: Path) -> None:
    parsed = x509.load_der_x509_certificate(certificate)
    if not parsed.not_valid_before_utc <= moment <= parsed.not_valid_after_utc:
        raise AuthorityCertificateEnded(
            file=str(file), since=stamp(parsed.not_valid_before_utc), until=stamp(parsed.not_valid_after_utc)
        )


def require_safe_address(listener: socket.socket) -> None:
    """Without TLS only this machine itself may be served."""
    host = listener.getsockname()[0]
    if not ipaddress.ip_address(host.partition("%")[0]).is_loopback:
        raise PlainHttp(address=host)
