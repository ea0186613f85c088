"""Row 35: the table of `signing/terms.py`, cell by cell, with real lists and answers; an hour without responders."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from demo_pki import NOW
from signing.answers import UNKNOWN, an_answer, revoked
from signing.bad_certificates import MIDDLE, ROOT_CRL, SERIAL, leaf, store
from signing.certificates import SECOND
from signing.test_chain import verdict
from thongquan.signing.chain import TrustStore
from thongquan.signing.link import Link, link_of
from thongquan.signing.ocsp import read_answer
from thongquan.signing.terms import Needs, Terms

HOUR = timedelta(hours=1)
LEAF = leaf()

LISTS = {
    "silent": [MIDDLE.crl()],
    "revoked": [MIDDLE.crl(SERIAL)],
    "late": [MIDDLE.crl(ends=NOW - SECOND)],
    "missing": [],
}
ANSWERS = {
    "good": [an_answer(MIDDLE, SERIAL)],
    "revoked": [an_answer(MIDDLE, SERIAL, revoked())],
    "unknown": [an_answer(MIDDLE, SERIAL, UNKNOWN)],
    "late": [an_answer(MIDDLE, SERIAL, until=NOW - SECOND)],
    "missing": [],
}

NO = "CERT-REVOKED"
STRANGE = "OCSP-UNKNOWN"


# of the list; of the responder; what comes of it where crl, ocsp, either, both is needed
TABLE = """
silent   good     -            -            -            -
silent   revoked  CERT-REVOKED CERT-REVOKED CERT-REVOKED CERT-REVOKED
silent   unknown  OCSP-UNKNOWN OCSP-UNKNOWN OCSP-UNKNOWN OCSP-UNKNOWN
silent   late     -            OCSP-STALE   -            OCSP-STALE
silent   missing  -            OCSP-MISSING -            OCSP-MISSING
revoked  good     CERT-REVOKED CERT-REVOKED CERT-REVOKED CERT-REVOKED
revoked  revoked  CERT-REVOKED CERT-REVOKED CERT-REVOKED CERT-REVOKED
revoked  unknown  CERT-REVOKED CERT-REVOKED CERT-REVOKED CERT-REVOKED
revoked  late     CERT-REVOKED CERT-REVOKED CERT-REVOKED CERT-REVOKED
revoked  missing  CERT-REVOKED CERT-REVOKED CERT-REVOKED CERT-REVOKED
late     good     CRL-STALE    -            -            CRL-STALE
late     revoked  CERT-REVOKED CERT-REVOKED CERT-REVOKED CERT-REVOKED
late     unknown  OCSP-UNKNOWN OCSP-UNKNOWN OCSP-UNKNOWN OCSP-UNKNOWN
late     late     CRL-STALE    OCSP-STALE   CRL-STALE    CRL-STALE
late     missing  CRL-STALE    OCSP-MISSING CRL-STALE    CRL-STALE
missing  good     CRL-MISSING  -            -            CRL-MISSING
missing  revoked  CERT-REVOKED CERT-REVOKED CERT-REVOKED CERT-REVOKED
missing  unknown  OCSP-UNKNOWN OCSP-UNKNOWN OCSP-UNKNOWN OCSP-UNKNOWN
missing  late     CRL-MISSING  OCSP-STALE   OCSP-STALE   OCSP-STALE
missing  missing  CRL-MISSING  OCSP-MISSING CRL-MISSING  CRL-MISSING
"""
NEEDS: tuple[Needs, ...] = ("crl", "ocsp", "either", "both")
CELLS = [
    (listed, answered, needs, code.replace("-", "") if code == "-" else code)
    for listed, answered, *codes in (line.split() for line in TABLE.strip().splitlines())
    for needs, code in zip(NEEDS, codes, strict=True)
]


def told(listed: str, answered: str, needs: Needs, **terms: Any) -> str:
    return verdict(LEAF, store(crls=[ROOT_CRL, *LISTS[listed]], answers=ANSWERS[answered], needs=needs, **terms))


def test_the_table_has_every_cell() -> None:
    assert {cell[:3] for cell in CELLS} == {(a, b, n) for a in LISTS for b in ANSWERS for n in NEEDS}


@pytest.mark.parametrize(("listed", "answered", "needs", "code"), CELLS)
def test_without_grace_the_table_holds(listed: str, answered: str, needs: Needs, code: str) -> None:
    assert told(listed, answered, needs) == code


@pytest.mark.parametrize(("listed", "answered", "needs", "code"), CELLS)
def test_grace_helps_only_what_ran_out(listed: str, answered: str, needs: Needs, code: str) -> None:
    as_if = told(listed.replace("late", "silent"), answered.replace("late", "good"), needs)
    assert told(listed, answered, needs, grace_seconds=2) == as_if


def alarmed(needs: Needs, grace: int, moment: datetime) -> tuple[str, list[str]]:
    """The verdict, and the sources of which an alarm was told."""
    sources: list[str] = []

    def alarm(_issuer: Link, source: str, ended: datetime) -> None:
        assert ended == NOW
        sources.append(source)

    crl, answer = MIDDLE.crl(ends=NOW), read_answer(an_answer(MIDDLE, SERIAL, until=NOW))
    terms = {link_of(MIDDLE.der).frame.key_id: Terms(needs, grace)}
    anchors = [link.der for link in store().issuers() if link.anchor]
    trust = TrustStore(anchors, [MIDDLE.der], [ROOT_CRL, crl], answers=[answer], terms=terms, alarm=alarm)
    return verdict(LEAF, trust, moment), sources


@pytest.mark.parametrize("needs", NEEDS)
@pytest.mark.parametrize("minutes", [1, 30, 59])
def test_an_hour_without_responders_and_lists_is_refused_from_its_first_second(needs: Needs, minutes: int) -> None:
    code = "OCSP-STALE" if needs == "ocsp" else "CRL-STALE"
    assert alarmed(needs, 0, NOW + timedelta(minutes=minutes)) == (code, [])


SOURCES = {"crl": ["crl"], "ocsp": ["ocsp"], "either": ["crl"], "both": ["crl", "ocsp"]}


@pytest.mark.parametrize("needs", NEEDS)
def test_an_hour_of_grace_is_survived_with_an_alarm(needs: Needs) -> None:
    assert alarmed(needs, 3600, NOW) == ("", [])
    assert alarmed(needs, 3600, NOW + HOUR - SECOND) == ("", SOURCES[needs])
    assert alarmed(needs, 1800, NOW + HOUR - SECOND)[0] != ""


def test_of_two_answers_the_newer_counts_but_a_revocation_stays() -> None:
    older, newer = an_answer(MIDDLE, SERIAL, since=NOW - 2 * HOUR), an_answer(MIDDLE, SERIAL, UNKNOWN)
    assert verdict(LEAF, store(answers=[older, newer], needs="ocsp")) == STRANGE
    taken_back = [an_answer(MIDDLE, SERIAL, revoked(), since=NOW - 2 * HOUR), an_answer(MIDDLE, SERIAL)]
    assert verdict(LEAF, store(answers=taken_back, needs="ocsp")) == NO


def test_what_was_judged_in_vain_is_asked_next_and_nothing_that_is_not_genuine() -> None:
    trust = store(needs="ocsp")
    verdict(LEAF, trust)
    verdict(leaf(signed_with=MIDDLE.__class__("X").key, serial=7), trust)
    assert trust.evidence.wanted.take() == [(link_of(MIDDLE.der).frame.key_id, SERIAL)]
    assert trust.evidence.wanted.take() == []
