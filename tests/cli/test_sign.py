"""`thongquan sign`, and `verify message` of what it made."""

import getpass
import hashlib
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import Ended
from demo_pki import PASSWORD, Pki
from signer_window import a_deed
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


DEED = a_deed()


class TestADeed:
    def test_is_shown_before_it_is_signed(
        self, thongquan: Run, pki: Pki, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Who is asked for the password has the whole text before him, and its hash."""
        (tmp_path / "login.txt").write_text(DEED, encoding="utf-8")
        shown: list[str] = []
        monkeypatch.delenv("THONGQUAN_P12_PASSWORD")
        monkeypatch.setattr("thongquan.cli.paper.show", lambda paper, title, say: shown.append(paper.text))

        def typed(prompt: str) -> str:
            assert shown == [DEED]
            return PASSWORD

        monkeypatch.setattr(getpass, "getpass", typed)
        assert thongquan("sign", tmp_path / "login.txt", "--certificate", pki.p12("rsa")).code == 0
        assert verified(thongquan, pki, tmp_path / "login.txt.p7s", tmp_path / "login.txt")["verdict"] == "valid"

    def test_is_shown_whole_with_its_hash(self, thongquan: Run, pki: Pki, tmp_path: Path) -> None:
        (tmp_path / "login.txt").write_text(DEED, encoding="utf-8")
        ended = thongquan("sign", tmp_path / "login.txt", "--certificate", pki.p12("rsa"), "--json")
        shown = re.sub(r"[│\s]", "", ended.err)
        assert re.sub(r"\s", "", DEED) in shown
        assert f"SHA-256: {hashlib.sha256(DEED.encode()).hexdigest()}" in ended.err
        assert len(ended.lines()) == 1

    def test_that_is_wider_than_the_terminal_cannot_pretend_to_have_another_line(
        self, thongquan: Run, pki: Pki, tmp_path: Path
    ) -> None:
        pretended = "Tài khoản: 9907654321"
        (tmp_path / "login.txt").write_text(a_deed(owner=f"{'x' * 57} {pretended}"), encoding="utf-8")
        ended = thongquan("sign", tmp_path / "login.txt", "--certificate", pki.p12("rsa"))
        [line] = [line for line in ended.err.splitlines() if pretended in line]
        assert line.startswith(f"│     {pretended}")
        assert "│ Tài khoản: 9901234560" in ended.err

    @pytest.mark.parametrize(
        "nearly",
        [
            DEED.replace("\n", "\r\n").encode(),
            DEED[:-1].encode(),
            b"\xef\xbb\xbf" + DEED.encode(),
            b"\n \n" + DEED.encode(),
            unicodedata.normalize("NFD", DEED).encode(),
            DEED.encode("utf-16"),
            (DEED + "Ghi chú: thêm\n").encode(),
            DEED.replace("THÔNG QUAN ·", "Thông quan:").encode(),
            DEED.replace("Thử Nghiệm", "Thử\u202e Nghiệm").encode(),
            DEED.replace("Thử Nghiệm", "Thử\u2028Nghiệm").encode(),
            DEED.encode() + b"\xff\n",
            DEED.replace("(certificate-register)", "(no-such-kind)").encode(),
        ],
    )
    def test_that_is_nearly_one_is_not_signed(self, thongquan: Run, pki: Pki, tmp_path: Path, nearly: bytes) -> None:
        (tmp_path / "login.txt").write_bytes(nearly)
        ended = thongquan("sign", tmp_path / "login.txt", "--certificate", pki.p12("rsa"))
        assert (ended.code, ended.out) == (2, "")
        assert len(ended.err.splitlines()) >= 2
        assert not (tmp_path / "login.txt.p7s").exists()
