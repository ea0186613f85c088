"""Any life of transports, whoever does what in which order: the authority does what is told, and its books hold.

`THONGQUAN_DRILL=1` takes 100,000 steps; `THONGQUAN_STEPS` as many as it says.
"""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from authority import transporting as do
from authority.deeds import sent, signed
from authority.house import House
from authority.listing import user_of
from authority.transport_told import AHEAD, LISTS, MOVES, WRONG, Told
from demo_pki import NOW, P256_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.authority.paging import ordered
from thongquan.authority.transport_attachment import KINDS
from thongquan.authority.transports_seen import Sought, transport_seen, transports_seen
from thongquan.base.fault import Refusal
from thongquan.base.moment import VIETNAM
from thongquan.registration.deeds_transport import STEPS
from thongquan.transport.lodged import List
from thongquan.transport.model import TransportDeclaration

DRILL = bool(os.environ.get("THONGQUAN_DRILL"))
STEPS_A_RUN = 100 if DRILL else 30
STEPS_WANTED = int(os.environ.get("THONGQUAN_STEPS", "100000" if DRILL else "240"))
RUNS = STEPS_WANTED // STEPS_A_RUN * (5 if DRILL else 4) // 4
TRANSPORTS = 5
"""Of one run: more would each live less."""
WHICH = st.integers(0, 99)
CORRECTED = ["17", "31", "remarks", "home", "away", "away", "add", "delete first", "delete last"]
OFFICERS = ["cb01", "cb01", do.ARRIVING]
taken, refusals, lives = Counter[str](), Counter[str](), Counter[str]()


@cache
def founded() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="thongquan-transports-"))
    house = House(folder)
    do.at_both_ends(house)
    for form in KINDS:
        do.attached(house, form=form)
    house.close()
    return folder


