"""Each limit from both sides. Sizes of statements, messages and receipts stand with their readers."""

from collections.abc import Callable

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from demo_pki import NOW, Pki
from signing.answers import an_answer
from signing.bad_certificates import MIDDLE, altered
from signing.certificates import Ca
from signing.forgeries_of_attributes import OWN_TYPE, nested
from signing.forging import Forger, attribute
from thongquan.base.limits import LIMITS
from thongquan.signing import certificate as certificate_module
from thongquan.signing import chain as chain_module
from thongquan.signing import evidence as evidence_module
from thongquan.signing import report, revocation_reading
from thongquan.signing import revocation as revocation_module
from thongquan.signing.certificate import read_certificate
from thongquan.signing.chain import TrustStore
from thongquan.signing.cms import read_cms
from thongquan.signing.der import CONTEXT_0, INTEGER, NULL, SEQUENCE, encode, object_identifier
from thongquan.signing.evidence import Wanted
from thongquan.signing.link import link_of
from thongquan.signing.ocsp import read_answer
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.revocation import read_revocation_list


@pytest.fixture(scope="module")
def forger(pki: Pki) -> Forger:
    return Forger(pki)


def code(call: Callable[[], object]) -> str:
    try:
        call()
    except SignatureRefused as refusal:
        return refusal.code
    return ""


def limited(monkeypatch: pytest.MonkeyPatch, module: object, **values: int) -> None:
    monkeypatch.setattr(module, "LIMITS", msgspec.structs.replace(LIMITS, **values))


@pytest.mark.parametrize(("over", "expected"), [(0, ""), (1, "CMS-CERTIFICATES")])
def test_embedded_certificates(forger: Forger, over: int, expected: str) -> None:
    bag = encode(CONTEXT_0, encode(SEQUENCE, b"") * (LIMITS.embedded_certificates + over))
    assert code(lambda: read_cms(forger.message(certificates=bag))) == expected


@pytest.mark.parametrize(("over", "expected"), [(0, ""), (1, "CMS-ATTRIBUTE-VALUES")])
def test_signed_attributes(forger: Forger, over: int, expected: str) -> None:
    """Three are mandatory; the rest are unknown ones."""
    kinds = [object_identifier(f"1.3.6.1.4.1.99999.{n}") for n in range(LIMITS.signed_attributes - 3 + over)]
    more = [attribute(kind, encode(NULL, b"")) for kind in kinds]
    assert code(lambda: read_cms(forger.message(more_attributes=more))) == expected


@pytest.mark.parametrize(("depth", "expected"), [(LIMITS.der_depth - 1, ""), (LIMITS.der_depth, "CMS-DEPTH")])
def test_depth(forger: Forger, depth: int, expected: str) -> None:
    message = forger.message(more_attributes=[attribute(OWN_TYPE, nested(depth))])
    assert code(lambda: read_cms(message)) == expected


@pytest.mark.parametrize(("over", "expected"), [(0, ""), (1, "CERT-TOO-LARGE")])
def test_certificate_bytes(monkeypatch: pytest.MonkeyPatch, over: int, expected: str) -> None:
    der = Ca().issue()
    limited(monkeypatch, certificate_module, certificate_bytes=len(der) - over)
    assert code(lambda: read_certificate(der)) == expected


@pytest.mark.parametrize(("over", "expected"), [(0, ""), (1, "CERT-KEY-SIZE")])
def test_rsa_bits(monkeypatch: pytest.MonkeyPatch, over: int, expected: str) -> None:
    der = Ca().issue(key=rsa.generate_private_key(65_537, 2048))
    limited(monkeypatch, certificate_module, rsa_bits=2048 - over)
    assert code(lambda: read_certificate(der)) == expected


@pytest.mark.parametrize(("over", "expected"), [(0, ""), (1, "CRL-TOO-LARGE")])
def test_crl_bytes(monkeypatch: pytest.MonkeyPatch, over: int, expected: str) -> None:
    crl = Ca().crl()
    limited(monkeypatch, revocation_module, crl_bytes=len(crl) - over)
    assert code(lambda: read_revocation_list(crl)) == expected


@pytest.mark.parametrize(("over", "expected"), [(0, ""), (1, "CERT-SERIAL")])
def test_serial_octets_of_a_certificate(over: int, expected: str) -> None:
    der = altered(1, encode(INTEGER, b"\x5a" * (LIMITS.serial_octets + over)))
    assert code(lambda: read_certificate(der)) == expected


@pytest.mark.parametrize(("over", "expected"), [(0, ""), (1, "CRL-UNREADABLE")])
def test_serial_octets_of_an_entry_of_a_list(monkeypatch: pytest.MonkeyPatch, over: int, expected: str) -> None:
    crl = Ca().crl(0x5A5A5A5A)
    limited(monkeypatch, revocation_reading, serial_octets=4 - over)
    assert code(lambda: len(read_revocation_list(crl).serials)) == expected


@pytest.mark.parametrize(("over", "expected"), [(0, ""), (1, "OCSP-UNREADABLE")])
def test_ocsp_certificates(over: int, expected: str) -> None:
    answer = an_answer(MIDDLE, 1, delegate=MIDDLE.der * (LIMITS.ocsp_certificates + over))
    assert code(lambda: read_answer(answer)) == expected


def test_wanted_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    limited(monkeypatch, evidence_module, wanted_answers=2)
    wanted, issuer = Wanted(), link_of(MIDDLE.der)
    for serial in (1, 2, 3):
        wanted.add(issuer, serial)
    assert [serial for _, serial in wanted.take()] == [1, 2]


@pytest.mark.parametrize(("attempts", "expected"), [(3, ""), (2, "CHAIN-TOO-LONG")])
def test_chain_attempts(monkeypatch: pytest.MonkeyPatch, attempts: int, expected: str) -> None:
    """Two issuers of the same name are tried before the right one."""
    right = Ca()
    store = TrustStore([Ca().der, Ca().der, right.der], revocation=False)
    limited(monkeypatch, chain_module, chain_attempts=attempts)
    assert code(lambda: store.chain(right.issue(), NOW)) == expected


def test_remembered_certificates(monkeypatch: pytest.MonkeyPatch, pki: Pki) -> None:
    limited(monkeypatch, chain_module, remembered_certificates=1)
    store = TrustStore.load(pki.anchors, pki.intermediates, pki.crls)
    for key in ("rsa", "p256", "rsa"):
        store.check(pki.certificate(key), NOW)
        assert len(store._known) == 1


@pytest.mark.parametrize(("over", "refused"), [(0, False), (1, True)])
def test_message_bytes_of_a_file(monkeypatch: pytest.MonkeyPatch, pki: Pki, over: int, refused: bool) -> None:
    """A file on disk may be larger than what the server takes, and still not endless."""
    signed = pki.rsa.sign(b"content")
    monkeypatch.setattr(report, "LIMITS", msgspec.structs.replace(LIMITS, message_bytes=len(signed) - over))
    told = report.verify_message(signed, b"content", pki.trust, NOW)
    assert (told.reason == "CMS-TOO-LARGE") is refused
