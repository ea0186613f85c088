"""What our signer makes is what OpenSSL accepts; a key that cannot be used says why."""

import asyncio
import subprocess
from pathlib import Path

import pytest

from demo_pki import NOW, PASSWORD, Pki
from signing.forging import CONTENT
from thongquan.signing.cms import read_cms
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.sign import Pkcs12Signer, open_pkcs12, open_signer
from thongquan.signing.verifying import verify_signature


def openssl_verifies(pki: Pki, message: bytes, content: bytes, folder: Path) -> bool:
    (folder / "message").write_bytes(message)
    (folder / "content").write_bytes(content)
    command = "openssl cms -verify -binary -inform DER -in message -content content -purpose any -out out -CAfile"
    done = subprocess.run(
        [*command.split(), pki.anchors / "root.pem"], cwd=folder, capture_output=True, timeout=30, check=False
    )
    return done.returncode == 0


@pytest.mark.parametrize("key", ["rsa", "p256"])
@pytest.mark.parametrize("content", [CONTENT, b"", b"a\nb\r\n", bytes(range(256)) * 100])
def test_openssl_accepts_it_and_so_do_we(pki: Pki, tmp_path: Path, key: str, content: bytes) -> None:
    signer: Pkcs12Signer = pki.rsa if key == "rsa" else pki.p256
    message = signer.sign(content)
    assert openssl_verifies(pki, message, content, tmp_path)
    verify_signature(read_cms(message), content, signer.certificate)
    pki.trust.check(signer.certificate, NOW)


def test_openssl_refuses_other_content(pki: Pki, tmp_path: Path) -> None:
    assert not openssl_verifies(pki, pki.rsa.sign(CONTENT), CONTENT + b" ", tmp_path)


def test_it_signs_inside_an_event_loop_too(pki: Pki) -> None:
    async def inside() -> bytes:
        return pki.p256.sign(CONTENT)

    verify_signature(read_cms(asyncio.run(inside())), CONTENT, pki.p256.certificate)


def test_a_wrong_password_is_named(pki: Pki) -> None:
    with pytest.raises(SignatureRefused) as refused:
        open_pkcs12(pki.p12(), "sai")
    assert refused.value.code == "KEY-PASSWORD"


def test_a_file_that_is_no_pkcs12_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.p12").write_bytes(b"no key")
    with pytest.raises(SignatureRefused) as refused:
        open_pkcs12(tmp_path / "a.p12", PASSWORD)
    assert refused.value.code == "KEY-FILE"


def test_a_missing_file_is_missing_before_a_password_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), open_signer(str(tmp_path / "a.p12"), never):
        pass


def test_a_file_opens_by_its_name(pki: Pki) -> None:
    asked: list[str] = []

    def ask(name: str) -> str:
        asked.append(name)
        return PASSWORD

    with open_signer(str(pki.p12()), ask) as signer:
        assert signer.certificate == pki.rsa.certificate
    assert asked == [pki.p12().name]


def never(name: str) -> str:
    raise AssertionError(name)