class Transports(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="thongquan-transport-", dir=_fast()))
        shutil.copytree(founded(), self.folder, dirs_exist_ok=True)
        self.house = House(self.folder, now=NOW + timedelta(minutes=1))
        self.told: list[Told] = []
        self.kept: list[tuple[Told, str, str, int, Any]] = []
        self.people = {"u": user_of(self.house), "d": "cb01", "a": do.ARRIVING}
        self.stranger, self.deeds = user_of(self.house, P256_COMPANY), self._count("deed")
        self.opened = self.deeds
        """How many there were when the books were opened last."""

    @initialize()
    def two_are_drafted(self) -> None:
        self.registers("04", False)
        self.registers("", False)

    @precondition(lambda self: len(self.told) < TRANSPORTS)
    @rule(lists=st.sampled_from(sorted(LISTS)), shared=st.booleans())
    def registers(self, lists: str, shared: bool) -> None:
        name = self.told[0].cargo[0] if shared else f"BK{len(self.told):03}"
        ola, made = self._declared(name, lists)
        number = do.lodge(self.house, ola, made).outcome["number"]
        self.told.append(Told(number, self.today, lists, [name]))
        self.deeds += 1
        taken["register"] += 1

    def _declared(self, name: str, lists: str) -> tuple[TransportDeclaration, tuple[List, ...]]:
        count = LISTS[lists]
        if not count:
            return do.declared(self.house, cargo={"cargo_number": name}), ()
        if lists == "01":
            made: tuple[List, ...] = (do.a_bill_list(name),)
        else:
            made = tuple(do.a_goods_list(name, run=run + 1, runs=count) for run in range(count))
        return do.with_lists(self.house, *made)

    @rule(which=WHICH, step=st.sampled_from(sorted(MOVES)), side=st.sampled_from("uda"))
    def takes_any(self, which: int, step: str, side: str) -> None:
        self._takes(self._one(which), step, side)

    @rule(which=WHICH, step=WHICH, side=WHICH)
    def leads_on(self, which: int, step: int, side: int) -> None:
        """One of the steps that its state allows, by one who takes it."""
        one = self._one(which)
        legal = [name for name, (_, moves) in sorted(MOVES.items()) if one.state in moves]
        if legal:
            name = legal[step % len(legal)]
            self._takes(one, name, MOVES[name][0][side % len(MOVES[name][0])])

    @rule(which=WHICH, step=WHICH, side=WHICH)
    def goes_on(self, which: int, step: int, side: int) -> None:
        """Towards its end."""
        one = self._one(which)
        if steps := AHEAD.get(one.state, ()):
            name = steps[step % len(steps)]
            self._takes(one, name, MOVES[name][0][side % len(MOVES[name][0])])

    @rule(which=WHICH, step=st.sampled_from(sorted(WRONG)), side=WHICH)
    def says_it_wrong(self, which: int, step: str, side: int) -> None:
        one, sides = self._one(which), MOVES[step][0]
        by = self.people[sides[side % len(sides)]]
        self._did(lambda: do.take(self.house, one.number, step, by, **WRONG[step]), one, False, "wrong")

    @rule(which=WHICH, step=st.sampled_from(sorted(MOVES)))
    def is_nobodys_business(self, which: int, step: str) -> None:
        one = self._one(which)
        self._did(lambda: do.take(self.house, one.number, step, self.stranger), one, False, "another's")

    @rule(which=WHICH, same=st.booleans())
    def declares(self, which: int, same: bool) -> None:
        self._takes(self._one(which), "declare", "u", same_cargo=same)

    @rule(which=WHICH, run=st.integers(1, 3))
    def seals(self, which: int, run: int) -> None:
        self._takes(self._one(which), "seal", "d", run=run, seals=[f"HQ{run}"])

    @rule(which=WHICH, found=st.sampled_from(["all", "more", "fewer"]), side=st.sampled_from("ua"))
    def arrives_with_seals(self, which: int, found: str, side: str) -> None:
        one = self._one(which)
        entered = sorted(seal for seals in one.sealed.values() for seal in seals)
        seals = {"all": entered, "more": [*entered, "HQ9"], "fewer": entered[1:]}[found]
        right = not seals or seals == entered  # nothing is told of none
        self._takes(one, "arrive", side, right=right, seals=seals)

    @rule(which=WHICH)
    def changes(self, which: int) -> None:
        one = self._one(which)
        ola, lists = self._declared(one.cargo[0], one.lists)
        if self._did(lambda: do.change(self.house, one.number, ola, lists), one, one.state == "drafted", "change"):
            one.day = self.today

    @rule(which=WHICH, what=st.sampled_from(CORRECTED), times=st.sampled_from([1, 1, 1, 1, 1, 10]))
    def corrects(self, which: int, what: str, times: int) -> None:
        one = self._one(which)
        for _ in range(times):
            work = lambda: do.correct(self.house, one.number, **self._corrected(one, what))  # noqa: E731 - done at once
            if self._did(work, one, one.may_correct(what), "correct"):
                one.version -= 1
                one.correct(what)
                one.version += 1

    def _corrected(self, one: Told, what: str) -> dict[str, Any]:
        if what in ("17", "31"):
            return {"means": what}
        if what in ("home", "away"):
            return {"arrival_area": "02DSC02" if what == "home" else "01ACL01"}
        if what == "remarks":
            quoted = do.a_correction(self.house, one.number).remarks.partition(";")[0] if one.lists else ""
            return {"remarks": f"{quoted}; Đến muộn {one.version}".removeprefix("; ")}
        rows = do.a_correction(self.house, one.number).cargo
        if what == "add":
            return {"cargo": (*rows, replace(rows[0], cargo_number=one.added, line_correction="2"))}
        gone = rows[0 if what == "delete first" else -1].cargo_number
        return {"cargo": tuple(replace(row, line_correction="3" if row.cargo_number == gone else "5") for row in rows)}

    @rule(which=WHICH, run=st.integers(1, 2), line=st.integers(1, 3))
    def amends(self, which: int, run: int, line: int) -> None:
        one = self._one(which)
        column, form = (5, "01-BKVD/TKXX") if one.lists == "01" else (9, "04-BKHH")
        says = {"form": form, "run": run, "changes": {column: f"N{one.version}"}}
        before = f"HB{line}" if one.lists == "01" else f"CH{run}{line - 1}"
        text = f"({column}) {before} → N{one.version}"
        at = (run, line)
        if self._did(lambda: do.amend(self.house, one.number, line=line, **says), one, one.may_amend(at), "amend"):
            one.amended[at] = text

    @rule(which=WHICH, run=st.integers(1, 2), line=st.integers(1, 2), yes=st.booleans(), by=st.sampled_from(OFFICERS))
    def answers(self, which: int, run: int, line: int, yes: bool, by: str) -> None:
        one = self._one(which)
        at = (run, line)
        may = at in one.amended and one.state in ("declared", "approved") and by == "cb01"
        says = {"answer": "accept"} if yes else {"answer": "turn-down", "reason": "vì"}
        says |= {"form": "01-BKVD/TKXX" if one.lists == "01" else "04-BKHH"}
        text = one.amended.get(at, "(9) A → B")
        work = lambda: do.answer(self.house, one.number, text, run=run, line=line, by=by, **says)  # noqa: E731 - as above
        if self._did(work, one, may, "answer"):
            del one.amended[at]
            one.accepted |= {at} if yes else set()

    @rule(which=WHICH, step=st.sampled_from(sorted(MOVES)), side=st.sampled_from("uda"), ahead=st.booleans())
    def signs_and_waits(self, which: int, step: str, side: str, ahead: bool) -> None:
        one = self._one(which)
        if ahead and one.state in AHEAD:
            step = AHEAD[one.state][0]
            side = MOVES[step][0][-1]
        text = self._refused(lambda: do.step_text(self.house, one.number, step, self.people[side]))
        assert (text is not None) == one.may(step, side, self.today, shared=self._shared(one))
        if text is not None:
            self.kept.append((one, step, side, one.version, signed(*text)))
        taken["sign"] += 1

    @precondition(lambda self: self.kept)
    @rule(which=WHICH, twice=st.booleans())
    def sends_what_was_signed(self, which: int, twice: bool) -> None:
        one, step, side, version, deed = self.kept.pop(which % len(self.kept))
        may = version == one.version and one.may(step, side, self.today, shared=self._shared(one))
        if self._did(lambda: sent(self.house, deed), one, may, "send"):
            one.version -= 1
            one.take(step, side)
            assert not twice or self._refused(lambda: sent(self.house, deed)) is None

    @precondition(lambda self: self.deeds > self.opened)
    @rule()
    def the_books_are_opened_again(self) -> None:
        before, now = self._books(), self.house.clock.now
        self.house.close()
        self.house, self.opened = House(self.folder, now=now), self.deeds
        assert self._books() == before
        taken["restart"] += 1

    @precondition(lambda self: self.house.clock.now < NOW + timedelta(hours=20))
    @rule(hours=st.integers(1, 6))
    def hours_pass(self, hours: int) -> None:
        """Texts are good for a day: none of these runs out."""
        self.house.clock.now += timedelta(hours=hours)

    # How it is done

    @property
    def today(self) -> Any:
        return do.today(self.house)

    def _one(self, which: int) -> Told:
        return self.told[which % len(self.told)]

    def _shared(self, one: Told) -> bool:
        """Whether another that binds has one of its cargo numbers."""
        return any(other is not one and other.binds and {*other.cargo} & {*one.cargo} for other in self.told)

    def _takes(self, one: Told, step: str, side: str, *, right: bool = True, **says: Any) -> None:
        shared, run = self._shared(one) and not says.get("same_cargo"), says.get("run", 1)
        may, person = one.may(step, side, self.today, shared=shared, run=run), self.people[side]
        if self._did(lambda: do.take(self.house, one.number, step, person, **says), one, may and right, step):
            one.version -= 1
            one.take(step, side, run, says.get("seals", ("HQ0001",)))

    def _did(self, work: Callable[[], Any], one: Told, may: bool, step: str) -> bool:
        """Whether it was done, as it must be. What is refused leaves everything as it was."""
        before, done = self._books(), self._refused(work)
        assert (done is not None) == may, (one, step, self.refusal)
        taken[step] += 1
        if done is None:
            assert self._books() == before
            return False
        self.deeds += 1
        one.version += 1
        return True

    def _refused(self, work: Callable[[], Any]) -> Any:
        self.refusal: Any = None
        try:
            return work()
        except Refusal as told:
            self.refusal = getattr(told, "faults", None) or [told]
            refusals.update({fault.code for fault in self.refusal})
            return None

    def _count(self, table: str) -> int:
        return int(self.house.rows(f"SELECT count(*) FROM {table}")[0][0])

    def _books(self) -> Any:
        return [self.house.rows(f"SELECT * FROM {table}") for table in ("transport", "transport_body")], self._count(
            "deed"
        )

    # What is always so

    @invariant()
    def every_transport_stands_as_it_must(self) -> None:
        for one in self.told:
            kept = do.kept(self.house, one.number)
            assert (kept.state, kept.version, kept.corrected) == (one.state, one.version, one.corrected), one
        assert self._count("deed") == self.deeds

    @invariant()
    def the_watch_list_holds_what_is_on_the_way_too_long(self) -> None:
        now = self.house.clock.now
        late = [one for one in self.told if one.state == "departed" and now > _end_of(one.day)]
        for who, seen in ((self.people["u"], late), (do.ARRIVING, [one for one in late if not one.home])):
            page = transports_seen(self.house.books, who, now, Sought("overdue"), ordered("due"))
            assert sorted(one.number for one in page.rows) == sorted(one.number for one in seen)

    def teardown(self) -> None:
        lives["runs"] += 1
        lives["transports"] += len(self.told)
        try:
            for one in self.told:
                shown = transport_seen(self.house.books, "cb01", one.number, self.house.clock.now)
                assert (bool(shown.standing.asked), len(shown.standing.steps)) == (one.asked, one.version)
            assert damage_of(operator_of(self.house, self.house.clock.now + timedelta(hours=1))) == []
        finally:
            self.house.close()
            shutil.rmtree(self.folder)


def _end_of(day: Any) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM) + timedelta(days=1)


def _fast() -> str | None:
    """Memory, where there is some: what is written here is kept nowhere."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def test_any_life_goes_as_it_is_told() -> None:
    assert MOVES.keys() == STEPS.keys()
    for counts in (taken, refusals, lives):
        counts.clear()
    run_state_machine_as_test(
        Transports,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS_A_RUN,
            deadline=None,
            phases=[Phase.generate],
            derandomize=not DRILL,
            suppress_health_check=list(HealthCheck),
        ),
    )
    if DRILL:
        assert taken.keys() >= MOVES.keys() | {"change", "correct", "amend", "answer", "send", "restart"}
        assert taken.total() >= STEPS_WANTED
        print(f"{taken.total()} steps: {dict(taken.most_common())}")  # noqa: T201 - a drill says what it did
        print(f"{dict(lives)}, refused: {dict(refusals.most_common())}")  # noqa: T201 - as above
