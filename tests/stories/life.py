"""The people of a story: each step is signed with a real key and put before the real authority."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any, NamedTuple

from msgspec.structs import asdict, replace

from authority import giving, listing
from authority.deciding import look
from authority.deeds import composed, sent, signed
from authority.house import SECRET, House, a_filing, an_owner, the_pki
from building import a_mec, a_mic
from demo_pki import P256_COMPANY, RSA_COMPANY
from stories.story import CLOSING, OF_ACCOUNTS, Step, usual
from thongquan.authority.asking_back import Asking
from thongquan.authority.call_up import Wanted, call_up
from thongquan.authority.deed_door import admit_deed
from thongquan.authority.deed_work import carry_out
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.base.fault import Refusal
from thongquan.base.moment import VIETNAM, business_day, stamp
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.declaration.lifecycle import STEPS
from thongquan.declaration.model import Declaration, ExportCorrection, ExportDeclaration, ImportCorrection
from thongquan.storage.database import open_for_reading
from thongquan.storage.reading_room import SqliteReadingRoom

COMPANIES = {"courier": (P256_COMPANY, "p256"), "forwarder": (RSA_COMPANY, "rsa")}
OFFICERS = {"officer": "cb01", "head": "ct01"}
MINUTES = timedelta(minutes=10)


class Message(NamedTuple):
    said: Any
    """What is signed."""
    send: Callable[[], Any]
    """Puts it before the authority, and tells what is answered."""


class Life:
    """One story while it goes on."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.numbers: dict[str, str] = {}
        """By house bill: of the last declaration, as it was registered."""
        self.registered: list[str] = []
        self._kept: dict[str, Message] = {}
        self._lists: list[str] = []
        self.closed: list[str] = []
        """Days of the deposit accounts."""

    def wait_for(self, step: Step) -> datetime:
        told = datetime.strptime(step.at, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM) if step.at else None
        whole = self.house.clock.now.replace(second=0, microsecond=0)
        self.house.clock.now = told or whole + MINUTES
        return self.house.clock.now.astimezone(VIETNAM)

    def take(self, step: Step) -> tuple[Any, Any]:
        """What was sent and what was answered. A refusal is an answer; what is kept has none yet."""
        said: Any = None
        try:
            message = self._signed(step)
            said = message.said
            if step.keep:
                self._kept[step.keep] = message
                return said, None
            return said, message.send()
        except Refusal as refusal:
            return said, refusal

    def _signed(self, step: Step) -> Message:
        if step.does in STEPS:
            return self._of_life(step)
        if step.does in OF_ACCOUNTS:
            return self._of_account(step)
        making = {
            "file": self._filing,
            "correct": self._correction,
            "call-up": self._call_up,
            "send-list": self._list,
            "answer-list": self._answer,
            "send-kept": lambda step: self._kept[step.bill],
        }
        return making[step.does](step)

    def _company(self, step: Step) -> tuple[str, str, str]:
        """Its tax code, the kind of its key, and its user."""
        tax_code, key = COMPANIES[step.who or usual(step.does)]
        return tax_code, key, giving.user_of(self.house, tax_code)

    def _officer(self, step: Step) -> str:
        return OFFICERS[step.who or usual(step.does)]

    def number(self, bill: str) -> str:
        return self.house.books.case(self.numbers[bill]).decision.number if bill in self.numbers else ""

    def line(self, bill: str) -> Declaration:
        return decode_line(self.house.books.case(self.numbers[bill]).signed)

    # Filings

    def _filing(self, step: Step) -> Message:
        make = a_mic if step.direction == "import" else a_mec
        lines = [make(house_bill=one, **self._own(step, one)) for one in step.houses()]
        return self._sending(step, lines, kind="filing")

    def _own(self, step: Step, bill: str) -> dict[str, Any]:
        owner = an_owner(bill) if step.direction == "import" else {}
        return {"nonce": self._nonce(bill), **owner, **self._but(step)}

    def _nonce(self, bill: str) -> str:
        return sha256(f"{bill} {self.house.clock.now}".encode()).hexdigest()[:32]

    def _but(self, step: Step) -> dict[str, Any]:
        return {name: self._value(value) for name, value in step.but.items()}

    def _value(self, value: Any) -> Any:
        if isinstance(value, str):
            return value.format(**self.numbers)
        return Decimal(str(value)) if isinstance(value, float) else value

    def _correction(self, step: Step) -> Message:
        """The whole declaration as it is to be, under the number that it has now."""
        before = self.line(step.bill)
        known = asdict(before) | {"number": self.number(step.bill), "nonce": self._nonce(step.bill)} | self._but(step)
        of_export = isinstance(before, ExportDeclaration)
        line = ExportCorrection(**known) if of_export else ImportCorrection(**known)
        way = "export" if of_export else "import"
        return self._sending(replace(step, direction=way), [line], kind="correction")

    def _sending(self, step: Step, lines: list[Declaration], kind: str) -> Message:
        _, key, _ = self._company(step)
        now = self.house.clock.now
        terms: dict[str, Any] = {"kind": kind, "direction": step.direction, "created_at": stamp(now)}
        terms |= {"security": step.guarantee} if step.guarantee else {}
        filing = a_filing([encode_line(line) for line in lines], key=key, **terms)
        return Message({**terms, "lines": lines}, lambda: self._filed(filing, lines))

    def _filed(self, filing: Any, lines: list[Declaration]) -> Any:
        [answer] = self.house.file(replace(filing, at=self.house.clock.now))
        if isinstance(answer, str):
            return {"refused": answer}
        for line, one in zip(lines, answer["outcomes"], strict=True):
            if "decision" in one:
                self.numbers[line.house_bill] = f"{one['decision']['number'][:11]}0"
                self.registered.append(self.numbers[line.house_bill])
        return answer["outcomes"]

    def _call_up(self, step: Step) -> Message:
        """MID and MED: asked and answered at once; nothing is signed."""
        way = "export" if self.number(step.bill).startswith("3") else "import"
        day, number = business_day(self.house.clock.now), self.number(step.bill)
        return Message({"number": number}, lambda: call_up(self.room(), Wanted(way, number), Asking(SECRET), day))

    def room(self) -> SqliteReadingRoom:
        return SqliteReadingRoom(open_for_reading(self.house.service.data), self.house.parts.ledger.vault)

    # Deeds

    def _of_life(self, step: Step) -> Message:
        number = self.number(step.bill)
        state = self.house.books.case(number).decision.state
        if STEPS[step.does].side == "officer":
            return self._verdict(step, number, state)
        says = {"number": number, "state": state}
        if step.does == "give-documents":
            return self._documents(step, says)
        says |= {"request": step.does, "ground": step.ground, "reason": step.reason}
        _, key, user = self._company(step)
        return self._deed("declaration-ask", user, getattr(the_pki(), key), says)

    def _verdict(self, step: Step, number: str, state: str) -> Message:
        officer = self._officer(step)
        look(self.house, number, officer)
        channel = self.house.books.case(number).decision.channel
        says = {"number": number, "channel": channel, "state": state, "verdict": step.does}
        says |= {"ground": step.ground, "reason": step.reason, **step.paper}
        return self._deed("declaration-decide", officer, the_pki().officer(officer), says)

    def _of_account(self, step: Step) -> Message:
        officer = self._officer(step)
        of = {} if step.does == CLOSING else {"company": COMPANIES["courier"][0]}
        says = {**of, "office": "02DS", **step.money}
        made = self._deed(step.does, officer, the_pki().officer(officer), says)

        def send() -> Any:
            outcome = made.send()
            self.closed += [step.money["day"]] if step.does == CLOSING else []
            return outcome

        return Message(made.said, send)

    def _deed(self, kind: str, account: str, signer: Any, says: dict[str, Any], **beside: str) -> Message:
        text = composed(self.house, kind, account, **says).text
        received = signed(text, signer)
        return Message(text, lambda: sent(self.house, received, **beside).outcome)

    def _documents(self, step: Step, says: dict[str, Any]) -> Message:
        company, key, user = self._company(step)
        files = [(name, text.encode()) for name, text in step.files.items()]
        text = composed(self.house, giving.KIND, user, **says, documents=giving.named(files)).text
        received = signed(text, getattr(the_pki(), key))

        def send() -> dict[str, str]:
            passed = self.house.sit(lambda now: admit_deed(now, received, PROCEDURES))
            giving.keep(self.house, files, company)
            ready = replace(passed, beside={sha256(data).hexdigest(): "text" for _, data in files})
            return self.house.sit(lambda now: carry_out(now, ready, {}, PROCEDURES)).outcome  # type: ignore[no-any-return]

        return Message(text, send)

    # Lists HQ 02

    def _list(self, step: Step) -> Message:
        numbers, (company, key, user) = [self.number(one) for one in step.houses()], self._company(step)
        says = listing.drafted_list(self.house, numbers, company, direction=step.direction)
        made = self._deed("hq02-send", user, getattr(the_pki(), key), says, numbers="\n".join(numbers))

        def send() -> Any:
            outcome = made.send()
            self._lists.append(outcome["list"])
            return outcome

        return Message(made.said, send)

    def _answer(self, step: Step) -> Message:
        said: dict[str, Any] = {"reason": step.reason} if step.reason else {}
        for name, bills in (("held_back", step.held_back), ("never_came", step.never_came)):
            if bills:
                said[name] = [self.number(one) for one in bills]
        officer, made = self._officer(step), self._lists[-1]
        listing.looked_at(self.house, made, officer)
        says = listing.what_is_answered(self.house, made, step.answer, **said)
        return self._deed("hq02-confirm", officer, the_pki().officer(officer), says)

    @property
    def lists(self) -> list[str]:
        return self._lists
