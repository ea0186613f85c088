"""One declaration with all that an officer should know of it: history, signature, what belongs to it, what is next."""

from datetime import datetime
from typing import Any

import msgspec

from thongquan.authority.certificate_look import CertificateLook, look_at
from thongquan.authority.declaration_ports import Sibling, SignedFiling, Version
from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.ports import Case, ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, read_stamp, stamp
from thongquan.declaration.cancellation import grounds
from thongquan.declaration.codec import decode_line
from thongquan.declaration.conditions import Taking, ground_of_customs, instructs, reasoned, reasoned_if_not_red
from thongquan.declaration.correction import changes, with_filled
from thongquan.declaration.deadlines import deadline
from thongquan.declaration.lifecycle import Step, possible, step_taken
from thongquan.declaration.model import Decision, Declaration, PaperTwin
from thongquan.registration.duty import DECIDING, require_reading
from thongquan.signing.chain import TrustStore
from thongquan.signing.cms import read_cms
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.report import Report, embedded_signer, verify_message
from thongquan.signing.statement import read_statement

GIVING = "give-documents"


class Changed(msgspec.Struct, frozen=True):
    """One item as a correction changed it, spelled; blank is ""."""

    field: str
    before: str
    after: str


class Passage(msgspec.Struct, frozen=True):
    """One step in its life: who, when, why, under which rule."""

    at: str
    kind: str
    """"registered", "decided" or "corrected"."""
    step: str
    by: str
    number: str
    state: str
    channel: str
    under: str
    reason: str
    ground: str
    paper: PaperTwin | None
    """With which it was cleared on paper, of the step that says so."""
    reasons: list[str]
    """Of the channel, where one was chosen. For officers only."""
    changes: list[Changed]


class StepNow(msgspec.Struct, frozen=True):
    """A step that leads on from here, with all its conditions fulfilled but what the officer himself has to say."""

    name: str
    under: str
    needs_reason: bool
    grounds: list[str]
    """One of them must be named; [] none."""


class SignatureShown(msgspec.Struct, frozen=True):
    filer: str
    signed_at: str
    """As the filer says: what was signed while the system was away is received later."""
    received_at: str
    report: Report
    """Of the signature on the filing's statement, at the moment it was received, by the trust folder of today."""
    is_root_signed: bool
    """The root that the books have is the one in the statement that was signed."""
    certificate: CertificateLook | None
    """With which it was signed, at that moment; null where the message has none that can be read."""
    are_leaves_true: bool
    """What is shown of each act is what its leaf in the audit tree binds."""


class DocumentOnDesk(msgspec.Struct, frozen=True):
    """A document that was given for it. Each is read at its own address, which records that one looked."""

    place: int
    name: str
    kind: str
    """What it was found to be, whatever it is called."""
    size: int
    sha256: str
    given_at: str
    given_by: str
    """A User ID."""


class DeclarationShown(msgspec.Struct, frozen=True):
    number: str
    filer: str
    line: str
    """As it was signed, the correction where one holds."""
    decision: Decision
    reasons: list[str]
    deadline: str
    is_overdue: bool
    history: list[Passage]
    documents: list[DocumentOnDesk]
    signature: SignatureShown
    siblings: list[Sibling]
    """Other live declarations of the same owner under the same master bill, at this office."""
    steps: list[StepNow]
    """[] for those who only read."""


def declaration_shown(room: ReadingRoom, account: str, case: Case, trust: TrustStore, at: datetime) -> DeclarationShown:
    """What the officer opened. Takes a while: not for the clerk's thread.

    Raises:
        NotFound, OfficerRole: not for this officer's eyes.
    """
    officer = officer_asking(room, account, at)
    require_reading(officer)
    versions = room.declarations.versions(officer.office, case.number)
    filing = room.declarations.signed_in(officer.office, case.number)
    if filing is None:
        raise NotFound
    decision = case.decision
    until = deadline(decision.state, decision.channel, decision.registered_at, decision.documents_at)
    return DeclarationShown(
        number=decision.number,
        filer=case.filer,
        line=case.signed.decode(),
        decision=decision,
        reasons=case.reasons,
        deadline=stamp(until) if until else "",
        is_overdue=until is not None and until < at,
        history=history_of(versions),
        documents=_documents(versions),
        signature=signature_of(filing, versions, trust),
        siblings=room.declarations.siblings(officer.office, case.number, LIMITS.declarations_found),
        steps=steps_now(decision, at) if officer.role in DECIDING else [],
    )


