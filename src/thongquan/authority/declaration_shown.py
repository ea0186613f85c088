"""One declaration with all that an officer should know of it: history, signature, what belongs to it, what is next."""

from datetime import datetime
from typing import Any

import msgspec

from thongquan.authority.declaration_ports import Sibling, SignedFiling, Version
from thongquan.authority.officers_seen import officer_asking
from thongquan.authority.ports import Case, ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import read_stamp, stamp
from thongquan.declaration.cancellation import grounds
from thongquan.declaration.codec import decode_line
from thongquan.declaration.conditions import Taking, ground_of_customs, reasoned, reasoned_if_not_red
from thongquan.declaration.correction import changes, with_filled
from thongquan.declaration.deadlines import deadline
from thongquan.declaration.lifecycle import Step, possible, step_taken
from thongquan.declaration.model import Decision, Declaration
from thongquan.registration.duty import DECIDING, require_reading
from thongquan.signing.chain import TrustStore
from thongquan.signing.report import Report, verify_message
from thongquan.signing.statement import read_statement


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
    received_at: str
    report: Report
    """Of the signature on the filing's statement, at the moment it was received, by the trust folder of today."""
    is_root_signed: bool
    """The root that the books have is the one in the statement that was signed."""
    are_leaves_true: bool
    """What is shown of each act is what its leaf in the audit tree binds."""


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
    until = deadline(decision.state, decision.channel, read_stamp(decision.registered_at))
    return DeclarationShown(
        number=decision.number,
        filer=case.filer,
        line=case.signed.decode(),
        decision=decision,
        reasons=case.reasons,
        deadline=stamp(until) if until else "",
        is_overdue=until is not None and until < at,
        history=history_of(versions),
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
        if condition in (reasoned, reasoned_if_not_red):
            try:
                condition(decision, asked)
            except Refusal:
                return True
    return False


def _is_fulfilled(decision: Decision, step: Step, at: datetime, ground: str) -> bool:
    try:
        step_taken(decision, "officer", Taking(step.name, "", stamp(at), "?", ground))
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
                reasons=one.reasons,
                changes=_changed(before, now) if before and now else [],
            )
        )
        before = now or before
    return told


def _changed(before: Declaration, now: Declaration) -> list[Changed]:
    return [Changed(one.field, _spelled(one.before), _spelled(one.after)) for one in changes(before, now)]


def _spelled(value: Any) -> str:
    return "" if value is None else str(value)


def signature_of(filing: SignedFiling, versions: list[Version], trust: TrustStore) -> SignatureShown:
    report = verify_message(filing.signature, filing.statement, trust, read_stamp(filing.received_at))
    return SignatureShown(
        filer=filing.filer,
        received_at=filing.received_at,
        report=report,
        is_root_signed=read_statement(filing.statement).root == filing.root.hex(),
        are_leaves_true=all(one.is_true for one in versions),
    )
