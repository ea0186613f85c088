"""A request that is not carried out: problem details (RFC 9457) with a stable code, worded in both languages."""

from contextvars import ContextVar
from typing import Any

import msgspec

from thongquan import law
from thongquan.authority import attachment_codes
from thongquan.authority.called_codes import CODES
from thongquan.authority.refusals import FormFaulty
from thongquan.base.fault import Fact, Fault, Refusal

MEDIA_TYPE = b"application/problem+json"

STATUS = {
    "NOT-FOUND": 404,
    "ERASED": 410,
    "FILING-ID-TAKEN": 409,
    "ALREADY-REGISTERED": 409,
    "STEP-NOT-NOW": 409,
    "OLA-DECLARED": 409,
    "OLC-DECLARED": 409,
    "COT-NOT-NOW": 409,
    "BOA-NOT-NOW": 409,
    "BIA-NOT-NOW": 409,
    "BOA-DEPARTED": 409,
    "BOA-NOT-DEPARTED": 409,
    "BOA-ARRIVED": 409,
    "BIA-NOT-DEPARTED": 409,
    "TRANSPORT-CHANGED": 409,
    "TRANSPORT-LINK-DEAD": 404,
    "TRANSPORT-REPORT-ID-TAKEN": 409,
    "INSPECTION-MISSING": 409,
    "INSPECTION-NOT-ORDERED": 409,
    "SCAN-MISSING": 409,
    "CANCELLATION-OPEN": 409,
    "CANCELLATION-NOT-ASKED": 409,
    "GROUND-EARLY": 409,
    "PAPER-TWIN-CLOSED": 409,
    "HQ01-ANSWERED": 409,
    "HQ01-CHANGED": 409,
    "HQ02-ANSWERED": 409,
    "HQ02-CHANGED": 409,
    "ATTACHMENT-CHANGED": 409,
    "ATTACHMENT-EXAMINED": 409,
    "ATTACHMENT-ID-TAKEN": 409,
    "DAY-CLOSED": 409,
    "DAY-TOO-LONG": 413,
    "BODY-TOO-LARGE": 413,
    "PART-TOO-LARGE": 413,
    "TOO-MANY-LINES": 413,
    "DECLARATION-TOO-LONG": 413,
    "BODY-SLOW": 408,
    "BODY-MALFORMED": 400,
    "REQUEST-MALFORMED": 400,
    "SIGNER-UNKNOWN": 403,
    "CERTIFICATE-BLOCKED": 403,
    "COMPANY-SUSPENDED": 403,
    "NO-RIGHT-TO-ACT": 403,
    "CURSOR-UNKNOWN": 400,
    "ACCOUNT-CANNOT-DECLARE": 403,
    "ACCOUNT-NOT-YET": 403,
    "ACCOUNT-ENDED": 403,
    "OFFICER-OTHER-OFFICE": 403,
    "OFFICER-ENDED": 403,
    "OFFICER-OWN-COMPANY": 403,
    "DEPOSIT-HEAD-ONLY": 403,
    "ADMINISTRATOR-ONLY": 403,
    "DELEGATION-ENDED": 409,
    "FLIGHT-BUSY": 409,
    "FLIGHT-ROW-FILED": 409,
    "FLIGHT-STATEMENT-STALE": 409,
    "FLIGHT-OTHER-PRINCIPAL": 403,
    "FORM-FOREIGN": 403,
    "FORM-STALE": 403,
    "FORM-KIND": 415,
    "FORM-MALFORMED": 400,
    "FORM-TOO-LARGE": 413,
    "LOGIN-NEEDED": 403,
    "READER-UNKNOWN": 403,
    "TOO-MANY-WAITING": 429,
    "TOO-OFTEN": 429,
    "PAGE-FAILED": 500,
    "CLOCK-BEHIND": 503,
    "BUSY": 503,
    "PRESS-BUSY": 503,
    "DRAW-UNFIT": 503,
    "FILER-BUSY": 429,
    "TOO-MANY-TRIES": 429,
    "PASSWORD-WRONG": 403,
    "PASSWORD-LAPSED": 403,
    "PASSWORD-MUST-CHANGE": 403,
    "SECOND-PERSON-NEEDED": 403,
    "ACCOUNT-CLOSED": 403,
    "PASSWORD-REPLACED": 409,
    "PASSWORDS-BUSY": 503,
    "DEED-REPEATED": 409,
    "CERTIFICATE-WAITING": 403,
    "CERTIFICATE-ENDED": 403,
    "UNAVAILABLE": 503,
    "APPLICATION-CHANGED": 409,
    "APPLICATION-STEP": 409,
    "NOT-LOOKED-AT": 409,
    "OFFICER-OWN-CASE": 403,
    "OFFICER-ROLE": 403,
    "OFFICER-OFF-DUTY": 403,
    "OFFICER-SAME": 403,
    "OFFICER-UNCHANGED": 409,
    "OFFICER-ACCOUNT-MISSING": 409,
    "OPERATOR-ONLY": 403,
    "DOCUMENT-LOST": 503,
    "RECEIPT-ELSEWHERE": 409,
    "OPERATOR-EXISTS": 409,
}
_CALLED = {
    "UNKNOWN": 404,
    "HOUSE-UNKNOWN": 404,
    "CHARACTERS": 400,
    "HOUSE-CHARACTERS": 400,
    "BOTH": 400,
    "NEITHER": 400,
}
"""Of call-ups and references; their others say how the declaration stands."""
STATUS |= {code: _CALLED.get(told, 409) for (_, told), code in CODES.items() if told != "FOUND"}
_ATTACHED = {"UNKNOWN": 404, "NOT-STORED": 503, "NOT-ENTITLED": 403, "NOT-NOW": 409, "NINTH": 409}
STATUS |= {code: _ATTACHED[code[4:]] for code in attachment_codes.RESULTS if code[4:] in _ATTACHED}
"""Everything else is 422: understood, and refused for what it says."""

