"""The first operator: whoever holds the machine's keys names him, for nobody is there yet who could sign for it.

Possible only while no operator could sign. It stands in the record as what it is, without a signature, under the name
of whoever typed; everything that operators do after it is signed.
"""

import os
from hashlib import sha256

import msgspec

from thongquan.authority.challenge import one_time_number
from thongquan.authority.deed_ports import NewDeed
from thongquan.authority.officer_add import certify, open_account, require_fit
from thongquan.authority.plain_text import plain_name
from thongquan.authority.procedures import DrawnPassword
from thongquan.authority.refusals import AlreadyRegistered, FormFaulty
from thongquan.authority.sitting import Sitting
from thongquan.base.canonical import canonical
from thongquan.base.fault import Refusal
from thongquan.base.moment import stamp
from thongquan.registration.account import Person
from thongquan.registration.deed import Deed, Particulars, read_particulars, written
from thongquan.registration.deeds_officers import OperatorFound
from thongquan.registration.model import Officer
from thongquan.signing.certificate import read_officer_certificate
from thongquan.signing.checkpoint import SALT_BYTES, receipt_leaf


class OperatorExists(Refusal):
    """An operator can sign: whoever comes next is added by him."""

    code = "OPERATOR-EXISTS"


class Founder(msgspec.Struct, frozen=True):
    """Who is to be the first operator."""

    id: str
    name: str
    office: str
    identity: str
    certificate: bytes
    email: str = ""


def operator_found(now: Sitting, by: str, founder: Founder, code: DrawnPassword) -> Officer:
    """The operator, with certificate and account. `by`: who types, as the machine knows the user.

    Raises:
        OperatorExists
        AlreadyRegistered: somebody else has the id, or the certificate.
        TextNotPlain, FormFaulty, Refusal: what would refuse any officer.
    """
    if (present := _who_can_sign(now)) is not None:
        raise OperatorExists(officer=present.id)
    certificate = read_officer_certificate(founder.certificate)
    one, serial = founder, certificate.serial
    says = OperatorFound(one.id, one.name, one.office, one.identity, serial, certificate.fingerprint, one.email)
    _, faults = read_particulars(OperatorFound, msgspec.to_builtins(says))
    if faults:
        raise FormFaulty(faults)
    officer = Officer(one.id, one.name, one.office, "operator")
    require_fit(now, officer)
    if now.books.officer(one.id) is not None:
        raise AlreadyRegistered(what=one.id)
    now.books.add_officer(officer, stamp(now.at))
    if not certify(now, officer, certificate):
        raise AlreadyRegistered(what=serial)
    open_account(now, officer, Person(one.name, one.identity, one.email), code)
    _enter(now, plain_name("by", by), says)
    return officer


def _who_can_sign(now: Sitting) -> Officer | None:
    operators = [one for one in now.books.officers.of_office("") if one.role == "operator" and not one.ended_at]
    return next((one for one in operators if _can_sign(now, one)), None)


def _can_sign(now: Sitting, operator: Officer) -> bool:
    account, at = now.books.accounts.account(operator.id), stamp(now.at)
    by = now.books.certificates.signatory(account.certificate) if account and account.is_open(at) else None
    return by is not None and by.state == "registered" and at <= by.until


def _enter(now: Sitting, by: str, says: Particulars) -> None:
    at = stamp(now.at)
    once = one_time_number(now.authority.challenge, says.kind, by, at)
    text = written(Deed(now.authority.system, by, says, at, once))
    salt, outcome = os.urandom(SALT_BYTES), canonical({"state": "founded"})
    now.books.deeds.enter(
        NewDeed(
            kind=says.kind,
            at=at,
            account=by,
            company="",
            certificate="",
            delegation="",
            digest=sha256(text).digest(),
            leaf=receipt_leaf(salt, text, outcome),
            salt=salt,
            text=text,
            signature=b"",
            outcome=outcome,
        )
    )
