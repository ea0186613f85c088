"""A company's deposit accounts and guarantees as they stood at one moment: told by the authority, kept in a file.

The file is what `thongquan deposit show --json` writes. Form HQ 04 is no such file: what its closing balance holds may
be reserved, and the form does not tell how much.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.moment import read_stamp
from thongquan.deposit.model import AccountKind
from thongquan.registration.deeds_deposit import GuaranteeRegister

_UTF8_MARK = b"\xef\xbb\xbf"
"""Some editors put it before what they save."""
Dong = Annotated[int, msgspec.Meta(ge=0)]


class StatementDamaged(Refusal):
    """It is not what `deposit show --json` writes, or no longer."""

    code = "DEPOSIT-STATEMENT-DAMAGED"


class StatementForeign(Refusal):
    """The accounts are another company's than the one for whom the manifest is declared."""

    code = "DEPOSIT-STATEMENT-FOREIGN"


class AccountTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Amounts in đồng: what lies there is what is available and what is reserved for declarations that wait."""

    account: int
    kind: AccountKind
    company: str
    office: str
    number: str
    """Of a guarantee."""
    opened_at: str
    ended_at: str
    balance: Dong
    available: Dong
    reserved: Dong
    terms: GuaranteeRegister | None
    """Of a guarantee, as an officer registered it."""


class DepositStatement(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`at`: a `stamp`, by the clock of whoever asked."""

    server: str
    at: str
    unit: Literal["VND"]
    accounts: list[AccountTold]

    @property
    def company(self) -> str:
        """Whose they are; "" where there is none."""
        return self.accounts[0].company if self.accounts else ""

    @property
    def moment(self) -> datetime:
        return read_stamp(self.at)

    def deposit(self, office: str) -> AccountTold | None:
        """A company has one at each office."""
        return next((one for one in self.accounts if (one.kind, one.office) == ("deposit", office)), None)

    def guarantee(self, number: str, office: str) -> AccountTold | None:
        return next((one for one in self._guarantees(number) if one.office == office), None)

    def guarantee_elsewhere(self, number: str) -> AccountTold | None:
        """At whichever office."""
        return next(iter(self._guarantees(number)), None)

    def _guarantees(self, number: str) -> list[AccountTold]:
        return [one for one in self.accounts if (one.kind, one.number) == ("guarantee", number)]


def read_statement(path: Path) -> DepositStatement:
    """What `deposit show --json` wrote to the file. Raises StatementDamaged, OSError."""
    try:
        read = msgspec.json.decode(path.read_bytes().removeprefix(_UTF8_MARK), type=DepositStatement)
        read_stamp(read.at)
    except ValueError:  # as those of msgspec are
        raise StatementDamaged(file=path.name) from None
    if not _is_whole(read):
        raise StatementDamaged(file=path.name)
    return read


def _is_whole(read: DepositStatement) -> bool:
    """What hangs together does so: one company, sums, one account of a kind and number at an office."""
    places = {(one.kind, one.office, one.number) for one in read.accounts}
    return (
        len({one.company for one in read.accounts}) <= 1
        and len(places) == len(read.accounts)
        and all(_hangs_together(one) for one in read.accounts)
    )


def _hangs_together(one: AccountTold) -> bool:
    if one.balance != one.available + one.reserved:
        return False
    if one.terms is None:
        return one.kind == "deposit" and not one.number
    terms = one.terms
    return one.kind == "guarantee" and (terms.company, terms.office, terms.number) == (
        one.company, one.office, one.number,
    )  # fmt: skip
