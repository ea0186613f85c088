"""What an approved application brings about, and when: new users and terminals, changed ones, and those that end.

By law it counts one day after it was accepted: from midnight in Viet Nam. New User IDs are given at once and count from
then; whoever is cancelled declares until then. What changes waits, and takes effect when its moment has come.
"""

import logging
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec.structs import replace

from thongquan import law
from thongquan.authority.application_ports import BEGINNING, Due
from thongquan.authority.sitting import Sitting
from thongquan.base.limits import LIMITS
from thongquan.base.moment import begin_of, business_day, read_stamp, stamp
from thongquan.numbering.terminal_id import terminal_id
from thongquan.numbering.user_id import user_id
from thongquan.registration.account import Account, Person
from thongquan.registration.application import Application, Declarant
from thongquan.registration.lifecycle import after
from thongquan.registration.terminal import Terminal

LOG = logging.getLogger("thongquan.application_effect")
EFFECTIVE_DAYS = law.parameter("registration_effective_days", int)
DEFAULT_PASSWORD_DAYS = law.parameter("default_password_days", int)


def effective_from(accepted: datetime, *, at_once: bool) -> str:
    """The stamp from which on it counts.

    >>> from datetime import UTC
    >>> effective_from(datetime(2026, 9, 2, 16, 59, tzinfo=UTC), at_once=False)
    '2026-09-02T17:00:00.000000Z'
    """
    if at_once:
        return stamp(accepted)
    day = business_day(accepted)
    return stamp(begin_of(day + timedelta(days=EFFECTIVE_DAYS.on(day))))


def readable_until(since: str) -> str:
    """How long a secret waits to be fetched, or to be changed after it was."""
    moment = read_stamp(since)
    return stamp(moment + timedelta(days=DEFAULT_PASSWORD_DAYS.on(business_day(moment))))


def grant(now: Sitting, approved: Application) -> Application:
    """What is given and ended at approval. `approved` says from when on; changes wait for `take_effect`."""
    for one in approved.asked.declarants:
        if one.action == "remove":
            _end_user(now, one.user, approved.effective_at)
    users = [_new_user(now, approved, one) if one.action == "add" else one.user for one in approved.asked.declarants]
    for terminal in approved.asked.give_up:
        _end_terminal(now, terminal, approved.effective_at)
    terminals = [_new_terminal(now, approved) for _ in range(approved.asked.terminals)]
    return replace(approved, users=users, terminals=terminals)


class Round(NamedTuple):
    """So many at a time: a transaction that holds up filings is a short one."""

    entered: int
    """How many applications took effect."""
    reached: Due
    """Where the next round begins: behind those that this one tried; `BEGINNING` when nothing more is due."""


def take_effect(now: Sitting, behind: Due = BEGINNING) -> Round:
    """Carry out what is due behind a place. What cannot be entered stays due, and stops no other, however many."""
    due = now.books.applications.due(stamp(now.at), LIMITS.applications_listed, behind)
    entered = sum(enter_effect(now, one) for one in due)
    is_last = len(due) < LIMITS.applications_listed
    return Round(entered, BEGINNING if is_last else (due[-1].effective_at, due[-1].id))


def enter_effect(now: Sitting, one: Application) -> bool:
    """False: it could not be entered, and stays due."""
    try:
        with now.books.separately():
            _take_effect(now, one)
    except now.books.failures:
        raise
    except Exception:  # a `Conflict`, or our own mistake: other companies do not wait for this one
        LOG.warning("application %s could not take effect; it stays due", one.id, exc_info=True)
        return False
    return True


def _take_effect(now: Sitting, one: Application) -> None:
    for declarant in one.asked.declarants:
        if declarant.action == "change":
            _change_user(now, declarant)
    now.books.applications.put(replace(one, state=after("take_effect", one.state)))
    now.books.applications.identify(one.id, one.tax_code, [])


def _new_user(now: Sitting, approved: Application, one: Declarant) -> str:
    books, accounts = now.books, now.books.accounts
    company = books.company(approved.tax_code)
    assert company is not None
    name = user_id(company.code, lambda taken: accounts.account(taken) is not None)
    accounts.add(
        Account(
            name=name,
            kind="user",
            tax_code=approved.tax_code,
            certificate=_issuer_serial(now, approved.tax_code, one.certificate),
            person=Person(one.name, one.identity),
            effective_at=approved.effective_at,
            password_until=readable_until(approved.effective_at),
        )
    )
    books.applications.identify(name, approved.tax_code, [one.identity])
    return name


def _change_user(now: Sitting, one: Declarant) -> None:
    """What is left blank stays. The access keys that worked with the old certificate work with the new one."""
    account = now.books.accounts.account(one.user)
    if account is None or account.ended_at:
        return
    person = replace(
        account.person, name=one.name or account.person.name, identity=one.identity or account.person.identity
    )
    certificate = _certificate_of(now, account, one)
    now.books.accounts.put(replace(account, person=person, certificate=certificate))
    now.books.applications.identify(account.name, account.tax_code, [person.identity])
    for terminal in now.books.terminals.of_company(account.tax_code):
        if terminal.certificate == account.certificate != certificate:
            now.books.terminals.put(replace(terminal, certificate=certificate))


def _certificate_of(now: Sitting, account: Account, one: Declarant) -> bytes:
    """The new one, unless another user got it after the change was approved: then it stays as it is."""
    if not one.certificate:
        return account.certificate
    wanted = _issuer_serial(now, account.tax_code, one.certificate)
    taken = now.books.accounts.user_of(wanted)
    if taken is None or taken.name == account.name:
        return wanted
    LOG.warning("user %s keeps its certificate: %s declares with the new one", account.name, taken.name)
    return account.certificate


def _end_user(now: Sitting, user: str, at: str) -> None:
    account = now.books.accounts.account(user)
    if account is not None and not account.ended_at:
        now.books.accounts.put(replace(account, ended_at=at))
        now.books.applications.identify(user, account.tax_code, [])


def _new_terminal(now: Sitting, approved: Application) -> str:
    terminals, since = now.books.terminals, approved.effective_at
    name = terminal_id(lambda taken: terminals.terminal(taken) is not None)
    terminals.add(Terminal(name, approved.tax_code, since, readable_until(since), application=approved.id))
    return name


def _end_terminal(now: Sitting, terminal: str, at: str) -> None:
    found = now.books.terminals.terminal(terminal)
    if found is not None and not found.ended_at:
        now.books.terminals.put(replace(found, ended_at=at))


def _issuer_serial(now: Sitting, tax_code: str, fingerprint: str) -> bytes:
    [file] = [one for one in now.books.certificates.of_company(tax_code) if one.certificate.fingerprint == fingerprint]
    return file.certificate.issuer_serial
