"""The part of the money's state machine that is about transports: what secures them is held while they live."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from authority.deeds import composed, sent, signed
from authority.house import House
from authority.listing import user_of
from authority.transport_securing import NOTHING, general, guarantee, individual, left
from authority.transporting import BY, a_correction, a_step, at_both_ends, declared, kept, key_of, lodge, take
from demo_pki import P256_COMPANY
from thongquan.authority.refusals import FormFaulty
from thongquan.base.fault import Refusal

NUMBER, LIMIT = "BL/01", 300_000
LIVING = ("declared", "approved", "departed", "differing")
AMOUNTS = st.sampled_from([1, 84_110, 100_000, 250_000])
SECURITIES = st.sampled_from(["deposit", "deposit", "guarantee", ""])
LEADS = {
    "declared": ("approve", "approve", "approve", "refuse", "cancel"),
    "approved": ("depart", "depart", "ask-cancellation", "grant-cancellation"),
    "departed": ("arrive", "arrive-differing", "take-back-departure"),
    "differing": ("settle", "note-discrepancies"),
    "arrived": ("note-discrepancies", "arrive"),
}


def security(by: str, amount: int) -> dict[str, Any]:
    return {"deposit": individual, "guarantee": lambda dong: general(NUMBER, dong)}.get(by, lambda _: NOTHING)(amount)


class MoneyOfTransports:
    house: House

    def begin_transports(self) -> None:
        at_both_ends(self.house)
        self.guarantee = guarantee(self.house, NUMBER, LIMIT, company=P256_COMPANY)
        self.secured: dict[str, tuple[str, int]] = {}
        """What each transport named when it was declared or corrected last."""
        self.over = set[str]()
        """They arrived once, or came to nothing."""

    @rule(by=SECURITIES, amount=AMOUNTS)
    def declares_a_transport(self, by: str, amount: int) -> None:
        cargo = {"cargo_number": f"MO{len(self.house.rows('SELECT 1 FROM transport'))}"}
        ola = declared(self.house, cargo=cargo, **security(by, amount))
        number = lodge(self.house, ola, (), P256_COMPANY).outcome["number"]
        if self._may(by, amount, 0, lambda: self._company_takes(number, "declare")):
            self.secured[number] = by, amount

    @precondition(lambda self: self.secured)
    @rule(data=st.data(), by=SECURITIES, amount=AMOUNTS)
    def corrects_a_transport(self, data: Any, by: str, amount: int) -> None:
        number = self._one(data)
        one, (before, held) = kept(self.house, number), self.secured[number]
        if one.state not in LIVING[:3] or (one.state == "departed" and before != by):
            return
        if one.state != "declared" and before and (amount if by else 0) < held:
            return  # what was approved is secured no less: COT-SECURITY-LESS
        changed = a_correction(self.house, number, **security(by, amount))
        asked = {"doing": "correct", "number": number, "version": one.version}
        free = held if before == by else 0
        if self._may(by, amount, free, lambda: lodge(self.house, changed, (), P256_COMPANY, **asked)):
            self.secured[number] = by, amount

    @precondition(lambda self: self.secured)
    @rule(data=st.data())
    def moves_a_transport_on(self, data: Any) -> None:
        number = self._one(data)
        step = data.draw(st.sampled_from(LEADS.get(kept(self.house, number).state, ("arrive",))))
        officer = BY.get(step) if step not in ("depart", "arrive", "arrive-differing") else None
        try:
            take(self.house, number, step) if officer else self._company_takes(number, step)
        except Refusal:
            return
        if kept(self.house, number).state not in LIVING:
            self.over.add(number)

    def held(self, by: str) -> int:
        """đồng that must be held of the deposit account, or of the guarantee."""
        return sum(dong for number, (named, dong) in self.secured.items() if named == by and number not in self.over)

    def check_transports(self) -> None:
        held = self.held("guarantee")
        assert left(self.house, self.guarantee) == (LIMIT - held, held)

    def _may(self, by: str, amount: int, free: int, work: Any) -> bool:
        """Whether there was enough: then it was done, else it was refused for that alone, and nothing moved."""
        account = {"deposit": 1, "guarantee": self.guarantee}.get(by)
        available = left(self.house, account)[0] + free if account else amount
        before = self.house.rows("SELECT count(*) FROM movement")
        try:
            work()
        except FormFaulty as refusal:
            [fault] = refusal.faults
            assert fault.facts["missing"] == amount - available > 0
            assert self.house.rows("SELECT count(*) FROM movement") == before
            return False
        except Refusal:
            return False  # it is asked to be cancelled, or was corrected nine times
        assert amount <= available
        return True

    def _company_takes(self, number: str, step: str) -> None:
        says = a_step(self.house, number, step)
        text = composed(self.house, "transport-step", user_of(self.house, P256_COMPANY), **says).text
        sent(self.house, signed(text, key_of(P256_COMPANY)))

    def _one(self, data: Any) -> str:
        return str(data.draw(st.sampled_from(sorted(self.secured))))
