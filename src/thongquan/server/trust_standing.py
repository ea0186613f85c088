"""What a running server knows of its issuers' revocations, and of what their responders are to be asked next."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.signing.chain import TrustStore
from thongquan.signing.frame import read_frame
from thongquan.signing.link import Link
from thongquan.signing.ocsp import Answer
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.revocation import RevocationList
from thongquan.signing.taking import present_answer
from thongquan.signing.terms import Terms


class Standing(msgspec.Struct, frozen=True):
    """Of one issuer. `crl` is "in force", "late" (by grace), or the code of why there is none that counts."""

    issuer: str
    key_id: str
    terms: Terms
    crl: str = ""
    this_update: str = ""
    next_update: str = ""
    revoked: int = 0
    answers: int = 0
    answers_run_out: int = 0
    answers_revoked: int = 0


class Responder(msgspec.Struct, frozen=True):
    """An issuer, and what may be asked at its addresses; `serials` of which an answer is due, in hex."""

    key_id: str
    certificate: bytes
    terms: Terms
    list_due: bool
    serials: list[str]


def standing(trust: TrustStore, moment: datetime) -> list[Standing]:
    return [_standing(trust, issuer, moment) for issuer in _each_once(trust)]


def due(trust: TrustStore, ders: Iterable[bytes], moment: datetime) -> list[Responder]:
    """Of certificates among `ders`, of those that were judged in vain, and of issuers: what to fetch now."""
    wanted = set(trust.evidence.wanted.take())
    issuers = _each_once(trust)
    frames = [read_frame(der) for der in ders] + [issuer.frame for issuer in issuers if not issuer.anchor]
    responders = []
    for issuer in issuers:
        terms = trust.evidence.terms_of(issuer)
        serials = {int(frame.serial, 16) for frame in frames if terms.ocsp and frame.issuer == issuer.frame.subject}
        serials |= {serial for key_id, serial in wanted if terms.ocsp and key_id == issuer.frame.key_id}
        asked = sorted(serial for serial in serials if _is_answer_due(trust, serial, issuer, moment))
        list_due = bool(terms.crl) and _is_list_due(trust, issuer, moment)
        if asked or list_due:
            spelled = [f"{serial:x}" for serial in asked[: LIMITS.questions_at_once]]
            responders.append(Responder(issuer.frame.key_id, issuer.der, terms, list_due, spelled))
    return responders


def _each_once(trust: TrustStore) -> list[Link]:
    """An issuer with two certificates for one key is one issuer."""
    return list({issuer.frame.key_id: issuer for issuer in trust.issuers()}.values())


def _standing(trust: TrustStore, issuer: Link, moment: datetime) -> Standing:
    terms = trust.evidence.terms_of(issuer)
    answers = [one for many in trust.evidence.answers.values() for one in many if one.is_about(issuer.frame)]
    told = Standing(
        issuer=issuer.certificate.subject.rfc4514_string(),
        key_id=issuer.frame.key_id,
        terms=terms,
        answers=len(answers),
        answers_run_out=sum(one.next_update is None or one.next_update < moment for one in answers),
        answers_revoked=sum(one.says == "revoked" for one in answers),
    )
    try:
        listed = trust.evidence.list_of(issuer)
        revoked = len(listed.serials)
    except SignatureRefused as refusal:
        return msgspec.structs.replace(told, crl=refusal.code)
    return msgspec.structs.replace(
        told,
        crl=_state(listed, terms, moment),
        this_update=stamp(listed.this_update),
        next_update=stamp(listed.next_update) if listed.next_update else "",
        revoked=revoked,
    )


def _state(listed: RevocationList, terms: Terms, moment: datetime) -> str:
    if listed.next_update is not None and moment <= listed.next_update:
        return "in force"
    grace = timedelta(seconds=terms.grace_seconds)
    return "late" if listed.next_update is not None and moment <= listed.next_update + grace else "CRL-STALE"


def _is_answer_due(trust: TrustStore, serial: int, issuer: Link, moment: datetime) -> bool:
    answer = present_answer(trust, serial, issuer)
    return answer is None or _is_half_over(answer, moment)


def _is_list_due(trust: TrustStore, issuer: Link, moment: datetime) -> bool:
    try:
        listed = trust.evidence.list_of(issuer)
    except SignatureRefused:
        return True
    return _is_half_over(listed, moment)


def _is_half_over(known: Answer | RevocationList, moment: datetime) -> bool:
    """Asked again when half of its time is over, so that a responder may be down for the other half."""
    if known.next_update is None:
        return True
    return moment >= known.this_update + (known.next_update - known.this_update) / 2
