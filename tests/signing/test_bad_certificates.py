"""Rows 1, 2 and 36: the whole matrix before `verify message`. Every signed entry has its own test with this table."""

from datetime import timedelta

import pytest

from demo_pki import NOW
from signing.bad_certificates import (
    GOOD_STORE,
    MIDDLE,
    ROOT_CRL,
    SERIAL,
    Bad,
    an_answer,
    bad,
    everything_bad,
    leaf,
    signed_by,
    store,
)
from signing.certificates import SECOND
from thongquan.signing.certificate import read_certificate
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.report import verify_message
from timing import quickest

CONTENT = b"a statement"
NAMES = [one.name for one in everything_bad()]


def named(name: str) -> Bad:
    return everything_bad()[NAMES.index(name)]


def test_the_matrix_is_large_and_no_line_stands_twice() -> None:
    assert len(set(NAMES)) == len(NAMES) >= 90
    assert len({one.code for one in everything_bad()}) >= 35


@pytest.mark.parametrize("name", NAMES)
def test_reading_and_judging_it_ends_with_its_own_reason(name: str) -> None:
    certificate = named(name)
    with pytest.raises(SignatureRefused) as refused:
        certificate.trust.check(read_certificate(certificate.der), NOW)
    assert refused.value.code == certificate.code


REPORTED_OTHERWISE = {
    "CERT-TAX-CODE-MISSING": "",  # archives hold others' messages too: a signature, but no company's
    "CERT-TAX-CODE-AMBIGUOUS": "",
    "CERT-UNREADABLE": "CMS-TRUNCATED",
    "CERT-SERIAL": "SIG-SIGNER",
}
"""What `verify message` says where it asks less than registration does, or meets the fault before it."""


@pytest.mark.parametrize("name", NAMES)
def test_verify_message_says_so_within_a_second(name: str) -> None:
    certificate = named(name)
    message = signed_by(certificate, CONTENT, embedded=True)

    def verified() -> str:
        report = verify_message(message, CONTENT, certificate.trust.knowing(), NOW)
        assert report.verdict == ("invalid" if report.reason else "valid")
        return report.reason

    seconds, reason = quickest(verified)
    assert reason in {certificate.code, REPORTED_OTHERWISE.get(certificate.code)}
    assert seconds < 1


def test_a_good_one_made_in_the_same_way_is_valid() -> None:
    good = bad("good", "", leaf())
    assert verify_message(signed_by(good, CONTENT, embedded=True), CONTENT, GOOD_STORE, NOW).reason == ""


def code_at(certificate: bytes, trust: object, moment: object) -> str:
    try:
        trust.check(read_certificate(certificate), moment)  # type: ignore[attr-defined] # a TrustStore
    except SignatureRefused as refusal:
        return refusal.code
    return ""


EDGES = {  # one second before the edge, on it, one second after
    "certificate begins": (leaf(starts=NOW), GOOD_STORE, ("CERT-NOT-YET-VALID", "", "")),
    "certificate ends": (leaf(ends=NOW), GOOD_STORE, ("", "", "CERT-EXPIRED")),
    "list begins": (leaf(), store(crls=[ROOT_CRL, MIDDLE.crl(starts=NOW)]), ("CRL-NOT-YET-VALID", "", "")),
    "list ends": (leaf(), store(crls=[ROOT_CRL, MIDDLE.crl(ends=NOW)]), ("", "", "CRL-STALE")),
    "answer begins": (
        leaf(),
        store(answers=[an_answer(MIDDLE, SERIAL, since=NOW)], needs="ocsp"),
        ("OCSP-NOT-YET-VALID", "", ""),
    ),
    "answer ends": (
        leaf(),
        store(answers=[an_answer(MIDDLE, SERIAL, until=NOW)], needs="ocsp"),
        ("", "", "OCSP-STALE"),
    ),
    "grace ends": (
        leaf(),
        store(crls=[ROOT_CRL, MIDDLE.crl(ends=NOW - timedelta(hours=1))], grace_seconds=3600),
        ("", "", "CRL-STALE"),
    ),
}


@pytest.mark.parametrize("remembering", [False, True])
@pytest.mark.parametrize("edge", EDGES)
def test_no_edge_has_a_tolerance(edge: str, remembering: bool) -> None:
    certificate, trust, codes = EDGES[edge]
    moments = [NOW - SECOND, NOW, NOW + SECOND]
    told = tuple(code_at(certificate, trust if remembering else trust.knowing(), moment) for moment in moments)
    assert told == codes
