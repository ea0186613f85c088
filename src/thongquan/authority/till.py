"""The accounts as they stand within one transaction: what is moved is reckoned here, and written down at its end."""

from collections.abc import Iterable
from typing import NamedTuple

from thongquan.authority.deposit_ports import Deposits
from thongquan.declaration.model import Decision
from thongquan.deposit.model import DEPOSIT, Account, Figures, Movement, Step
from thongquan.numbering.tax_receipt import receipt_number


class Reckoned(NamedTuple):
    """What the transaction has made of accounts and of the running numbers of receipts."""

    figures: dict[int, Figures]
    receipts: dict[tuple[str, int], int]


class Till:
    """What was moved since the transaction began is known here and nowhere else."""

    def __init__(self, deposits: Deposits, reckoned: Reckoned | None = None) -> None:
        self._deposits = deposits
        self.reckoned = reckoned or Reckoned({}, {})

    def trial(self) -> "Till":
        """For one filing: nothing of it counts unless it is kept."""
        return Till(self._deposits, Reckoned({**self.reckoned.figures}, {**self.reckoned.receipts}))

    def keep(self, trial: "Till") -> None:
        self.reckoned = trial.reckoned

    def account_for(self, decision: Decision, filer: str) -> Account | None:
        """The account that secures a declaration; the principal's where a broker filed it. None: paid elsewhere."""
        office, company = decision.office.code, decision.on_behalf_of or filer
        if decision.secured_by == DEPOSIT:
            return self._deposits.of(company, office)
        return self._deposits.guarantee(decision.secured_by, office) if decision.secured_by else None

    def figures(self, account: int) -> Figures:
        known = self.reckoned.figures.get(account)
        if known is None:
            known = self.reckoned.figures[account] = self._deposits.figures(account)
        return known

    def next_receipt(self, office: str, year: int) -> int:
        """A number for a tax receipt, used up with this."""
        receipts = self.reckoned.receipts
        last = receipts.get((office, year))
        ordinal = (self._deposits.last_receipt(office, year) if last is None else last) + 1
        receipts[office, year] = ordinal
        return receipt_number(year, ordinal)

    def move(self, account: int, steps: Iterable[Step], at: str, number: int = 0) -> list[Movement]:
        """The movements of these steps, with what the account holds after each.

        Raises:
            Overdrawn: one of them takes more than there is.
        """
        figures, movements = self.figures(account), []
        for one in steps:
            figures = figures.after(one.kind, one.amount)
            movements.append(
                Movement(
                    account, one.kind, at, number, one.tax, one.amount, figures.available, figures.reserved, one.receipt
                )
            )
        self.reckoned.figures[account] = figures
        return movements
