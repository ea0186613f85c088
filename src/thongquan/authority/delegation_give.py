"""A company's administrator lets a broker act for it, in a scope and for a time that the text says."""

from collections.abc import Iterator
from datetime import date

from thongquan import law
from thongquan.authority.administering import administered
from thongquan.authority.authority import office_of
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.refusals import OfficeUnknown
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fact, Fault
from thongquan.base.moment import begin_of, business_day, stamp
from thongquan.numbering.user_id import unit_of
from thongquan.registration.deeds_delegation import DelegationGive
from thongquan.registration.delegation import DELEGATION_DAYS, Delegation, Scope, last_day
from thongquan.registration.model import Company
from thongquan.registration.rules import last_moment_of

ID_BYTES = 16
ACTS = {"may_file": "file", "may_correct": "correct", "may_cancel": "cancel", "may_view": "view"}
DIRECTIONS = {"imports": "import", "exports": "export"}


def faults(now: Sitting, account: str, says: DelegationGive) -> list[Fault]:
    company = administered(now, account)
    return [*_parties(now, company, says), *_scope(now, says), *_term(business_day(now.at), says)]


def delegation_give(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, company = signed.deed.says, signed.by.company
    assert isinstance(says, DelegationGive)
    assert company is not None  # the door saw to it
    first = says.since or business_day(now.at).isoformat()
    delegation = Delegation(
        id=signed.digest[:ID_BYTES].hex(),
        principal=company.tax_code,
        broker=says.broker,
        user=says.user,
        scope=scope_of(says),
        agent_code=says.agent_code,
        employee_code=says.employee_code,
        since=max(stamp(begin_of(date.fromisoformat(first))), stamp(now.at)),
        until=last_moment_of(date.fromisoformat(says.until)),
    )
    now.books.delegations.add(delegation)
    outcome = {"delegation": delegation.id, "since": delegation.since, "until": delegation.until}
    return Done(outcome, company=company.tax_code)


def offices_on(day: date) -> list[tuple[str, str]]:
    """Code and name of the offices that a delegation may name, by code."""
    return sorted((code, row["name"]) for code, row in law.codes("customs_offices").on(day).items())


def scope_of(says: DelegationGive) -> Scope:
    return Scope(
        directions=[code for name, code in DIRECTIONS.items() if getattr(says, name)],
        acts=[code for name, code in ACTS.items() if getattr(says, name)],
        offices=sorted(says.offices),
    )


def _parties(now: Sitting, company: Company, says: DelegationGive) -> Iterator[Fault]:
    """The text names both companies, so that whoever signs sees who they are."""
    if says.principal_name != company.name:
        yield Fault("DELEGATION-PRINCIPAL-NAME", "principal_name", {"name": company.name})
    if says.broker == company.tax_code:
        yield Fault("DELEGATION-TO-ITSELF", "broker")
    broker = now.books.company(says.broker)
    if says.user and broker is not None and unit_of(says.user) != broker.code:
        yield Fault("DELEGATION-USER", "user", {"user": says.user})


def _scope(now: Sitting, says: DelegationGive) -> Iterator[Fault]:
    if not any(getattr(says, name) for name in DIRECTIONS):
        yield Fault("DELEGATION-NO-DIRECTION", "imports")
    if not any(getattr(says, name) for name in ACTS):
        yield Fault("DELEGATION-NO-ACT", "may_file")
    if says.every_office == bool(says.offices):
        yield Fault("DELEGATION-OFFICES", "offices")
    for place, office in enumerate(says.offices):
        try:
            office_of(office, "", business_day(now.at))
        except OfficeUnknown:
            yield Fault("OFFICE-UNKNOWN", f"offices.{place}", {"office": office})


def _term(today: date, says: DelegationGive) -> Iterator[Fault]:
    since, until = _day(says.since) or today, _day(says.until)
    if says.since and _day(says.since) is None:
        yield Fault("DELEGATION-DAY", "since", {"day": says.since})
    elif since < today:
        yield Fault("DELEGATION-SINCE-PAST", "since", {"day": today.isoformat()})
    if until is None:
        yield Fault("DELEGATION-DAY", "until", {"day": says.until})
    elif until < max(since, today):
        yield Fault("DELEGATION-UNTIL-PAST", "until", {"day": max(since, today).isoformat()})
    elif until > last_day(today):
        facts: dict[str, Fact] = {"days": DELEGATION_DAYS.on(today), "day": last_day(today).isoformat()}
        yield Fault("DELEGATION-TOO-LONG", "until", facts)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


PROCEDURE = Procedure(DelegationGive, "account", delegation_give, faults, in_session=True)
