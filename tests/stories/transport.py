"""The people of a transport's story: the real deeds of one transport, from its plan to its arrival."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from authority import transporting as do
from authority.deeds import composed, sent, signed
from authority.house import House
from authority.listing import user_of
from authority.quick import quick
from demo_pki import RSA_COMPANY
from stories.planning import Plans, planned
from thongquan.authority.paging import ordered
from thongquan.authority.transports_seen import Sought, open_transport, transports_seen
from thongquan.base.fault import Refusal
from thongquan.base.moment import VIETNAM
from thongquan.declarant.transport_filing import merged
from thongquan.registration.deeds_transport import STEPS
from thongquan.transport.cases import Form
from thongquan.transport.filling import notes_1
from thongquan.transport.lists import BillLine, BillList, GoodsList, PackageLine
from thongquan.transport.lodged import List
from thongquan.transport.model import TransportDeclaration
from thongquan.transport.plan import with_attachment

HERE = Path(__file__).parent / "transports"
PEOPLE = {"officer": "cb01", "arriving": do.ARRIVING}
LODGING = ("register", "change", "correct")
LISTS = ("amend", "answer")
MOVES = ("depart", "arrive", "arrive-differing")
HOURS = {"start_hour": "11", "finish_hour": "18"}
"""Of the declaration of `transporting`, where nothing else is told."""


class ListTold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Bills of form 01, or rows of form 04: bill, package, goods, seal."""

    number: str
    bills: list[str] = []
    packages: list[list[str]] = []


