"""Row 36: whatever is sent, the answer comes within a second of work; so no process is needed that could be killed."""

from typing import Any

import pytest
from cryptography import x509

from demo_pki import NOW
from signing.bad_certificates import GOOD_STORE, MIDDLE, registered
from signing.traps import CONTENT, Trap, every_trap, nested
from thongquan.base.limits import LIMITS
from thongquan.signing.certificate import read_certificate
from thongquan.signing.cms import read_cms
from thongquan.signing.der import INTEGER, encode
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.report import verify_message
from thongquan.signing.taking import accept_answer, accept_list
from thongquan.signing.verifying import verify_signature
from timing import quickest

TRAPS = {trap.name: trap for trap in every_trap()}
HARMLESS = {
    "2,000 alternative names",
    "32 issuers in the message",
    *(name for name in TRAPS if "in an extension" in name),
}
"""Large or strange, where nothing is read: as good as without."""


def judged(trap: Trap) -> str:
    """As the doors of the server do it: the message, the certificate as it was registered, the signature, the chain."""
    try:
        message = read_cms(trap.message)
        certificate = read_certificate(trap.certificate.der)
        verify_signature(message, CONTENT, certificate)
        trap.trust.knowing().check(certificate, NOW)
    except SignatureRefused as refusal:
        return refusal.code
    return ""


def test_there_are_sixty() -> None:
    assert len(TRAPS) == len(every_trap()) >= 60


@pytest.mark.parametrize("name", TRAPS)
def test_each_is_answered_within_a_second(name: str) -> None:
    trap = TRAPS[name]
    seconds, code = quickest(lambda: judged(trap))
    assert (code == "") == (name in HARMLESS)
    assert seconds < 1


@pytest.mark.parametrize("name", TRAPS)
def test_so_it_is_by_verify_message(name: str) -> None:
    trap = TRAPS[name]
    seconds, report = quickest(lambda: verify_message(trap.message, CONTENT, trap.trust.knowing(), NOW))
    assert report.verdict == ("invalid" if report.reason else "valid")
    assert seconds < 1


@pytest.mark.parametrize("name", TRAPS)
def test_so_it_is_where_the_trap_was_registered_once(name: str) -> None:
    """Past the checks of registration: the chain alone."""
    trap = TRAPS[name]

    def chained() -> Any:
        try:
            trap.trust.knowing().check(registered(trap.certificate), NOW)
        except SignatureRefused as refusal:
            return refusal.code
        return ""

    seconds, _ = quickest(chained)
    assert seconds < 1


def a_list_with(extension: bytes) -> bytes:
    """A list of the issuer with an extension of these bytes, and its signature right."""
    return MIDDLE.crl(extensions=((x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.99"), extension), False),))


NUMBER = x509.UnrecognizedExtension(x509.ObjectIdentifier("2.5.29.20"), encode(INTEGER, b"\x5a" * 100_000))
LISTS = {
    "a deep extension": lambda: a_list_with(nested(0x30, 30_000)),
    "a number of 100 kB": lambda: MIDDLE.crl(extensions=((NUMBER, False),)),
    "nothing but depth": lambda: nested(0x30, 1_000_000),
    "32 MB of noughts": lambda: b"\x30\x84\x01\xff\xff\xf0\x30\x84\x01\xff\xff\xe0" + bytes(0x1FFFFE4),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_that_is_a_trap_is_answered_within_a_second(name: str) -> None:
    data = LISTS[name]()

    def taken() -> str:
        try:
            accept_list(GOOD_STORE, data, NOW)
        except SignatureRefused as refusal:
            return refusal.code
        return ""

    seconds, code = quickest(taken)
    assert (code == "CRL-UNREADABLE") == (name != "a deep extension")
    assert seconds < 1


@pytest.mark.parametrize("depth", [100, 10_000, 60_000])
def test_an_answer_that_is_a_trap_is_answered_within_a_second(depth: int) -> None:
    def read() -> str:
        try:
            accept_answer(GOOD_STORE, nested(0x30, depth)[: LIMITS.ocsp_bytes], NOW)
        except SignatureRefused as refusal:
            return refusal.code
        return ""

    seconds, code = quickest(read)
    assert (code, seconds < 1) == ("OCSP-UNREADABLE", True)
