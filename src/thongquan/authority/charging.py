"""What declarations owe, and from which account it is paid: reserved at registration, settled at clearance.

A line whose taxes exceed what is left is refused, the others go on in the order of the lines; no account ever holds
less than nothing (assumption: no text says what happens in the middle of a batch).
"""

from collections.abc import Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from thongquan import law
from thongquan.authority.authority import Desk
from thongquan.authority.houses import Housed
from thongquan.authority.securing import TOO_LITTLE, Refused
from thongquan.authority.sitting import Sitting
from thongquan.authority.till import Till
from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault
from thongquan.base.moment import VIETNAM, read_stamp, stamp
from thongquan.declaration.lifecycle import PERMITTED
from thongquan.declaration.model import Decision, Declaration
from thongquan.deposit.holding import held_for, steps
from thongquan.deposit.model import DEPOSIT, Account, Movement, Overdrawn
from thongquan.duty.assessment import taxes
from thongquan.numbering.declaration_number import uncorrected

ACCOUNT_NEEDED = law.parameter("account_needed", bool)
DEPOSIT_TOO_LITTLE = cite("DEPOSIT-TOO-LITTLE", "CV 1813/BTC-TCHQ", "assumption")
NO_ACCOUNT = cite("DEPOSIT-NO-ACCOUNT", "VNACCS 2014 MIC E7000", "term-2014", result_code="E7000", form="MIC")

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
        self._left = till.figures(account.id).available if account else 0
        self._secured_by = _name_of(account)
        self._form, self._day = desk.form, desk.day
        self._needed = account is None and desk.form == "MIC" and ACCOUNT_NEEDED.on(desk.day)

    def without_unpaid(
        self, housed: Sequence[Housed], faults: dict[int, list[Fault]]
    ) -> tuple[Sequence[Housed], list[Charge]]:
        """The lines that can be paid, each with its charge; the others are given their fault in `faults`."""
        if self._refused is not None:
            housed = self._without_refused(housed, self._refused, faults)
        charges = [self._charge(one) for one in housed]
        if self.account is None and not self._needed:
            return housed, charges
        owed = sum(amount for charge in charges for _, amount in charge.taxes)
        if self.account is not None and owed <= self._left:  # nearly always, and then nobody need ask line by line
            return housed, charges
        left, paid = self._left, []
        for one, charge in zip(housed, charges, strict=True):
            total = sum(amount for _, amount in charge.taxes)
            if total and self._needed:
                faults[one.passed.line] = [Fault(NO_ACCOUNT, "", {"needed": total})]
            elif self.account is not None and total > left:
                faults[one.passed.line] = [too_little(self.account, total, left)]
            else:
                left -= total
                paid.append((one, charge))
        return [one for one, _ in paid], [charge for _, charge in paid]

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


def too_little(account: Account, needed: int, left: int) -> Fault:
    facts: dict[str, Fact] = {"needed": needed, "left": left, "company": account.company}
    facts |= {"office": account.office, "missing": needed - left}
    if account.terms is None:
        return Fault(DEPOSIT_TOO_LITTLE, "", facts)
    return Fault(TOO_LITTLE[account.terms.scope], "", facts | {"guarantee": account.number})


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