_RETRY_SECONDS = 2

code_told: ContextVar[str] = ContextVar("code_told", default="")
"""The code of the refusal that this request was answered with, for the log."""


class Busy(Refusal):
    """Too much waits; come back in so many `seconds`."""

    code = "BUSY"


class NotNow(Refusal):
    """The authority cannot write its books; nothing was entered."""

    code = "UNAVAILABLE"


class BodyTooLarge(Refusal):
    code = "BODY-TOO-LARGE"


class BodySlow(Refusal):
    """The body did not arrive in the time that it is given."""

    code = "BODY-SLOW"


class RequestMalformed(Refusal):
    """A request that two readers could read differently, or that asks for what is not offered."""

    code = "REQUEST-MALFORMED"


def status_of(code: str) -> int:
    return STATUS.get(code, 422)


def retry_after(refusal: Refusal) -> bytes | None:
    """For the header of that name, in seconds: only whoever may come back is told when."""
    if status_of(refusal.code) not in (429, 503):
        return None
    return b"%d" % int(str(refusal.facts.get("seconds", _RETRY_SECONDS)))


def worded(fault: Fault) -> dict[str, Any]:
    """A fault as it is told: code, place, facts, and both languages."""
    wordings = {language: law.wording(language) for language in law.LANGUAGES}
    facts = {"vi": fault.facts, "en": english(fault.facts)}
    return {
        "code": fault.code,
        "at": fault.at,
        "facts": fault.facts,
        "text": {language: words.text(fault.code, facts[language]) for language, words in wordings.items()},
        "fix": {language: words.fix(fault.code, facts[language]) for language, words in wordings.items()},
    }


def english(facts: dict[str, Fact]) -> dict[str, Fact]:
    """A field has a name in each language."""
    return {**facts, "field": facts["field_en"]} if "field_en" in facts else facts


def problem(refusal: Refusal, request: str) -> bytes:
    """The body of the answer. It says what is wrong and what to do, and nothing of what is registered."""
    code_told.set(refusal.code)
    texts = {language: law.wording(language).text(refusal.code, refusal.facts) for language in law.LANGUAGES}
    fixes = {language: law.wording(language).fix(refusal.code, refusal.facts) for language in law.LANGUAGES}
    told: dict[str, Any] = {
        "type": "about:blank",
        "title": texts["vi"],
        "status": status_of(refusal.code),
        "code": refusal.code,
        "facts": refusal.facts,
        "text": texts,
        "fix": fixes,
        "request": request,
    }
    if isinstance(refusal, FormFaulty):
        told["faults"] = [worded(one) for one in refusal.faults]
    return msgspec.json.encode(told)
