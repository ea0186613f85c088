"""What must be so before a step of the lifecycle may be taken. Each raises the refusal that says what is missing."""

from collections.abc import Callable
from datetime import date

import msgspec

from thongquan import law
from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import business_day, read_stamp
from thongquan.declaration.cancellation import may_be_cancelled
from thongquan.declaration.model import Decision, GivenDocument, PaperTwin

SCAN_BEFORE_RELEASE = law.parameter("scan_before_release", bool)
RED = "3"  # `channel.model.RED`, which lies above


class StepNotNow(Refusal):
    """No such step leads on from the state in which the declaration is."""

    code = "STEP-NOT-NOW"


class ReasonMissing(Refusal):
    """A step against the filer or the channel needs its reason in words."""

    code = "REASON-MISSING"


class InspectionMissing(Refusal):
    """Goods of the red channel are cleared when an inspection found them as declared."""

    code = "INSPECTION-MISSING"


class InspectionNotOrdered(Refusal):
    """Goods are inspected in the red channel; another one is changed first, with a reason."""

    code = "INSPECTION-NOT-ORDERED"


class ScanMissing(Refusal):
    """Imports leave the supervision area when the scanner showed nothing."""

    code = "SCAN-MISSING"


class CancellationOpen(Refusal):
    """The filer asked for cancellation: that is answered first."""

    code = "CANCELLATION-OPEN"


class CancellationNotAsked(Refusal):
    """There is no request to answer."""

    code = "CANCELLATION-NOT-ASKED"


class DocumentsMissing(Refusal):
    """The step gives documents, and none came with it."""

    code = "DOCUMENTS-MISSING"


class PaperTwinMissing(Refusal):
    """The step closes a declaration against one on paper, and which one was not told, or not with a day that was."""

    code = "PAPER-TWIN-MISSING"


class PaperTwinClosed(Refusal):
    """Its goods were cleared on paper: it is neither cancelled nor closed again, or they could be declared twice."""

    code = "PAPER-TWIN-CLOSED"


class TaxesNotCharged(Refusal):
    """Only what went to the budget from a deposit account, and has not come back, is refunded here."""

    code = "TAXES-NOT-CHARGED"


class TaxesNotGuaranteed(Refusal):
    """A guarantee secures no taxes of this declaration that are still owed."""

    code = "TAXES-NOT-GUARANTEED"


class InstructionTooLong(Refusal):
    code = "INSTRUCTION-TOO-LONG"


class InstructionsTooMany(Refusal):
    code = "INSTRUCTIONS-TOO-MANY"


class Taking(msgspec.Struct, frozen=True):
    """One step as somebody wants to take it."""

    step: str
    by: str
    """An officer's id, or a User ID."""
    at: str
    """A `stamp`."""
    reason: str = ""
    ground: str = ""
    documents: tuple[GivenDocument, ...] = ()
    paper: PaperTwin | None = None


Condition = Callable[[Decision, Taking], None]


def reasoned(_decision: Decision, taking: Taking) -> None:
    if not taking.reason.strip():
        raise ReasonMissing


def reasoned_if_not_red(decision: Decision, taking: Taking) -> None:
    """Another channel than the one that was given is an officer's own doing."""
    if decision.channel != RED:
        reasoned(decision, taking)


def is_red(decision: Decision, _taking: Taking) -> None:
    if decision.channel != RED:
        raise InspectionNotOrdered(number=decision.number)


def goods_fit(decision: Decision, _taking: Taking) -> None:
    if decision.channel == RED and decision.inspection != "fits":
        raise InspectionMissing(number=decision.number)


def scanned(decision: Decision, taking: Taking) -> None:
    needed = decision.form == "MIC" and SCAN_BEFORE_RELEASE.on(business_day(read_stamp(taking.at)))
    if needed and decision.scan != "clean":
        raise ScanMissing(number=decision.number)


def nothing_asked(decision: Decision, _taking: Taking) -> None:
    if decision.cancellation:
        raise CancellationOpen(number=decision.number)


def paper_told(decision: Decision, taking: Taking) -> None:
    """Number, officer, and a day that was, perhaps before the registration: it is filed once the system is back."""
    paper = taking.paper
    if paper is None or not paper.number.strip() or not paper.officer.strip():
        raise PaperTwinMissing(number=decision.number)
    try:
        cleared_on = date.fromisoformat(paper.day)
    except ValueError:
        raise PaperTwinMissing(number=decision.number) from None
    if cleared_on > business_day(read_stamp(taking.at)):
        raise PaperTwinMissing(number=decision.number)


def not_closed_on_paper(decision: Decision, _taking: Taking) -> None:
    if decision.paper is not None:
        raise PaperTwinClosed(number=decision.number, paper=decision.paper.number)


def some_given(decision: Decision, taking: Taking) -> None:
    if not taking.documents:
        raise DocumentsMissing(number=decision.number)


def taxes_charged(decision: Decision, _taking: Taking) -> None:
    if not decision.receipt or decision.taxes_ended:
        raise TaxesNotCharged(number=decision.number)


def taxes_guaranteed(decision: Decision, _taking: Taking) -> None:
    if not decision.taxes or decision.secured_by in ("", "deposit") or decision.taxes_ended:
        raise TaxesNotGuaranteed(number=decision.number)


def instructs(decision: Decision, taking: Taking) -> None:
    """As many and as long as the message of customs' instructions has room for (VAD800, term-2014)."""
    reasoned(decision, taking)
    if len(taking.reason) > LIMITS.instruction_characters:
        raise InstructionTooLong(limit=LIMITS.instruction_characters, found=len(taking.reason))
    if len(decision.instructions) >= LIMITS.instructions:
        raise InstructionsTooMany(number=decision.number, limit=LIMITS.instructions)


def asked_for_cancellation(decision: Decision, _taking: Taking) -> None:
    if not decision.cancellation:
        raise CancellationNotAsked(number=decision.number)


def ground_of_customs(decision: Decision, taking: Taking) -> None:
    may_be_cancelled(decision, taking.ground, "customs", read_stamp(taking.at))


def ground_of_declarant(decision: Decision, taking: Taking) -> None:
    may_be_cancelled(decision, taking.ground, "declarant", read_stamp(taking.at))
