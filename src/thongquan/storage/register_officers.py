"""Officers and their certificates: followed from what operators did, and compared with the register."""

from collections.abc import Iterator
from typing import Any

import apsw

from thongquan.registration.deeds_officers import (
    OfficerAdd,
    OfficerCertificateSuspend,
    OfficerChange,
    OfficerEnd,
    OfficerPassword,
    OperatorFound,
)
from thongquan.storage.findings import Findings
from thongquan.storage.register_before import fingerprint, is_under
from thongquan.storage.register_told import AccountTold, OfficerCertificateTold, OfficerTold, OnRecord, Told

_OFFICERS = "SELECT id, name, office, role, team, hours, ended_at FROM officer ORDER BY id"
_CERTIFICATES = "SELECT issuer_serial, officer, der, state FROM officer_certificate ORDER BY added_at"

OPERATOR = "operator"

Rows = list[tuple[Any, ...]]


def operator_found(told: Told, _deed: OnRecord, says: OperatorFound) -> None:
    told.officers[says.id] = OfficerTold(None, (says.name, says.office, OPERATOR, "", ""))
    told.officer_certificates[says.fingerprint] = OfficerCertificateTold(says.id)
    told.accounts[says.id] = AccountTold(is_new=True, certificate=says.fingerprint, password_number=1)


def officer_add(told: Told, deed: OnRecord, says: OfficerAdd) -> None:
    """Also for one who is there already, and gets a certificate or an account."""
    if deed.outcome["known"] == "no":
        told.officers[says.id] = OfficerTold(None, (says.name, says.office, says.role, says.team, says.hours))
    if deed.outcome["certified"] == "yes":
        told.officer_certificates[says.fingerprint] = OfficerCertificateTold(says.id)
        if says.id in told.accounts:
            told.accounts[says.id].certificate = says.fingerprint
    if deed.outcome["opened"] == "yes":
        held = [name for name, one in told.officer_certificates.items() if _is_usable(one, says.id)]
        told.accounts[says.id] = AccountTold(is_new=True, certificate=held[-1], password_number=1)


def officer_password(told: Told, _deed: OnRecord, says: OfficerPassword) -> None:
    told.account(says.id).password_number = int(says.becomes)


def officer_change(told: Told, deed: OnRecord, says: OfficerChange) -> None:
    before = (deed.outcome["name_before"], deed.outcome["office_before"], deed.outcome["role_before"])
    known = told.officers.setdefault(says.id, OfficerTold(before, None))
    known.said = (says.name, says.office, says.role, says.team, says.hours)


def officer_end(told: Told, deed: OnRecord, says: OfficerEnd) -> None:
    told.officers.setdefault(says.id, OfficerTold(None, None)).ended_at = deed.at
    for one in told.officer_certificates.values():
        one.state = "ended" if _is_usable(one, says.id) else one.state
    if says.id in told.accounts:
        told.accounts[says.id].ended_at = told.accounts[says.id].ended_at or deed.at


def officer_suspend(told: Told, _deed: OnRecord, says: OfficerCertificateSuspend) -> None:
    told.officer_certificates[says.fingerprint].state = "suspended"


def operators(told: Told) -> Iterator[tuple[str, str]]:
    """Those who could sign by now, as far as deeds tell: id and fingerprint of the account's certificate."""
    for name, officer in told.officers.items():
        account = told.accounts.get(name)
        if not is_operator(told, name) or officer.ended_at or account is None or account.ended_at:
            continue
        certificate = told.officer_certificates.get(account.certificate)
        if certificate is not None and _is_usable(certificate, name):
            yield name, account.certificate


def is_operator(told: Told, officer: str) -> bool:
    """Nobody was one before there were deeds."""
    known = told.officers.get(officer)
    return known is not None and known.said is not None and known.said[2] == OPERATOR


def _is_usable(one: OfficerCertificateTold, officer: str) -> bool:
    return (one.officer, one.state) == (officer, "registered")


def check_officers(connection: apsw.Connection, told: Told, found: Findings) -> Rows:
    """Those that no deed brought, as the migration's event would tell them."""
    _check_certificates(connection, told, found)
    before: Rows = []
    missing = {name for name, one in told.officers.items() if one.said or one.first}
    row: Any
    for row in connection.execute(_OFFICERS):
        name, *said, ended_at = row
        known = told.officers.get(name)
        missing.discard(name)
        if known is None or known.said is None:
            before.append((name, *said[:3]))
        elif known.first is not None:
            before.append((name, *known.first))
        if (known.ended_at if known else "") != ended_at or (known and known.said and known.said != tuple(said)):
            found.add("officer", name)
    for name in sorted(missing):
        found.add("officer", name)
    return before


def _check_certificates(connection: apsw.Connection, told: Told, found: Findings) -> None:
    """There were none before there were deeds."""
    missing = set(told.officer_certificates)
    row: Any
    for row in connection.execute(_CERTIFICATES):
        key, officer, der, state = row
        name = fingerprint(der)
        known = told.officer_certificates.get(name)
        missing.discard(name)
        if known is None or (known.officer, known.state) != (officer, state) or not is_under(key, der):
            found.add("officer", f"{officer} {name}")
    for name in sorted(missing):
        found.add("officer", name)