def steps_now(decision: Decision, at: datetime) -> list[StepNow]:
    """In the order of the table."""
    found = []
    for step in possible(decision, "officer"):
        asked = list(grounds()) if ground_of_customs in step.conditions else [""]
        fitting = [one for one in asked if _is_fulfilled(decision, step, at, one)]
        if fitting:
            needs = _needs_reason(decision, step)
            found.append(StepNow(step.name, step.cites, needs, [one for one in fitting if one]))
    return found


def _needs_reason(decision: Decision, step: Step) -> bool:
    asked = Taking(step.name, "", "")
    for condition in step.conditions:
        if condition in (reasoned, reasoned_if_not_red, instructs):
            try:
                condition(decision, asked)
            except Refusal:
                return True
    return False


def _is_fulfilled(decision: Decision, step: Step, at: datetime, ground: str) -> bool:
    """But for what is told with it: a reason, a paper declaration."""
    paper = PaperTwin("?", business_day(at).isoformat(), "?")
    try:
        step_taken(decision, "officer", Taking(step.name, "", stamp(at), "?", ground, paper=paper))
    except Refusal:
        return False
    return True


def history_of(versions: list[Version]) -> list[Passage]:
    told: list[Passage] = []
    before: Declaration | None = None
    for one in versions:
        decision = one.decision
        now = with_filled(decode_line(one.signed), decision) if one.signed else None
        told.append(
            Passage(
                at=one.at,
                kind=one.kind,
                step=decision.step if one.kind != "registered" else "",
                by=one.by if one.kind == "registered" else decision.decided_by or one.by,
                number=decision.number,
                state=decision.state,
                channel=decision.channel,
                under=decision.under,
                reason=decision.reason,
                ground=decision.ground,
                paper=decision.paper if decision.step == "close-on-paper" else None,
                reasons=one.reasons,
                changes=_changed(before, now) if before and now else [],
            )
        )
        before = now or before
    return told


def _documents(versions: list[Version]) -> list[DocumentOnDesk]:
    """Who gave each: whoever took the step at that moment."""
    givers = {one.decision.step_at: one.decision.decided_by for one in versions if one.decision.step == GIVING}
    return [
        DocumentOnDesk(place, one.name, one.kind, one.size, one.sha256, one.given_at, givers.get(one.given_at, ""))
        for place, one in enumerate(versions[-1].decision.documents, start=1)
    ]


def _changed(before: Declaration, now: Declaration) -> list[Changed]:
    return [Changed(one.field, _spelled(one.before), _spelled(one.after)) for one in changes(before, now)]


def _spelled(value: Any) -> str:
    return "" if value is None else str(value)


def _certificate(filing: SignedFiling, trust: TrustStore) -> CertificateLook | None:
    try:
        return look_at(embedded_signer(read_cms(filing.signature)), trust, read_stamp(filing.received_at))
    except SignatureRefused:
        return None


def signature_of(filing: SignedFiling, versions: list[Version], trust: TrustStore) -> SignatureShown:
    report = verify_message(filing.signature, filing.statement, trust, read_stamp(filing.received_at))
    statement = read_statement(filing.statement)
    return SignatureShown(
        filer=filing.filer,
        signed_at=statement.created_at,
        received_at=filing.received_at,
        report=report,
        certificate=_certificate(filing, trust),
        is_root_signed=statement.root == filing.root.hex(),
        are_leaves_true=all(one.is_true for one in versions),
    )
