"""Rows 1, 2, 35 and 36 of the threat model: who issued a certificate, is it valid, was it revoked."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from demo_pki import NOW, Pki
from signing.certificates import (
    COMPANY,
    IS_CA,
    ISSUES,
    SECOND,
    SIGNS,
    UNKNOWN_EXTENSION,
    Ca,
    long_crl,
    other_key,
    serial_of,
    usage,
)
from signing.forging import looping_issuers
from thongquan.base.limits import LIMITS
from thongquan.signing.certificate import RegisteredCertificate
from thongquan.signing.chain import TrustStore
from thongquan.signing.frame import read_frame
from thongquan.signing.refusal import SignatureRefused
from timing import quickest

ROOT = Ca("Gốc", ends=NOW + timedelta(days=2))
MIDDLE = Ca("Trung gian", ROOT)
LEAF = MIDDLE.issue()
ROOT_CRL, MIDDLE_CRL = ROOT.crl(), MIDDLE.crl()


def registered(der: bytes) -> RegisteredCertificate:
    frame = read_frame(der)
    return RegisteredCertificate(der, sha256(der).hexdigest(), frame.issuer_serial, frame.serial, "9901234560")


def verdict(leaf: bytes, store: TrustStore, moment: datetime = NOW) -> str:
    try:
        store.check(registered(leaf), moment)
    except SignatureRefused as refusal:
        return refusal.code
    return ""


def store(
    middles: list[Ca] | None = None, crls: list[bytes] | None = None, anchors: list[Ca] | None = None
) -> TrustStore:
    return TrustStore(
        [anchor.der for anchor in (anchors if anchors is not None else [ROOT])],
        [middle.der for middle in (middles if middles is not None else [MIDDLE])],
        crls if crls is not None else [ROOT_CRL, MIDDLE_CRL],
    )


def under(middle: Ca, *, crls: list[bytes] | None = None) -> str:
    """The verdict on a good company certificate under an issuer."""
    return verdict(middle.issue(), store([middle], crls if crls is not None else [ROOT_CRL, middle.crl()]))


def with_leaf(**changes: object) -> str:
    return verdict(MIDDLE.issue(**changes), store())  # type: ignore[arg-type] # the names are the parameters


def with_middle(**changes: object) -> str:
    return under(Ca("Trung gian", ROOT, **changes))


def with_crls(*crls: bytes) -> str:
    return verdict(LEAF, store(crls=list(crls)))


def long_chain(length: int) -> str:
    cas = [ROOT]
    for n in range(length):
        cas.append(Ca(f"Cấp {n}", cas[-1]))
    return verdict(cas[-1].issue(), store(cas[1:], [ca.crl() for ca in cas]))


def below_a_limited_issuer() -> str:
    limited = Ca("Giới hạn", ROOT, extensions=((x509.BasicConstraints(ca=True, path_length=0), True), ISSUES))
    below = Ca("Dưới", limited)
    return verdict(below.issue(), store([limited, below], [ROOT_CRL, limited.crl(), below.crl()]))


def issued_by_a_company() -> str:
    company = Ca("Công ty B", MIDDLE, extensions=(SIGNS,))
    return verdict(company.issue(), store([MIDDLE, company], [ROOT_CRL, MIDDLE_CRL, company.crl()]))


def issuer_without(right: str) -> str:
    kept = {"key_cert_sign", "crl_sign"} - {right}
    return with_middle(extensions=(IS_CA, (usage(*kept), True)))


def part(**kind: bool) -> x509.IssuingDistributionPoint:
    flags = ("only_contains_user_certs", "only_contains_ca_certs", "indirect_crl", "only_contains_attribute_certs")
    return x509.IssuingDistributionPoint(
        full_name=None, relative_name=None, only_some_reasons=None, **{flag: kind.get(flag, False) for flag in flags}
    )


NAME_CONSTRAINTS = x509.NameConstraints(permitted_subtrees=[x509.DNSName("vn")], excluded_subtrees=None)

BAD: dict[str, tuple[str, Callable[[], str]]] = {
    # the certificate itself
    "ended a second ago": ("CERT-EXPIRED", lambda: with_leaf(ends=NOW - SECOND)),
    "begins in a second": ("CERT-NOT-YET-VALID", lambda: with_leaf(starts=NOW + SECOND)),
    "weak key": ("CERT-KEY-SIZE", lambda: with_leaf(key=rsa.generate_private_key(65_537, 1024))),
    "critical extension": ("CERT-CRITICAL-EXTENSION", lambda: with_leaf(extensions=(SIGNS, (UNKNOWN_EXTENSION, True)))),
    "signed by a stranger in the issuer's name": ("CHAIN-SIGNATURE", lambda: with_leaf(signed_with=other_key())),
    "signed by nobody known": ("CHAIN-NO-ISSUER", lambda: verdict(Ca("Lạ").issue(), store())),
    "signed by itself": (
        "CHAIN-NO-ISSUER",
        lambda: verdict(Ca("Tự ký", subject=COMPANY, extensions=(SIGNS,)).der, store()),
    ),
    "signed by a company": ("CHAIN-ISSUER-NOT-CA", issued_by_a_company),
    # its issuers
    "no anchors": ("CHAIN-NO-ISSUER", lambda: verdict(LEAF, store(anchors=[]))),
    "no intermediates": ("CHAIN-NO-ISSUER", lambda: verdict(LEAF, store([]))),
    "anchor of the same name": ("CHAIN-SIGNATURE", lambda: verdict(LEAF, store(anchors=[Ca("Gốc")]))),
    "issuer ended": ("CHAIN-ISSUER-EXPIRED", lambda: with_middle(ends=NOW - SECOND)),
    "issuer not yet begun": ("CHAIN-ISSUER-EXPIRED", lambda: with_middle(starts=NOW + SECOND)),
    "anchor ended": (
        "CHAIN-ISSUER-EXPIRED",
        lambda: verdict(LEAF, store(anchors=[Ca(key=ROOT.key, ends=NOW - SECOND)])),
    ),
    "issuer without constraints": ("CHAIN-ISSUER-NOT-CA", lambda: with_middle(extensions=(ISSUES,))),
    "issuer that is no CA": (
        "CHAIN-ISSUER-NOT-CA",
        lambda: with_middle(extensions=((x509.BasicConstraints(ca=False, path_length=None), True), ISSUES)),
    ),
    "issuer without key usage": ("CHAIN-ISSUER-NOT-CA", lambda: with_middle(extensions=(IS_CA,))),
    "issuer may not sign certificates": ("CHAIN-ISSUER-NOT-CA", lambda: issuer_without("key_cert_sign")),
    "issuer may not sign lists": ("CRL-ISSUER", lambda: issuer_without("crl_sign")),
    "issuer below a limited one": ("CHAIN-PATH-LENGTH", below_a_limited_issuer),
    "issuer with a weak key": (
        "CHAIN-ISSUER-WEAK",
        lambda: with_middle(key=rsa.generate_private_key(65_537, 1024)),
    ),
    "issuer with an unknown critical extension": (
        "CHAIN-CONSTRAINT",
        lambda: with_middle(extensions=(IS_CA, ISSUES, (UNKNOWN_EXTENSION, True))),
    ),
    "issuer for certain names only": (
        "CHAIN-CONSTRAINT",
        lambda: with_middle(extensions=(IS_CA, ISSUES, (NAME_CONSTRAINTS, False))),
    ),
    "issuer for certain policies only": (
        "CHAIN-CONSTRAINT",
        lambda: with_middle(extensions=(IS_CA, ISSUES, (x509.InhibitAnyPolicy(0), True))),
    ),
    "issuer signed by a stranger": ("CHAIN-SIGNATURE", lambda: with_middle(signed_with=other_key())),
    "a long chain": ("CHAIN-TOO-LONG", lambda: long_chain(LIMITS.chain_certificates)),
    # revocation
    "revoked": ("CERT-REVOKED", lambda: with_crls(ROOT_CRL, MIDDLE.crl(1, serial_of(LEAF), 2))),
    "issuer revoked": ("CHAIN-ISSUER-REVOKED", lambda: with_crls(ROOT.crl(serial_of(MIDDLE.der)), MIDDLE_CRL)),
    "no lists": ("CRL-MISSING", with_crls),
    "no list of the issuer": ("CRL-MISSING", lambda: with_crls(ROOT_CRL)),
    "no list of the root": ("CRL-MISSING", lambda: with_crls(MIDDLE_CRL)),
    "list run out a second ago": ("CRL-STALE", lambda: with_crls(ROOT_CRL, MIDDLE.crl(ends=NOW - SECOND))),
    "list of the root run out": ("CRL-STALE", lambda: with_crls(ROOT.crl(ends=NOW - SECOND), MIDDLE_CRL)),
    "list of the future": ("CRL-NOT-YET-VALID", lambda: with_crls(ROOT_CRL, MIDDLE.crl(starts=NOW + SECOND))),
    "list signed by a stranger": ("CRL-SIGNATURE", lambda: with_crls(ROOT_CRL, MIDDLE.crl(signed_with=other_key()))),
    "list signed by the root": ("CRL-SIGNATURE", lambda: with_crls(ROOT_CRL, MIDDLE.crl(signed_with=ROOT.key))),
    "delta list alone": (
        "CRL-DELTA",
        lambda: with_crls(ROOT_CRL, MIDDLE.crl(extensions=((x509.DeltaCRLIndicator(1), True),))),
    ),
    "delta list beside a full one": (
        "CRL-DELTA",
        lambda: with_crls(ROOT_CRL, MIDDLE_CRL, MIDDLE.crl(extensions=((x509.DeltaCRLIndicator(1), True),))),
    ),
    "delta list not marked critical": (
        "CRL-DELTA",
        lambda: with_crls(ROOT_CRL, MIDDLE.crl(extensions=((x509.DeltaCRLIndicator(1), False),))),
    ),
    "list of others' certificates": (
        "CRL-INDIRECT",
        lambda: with_crls(ROOT_CRL, MIDDLE.crl(extensions=((part(indirect_crl=True), True),))),
    ),
    "list of issuers only": (
        "CRL-PARTITIONED",
        lambda: with_crls(ROOT_CRL, MIDDLE.crl(extensions=((part(only_contains_ca_certs=True), True),))),
    ),
    "list with an unknown critical extension": (
        "CRL-KIND",
        lambda: with_crls(ROOT_CRL, MIDDLE.crl(extensions=((UNKNOWN_EXTENSION, True),))),
    ),
    "unreadable list": ("CRL-UNREADABLE", lambda: _refused(lambda: with_crls(b"\x30\x03\x02\x01\x01"))),
}


def _refused(call: Callable[[], str]) -> str:
    with pytest.raises(SignatureRefused) as refused:
        call()
    return refused.value.code


@pytest.mark.parametrize("name", BAD)
def test_it_is_refused_with_its_own_reason(name: str) -> None:
    code, judge = BAD[name]
    assert judge() == code


def test_a_good_chain_is_accepted() -> None:
    assert verdict(LEAF, store()) == ""


@pytest.mark.parametrize(
    ("offset", "code"), [(-SECOND, "CERT-NOT-YET-VALID"), (0 * SECOND, ""), (SECOND, ""), (timedelta(0), "")]
)
def test_validity_begins_at_its_second(offset: timedelta, code: str) -> None:
    assert verdict(MIDDLE.issue(starts=NOW), store(), NOW + offset) == code


@pytest.mark.parametrize(("offset", "code"), [(-SECOND, ""), (0 * SECOND, ""), (SECOND, "CERT-EXPIRED")])
def test_validity_ends_after_its_second(offset: timedelta, code: str) -> None:
    assert verdict(MIDDLE.issue(ends=NOW), store(), NOW + offset) == code


@pytest.mark.parametrize(("offset", "code"), [(-SECOND, ""), (0 * SECOND, ""), (SECOND, "CRL-STALE")])
def test_a_list_is_in_force_until_its_next_update(offset: timedelta, code: str) -> None:
    assert verdict(LEAF, store(crls=[ROOT_CRL, MIDDLE.crl(ends=NOW)]), NOW + offset) == code


def test_what_is_remembered_dies_with_the_certificate() -> None:
    remembering, leaf = store(), MIDDLE.issue(ends=NOW)
    assert verdict(leaf, remembering, NOW) == ""
    assert verdict(leaf, remembering, NOW + SECOND) == "CERT-EXPIRED"
    assert verdict(leaf, remembering, NOW) == ""


def test_what_is_remembered_dies_with_the_list() -> None:
    remembering = store(crls=[ROOT_CRL, MIDDLE.crl(ends=NOW)])
    assert verdict(LEAF, remembering, NOW) == ""
    assert verdict(LEAF, remembering, NOW + SECOND) == "CRL-STALE"


def test_of_two_lists_the_newer_counts() -> None:
    older = MIDDLE.crl(starts=NOW - 2 * timedelta(hours=1))
    assert verdict(LEAF, store(crls=[ROOT_CRL, older, MIDDLE.crl(serial_of(LEAF))])) == "CERT-REVOKED"


def test_two_issuers_of_one_name_are_told_apart() -> None:
    twin = Ca("Trung gian", ROOT)
    assert verdict(LEAF, store([twin, MIDDLE], [ROOT_CRL, twin.crl(), MIDDLE_CRL])) == ""


def test_a_chain_of_the_greatest_length_is_accepted() -> None:
    assert long_chain(LIMITS.chain_certificates - 2) == ""


def test_looping_issuers_in_the_configuration_end_the_search_soon() -> None:
    loop = looping_issuers(8)
    seconds, told = quickest(lambda: verdict(loop[0], TrustStore([ROOT.der], loop, [ROOT_CRL], revocation=False), NOW))
    assert told == "CHAIN-TOO-LONG"
    assert seconds < 0.1


def test_a_list_of_200000_is_read_soon_and_costs_nothing_to_look_up() -> None:
    data = long_crl(MIDDLE, 200_000)
    begun = time.process_time()
    long = store(crls=[ROOT_CRL, data])
    assert verdict(LEAF, long) == ""
    assert time.process_time() - begun < 10
    certificate = registered(LEAF)
    begun = time.process_time()
    for _ in range(100):
        long.check(certificate, NOW)
    assert (time.process_time() - begun) / 100 < 0.001
    seconds, _ = quickest(lambda: long.knowing().check(certificate, NOW))
    assert seconds < 0.015, "nothing is remembered of the chain, and the list is only looked up"
    assert verdict(MIDDLE.issue(serial=int.from_bytes(b"\x01" + bytes(14) + b"\x07")), long) == "CERT-REVOKED"


def test_without_revocation_lists_are_not_asked_for() -> None:
    assert verdict(LEAF, store(crls=[]).without_revocation()) == ""


def test_the_demonstration_is_in_order(pki: Pki) -> None:
    for key in ("rsa", "p256"):
        pki.trust.check(pki.certificate(key), NOW)
