"""Whether a flight's taxes are covered, before it is filed: of each customs office, by what its account holds.

Reckoned as the authority will: the taxes that `check` has for each declaration, taken from the account in the order of
filing (`deposit/purse.py`). What others take from it meanwhile nobody knows beforehand.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from thongquan.base.fault import Fact, Fault
from thongquan.base.moment import business_day
from thongquan.declarant.check import Checked
from thongquan.declarant.deposit_statement import AccountTold, DepositStatement, StatementForeign
from thongquan.declarant.filing import Group, group_of
from thongquan.declarant.verdict import Cover, Covering, Verdict
from thongquan.declaration.explain import Explained, explained
from thongquan.declaration.model import Declaration
from thongquan.deposit.guarantee import Refused, unfit, unusable
from thongquan.deposit.model import DEPOSIT
from thongquan.deposit.purse import Purse
from thongquan.signing.statement import Security

ACCOUNT_BALANCE = "account-balance"
"""What is no longer among the things that only the authority knows."""
STALE_AFTER = timedelta(days=1)
FIRST = 10
"""So many house bills are named."""

_FORMS = {"import": "MIC", "export": "MEC"}
_Line = tuple[Declaration, Verdict]


class _Filing(NamedTuple):
    """What is filed with one office."""

    office: str
    form: str
    day: date


class _Source(NamedTuple):
    """What it is paid from."""

    name: str
    account: AccountTold | None
    refused: Refused | None


def cover(
    checked: Checked, statement: DepositStatement, security: Security | None, *, source: str, now: datetime
) -> Covering:
    """Tells what is covered, in `checked` too, and warns there of each declaration that is not.

    `security` is the guarantee that is to secure the taxes instead of the deposit account; `source` is the file or the
    server that told the accounts.

    Raises:
        StatementForeign: the accounts are not those of the company that owes the taxes.
    """
    if checked.principal and statement.company not in ("", checked.principal):
        raise StatementForeign(file=source, company=statement.company, principal=checked.principal)
    day = date.fromisoformat(checked.summary.day)
    covers = [
        _covered(_Filing(office, form, day), lines, _source(_Filing(office, form, day), statement, security))
        for (office, direction), lines in _groups(checked, day).items()
        if (form := _FORMS[direction]) == "MIC" or security is not None
    ]
    told = Covering(source, statement.company, statement.at, covers, _stale(statement, now))
    checked.summary.covering = told
    checked.summary.not_checked = [one for one in checked.summary.not_checked if one != ACCOUNT_BALANCE]
    codes = Counter(checked.summary.codes)
    codes.update({code: number for one in covers for code, number in one.codes.items()})
    checked.summary.codes = dict(codes)
    return told


def _groups(checked: Checked, day: date) -> dict[Group, list[_Line]]:
    """As they are filed: by office and direction, in the order of their rows."""
    groups: dict[Group, list[_Line]] = {}
    judged = [one for one in checked.verdicts if one.outcome == "ready" and one.form in _FORMS.values()]
    for line in zip(checked.ready, judged, strict=True):
        groups.setdefault(group_of(line[0], day), []).append(line)
    return groups


def _source(filing: _Filing, statement: DepositStatement, security: Security | None) -> _Source:
    """As `authority/securing.py` chooses it."""
    if security is None:
        account = statement.deposit(filing.office)
        return _Source(DEPOSIT if account else "", account, None)
    account = statement.guarantee(security.number, filing.office)
    elsewhere = statement.guarantee_elsewhere(security.number)
    found = unusable(security, account, elsewhere, statement.company, filing)
    if found is not None or account is None or account.terms is None:
        return _Source(security.number, account, lambda _declaration: found)
    return _Source(security.number, account, unfit(account.terms, security))


def _covered(filing: _Filing, lines: Sequence[_Line], source: _Source) -> Cover:
    available = source.account.available if source.account else 0
    purse = Purse(source.account, available, filing)
    faults = {place: fault for place, (one, _) in enumerate(lines) if (fault := _refused(source, one)) is not None}
    fitting = [place for place in range(len(lines)) if place not in faults]
    owed = [sum(lines[place][1].taxes.values()) for place in fitting]
    unpaid = purse.unpaid(owed)
    faults |= {fitting[place]: fault for place, fault in unpaid.items()}
    told = _warned(lines, faults)
    return Cover(
        office=filing.office,
        form=filing.form,
        secured_by=source.name,
        declarations=len(lines),
        taxes=sum(sum(verdict.taxes.values()) for _, verdict in lines),
        available=available if source.account else None,
        left=purse.left if source.account else None,
        missing=sum(owed) - available if unpaid else 0,
        uncovered=len(faults),
        first_uncovered=[lines[place][1].house_bill for place in sorted(faults)[:FIRST]],
        faults=list({one["code"]: one for one in reversed(told)}.values()),
        codes=dict(Counter(one["code"] for one in told)),
    )


def _refused(source: _Source, declaration: Declaration) -> Fault | None:
    return source.refused(declaration) if source.refused else None


def _warned(lines: Sequence[_Line], faults: dict[int, Fault]) -> list[Explained]:
    """What is told of them, in their order."""
    told = []
    for place in sorted(faults):
        one = explained(faults[place])
        one["cell"] = ""
        lines[place][1].warnings.append(one)
        told.append(one)
    return told


def _stale(statement: DepositStatement, now: datetime) -> list[Explained]:
    age = now - statement.moment
    if age <= STALE_AFTER:
        return []
    facts: dict[str, Fact] = {
        "day": business_day(statement.moment).isoformat(),
        "days": age.days,
        "hours": (age % timedelta(days=1)) // timedelta(hours=1),
    }
    return [explained(Fault("DEPOSIT-STATEMENT-OLD", "", facts))]
