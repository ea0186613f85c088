"""The same steps as they are really done: texts composed, signed by hand at once, carried out in the books."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import count
from typing import Any

from msgspec.structs import asdict, replace

from authority import giving
from authority.deeds import composed, sent
from authority.house import House, a_statement, an_owner
from authority.quick import quick
from authority.test_steps_matrix import PAPER
from building import a_mec, a_mic
from demo_pki import P256_COMPANY
from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import carry_out
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.stages import Received
from thongquan.base.canonical import canonical
from thongquan.base.moment import business_day, stamp
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.declaration.model import Declaration, ExportCorrection, ExportDeclaration, ImportCorrection

GOODS = {"green": "Kem dưỡng da mặt 50 ml", "red": "Drone mini"}


class Doing:
    """One company and the officers before one authority."""

    def __init__(self, house: House) -> None:
        self.house, self._nonces = house, count()
        self.user = giving.user_of(house, P256_COMPANY)

    def nonce(self) -> str:
        return f"{next(self._nonces):032x}"

    def file(self, direction: str, goods: str, *bills: str, **more: str) -> list[dict[str, Any]]:
        """`more` of each line."""
        return self._filed([self._declared(direction, goods, bill, more) for bill in bills], direction, "filing")

    def _declared(self, direction: str, goods: str, bill: str, more: dict[str, str]) -> Declaration:
        told: dict[str, Any] = {"house_bill": bill, "nonce": self.nonce(), "goods_description": GOODS[goods], **more}
        return a_mec(**told) if direction == "export" else a_mic(**told, **an_owner(bill), **self._flight())

    def _flight(self) -> dict[str, Any]:
        arrives = business_day(self.house.clock.now) + timedelta(days=1)
        return {"arrival_date": arrives, "flight": f"KE0359/{arrives:%d%b}".upper()}

    def correct(self, number: str, spelled: str, **changes: Any) -> list[dict[str, Any]]:
        before = decode_line(self.house.books.case(number).signed)
        known = asdict(before) | {"number": spelled, "nonce": self.nonce()} | changes
        if isinstance(before, ExportDeclaration):
            return self._filed([ExportCorrection(**known)], "export", "correction")
        return self._filed([ImportCorrection(**known | (self._flight() if changes else {}))], "import", "correction")

    def _filed(self, lines: Sequence[Declaration], direction: str, kind: str) -> list[dict[str, Any]]:
        encoded, now = [encode_line(one) for one in lines], self.house.clock.now
        terms = {"filer": P256_COMPANY, "direction": direction, "kind": kind, "created_at": stamp(now)}
        statement = canonical(a_statement(encoded, **terms))
        signature = quick(P256_COMPANY).sign(statement)
        [answer] = self.house.file(Received(statement, signature, b"".join(one + b"\n" for one in encoded), now))
        outcomes: list[dict[str, Any]] = answer["outcomes"]
        return outcomes

    def verdict(self, officer: str, number: str, **says: Any) -> ReceivedDeed:
        """Signed. Raises what refuses it before."""
        decision = self.house.books.case(number).decision
        known = {"number": decision.number, "channel": decision.channel, "state": decision.state}
        known |= PAPER if says["verdict"] == "close-on-paper" else {}
        return self._signed("declaration-decide", officer, **known, **says)

    def request(self, number: str, user: str, **says: Any) -> ReceivedDeed:
        decision = self.house.books.case(number).decision
        return self._signed("declaration-ask", user, number=decision.number, state=decision.state, **says)

    def list(self, says: dict[str, Any]) -> ReceivedDeed:
        return self._signed("hq02-send", self.user, **says)

    def answer(self, officer: str, says: dict[str, Any]) -> ReceivedDeed:
        return self._signed("hq02-confirm", officer, **says)

    def _signed(self, kind: str, account: str, **says: Any) -> ReceivedDeed:
        content = composed(self.house, kind, account, **says).text.encode()
        who = P256_COMPANY if kind in ("declaration-ask", "hq02-send", giving.KIND) else account
        return ReceivedDeed(content, quick(who).sign(content))

    def send(self, deed: ReceivedDeed, **beside: str) -> Any:
        return sent(self.house, deed, **beside).outcome

    def give(self, number: str, documents: int) -> None:
        files = [(f"chứng từ {n}.txt", f"{number} {self.nonce()}".encode()) for n in range(documents)]
        decision = self.house.books.case(number).decision
        says = {"number": decision.number, "state": decision.state, "documents": giving.named(files)}
        deed = self._signed(giving.KIND, self.user, **says)
        passed = self.house.sit(lambda now: admit_deed(now, deed, PROCEDURES))
        giving.keep(self.house, files, P256_COMPANY)
        ready = replace(passed, beside={sha256(data).hexdigest(): "text" for _, data in files})
        self.house.sit(lambda now: carry_out(now, ready, {}, PROCEDURES))
