"""What a filing is secured by: the deposit account, or the guarantee that its statement names, if that may be used."""

from typing import NamedTuple

from thongquan.authority.authority import Desk
from thongquan.authority.deposit_ports import Deposits
from thongquan.deposit.guarantee import Refused, unfit, unusable
from thongquan.deposit.model import Account
from thongquan.signing.statement import Statement


class Secured(NamedTuple):
    account: Account | None
    """From which the filing is paid; None where it has none, or chose a guarantee that may not be used."""
    refused: Refused | None


def secured_by(statement: Statement, company: str, deposits: Deposits, desk: Desk) -> Secured:
    """`company` is who owes the taxes."""
    chosen = statement.security
    if chosen is None:
        return Secured(deposits.of(company, statement.office) if desk.form == "MIC" else None, None)
    account = deposits.guarantee(chosen.number, statement.office)
    elsewhere = deposits.guarantee_elsewhere(chosen.number) if account is None else None
    found = unusable(chosen, account, elsewhere, company, desk)
    if found is not None:
        return Secured(None, lambda _declaration: found)
    assert account is not None  # else it is unusable
    assert account.terms is not None  # as every guarantee has
    return Secured(account, unfit(account.terms, chosen))
