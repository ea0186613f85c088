"""TLS with the standard library, and a certificate that can be renewed while the server runs."""

import logging
import ssl
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography import x509

from thongquan.base.fault import Refusal
from thongquan.base.moment import Clock, stamp
from thongquan.server.safety import require_private_file

LOG = logging.getLogger("thongquan.tls")

CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""For TLS 1.2; those of TLS 1.3 are all good. All of them with forward secrecy and authenticated encryption."""


class TlsUnusable(Refusal):
    """Certificate and key cannot be read, or are not a pair."""

    code = "TLS-UNUSABLE"


class TlsEnded(Refusal):
    """No client would accept the certificate today."""

    code = "TLS-ENDED"


class TlsFiles(msgspec.Struct, frozen=True):
    certificate: Path
    key: Path


class Tls:
    """What new handshakes use: each is switched to the newest pair that was found good."""

    def __init__(self, files: TlsFiles, clock: Clock) -> None:
        """As `renew`, which see."""
        self._files = files
        self._clock = clock
        self._pair, self.ends = self._loaded()
        self.context = self._pair
        self.context.sni_callback = self._use_newest

    def renew(self) -> None:
        """Read both files again. A pair that is not good is refused, and the one in use stays."""
        try:
            self._pair, self.ends = self._loaded()
        except (Refusal, OSError) as error:
            code = error.code if isinstance(error, Refusal) else type(error).__name__
            LOG.error("the new TLS certificate is refused (%s): the old one stays", code)  # noqa: TRY400 - no frames
        else:
            LOG.info("the TLS certificate was read anew, it ends %s", self.ends.date())

    def _use_newest(self, connection: ssl.SSLObject, _name: str | None, _context: ssl.SSLContext) -> None:
        """Called in every handshake, whether or not the client names a server."""
        connection.context = self._pair

    def _loaded(self) -> tuple[ssl.SSLContext, datetime]:
        files = self._files
        require_private_file(files.key)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.options |= ssl.OP_NO_COMPRESSION | ssl.OP_NO_RENEGOTIATION | ssl.OP_CIPHER_SERVER_PREFERENCE
        context.set_ciphers(CIPHERS)
        context.set_alpn_protocols(["http/1.1"])
        try:
            certificate = x509.load_pem_x509_certificates(files.certificate.read_bytes())[0]
            context.load_cert_chain(files.certificate, files.key, password=_no_password)
        except (ssl.SSLError, ValueError) as error:
            raise TlsUnusable(certificate=str(files.certificate), key=str(files.key)) from error
        if not certificate.not_valid_before_utc <= self._clock() <= certificate.not_valid_after_utc:
            raise TlsEnded(certificate=str(files.certificate), ended=stamp(certificate.not_valid_after_utc))
        return context, certificate.not_valid_after_utc


def _no_password() -> str:
    """An encrypted key cannot be opened: nobody sits there at night to type its password."""
    raise ValueError
