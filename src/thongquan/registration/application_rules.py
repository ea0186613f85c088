"""What an application must satisfy before it is sent, and again before it is approved. All faults come together."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import msgspec

from thongquan import law
from thongquan.base.fault import Fact, Fault
from thongquan.base.limits import LIMITS, Limits
from thongquan.registration.account import Account
from thongquan.registration.application import Asked, Declarant
from thongquan.registration.fields import fields_of
from thongquan.registration.identity_number import what_is_wrong
from thongquan.registration.model import CertificateState

OFFICES = law.codes("customs_offices")
OF_NEW_DECLARANT = ("name", "identity", "certificate")
NEEDED = ("company", "address", "phone", "email", "representative", "office")

_IDENTITY = {"form": "IDENTITY-FORM", "made-up": "IDENTITY-MADE-UP"}
_CERTIFICATE: dict[str, str] = {
    "waiting": "DECLARANT-CERTIFICATE-WAITING",
    "suspended": "DECLARANT-CERTIFICATE-SUSPENDED",
    "ended": "DECLARANT-CERTIFICATE-ENDED",
}


class Standing(msgspec.Struct, frozen=True):
    """How things stand with the company that asks: nothing of any other company."""

    users: Mapping[str, Account]
    """Its open users, by User ID."""
    certificates: Mapping[str, CertificateState]
    """Its certificates by fingerprint; one whose registration has run out is `ended`."""
    holders: Mapping[str, str]
    """Fingerprint of a certificate → the open user that declares with it."""
    claimed: frozenset[str]
    """Fingerprints that its other applications on their way ask for."""
    terminals: frozenset[str]
    """Its open terminals."""


def faults_of(asked: Asked, standing: Standing, today: date, limits: Limits = LIMITS) -> list[Fault]:
    """Everything that keeps the application from being sent, each at its field."""
    return [
        *_company(asked, today),
        *_whole(asked),
        *(
            fault
            for place, one in enumerate(asked.declarants)
            for fault in _declarant(one, f"declarants.{place}", asked, standing)
        ),
        *_twice(asked),
        *_terminals(asked, standing, limits),
    ]


def form_faults(asked: Asked, limits: Limits = LIMITS) -> list[Fault]:
    """What even a draft may not hold, beside what its fields say themselves."""
    if not 0 <= asked.terminals <= limits.application_terminals:
        return [Fault("TERMINALS-COUNT", "terminals", {"limit": limits.application_terminals})]
    return []


def _company(asked: Asked, today: date) -> Iterator[Fault]:
    for name in NEEDED:
        if not getattr(asked, name):
            yield empty(Asked, name, name)
    if asked.office and asked.office not in OFFICES.on(today):
        yield Fault("APPLICATION-OFFICE", "office", {"office": asked.office})


def _whole(asked: Asked) -> Iterator[Fault]:
    if not (asked.declarants or asked.terminals or asked.give_up):
        yield Fault("APPLICATION-EMPTY", "declarants")


def _declarant(one: Declarant, at: str, asked: Asked, standing: Standing) -> Iterator[Fault]:
    if one.action == "add":
        yield from (empty(Declarant, name, f"{at}.{name}") for name in _missing(one))
        if one.user:
            yield Fault("DECLARANT-NEW-HAS-USER", f"{at}.user")
    elif not one.user:
        yield empty(Declarant, "user", f"{at}.user")
    elif one.user not in standing.users:
        yield Fault("DECLARANT-USER-UNKNOWN", f"{at}.user", {"user": one.user})
    yield from _says_enough(one, at)
    if one.identity and (why := what_is_wrong(one.identity)):
        yield Fault(_IDENTITY[why], f"{at}.identity")
    if one.certificate:
        yield from _certificate(one, f"{at}.certificate", asked, standing)


def _says_enough(one: Declarant, at: str) -> Iterator[Fault]:
    """A change says what changes, a removal nothing but whom."""
    told = bool(one.name or one.identity or one.certificate)
    if one.action == "change" and not told:
        yield Fault("DECLARANT-CHANGES-NOTHING", at)
    if one.action == "remove" and told:
        yield Fault("DECLARANT-REMOVED-SAYS-MORE", at)


def _certificate(one: Declarant, at: str, asked: Asked, standing: Standing) -> Iterator[Fault]:
    """Registered by this company, in force, and nobody else's: one user for one certificate."""
    state = standing.certificates.get(one.certificate)
    if state is None:
        yield Fault("DECLARANT-CERTIFICATE-UNKNOWN", at)
    elif state in _CERTIFICATE:
        yield Fault(_CERTIFICATE[state], at)
    holder = standing.holders.get(one.certificate, "")
    leaving = {other.user for other in asked.declarants if other.action == "remove"}
    if holder and holder != one.user and holder not in leaving:
        yield Fault("DECLARANT-CERTIFICATE-IN-USE", at, {"user": holder})
    elif one.certificate in standing.claimed:
        yield Fault("DECLARANT-CERTIFICATE-CLAIMED", at)


def _twice(asked: Asked) -> Iterator[Fault]:
    """Nobody and nothing stands in one application twice."""
    for name, code in (
        ("user", "DECLARANT-USER-TWICE"),
        ("identity", "DECLARANT-IDENTITY-TWICE"),
        ("certificate", "DECLARANT-CERTIFICATE-TWICE"),
    ):
        for place in _repeated([getattr(one, name) for one in asked.declarants]):
            yield Fault(code, f"declarants.{place}.{name}")
    for place in _repeated(asked.give_up):
        yield Fault("TERMINAL-TWICE", f"give_up.{place}", {"terminal": asked.give_up[place]})


def _repeated(values: Sequence[str]) -> list[int]:
    count = Counter(value for value in values if value)
    return [place for place, value in enumerate(values) if count[value] > 1 and value in values[:place]]


def _terminals(asked: Asked, standing: Standing, limits: Limits) -> Iterator[Fault]:
    for place, terminal in enumerate(asked.give_up):
        if terminal not in standing.terminals:
            yield Fault("TERMINAL-UNKNOWN", f"give_up.{place}", {"terminal": terminal})
    remaining = len(standing.terminals - set(asked.give_up)) + asked.terminals
    if asked.terminals and remaining > limits.company_terminals:
        facts: dict[str, Fact] = {"limit": limits.company_terminals, "count": remaining}
        yield Fault("TERMINALS-TOO-MANY", "terminals", facts)


def _missing(one: Declarant) -> list[str]:
    return [name for name in OF_NEW_DECLARANT if not getattr(one, name)]


def empty(kind: type[msgspec.Struct], name: str, at: str) -> Fault:
    """A field that is needed and has nothing in it."""
    [field] = [one for one in fields_of(kind) if one.name == name]
    return Fault("FIELD-EMPTY", at, {"field": field.label, "field_en": field.label_en})
