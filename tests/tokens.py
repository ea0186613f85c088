"""Tokens in software (SoftHSM), filled with the keys and certificates of the demonstration PKI."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pkcs11
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from pkcs11 import Attribute
from pkcs11.util.ec import decode_ec_private_key
from pkcs11.util.rsa import decode_rsa_private_key
from pkcs11.util.x509 import decode_x509_certificate

from demo_pki import PASSWORD, Pki

PIN = "9517-bí-mật"  # a fixed secret of the tests, unlike anything else that is written anywhere
OFFICER_PIN = "8642-quan-tri"
MODULE = next(
    (
        path
        for path in map(Path, ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/pkcs11/libsofthsm2.so"))
        if path.exists()
    ),
    Path("/usr/lib/softhsm/libsofthsm2.so"),
)
COMPANY, LIGHT = "Công ty 1", "duong-sang"


class Tokens:
    """A folder of tokens. The library finds it through SOFTHSM2_CONF."""

    def __init__(self, folder: Path) -> None:
        (folder / "tokens").mkdir(parents=True)
        self.configuration = folder / "softhsm2.conf"
        self.configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")

    def make(self, label: str) -> None:
        tool = shutil.which("softhsm2-util")
        assert tool is not None, "tools/setup installs softhsm2"
        command = [tool, "--init-token", "--free", "--label", label, "--so-pin", OFFICER_PIN, "--pin", PIN]
        environ = os.environ | {"SOFTHSM2_CONF": str(self.configuration)}
        subprocess.run(command, env=environ, capture_output=True, check=True, timeout=30)

    @contextmanager
    def filling(self, label: str) -> Iterator["Filling"]:
        before = os.environ.get("SOFTHSM2_CONF")
        os.environ["SOFTHSM2_CONF"] = str(self.configuration)
        library = pkcs11.lib(str(MODULE))
        try:
            with library.get_token(token_label=label).open(rw=True, user_pin=PIN) as session:
                yield Filling(session)
        finally:
            library.finalize()
            os.environ.pop("SOFTHSM2_CONF")
            os.environ |= {"SOFTHSM2_CONF": before} if before else {}


class Filling:
    def __init__(self, session: pkcs11.Session) -> None:
        self._session = session

    def key(self, p12: Path, label: str, identity: bytes, **more: object) -> None:
        opened = load_pkcs12(p12.read_bytes(), PASSWORD.encode())
        assert isinstance(opened.key, RSAPrivateKey | EllipticCurvePrivateKey)
        self.private(opened.key, label, identity, **more)

    def private(
        self, key: RSAPrivateKey | EllipticCurvePrivateKey, label: str, identity: bytes, **more: object
    ) -> None:
        der = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
        told = decode_rsa_private_key(der) if isinstance(key, RSAPrivateKey) else decode_ec_private_key(der)
        named = {Attribute.LABEL: label, Attribute.ID: identity, Attribute.TOKEN: True, Attribute.PRIVATE: True}
        safe = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, Attribute.SIGN: True}
        asked = {Attribute[name]: value for name, value in more.items()}
        self._session.create_object(told | named | safe | asked)

    def certificate(self, der: bytes, label: str, identity: bytes) -> None:
        named = {Attribute.LABEL: label, Attribute.ID: identity, Attribute.TOKEN: True}
        self._session.create_object(decode_x509_certificate(der) | named)


def demo_tokens(folder: Path, pki: Pki) -> Tokens:
    """Two tokens as a maker fills them: a key, its certificate, and the issuer's beside it."""
    tokens = Tokens(folder)
    for label, kind in ((COMPANY, "rsa"), (LIGHT, "p256")):
        tokens.make(label)
        with tokens.filling(label) as token:
            token.key(pki.p12(kind), "khóa", b"\x01\xa2")
            token.certificate(pki.certificate(kind).der, "chứng thư", b"\x01\xa2")
            token.certificate(pki.intermediate_ders[0], "CA", b"\x99")
    return tokens


def address(label: str, module: Path | None = MODULE, **more: str) -> str:
    """The address of a key on the token `label`."""
    named = [f"{name}={quote(value)}" for name, value in {"token": label, **more}.items()]
    return f"pkcs11:{';'.join(named)}" + (f"?module-path={module}" if module else "")
