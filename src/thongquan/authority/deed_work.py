"""A deed from its particulars to its record: composed for signing, and carried out when it comes back signed."""

import os
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec

from thongquan.authority.challenge import one_time_number
from thongquan.authority.deed_door import Procedures, ends, require_still_open
from thongquan.authority.deed_ports import NewDeed
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import DeedRepeated, FormFaulty, NotFound, SecretMissing
from thongquan.authority.sitting import Sitting
from thongquan.base.canonical import canonical
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.base.text import bad_in_text
from thongquan.registration.deed import ACCOUNT, Deed, read_particulars, written
from thongquan.signing.checkpoint import SALT_BYTES, receipt_leaf


class Composed(msgspec.Struct, frozen=True):
    """A text that waits for a signature."""

    text: str
    digest: str
    """SHA-256 of the text's UTF-8 bytes, in hex: what the page and the signing helper both show."""
    expires_at: str
    secrets: list[str]
    """The names of what must travel beside it."""


class Carried(msgspec.Struct, frozen=True):
    """A deed that was carried out."""

    deed: int
    """Its place in the record."""
    kind: str
    at: str
    outcome: dict[str, str]
    shown: dict[str, str]
    """Secrets, told this once."""


def compose(now: Sitting, procedures: Procedures, kind: str, account: str, given: Mapping[str, Any]) -> Composed:
    """The text to sign.

    Raises:
        NotFound: there is no such kind.
        FormFaulty: everything that is wrong with the particulars, at once.
    """
    procedure = procedures.get(kind)
    if procedure is None:
        raise NotFound
    who = _faults_of_account(account)
    says, faults = read_particulars(procedure.says, procedure.completed(now, account, dict(given)))
    if says is not None and not who:
        faults = procedure.faults(now, account, says)
    faults = [*who, *faults]
    if faults or says is None:
        raise FormFaulty(faults)
    at = stamp(now.at)
    text = written(
        Deed(now.authority.system, account, says, at, one_time_number(now.authority.challenge, kind, account, at))
    )
    return Composed(text.decode(), sha256(text).hexdigest(), stamp(ends(kind, now.at)), list(procedure.secrets))


def _faults_of_account(account: str) -> list[Fault]:
    """Whether there is one of that name is told to nobody; but that none was named is."""
    if not account:
        return [Fault("ACCOUNT-MISSING", "account")]
    if bad := bad_in_text(account):
        return [Fault("FIELD-NOT-PLAIN", "account", {"field": ACCOUNT, "field_en": "Account", "found": bad})]
    return []


def carry_out(now: Sitting, signed: Signed, secrets: Secrets, procedures: Procedures) -> Carried:
    """Do what the deed says, and enter it, in one transaction.

    Raises:
        DeedRepeated: it was carried out meanwhile.
        Refusal: the state of things no longer allows it; nothing was done.
    """
    procedure, says = procedures[signed.deed.says.kind], signed.deed.says
    if set(secrets) != set(procedure.secrets):
        raise SecretMissing(names=sorted(procedure.secrets))
    require_still_right(now, signed, procedure)
    done = procedure.carry_out(now, signed, secrets)
    return Carried(enter(now, signed, done), says.kind, stamp(now.at), done.outcome, done.shown)


def told_again(now: Sitting, text: bytes) -> Carried:
    """What became of a deed that was carried out and whose answer holds no secret.

    Raises:
        NotFound: it never was.
    """
    known = now.books.deeds.of_digest(sha256(text).digest())
    if known is None:
        raise NotFound
    return Carried(known.seq, known.kind, known.at, known.outcome, {})


def require_still_right(now: Sitting, signed: Signed, procedure: Procedure) -> None:
    """What passed the door may still be done: asked before its passwords are hashed, and again when it is done.

    Raises:
        DeedRepeated: it was carried out meanwhile.
        FormFaulty, Refusal: the state of things no longer allows it.
    """
    if (done_at := now.books.deeds.done_at(signed.digest)) is not None:
        raise DeedRepeated(at=done_at)
    require_still_open(now, signed, procedure)
    if faults := procedure.faults(now, signed.deed.account, signed.deed.says):
        raise FormFaulty(faults)


def enter(now: Sitting, signed: Signed, done: Done) -> int:
    """Its place in the record: who, for whom, by which certificate and delegation, with a leaf that binds it all."""
    salt, outcome = os.urandom(SALT_BYTES), canonical(done.outcome)
    by = signed.by
    return now.books.deeds.enter(
        NewDeed(
            kind=signed.deed.says.kind,
            at=stamp(now.at),
            account=signed.deed.account,
            company=done.company or (by.company.tax_code if by.company else ""),
            certificate=by.certificate.fingerprint,
            delegation=done.delegation,
            digest=signed.digest,
            leaf=receipt_leaf(salt, signed.text, outcome),
            salt=salt,
            text=signed.text,
            signature=signed.signature,
            outcome=outcome,
        )
    )
