"""`thongquan sign`, and `verify message` of what it made."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Ended
from demo_pki import PASSWORD, Pki
from signing.test_sign import openssl_verifies
from tokens import COMPANY, LIGHT, PIN, Tokens, address

Run = Callable[..., Ended]
LETTER = "Đề nghị thông quan sớm lô hàng.\n".encode()


@pytest.fixture(autouse=True)
def _plugged_in(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOFTHSM2_CONF", str(tokens.configuration))
    monkeypatch.setenv("THONGQUAN_P12_PASSWORD", PASSWORD)
    monkeypatch.setenv("THONGQUAN_PIN", PIN)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    (tmp_path / "letter.txt").write_bytes(LETTER)
    return tmp_path / "letter.txt"


def verified(thongquan: Run, pki: Pki, signature: Path, content: Path) -> dict[str, object]:
    folders = ["--anchors", pki.anchors, "--intermediates", pki.intermediates, "--crls", pki.crls]
    files = ["--cms", signature, "--content", content, "--at", "2026-09-02T03:00:00Z"]
    [report] = thongquan("verify", "message", *files, *folders, "--json").lines()
    return report


@pytest.mark.parametrize("kind", ["rsa", "p256"])
@pytest.mark.parametrize("place", ["file", "token"])
def test_a_file_is_signed_and_the_signature_is_valid(
    thongquan: Run, pki: Pki, letter: Path, kind: str, place: str
) -> None:
    key = pki.p12(kind) if place == "file" else address(COMPANY if kind == "rsa" else LIGHT)
    ended = thongquan("sign", letter, "--certificate", key)
    signature = letter.with_name("letter.txt.p7s")
    assert (ended.code, ended.out, ended.err) == (0, f"Signed: {signature}\n", "")
    report = verified(thongquan, pki, signature, letter)
    assert (report["verdict"], report["reason"]) == ("valid", "")
    assert openssl_verifies(pki, signature.read_bytes(), LETTER, letter.parent)
    letter.write_bytes(LETTER + b" ")
    assert verified(thongquan, pki, signature, letter)["reason"] == "SIG-DIGEST"


def test_the_signature_goes_where_it_is_told(thongquan: Run, pki: Pki, letter: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.p7s"
    told = thongquan("sign", letter, "--certificate", address(LIGHT), "--out", out, "--json")
    [done] = told.lines()
    assert done == {"signature": str(out), "tax_code": "9907654321", "serial": pki.certificate("p256").serial}
    assert verified(thongquan, pki, out, letter)["verdict"] == "valid"


def test_another_file_is_never_written_over(thongquan: Run, letter: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt.p7s").write_text("mine")
    ended = thongquan("sign", letter, "--certificate", address(COMPANY))
    assert (ended.code, (tmp_path / "letter.txt.p7s").read_text()) == (2, "mine")
    assert "file exists" in ended.err


def test_nothing_is_left_of_a_signature_that_was_not_made(
    thongquan: Run, letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THONGQUAN_PIN", "0000")
    ended = thongquan("sign", letter, "--certificate", address(COMPANY))
    assert ended.code == 2
    assert "The PIN is wrong" in ended.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letter.txt"]


@pytest.mark.parametrize("content", [hashlib.sha256(LETTER).digest(), hashlib.sha256(LETTER).hexdigest().encode()])
def test_a_hash_is_not_signed(thongquan: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "hash").write_bytes(content)
    ended = thongquan("sign", tmp_path / "hash", "--certificate", address(COMPANY))
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("This file is a hash, not a document")
    assert not (tmp_path / "hash.p7s").exists()


def test_a_file_that_is_not_there(thongquan: Run, tmp_path: Path) -> None:
    ended = thongquan("sign", tmp_path / "none", "--certificate", address(COMPANY))
    assert ended.code == 2
    assert "no such file" in ended.err
