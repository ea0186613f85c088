"""`verify message` says what the server would say, from files alone."""

import shutil
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from authority.pki_ca import PkiCa
from demo_pki import NOW, RSA_COMPANY, Pki
from signing.answers import an_answer, revoked
from signing.forgeries import FORGERIES
from signing.forging import CONTENT, Forger
from thongquan.base.moment import stamp
from thongquan.signing.chain import TrustStore
from thongquan.signing.cms import read_cms
from thongquan.signing.der import CONTEXT_0, OCTET_STRING, SEQUENCE, encode, object_identifier
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.report import Report, verify_files, verify_message
from thongquan.signing.terms import Needs
from thongquan.signing.verifying import verify_signature


@pytest.fixture
def files(pki: Pki, tmp_path: Path) -> Path:
    (tmp_path / "cms").write_bytes(pki.rsa.sign(CONTENT))
    (tmp_path / "content").write_bytes(CONTENT)
    shutil.copytree(pki.crls, tmp_path / "crls")
    return tmp_path


def verified(pki: Pki, files: Path, *, content: bool = True, days: int = 0) -> Report:
    return verify_files(
        files / "cms",
        content=files / "content" if content else None,
        anchors=pki.anchors,
        intermediates=pki.intermediates,
        crls=files / "crls",
        at=NOW + timedelta(days=days),
    )


def test_a_good_message_is_valid_and_its_signer_is_named(pki: Pki, files: Path) -> None:
    report = verified(pki, files)
    assert (report.verdict, report.reason, report.at) == ("valid", "", stamp(NOW))
    assert report.signer is not None
    assert report.signer.tax_code == RSA_COMPANY
    assert report.signer.serial == pki.rsa.certificate.serial
    assert "Công ty TNHH Chuyển phát nhanh Thử Nghiệm" in report.signer.subject
    assert [check.name for check in report.checks] == [
        "check_structure",
        "check_certificate",
        "check_signature",
        "check_chain",
        "check_revocation",
    ]


def test_the_report_is_json(pki: Pki, files: Path) -> None:
    decoded = msgspec.json.decode(msgspec.json.encode(verified(pki, files)))
    assert set(decoded) >= {"verdict", "reason", "signer", "at"}


def test_content_may_be_inside(pki: Pki, files: Path) -> None:
    inside = encode(CONTEXT_0, encode(OCTET_STRING, CONTENT))
    forger = Forger(pki)
    message = forger.message(inner=encode(SEQUENCE, object_identifier("1.2.840.113549.1.7.1") + inside))
    report = verify_message(message, None, pki.trust, NOW, certificate=forger.der)
    assert report.verdict == "valid"
    assert verify_message(message, b"x", pki.trust, NOW, certificate=forger.der).reason == "SIG-CONTENT-TWICE"


def test_a_detached_signature_needs_its_content(pki: Pki, files: Path) -> None:
    assert verified(pki, files, content=False).reason == "SIG-CONTENT-MISSING"


def test_the_failed_step_is_the_last_one(pki: Pki, files: Path) -> None:
    (files / "content").write_bytes(CONTENT + b" ")
    report = verified(pki, files)
    assert report.reason == "SIG-DIGEST"
    assert [check.passed for check in report.checks] == [True, True, False]


def test_a_moment_long_after_is_refused(pki: Pki, files: Path) -> None:
    assert verified(pki, files, days=365 * 4).reason == "CERT-EXPIRED"


def test_no_lists_is_no_answer(pki: Pki, files: Path) -> None:
    for file in (files / "crls").iterdir():
        file.unlink()
    assert verified(pki, files).reason == "CRL-MISSING"


def test_a_rotten_file_in_a_folder_is_named(pki: Pki, files: Path) -> None:
    (files / "crls" / "rotten.crl").write_bytes(b"\x30\x00")
    report = verified(pki, files)
    assert (report.reason, report.facts) == ("STORE-UNREADABLE", {"file": "rotten.crl"})


def test_a_missing_file_is_an_error_of_the_user(pki: Pki, files: Path) -> None:
    (files / "cms").unlink()
    with pytest.raises(FileNotFoundError):
        verified(pki, files)


def test_a_message_without_certificate_needs_one_given(pki: Pki) -> None:
    forger = Forger(pki)
    assert verify_message(forger.message(), CONTENT, pki.trust, NOW).reason == "SIG-SIGNER"
    assert verify_message(forger.message(), CONTENT, pki.trust, NOW, certificate=forger.der).verdict == "valid"
    other = pki.certificate("rsa").der
    assert verify_message(forger.message(), CONTENT, pki.trust, NOW, certificate=other).reason == "SIG-SIGNER"


@pytest.mark.parametrize("name", FORGERIES)
def test_it_gives_the_reason_of_the_server(pki: Pki, name: str) -> None:
    forger = Forger(pki)
    forged = FORGERIES[name][1](forger)
    with pytest.raises(SignatureRefused) as refused:
        verify_signature(read_cms(forged), CONTENT, forger.registered)
    report = verify_message(forged, CONTENT, pki.trust, NOW, certificate=forger.der)
    if refused.value.code != "CMS-TOO-LARGE":  # files may be larger than what the server takes
        assert report.reason == refused.value.code


def test_an_empty_store_trusts_nobody(pki: Pki) -> None:
    assert verify_message(pki.p256.sign(CONTENT), CONTENT, TrustStore([]), NOW).reason == "CHAIN-NO-ISSUER"


def test_answers_of_responders_count_where_they_are_needed(pki: Pki, files: Path) -> None:
    ca, serial = PkiCa(pki.folder), int(pki.rsa.certificate.serial, 16)
    (files / "ocsp").mkdir()

    def reason(needs: Needs | None, *answers: bytes) -> str:
        for number, answer in enumerate(answers):
            (files / "ocsp" / f"{number}.ocsp").write_bytes(answer)
        report = verify_files(
            files / "cms",
            content=files / "content",
            anchors=pki.anchors,
            intermediates=pki.intermediates,
            crls=files / "crls",
            answers=files / "ocsp",
            needs=needs,
            at=NOW,
        )
        last = report.checks[-1]
        assert (last.name, last.passed) == ("check_revocation", report.reason == "")
        return report.reason

    assert reason("both") == "OCSP-MISSING"
    assert reason(None) == "", "of list and answer one"
    assert reason("crl", an_answer(ca, serial)) == ""
    assert reason("crl", an_answer(ca, serial, revoked())) == "CERT-REVOKED"
    (files / "ocsp" / "0.ocsp").write_bytes(b"x")
    report = verify_files(
        files / "cms", content=None, anchors=pki.anchors, intermediates=None, crls=None, answers=files / "ocsp", at=NOW
    )
    assert (report.reason, report.facts) == ("STORE-UNREADABLE", {"file": "0.ocsp"})