class TransportStep(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    does: str
    """"plan", "watch", one of `LODGING` or `LISTS`, or a step of `lifecycle.STEPS`."""
    who: str = ""
    """"company", "officer" where it departs, "arriving" where it arrives; each step has its usual one."""
    at: str = ""
    """The moment in Viet Nam, "2026-09-02 14:00"; ten minutes after the step before, unless it is told."""
    says: dict[str, Any] = {}
    """Particulars of the deed; number, version and state are those that stand."""
    but: dict[str, Any] = {}
    """What differs from the declaration of `transporting`, or from the one that stands; `cargo` of its first block."""
    lists: list[ListTold] = []
    """More of form 04 are of as many vehicle runs."""
    options: list[str] = []
    """Of `thongquan transport plan`, after the manifest `cargo.csv`."""

    def told(self) -> str:
        """In one line."""
        return f"{self.who or usual(self.does)} {self.does}"


class TransportStory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    vi: str
    en: str
    steps: list[TransportStep]


class Message(NamedTuple):
    said: str | None
    """What is signed."""
    send: Callable[[], Any]


class TransportLife:
    """One transport while its story goes on."""

    def __init__(self, house: House, folder: Path, out: Path) -> None:
        self.house, self.number = house, ""
        self.plans: Plans | None = None
        self._folder, self._out = folder, out

    def wait_for(self, step: TransportStep) -> datetime:
        told = datetime.strptime(step.at, "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM) if step.at else None
        whole = self.house.clock.now.replace(second=0, microsecond=0)
        self.house.clock.now = told or whole + timedelta(minutes=10)
        return self.house.clock.now.astimezone(VIETNAM)

    def take(self, step: TransportStep) -> tuple[str | None, Any]:
        """What was signed, and what was answered or why it was refused."""
        said = None
        try:
            said, send = self._message(step)
            return said, send()
        except Refusal as refusal:
            return said, refusal

    def _message(self, step: TransportStep) -> Message:
        if step.does == "plan":
            return Message(None, lambda: self._plan(step))
        if step.does == "watch":
            return Message(None, lambda: self._watch(step))
        if step.does in LODGING:
            return self._lodging(step)
        if step.does in LISTS:
            return self._amendment(step)
        return self._step(step)

    def person(self, step: TransportStep) -> str:
        who = step.who or usual(step.does)
        return PEOPLE.get(who) or user_of(self.house)

    # Before it is lodged

    def _plan(self, step: TransportStep) -> dict[str, Any]:
        self.plans = planned(self._folder / "cargo.csv", step.options, self._out)
        return {"words": "words.txt", "plans": "plans.json"}

    def _watch(self, step: TransportStep) -> dict[str, Any]:
        now = self.house.clock.now
        page = transports_seen(self.house.books, self.person(step), now, Sought("overdue"), ordered("due"))
        return {"overdue": [{"number": one.number, "state": one.state, "due": one.due_at} for one in page.rows]}

    # Deeds

    def _lodging(self, step: TransportStep) -> Message:
        asked: dict[str, Any] = {"doing": step.does}
        if step.does != "register":
            asked |= {"number": self.number, "version": do.kept(self.house, self.number).version}
        ola, lists = self._declaration(step)
        says = do.drafted_transport(self.house, ola, lists, **asked)
        made = self._deed("transport-lodge", step, says, declaration=do.beside(ola, lists))

        def send() -> Any:
            outcome = made.send()
            self.number = outcome["number"]
            return outcome

        return Message(made.said, send)

    def _declaration(self, step: TransportStep) -> tuple[TransportDeclaration, tuple[List, ...]]:
        but = {name: tuple(value) if isinstance(value, list) else value for name, value in step.but.items()}
        if step.does == "correct":
            return self._corrected(but), ()
        if step.does == "change":
            body = self.house.books.transports.body(do.kept(self.house, self.number))
            return replace(body.declaration, number=self.number, **but), body.lists
        lists = tuple(self._lists(step))
        if lists:
            form: Form = "04-BKHH" if isinstance(lists[0], GoodsList) else "01-BKVD/TKXX"
            named = {"transport_type": "KS", "pieces": (), "remarks": notes_1(form, do.attached(self.house, form=form))}
            but = {**named, **but, "cargo": self._by_list(lists[0], but.get("cargo", {}))}
        ola = do.declared(self.house, **{**HOURS, **but})
        if self.plans is None:
            return ola, lists
        plan = self.plans.one
        if plan.form is not None:
            plan = with_attachment(plan, do.attached(self.house, form=plan.form))
        body = merged(plan, ola)
        return body.declaration, body.lists

    def _by_list(self, one: List, cargo: Mapping[str, Any]) -> dict[str, Any]:
        return {"cargo_number": one.number, "goods_name": "chi tiết theo vận đơn", **cargo}

    def _corrected(self, but: dict[str, Any]) -> TransportDeclaration:
        """`cargo` changes the first block; of `added` stands one more, and `deleted` goes."""
        cargo, added = but.pop("cargo", {}), but.pop("added", {})
        deleted = but.pop("deleted", "")
        correction = do.a_correction(self.house, self.number)
        first, *others = correction.cargo
        rows = [replace(first, **cargo), *others]
        rows = [replace(one, line_correction="3") if one.cargo_number == deleted else one for one in rows]
        if added:
            rows.append(replace(first, line_correction="2", **added))
        return replace(correction, cargo=tuple(rows), **but)

    def _lists(self, step: TransportStep) -> list[List]:
        day, runs = do.today(self.house), len(step.lists)
        made: list[List] = []
        for run, one in enumerate(step.lists, start=1):
            head = ("Công ty vận chuyển Sao Mai", one.number, "TP Hồ Chí Minh", day)
            if one.bills:
                made.append(BillList(*head, [BillLine(bill) for bill in one.bills]))
            else:
                made.append(GoodsList(*head, [PackageLine(*row) for row in one.packages], run, runs))
        return made

    def _step(self, step: TransportStep) -> Message:
        one, now = do.kept(self.house, self.number), self.house.clock.now.astimezone(VIETNAM)
        moment = {"day": str(now.date()), "time": now.strftime("%H%M")} if step.does in MOVES else {}
        says = {"number": one.number, "version": one.version, "state": one.state, "step": step.does, **moment}
        is_officer = self.person(step) in PEOPLE.values()
        return self._deed("transport-decide" if is_officer else "transport-step", step, {**says, **step.says})

    def _amendment(self, step: TransportStep) -> Message:
        one = do.kept(self.house, self.number)
        says = {"number": one.number, "version": one.version, "form": "04-BKHH", "run": 1, "line": 1}
        says |= {"answer": "accept"} | {"amended": self._amended(step)} if step.does == "answer" else {}
        kind = "transport-amend" if step.does == "amend" else "transport-amendment-answer"
        return self._deed(kind, step, {**says, **step.says})

    def _amended(self, step: TransportStep) -> str:
        """As the officer sees it."""
        made = self.house.books.transports.body(do.kept(self.house, self.number)).lists[step.says.get("run", 1) - 1]
        text: str = made.lines[step.says.get("line", 1) - 1].amended
        return text or "–"

    def _deed(self, kind: str, step: TransportStep, says: dict[str, Any], **beside: str) -> Message:
        """Whoever decides has opened it."""
        person = self.person(step)
        if person in PEOPLE.values():
            self.house.sit(lambda now: open_transport(now, person, self.number))
        text = composed(self.house, kind, person, **says).text
        received = signed(text, quick(person if person in PEOPLE.values() else RSA_COMPANY))
        return Message(text, lambda: sent(self.house, received, **beside).outcome)


BY_COMPANY = ("plan", *LODGING, "amend", "declare", "cancel", "ask-cancellation")
BY_ARRIVING = ("watch", "arrive", "arrive-differing", "note-discrepancies", "settle")


def usual(does: str) -> str:
    if does in BY_COMPANY:
        return "company"
    assert does in (*BY_ARRIVING, *LISTS, *STEPS), does
    return "arriving" if does in BY_ARRIVING else "officer"


def read(name: str) -> TransportStory:
    return msgspec.toml.decode((HERE / name / "story.toml").read_bytes(), type=TransportStory)


def names() -> list[str]:
    return sorted(path.parent.name for path in HERE.glob("*/story.toml"))
