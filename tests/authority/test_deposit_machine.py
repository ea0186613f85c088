"""Any sequence of requests about money, refused ones included: none is made or lost, and no account is overdrawn.

What must stand in the account is told here once more, from what each declaration owes and where it stands, and from
what secures each transport that lives.
`THONGQUAN_DRILL=1` takes 40,000 steps.
"""

import os
import shutil
import tempfile
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from authority.deciding import look
from authority.deeds import composed, sent
from authority.depositing import OFFICE
from authority.house import House
from authority.life_done import Doing
from authority.money_of_transports import MoneyOfTransports
from authority.quick import quick
from authority.refunding import listed
from authority.test_life_machine import founded
from demo_pki import NOW, P256_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.authority.deed_door import ReceivedDeed
from thongquan.base.fault import Refusal
from thongquan.deposit.model import Figures
from thongquan.storage.reconciling import reconcile

DRILL = bool(os.environ.get("THONGQUAN_DRILL"))
STEPS_A_RUN = 100 if DRILL else 30
RUNS = (40_000 if DRILL else 150) // STEPS_A_RUN
WAITS, PERMITTED = ("registered", "documents", "inspection", "held"), ("cleared", "released")
VERDICTS = (
    "clear",
    "clear",
    "goods-fit",
    "inspect",
    "refuse",
    "hold",
    "seize",
    "scan-suspect",
    "scan-clean",
    "to-paper",
)


