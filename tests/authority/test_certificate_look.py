"""A look at a certificate tells everything that is wrong with it at once, and nothing of what is registered."""

from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from authority.house import the_pki
from demo_pki import NOW, RSA_COMPANY
from signing.certificates import IS_CA, ISSUES, SECOND, Ca, serial_of
from thongquan.authority.certificate_look import CertificateLook, certificate_in, look_at
from thongquan.signing.chain import TrustStore
from thongquan.signing.refusal import SignatureRefused

PKI = the_pki()
DER = PKI.certificate().der
CA = Ca()


def states(look: CertificateLook) -> dict[str, str]:
    return {one.name.removeprefix("look_"): one.reason or one.state for one in look.checks}


GOOD = {"kind": "good", "validity": "good", "chain": "good", "revocation": "good"}


def trusting(*serials: int, **more: Any) -> TrustStore:
    return TrustStore([CA.der], crls=[CA.crl(*serials, **more)])


def test_a_good_certificate_could_be_registered() -> None:
    look = look_at(DER, PKI.trust, NOW)
    assert (states(look), look.counts) == (GOOD, True)
    assert (look.tax_code, look.key, len(look.chain)) == (RSA_COMPANY, "RSA 2048", 2)
    assert look.owner.startswith("Công ty TNHH Chuyển phát nhanh")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    ended = CA.issue(x509.Name([]), extensions=(IS_CA, ISSUES), ends=NOW - SECOND)
    look = look_at(ended, trusting(serial_of(ended)), NOW)
    assert not look.counts
    told = states(look)
    assert (told["kind"], told["validity"]) == ("CERT-IS-CA", "CERT-EXPIRED")


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (NOW - timedelta(days=1) - SECOND, "CERT-NOT-YET-VALID"),
        (NOW - timedelta(days=1), "good"),
        (NOW + timedelta(days=1), "good"),
        (NOW + timedelta(days=1) + SECOND, "CERT-EXPIRED"),
    ],
)
def test_validity_holds_to_the_second(moment: Any, state: str) -> None:
    certificate = CA.issue(starts=NOW - timedelta(days=1), ends=NOW + timedelta(days=1))
    assert states(look_at(certificate, trusting(), moment))["validity"] == state


def test_a_revoked_certificate_has_its_chain_and_its_reason() -> None:
    certificate = CA.issue()
    look = look_at(certificate, trusting(serial_of(certificate)), NOW)
    assert states(look) == GOOD | {"revocation": "CERT-REVOKED"}
    assert look.chain == ["Gốc"]


def test_without_a_list_nobody_knows_whether_it_is_revoked() -> None:
    look = look_at(CA.issue(), TrustStore([CA.der]), NOW)
    assert (states(look)["chain"], look.counts) == ("good", False)
    assert states(look)["revocation"] != "good"


def test_of_an_unknown_issuer_nothing_else_is_asked() -> None:
    look = look_at(Ca("Khác").issue(), trusting(), NOW)
    assert (states(look)["chain"], states(look)["revocation"], look.chain) == ("CHAIN-NO-ISSUER", "unasked", [])


def test_a_representatives_number_is_told_and_todays_document_first() -> None:
    uid = NameOID.USER_ID
    names = [x509.NameAttribute(uid, one) for one in ("HC:B1234567", "CMND:012345678", "CCCD:001099012345")]
    look = look_at(CA.issue(x509.Name(names)), None, NOW)
    assert (look.identity, look.tax_code, len(look.identifiers)) == ("001099012345", "", 3)
    assert states(look)["kind"] == "CERT-TAX-CODE-MISSING"
    assert states(look)["chain"] == "unasked"


class TestTheFile:
    PEM = x509.load_der_x509_certificate(DER).public_bytes(Encoding.PEM)

    @pytest.mark.parametrize("data", [DER, PEM, b"Bag Attributes\n" + PEM, b64encode(DER), PEM.replace(b"\n", b"\r\n")])
    def test_may_be_written_in_several_ways(self, data: bytes) -> None:
        assert certificate_in(data) == DER

    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "CERT-UNREADABLE"),
            (b"hello", "CERT-UNREADABLE"),
            (b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "CERT-UNREADABLE"),
            (b"-----BEGIN X-----\nAAAA\n-----END X-----\n", "CERT-UNREADABLE"),
            (PEM + PEM, "LOOK-SEVERAL"),
            (PEM + b"-----BEGIN PRIVATE KEY-----\nMII=\n-----END PRIVATE KEY-----\n", "LOOK-PRIVATE-KEY"),
            (b"-----BEGIN RSA PRIVATE KEY-----\nMII=\n", "LOOK-PRIVATE-KEY"),
            (PKI.p12().read_bytes(), "LOOK-KEY-FILE"),
            (b"x" * 32_769, "CERT-TOO-LARGE"),
        ],
    )
    def test_is_refused_with_what_to_do(self, data: bytes, code: str) -> None:
        with pytest.raises(SignatureRefused) as refused:
            certificate_in(data)
        assert refused.value.code == code


def test_no_damage_to_a_certificate_is_more_than_a_refusal() -> None:
    for place in range(0, len(DER), 7):
        damaged = DER[:place] + bytes([DER[place] ^ 0x55]) + DER[place + 1 :]
        try:
            assert not look_at(damaged, PKI.trust, NOW).counts
        except SignatureRefused as refusal:
            assert refusal.code.startswith(("CERT-", "CMS-"))  # noqa: PT017 - one of two outcomes
