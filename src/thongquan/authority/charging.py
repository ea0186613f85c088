"""What declarations owe, and from which account it is paid: reserved at registration, settled at clearance.

A line whose taxes exceed what is left is refused, the others go on in the order of the lines (`deposit/purse.py`); no
account ever holds less than nothing.
"""

from collections.abc import Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from thongquan.authority.authority import Desk
from thongquan.authority.houses import Housed
from thongquan.authority.sitting import Sitting
from thongquan.authority.till import Till
from thongquan.base.fault import Fault
from thongquan.base.moment import VIETNAM, read_stamp, stamp
from thongquan.declaration.lifecycle import PERMITTED
from thongquan.declaration.model import Decision, Declaration
from thongquan.deposit.guarantee import Refused
from thongquan.deposit.holding import held_for, steps
from thongquan.deposit.model import DEPOSIT, Account, Movement, Overdrawn
from thongquan.deposit.purse import Purse, too_little
from thongquan.duty.assessment import taxes
from thongquan.numbering.declaration_number import uncorrected

Taxes = list[tuple[str, int]]


class Charge(msgspec.Struct, frozen=True, gc=False):
    """What one line owes, and what secures it: as `Decision.secured_by`."""

    taxes: Taxes
    secured_by: str


class Charges:
    """What the lines of one filing owe, in their order."""

    def __init__(self, account: Account | None, refused: Refused | None, till: Till, desk: Desk) -> None:
        self.account = account
        self._refused = refused
        self._purse = Purse(account, till.figures(account.id).available if account else 0, desk)
        self._secured_by = _name_of(account)
        self._form, self._day = desk.form, desk.day

    def without_unpaid(
        self, housed: Sequence[Housed], faults: dict[int, list[Fault]]
    ) -> tuple[Sequence[Housed], list[Charge]]:
        """The lines that can be paid, each with its charge; the others are given their fault in `faults`."""
        if self._refused is not None:
            housed = self._without_refused(housed, self._refused, faults)
        charges = [self._charge(one) for one in housed]
        if self._purse.is_elsewhere:
            return housed, charges
        if self._purse.takes(sum(amount for charge in charges for _, amount in charge.taxes)):
            return housed, charges  # nearly always, and then nobody need ask line by line
        unpaid = self._purse.unpaid(sum(amount for _, amount in charge.taxes) for charge in charges)
        faults |= {housed[place].passed.line: [fault] for place, fault in unpaid.items()}
        paid = [place for place in range(len(housed)) if place not in unpaid]
        return [housed[place] for place in paid], [charges[place] for place in paid]

    def _without_refused(
        self, housed: Sequence[Housed], refused: Refused, faults: dict[int, list[Fault]]
    ) -> Sequence[Housed]:
        found = {one.passed.line: fault for one in housed if (fault := refused(one.passed.declaration)) is not None}
        faults |= {line: [fault] for line, fault in found.items()}
        return [one for one in housed if one.passed.line not in found]

    def _charge(self, one: Housed) -> Charge:
        passed = one.passed
        taxes = taxes_of(passed.declaration, self._form, passed.judgement.customs_value, self._day)
        return Charge(taxes, self._secured_by)


def taxes_of(declaration: Declaration, form: str, customs_value: int, day: date) -> Taxes:
    return taxes(form, customs_value, getattr(declaration, "hs_code", ""), day)


def _name_of(account: Account | None) -> str:
    if account is None:
        return ""
    return account.number or DEPOSIT


def corrected(till: Till, before: Decision, after: Decision, filer: str, number: int) -> list[Movement] | Fault:
    """What a correction moves: the difference, or where the taxes had gone to the budget, all of them back and anew."""
    account = till.account_for(after, filer)
    if account is None:
        return []
    try:
        return till.move(account.id, steps(before, after), after.step_at, number)
    except Overdrawn as refusal:
        needed, left = refusal.facts["needed"], refusal.facts["left"]
        assert isinstance(needed, int)
        assert isinstance(left, int)
        return too_little(account, needed, left)


def decided(now: Sitting, filer: str, before: Decision, after: Decision) -> tuple[Decision, list[Movement]]:
    """A decision with its tax receipt, where it brings the taxes to the budget, and what it moves."""
    if not after.secured_by or not after.taxes:
        return after, []
    till = Till(now.books.deposits)
    account = till.account_for(after, filer)
    assert account is not None  # a decision names no other
    if held_for(after) == "reserved" and after.secured_by == DEPOSIT and after.state in PERMITTED:
        after = replace(after, receipt=till.next_receipt(account.office, year_of(stamp(now.at))))
    return after, till.move(account.id, steps(before, after), stamp(now.at), uncorrected(after.number))


def year_of(at: str) -> int:
    """The year in Viet Nam."""
    return read_stamp(at).astimezone(VIETNAM).year
