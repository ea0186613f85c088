"""One declaration with all that its filer and its principal may know of it, and the steps that are theirs to take.

Which officer took a step is not told, and why the channel was chosen only by its categories, once it is cleared.
"""

from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from thongquan.authority.asking_back import Asking
from thongquan.authority.call_up import CalledUp, Wanted, call_up
from thongquan.authority.called_codes import NotAnswered
from thongquan.authority.declaration_ports import Version
from thongquan.authority.declaration_shown import Passage, SignatureShown, history_of, signature_of
from thongquan.authority.feed_readers import company_of_account
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Refusal
from thongquan.base.moment import business_day, read_stamp, stamp
from thongquan.declaration.cancellation import DIRECTION, first_day, grounds
from thongquan.declaration.codec import decode_line
from thongquan.declaration.conditions import Taking, ground_of_declarant, reasoned
from thongquan.declaration.correction import with_filled
from thongquan.declaration.deadlines import deadline
from thongquan.declaration.lifecycle import STEPS, Step, possible, step_taken
from thongquan.declaration.model import Decision, Declaration, GivenDocument
from thongquan.declaration.working_days import CalendarUnknown
from thongquan.numbering.declaration_number import is_number
from thongquan.registration.deeds_declarations import GIVINGS, REQUESTS
from thongquan.signing.chain import TrustStore

USER = "user"
NO_DOSSIER = "no-dossier"
"""The ground on which customs may cancel what waits for documents too long."""
_ANY = GivenDocument("?", "", 1, "", "")


class OwnStep(msgspec.Struct, frozen=True):
    """A step of the filer's side that leads on from here."""

    name: str
    under: str
    needs_reason: bool
    grounds: list[str]
    """One of them must be named; [] none."""


class DocumentsAsked(msgspec.Struct, frozen=True):
    at: str
    what: str
    """In the officer's words."""
    until: date | None
    """After this day customs may cancel it; None where the holidays of that year are not known yet."""
    were_given: bool
    """Some came since."""


class OwnShown(msgspec.Struct, frozen=True):
    company: str
    """Who asks."""
    filer: str
    line: str
    """As it was signed, the correction where one holds."""
    decision: Decision
    first: Declaration
    """As it was registered, with what customs filled in."""
    deadline: str
    """Until when customs must have looked, a `stamp`; "" while no term runs."""
    asked: DocumentsAsked | None
    history: list[Passage]
    signature: SignatureShown
    returned_by: list[str]
    steps: list[OwnStep]
    """Of both kinds, requests and givings. [] for those who do not declare."""
    may_correct: bool


def own_declaration(room: ReadingRoom, account: str, number: str, trust: TrustStore, at: datetime) -> OwnShown:
    """Takes a while: not for the clerk's thread.

    Raises:
        NotFound: there is no such declaration that is the account's company's business; the two look alike.
        Erased: its term of keeping has passed.
    """
    company = company_of_account(room, account, at)
    decision = _standing(room, company, number)
    versions = room.declarations.versions(decision.office.code, number)
    filing = room.declarations.signed_in(decision.office.code, number)
    if filing is None or not versions:
        raise NotFound
    line = [one.signed for one in versions if one.signed][-1]
    until = deadline(decision.state, decision.channel, decision.registered_at, decision.documents_at)
    declares = _declares(room, account)
    return OwnShown(
        company=company,
        filer=filing.filer,
        line=line.decode(),
        decision=decision,
        first=with_filled(decode_line(versions[0].signed), versions[0].decision),
        deadline=stamp(until) if until else "",
        asked=_asked(versions),
        history=[_for_filers(one, filing.filer) for one in history_of(versions)],
        signature=signature_of(filing, versions, trust),
        returned_by=room.own_declarations.returned_by(number),
        steps=steps_of_filer(decision, at) if declares else [],
        may_correct=declares and filing.filer == company and _is_correctable(room, account, decision, at),
    )


def to_correct(room: ReadingRoom, account: str, number: str, at: datetime) -> tuple[Decision, CalledUp]:
    """The declaration called up by one of its filer's own users.

    Raises:
        NotFound: as for `own_declaration`, or he may not correct it.
        NotAnswered: it is not corrected any more; with the result code of MID or MED.
    """
    company = company_of_account(room, account, at)
    decision = _standing(room, company, number)
    filing = room.declarations.signed_in(decision.office.code, number)
    if filing is None or filing.filer != company or not _declares(room, account):
        raise NotFound
    return decision, _called(room, account, decision, at)


def steps_of_filer(decision: Decision, at: datetime) -> list[OwnStep]:
    """In the order of the table."""
    found = []
    for step in possible(decision, "declarant"):
        asked = [one for one in grounds() if grounds()[one].by == "declarant"]
        asked = asked if ground_of_declarant in step.conditions else [""]
        fitting = [one for one in asked if _leads_on(decision, step, at, one)]
        if fitting and step.name in REQUESTS | GIVINGS:
            found.append(OwnStep(step.name, step.cites, reasoned in step.conditions, [one for one in fitting if one]))
    return found


def _leads_on(decision: Decision, step: Step, at: datetime, ground: str) -> bool:
    try:
        step_taken(decision, "declarant", Taking(step.name, "", stamp(at), "?", ground, (_ANY,)))
    except Refusal:
        return False
    return True


def _standing(room: ReadingRoom, company: str, number: str) -> Decision:
    acts = room.past(number, b"", company) if is_number(number) else None
    if not acts:
        raise NotFound
    return acts[-1].decision


def _declares(room: ReadingRoom, account: str) -> bool:
    found = room.accounts.account(account)
    return found is not None and found.kind == USER


def _is_correctable(room: ReadingRoom, account: str, decision: Decision, at: datetime) -> bool:
    try:
        _called(room, account, decision, at)
    except NotAnswered:
        return False
    return True


def _called(room: ReadingRoom, account: str, decision: Decision, at: datetime) -> CalledUp:
    direction = DIRECTION[decision.form]
    wanted = Wanted("export" if direction == "export" else "import", decision.number)
    return call_up(room, wanted, Asking(account=account), business_day(at))


def _asked(versions: list[Version]) -> DocumentsAsked | None:
    """What customs ask for now: the last time that they asked, while it waits for documents."""
    now = versions[-1].decision
    times = [one.decision for one in versions if one.decision.step == "ask-documents" and one.kind == "decided"]
    if now.state != "documents" or not times:
        return None
    last = times[-1]
    return DocumentsAsked(last.step_at, last.reason, _last_day(now), bool(now.documents_at))


def _last_day(decision: Decision) -> date | None:
    try:
        late = first_day(grounds()[NO_DOSSIER], business_day(read_stamp(decision.registered_at)))
    except CalendarUnknown:
        return None
    return date.fromordinal(late.toordinal() - 1)


def _for_filers(passage: Passage, filer: str) -> Passage:
    """Customs have no name here."""
    step = STEPS.get(passage.step)
    is_theirs = passage.kind != "decided" or (step is not None and step.side == "declarant")
    by = filer if passage.kind == "registered" else passage.by if is_theirs else ""
    return replace(passage, by=by, reasons=[])