class Money(MoneyOfTransports, RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="thongquan-money-"))
        shutil.copytree(founded(), self.folder, dirs_exist_ok=True)
        self.house = House(self.folder, now=NOW + timedelta(minutes=1))
        self.do, self.numbers, self.paid_in, self.references = Doing(self.house), list[str](), 0, 0
        self.charged: dict[str, int] = {}
        """Declarations whose taxes went to the budget, and have not come back."""
        self.sent_back, self.refunded = set[str](), set[str]()
        self._officers("deposit-open", "cb01", company=P256_COMPANY, office=OFFICE)
        self.begin_transports()
        if self._booked("deposit-top-up", "cb01", 400_000):
            self.paid_in += 400_000
        self.file(3, "green")

    @rule(count=st.integers(1, 4), goods=st.sampled_from(["green", "green", "red"]))
    def file(self, count: int, goods: str) -> None:
        first, left = len(self.numbers), self._left().available
        bills = [f"MO{self.house.books.next_number('import')}P{n}" for n in range(first, first + count)]
        outcomes = self.do.file("import", goods, *bills)
        for one in outcomes:
            if "decision" not in one:
                [fault] = one["faults"]
                assert (fault["code"], fault["facts"]["left"]) == ("DEPOSIT-TOO-LITTLE", left)
                assert fault["facts"]["needed"] > left
                continue
            decision = one["decision"]
            left -= self._owed(decision["taxes"])
            self.numbers.append(decision["number"])
            if "receipt" in decision:
                self.charged[decision["number"][:11]] = decision["receipt"]

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), dollars=st.integers(1, 38))
    def correct(self, data: Any, dollars: int) -> None:
        number = data.draw(st.sampled_from(self.numbers))
        before = self.house.books.case(number).decision
        [one] = self.do.correct(number, before.number, invoice_value=Decimal(dollars))
        if "decision" in one and one["decision"]["taxes"] != [list(tax) for tax in before.taxes]:
            self.charged.pop(number[:11], None)

    @precondition(lambda self: self.charged)
    @rule(data=st.data(), refunded=st.booleans())
    def send_back(self, data: Any, refunded: bool) -> None:
        number = data.draw(st.sampled_from([one for one in self.numbers if one[:11] in self.charged]))
        bill, notes = f"BACK{self.house.books.next_number('export')}", f"TK nhập khẩu gốc: {number}"
        [one] = self.do.file("export", "green", bill, notes=notes)
        assert "decision" in one
        self.sent_back.add(number)
        if refunded:
            self._refund(number)

    @precondition(lambda self: self.numbers)
    @rule(data=st.data(), verdict=st.sampled_from(VERDICTS))
    def decide(self, data: Any, verdict: str) -> None:
        number = data.draw(st.sampled_from(self.numbers))
        look(self.house, number)
        try:
            self.do.send(self.do.verdict("cb01", number, verdict=verdict, reason="vì vậy"))
        except Refusal:
            return
        after = self.house.books.case(number).decision
        if number in self.refunded:
            return  # nothing is owed for it any more, wherever it stands
        if after.state in PERMITTED:
            assert after.receipt
            self.charged[number[:11]] = after.receipt
        elif after.state not in WAITS:
            self.charged.pop(number[:11], None)

    @precondition(lambda self: self.numbers)
    @rule(data=st.data())
    def withdraw(self, data: Any) -> None:
        number = data.draw(st.sampled_from(self.numbers))
        try:
            self.do.send(self.do.request(number, self.do.user, request="withdraw"))
        except Refusal:
            return

    @rule(amount=st.sampled_from([-5, 0, 1, 84_110, 200_000, 10**16]), again=st.booleans())
    def top_up(self, amount: int, again: bool) -> None:
        self.references += not again
        if self._booked("deposit-top-up", "cb01", amount):
            self.paid_in += amount

    @rule(amount=st.sampled_from([1, 84_110, 10**6]), who=st.sampled_from(["cb01", "ct01", "ct01"]))
    def pay_back(self, amount: int, who: str) -> None:
        self.references += 1
        if self._booked("deposit-pay-back", who, amount, reason="theo đề nghị"):
            assert who == "ct01"
            self.paid_in -= amount

    @invariant()
    def nothing_is_made_lost_or_overdrawn(self) -> None:
        waiting, budget = 0, 0
        for number in self.numbers:
            decision = self.house.books.case(number).decision
            if number[:11] in self.charged:
                budget += self._owed(decision.taxes)
            elif decision.state in WAITS and number not in self.refunded:
                waiting += self._owed(decision.taxes)
        left, secured = self._left(), self.held("deposit")
        assert left == Figures(self.paid_in - waiting - budget - secured, waiting + secured)
        self.check_transports()
        assert left.available >= 0
        assert [one for one in reconcile(self.house.books.connection) if one.differs] == []

    def teardown(self) -> None:
        self._the_refund_list_says_what_the_ledger_says()
        damage = damage_of(operator_of(self.house))
        self.house.close()
        shutil.rmtree(self.folder)
        assert damage == []

    def _refund(self, number: str) -> None:
        look(self.house, number)
        try:
            self.do.send(self.do.verdict("cb01", number, verdict="refund-taxes", reason="vì vậy"))
        except Refusal:
            assert self.house.books.case(number).decision.state not in PERMITTED
            return
        self.charged.pop(number[:11])
        self.refunded.add(number)

    def _the_refund_list_says_what_the_ledger_says(self) -> None:
        one = listed(self.house, company=P256_COMPANY)
        [(came_back,)] = self.house.rows("SELECT ifnull(sum(amount), 0) FROM movement WHERE kind = 'reverse'")
        assert one.given_back == came_back
        assert {str(line.number) for line in one.refunded} == self.refunded
        stays = {number for number in self.sent_back if number[:11] in self.charged}
        due = {number for number in stays if self.house.books.case(number).decision.state in PERMITTED}
        assert {str(line.number) for line in one.due} == due
        assert all(line.taxes == dict(self.house.books.case(str(line.number)).decision.taxes) for line in one.due)

    def _left(self) -> Figures:
        found: Figures = self.house.books.deposits.figures(1)
        return found

    def _owed(self, taxes: Any) -> int:
        return sum(amount for _, amount in taxes)

    def _booked(self, kind: str, who: str, amount: int, **more: str) -> bool:
        reference = f"FT{self.references}"
        says = {"company": P256_COMPANY, "office": OFFICE, "amount": amount, "paid_on": "2026-09-02", **more}
        try:
            self._officers(kind, who, **says, reference=reference)
        except Refusal:
            return False
        return True

    def _officers(self, kind: str, who: str, **says: Any) -> None:
        content = composed(self.house, kind, who, **says).text.encode()
        sent(self.house, ReceivedDeed(content, quick(who).sign(content)))


def test_money_is_never_made_lost_or_overdrawn() -> None:
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS_A_RUN,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
