"""Old archives: what the server would never take can still be verified, when one asks for it by name."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from signing.certificates import Ca
from signing.forging import CONTENT
from thongquan.signing.chain import TrustStore
from thongquan.signing.policy import POLICIES
from thongquan.signing.report import verify_message

EXTENSIONS = "keyUsage=critical,digitalSignature\nbasicConstraints=CA:FALSE\n"


class Archive:
    """A root of 1,024 bits, a company's certificate signed by SHA-1, and a message signed by SHA-1."""

    def __init__(self, folder: Path) -> None:
        key = rsa.generate_private_key(65_537, 1024)
        self.moment = datetime.now(UTC) + timedelta(hours=1)  # OpenSSL has no other clock
        starts, ends = self.moment - timedelta(days=1), self.moment + timedelta(days=1)
        self.root = Ca("Gốc cũ", key=key, starts=starts, ends=ends)
        (folder / "settings").write_text("[ca]\ndefault_ca = here\n[here]\ndatabase = index\n")
        (folder / "index").touch()
        (folder / "root.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        (folder / "root.der").write_bytes(self.root.der)
        (folder / "extensions").write_text(EXTENSIONS)
        (folder / "content").write_bytes(CONTENT)
        for command in (
            "openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 -out key",
            "openssl req -new -key key -subj /UID=MST:9901234560 -out request",
            "openssl x509 -inform DER -in root.der -out root.pem",
            "openssl x509 -req -sha1 -in request -CA root.pem -CAkey root.key -extfile extensions -out certificate",
            "openssl cms -sign -binary -cades -md sha1 -in content -inkey key -signer certificate -outform DER -out m",
            "openssl ca -config settings -gencrl -md sha1 -crldays 9 -keyfile root.key -cert root.pem -out crl",
        ):
            subprocess.run(command.split(), cwd=folder, check=True, capture_output=True, timeout=30)
        self.crl = (folder / "crl").read_bytes()
        self.message = (folder / "m").read_bytes()


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("archive"))


@pytest.mark.parametrize(("policy", "verdict"), [("default", "invalid"), ("legacy-algorithms", "valid")])
def test_weak_algorithms_are_for_archives_only(archive: Archive, policy: str, verdict: str) -> None:
    trust = TrustStore([archive.root.der], [], [archive.crl], policy=POLICIES[policy])
    report = verify_message(archive.message, CONTENT, trust, archive.moment)
    assert report.verdict == verdict, report.reason
