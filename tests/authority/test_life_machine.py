"""Any life of declarations, whoever does what in which order: the authority does what is told, and its books hold.

`THONGQUAN_DRILL=1` takes 100,000 steps; `THONGQUAN_STEPS` as many as it says.
"""

import os
import shutil
import tempfile
from collections import Counter
from datetime import timedelta
from functools import cache
from itertools import pairwise
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

from authority import giving, listing
from authority.deciding import look
from authority.house import House
from authority.life_done import Doing
from authority.life_told import CORRECTIONS, ENDED, FILERS, Told, Wish
from authority.test_steps_matrix import LEADS, WAITS
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.authority.ports import RecordedAct
from thongquan.base.fault import Refusal
from thongquan.base.moment import business_day
from thongquan.declaration.cancellation import grounds
from thongquan.declaration.conditions import Taking
from thongquan.declaration.lifecycle import STATES, STEPS, step_taken
from thongquan.declaration.model import Decision
from thongquan.storage.database import open_for_reading
from thongquan.storage.reading_room import SqliteReadingRoom

DRILL = bool(os.environ.get("THONGQUAN_DRILL"))
STEPS_A_RUN = 100 if DRILL else 30
STEPS_WANTED = int(os.environ.get("THONGQUAN_STEPS", "100000" if DRILL else "750"))
RUNS = STEPS_WANTED // STEPS_A_RUN * (5 if DRILL else 4) // 4
"""A drill runs a quarter more: now and then there is nothing to be done, and that is no step."""
DAYS = 40
"""Until then no holiday comes, and the rates of exchange hold."""
SINGLY = st.integers(0, 99)
OFFICERS = st.sampled_from(["cb01", "cb01", "cb01", "ct01", "CC001"])
"""The last is nobody here."""
WAYS = st.sampled_from(["import", "import", "export"])
VERDICTS = st.sampled_from(sorted(LEADS))
REQUESTS = st.sampled_from(["withdraw", "ask-cancellation", "ask-cancellation"])
GROUNDS = st.sampled_from(["", *sorted(grounds())])
CHANGES: dict[str, dict[str, Any]] = {"goods": {"goods_description": "Flycam"}, "locked": {"storage_place": "02DSC02"}}
taken = Counter[str]()


@cache
def founded() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="thongquan-lives-"))
    House(folder).close()
    return folder


class Lives(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="thongquan-life-", dir=_fast()))
        shutil.copytree(founded(), self.folder, dirs_exist_ok=True)
        self.house = House(self.folder, now=NOW + timedelta(minutes=1))
        self.do, self.told, self.lists = Doing(self.house), list[Told](), list[tuple[str, list[Told]]]()
        self.kept: list[tuple[Told, str, Wish, Any, Any]] = []
        self.deeds, self.stranger = self._count("deed"), giving.user_of(self.house, RSA_COMPANY)

    # What is done

    @initialize()
    def one_of_each_waits(self) -> None:
        self.files("import", "red", 2)
        self.files("export", "green", 1)

    @rule(
        way=st.sampled_from(["import", "import", "export"]),
        goods=st.sampled_from(["green", "red"]),
        many=st.integers(1, 2),
    )
    def files(self, way: str, goods: str, many: int) -> None:
        bills = [f"HB{len(self.told) + n}" for n in range(many)]
        for bill, one in zip(bills, self.do.file(way, goods, *bills), strict=True):
            self._registered(bill, one["decision"])
        taken["file"] += 1

    def _registered(self, bill: str, decision: dict[str, Any]) -> None:
        channel = decision["channel"]
        state = "cleared" if channel == "1" else "registered"
        one = Told(decision["number"], bill, decision["form"], channel, state, self.today)
        self.told.append(one)

    @rule(which=SINGLY)
    def files_again(self, which: int) -> None:
        one = self._one(which)
        before = self._books()
        [outcome] = self.do.file("import" if one.form == "MIC" else "export", "red", one.bill)
        if one.state in ENDED and not self._newer(one):
            self._registered(one.bill, outcome["decision"])
        else:
            assert [fault["code"] for fault in outcome["faults"]] == ["DUPLICATE-HOUSE-BILL"]
            assert self._books() == before
        taken["file again"] += 1

    def _newer(self, one: Told) -> bool:
        """Its house bill was filed again meanwhile."""
        others = [other for other in self.told if (other.bill, other.form) == (one.bill, one.form)]
        return any(other.state not in ENDED for other in others)

    @rule(which=SINGLY, what=st.sampled_from(["packages", "packages", "goods", "nothing", "locked", "outdated"]))
    def corrects(self, which: int, what: str) -> None:
        one, before = self._one(which), self._books()
        changes = {} if what == "nothing" else {"packages": 2 + one.corrections} | CHANGES.get(what, {})
        number = f"{one.number[:11]}{(one.corrections + 1) % 10}" if what == "outdated" else one.spelled
        [outcome] = self.do.correct(one.number, number, **changes)
        may = what in ("packages", "goods") and one.state in WAITS and one.corrections < CORRECTIONS
        if "decision" in outcome and may:
            one.correct("3" if what == "goods" else "1")
        else:
            assert not may, (outcome, one)
            assert "faults" in outcome
            assert self._books() == before
        taken["correct"] += 1

    @rule(
        which=SINGLY,
        officer=OFFICERS,
        step=st.sampled_from(sorted(LEADS)),
        reason=st.sampled_from(["", "vì", "vì"]),
        ground=st.sampled_from(["", *sorted(grounds())]),
    )
    def decides(self, which: int, officer: str, step: str, reason: str, ground: str) -> None:
        one, wish = self._one(which), Wish(step, reason, ground if step == "cancel" else "")
        self._took(one, wish, officer, lambda: self._verdict(one, wish, officer))

    @rule(which=SINGLY, officer=OFFICERS, step=SINGLY, looks=st.sampled_from([True, True, False]))
    def leads_on(self, which: int, officer: str, step: int, looks: bool) -> None:
        """One of the steps that its state allows; whether the officer looks at it before is another thing."""
        one = self._one(which)
        legal = [name for name, leads in sorted(LEADS.items()) if one.state in leads]
        if legal:
            name = legal[step % len(legal)]
            wish = Wish(name, "vì", "wrong-group" if name == "cancel" else "")
            saw = looks or one.looked.get(officer) == len(one.acts)
            self._took(one, wish, officer, lambda: self._verdict(one, wish, officer, looks=looks), saw=saw)

    @rule(
        which=SINGLY,
        step=st.sampled_from(["withdraw", "ask-cancellation", "ask-cancellation"]),
        ground=st.sampled_from(sorted(grounds())),
        own=st.sampled_from([True, True, False]),
    )
    def asks(self, which: int, step: str, ground: str, own: bool) -> None:
        one, wish = self._one(which), Wish(step, "vì", ground if step == "ask-cancellation" else "")
        user = self.do.user if own else self.stranger
        self._took(one, wish, user, lambda: self._request(one, wish, user))

    @rule(which=SINGLY, many=st.integers(1, 8))
    def gives(self, which: int, many: int) -> None:
        one = self._one(which)
        self._took(one, Wish("give-documents", documents=many), self.do.user, None)

    @rule(which=SINGLY, officer=OFFICERS, step=VERDICTS)
    def signs_and_waits(self, which: int, officer: str, step: str) -> None:
        """Looked at and signed now, sent when something else has happened."""
        one, wish, before = self._one(which), Wish(step, "vì", "wrong-group" if step == "cancel" else ""), self._books()
        deed = self._refused(lambda: self._verdict(one, wish, officer))
        assert (deed is not None) == self._may(one, wish, officer), (one, wish, officer)
        assert self._books() == before
        if deed is not None:
            self.kept.append((one, officer, wish, deed, (self.today, one.spelled, one.channel, one.state)))
        taken["sign"] += 1

    @precondition(lambda self: self.kept)
    @rule(which=SINGLY)
    def sends_what_was_signed(self, which: int) -> None:
        one, officer, wish, deed, seen = self.kept.pop(which % len(self.kept))
        still = seen == (self.today, one.spelled, one.channel, one.state) and one.looked[officer] == len(one.acts)
        before = self._books()
        done = self._refused(lambda: self.do.send(deed))
        assert (done is not None) == (still and one.may(wish, self.today, grounds()))
        self._after(one, wish, done, before)

    @rule(chosen=st.lists(SINGLY, min_size=1, max_size=4), way=WAYS)
    def sends_a_list(self, chosen: list[int], way: str) -> None:
        lines, before = [self._one(which) for which in chosen], self._books()
        numbers, form = [one.spelled for one in lines], {"import": "MIC", "export": "MEC"}[way]
        fit = len(set(numbers)) == len(numbers) and all(
            one.state == "cleared" and one.form == form and not one.asked and not one.listed for one in lines
        )
        outcome = self._refused(lambda: self._list(numbers, way))
        assert (outcome is not None) == fit
        if outcome is None:
            assert self._books() == before
        else:
            self.deeds += 1
            self.lists.append((outcome["list"], lines))
            for one in lines:
                one.listed = True
        taken["list"] += 1

    @precondition(lambda self: self.lists)
    @rule(which=SINGLY, officer=OFFICERS, left=SINGLY, answer=st.sampled_from(["confirm", "confirm", "decline"]))
    def answers_a_list(self, which: int, officer: str, left: int, answer: str) -> None:
        place = which % len(self.lists)
        made, lines = self.lists[place]
        held = [one for n, one in enumerate(lines) if answer == "confirm" and left >> n & 1]
        passing = [one for one in lines if one not in held and one.state != "released"]
        right = all(one.state == "cleared" and one.may(Wish("release"), self.today, grounds()) for one in passing)
        may = officer != "CC001" and (answer == "decline" or right)
        before = self._books()
        outcome = self._refused(lambda: self._answer(made, officer, answer, [one.spelled for one in held]))
        assert (outcome is not None) == may, (self.refusal, officer, answer, held, passing, lines)
        taken["answer"] += 1
        if outcome is None:
            assert self._books() == before
            return
        self.deeds += 1
        del self.lists[place]
        for one in lines:
            one.listed = answer == "confirm" and one not in held
            if answer == "confirm" and one in passing:
                one.take(Wish("release"))

    @precondition(lambda self: (self.today - business_day(NOW)).days < DAYS)
    @rule(days=st.sampled_from([1, 1, 1, 5, 14, 16]))
    def midnight_passes(self, days: int) -> None:
        self.house.clock.now += timedelta(days=days)
        taken["midnight"] += 1

    # How it is done

    @property
    def today(self) -> Any:
        return business_day(self.house.clock.now)

    def _one(self, which: int) -> Told:
        return self.told[which % len(self.told)]

    def _refused(self, work: Any) -> Any:
        """None when it is refused."""
        try:
            return work()
        except Refusal as told:
            self.refusal = getattr(told, "faults", told)
            return None

    def _may(self, one: Told, wish: Wish, who: str) -> bool:
        return who not in ("CC001", self.stranger) and one.may(wish, self.today, grounds())

    def _verdict(self, one: Told, wish: Wish, officer: str, *, looks: bool = True) -> Any:
        if looks:
            look(self.house, one.number, officer)
            one.looked[officer] = len(one.acts)
        return self.do.verdict(officer, one.number, verdict=wish.step, reason=wish.reason, ground=wish.ground)

    def _request(self, one: Told, wish: Wish, user: str) -> Any:
        return self.do.request(one.number, user, request=wish.step, reason=wish.reason, ground=wish.ground)

    def _list(self, numbers: list[str], way: str) -> Any:
        says = listing.drafted_list(self.house, numbers, P256_COMPANY, direction=way)
        return self.do.send(self.do.list(says), numbers="\n".join(numbers))

    def _answer(self, made: str, officer: str, answer: str, held: list[str]) -> Any:
        listing.looked_at(self.house, made, officer)
        more: dict[str, Any] = {"held_back": held} if held else {}
        says = listing.what_is_answered(
            self.house, made, answer, **more, **({"reason": "sai"} if answer == "decline" else {})
        )
        return self.do.send(self.do.answer(officer, says))

    def _took(self, one: Told, wish: Wish, who: str, sign: Any, *, saw: bool = True) -> None:
        before = self._books()
        work = (lambda: self.do.send(sign())) if sign else (lambda: self.do.give(one.number, wish.documents) or "given")
        done = self._refused(work)
        assert (done is not None) == (saw and self._may(one, wish, who)), (one, wish, who)
        self._after(one, wish, done, before)

    def _after(self, one: Told, wish: Wish, done: Any, before: Any) -> None:
        taken[wish.step] += 1
        if done is None:
            assert self._books() == before
        else:
            self.deeds += 1
            one.take(wish)
            if wish.step in ("withdraw", "cancel", "grant-cancellation"):
                one.listed = one.listed and any(one in lines for _, lines in self.lists)

    # What is always so

    def _count(self, table: str, what: str = "*") -> int:
        return int(self.house.rows(f"SELECT count({what}) FROM {table}")[0][0])

    def _books(self) -> Any:
        """All that a refused step leaves as it was."""
        tables = ("declaration", "completed_list", "completed_line", "attachment", "returned")
        return [self.house.rows(f"SELECT * FROM {table}") for table in tables] + [
            self._count("act"),
            self._count("deed"),
        ]

    @invariant()
    def every_declaration_stands_as_it_must(self) -> None:
        for one in self.told:
            decision = self.house.books.case(one.number).decision
            found = (decision.number, decision.state, decision.channel, decision.inspection, decision.scan)
            assert found == (one.spelled, one.state, one.channel, one.inspection, one.scan), one
            assert (decision.cancellation, len(decision.documents)) == (one.asked, one.documents)
            assert decision.state in STATES

    @invariant()
    def every_act_has_one_leaf_and_every_deed_one_record(self) -> None:
        acts = sum(len(one.acts) for one in self.told)
        assert (self._count("act"), self._count("act", "DISTINCT leaf")) == (acts, acts)
        assert self._count("deed") == self.deeds
        assert self._count("declaration", "DISTINCT number") == len(self.told) == len({one.number for one in self.told})

    def teardown(self) -> None:
        try:
            self._history_rebuilds_the_present()
            assert damage_of(operator_of(self.house, self.house.clock.now + timedelta(hours=1))) == []
        finally:
            self.house.close()
            shutil.rmtree(self.folder)

    def _history_rebuilds_the_present(self) -> None:
        room = SqliteReadingRoom(open_for_reading(self.house.service.data), self.house.parts.ledger.vault)
        for one in self.told:
            recorded = room.recorded(one.number)
            assert recorded is not None
            assert [act.decision.step or act.kind for act in recorded.acts] == one.acts
            for before, after in pairwise(recorded.acts):
                if after.kind == "decided":
                    assert rebuilt(before.decision, after) == after.decision
            assert recorded.acts[-1].decision == self.house.books.case(one.number).decision


def rebuilt(before: Decision, act: RecordedAct) -> Decision:
    """The decision that follows from the one before and from what is written of the step."""
    now, side = act.decision, STEPS[act.decision.step].side
    given = tuple(now.documents[len(before.documents) :])
    paper = now.paper if now.step == "close-on-paper" else None
    taking = Taking(now.step, now.decided_by, now.step_at, now.reason, now.ground, given, paper)
    told = {"head_of_office": now.head_of_office, "categories": now.categories}  # from the books of that day
    return replace(step_taken(before, side, taking), **told)


def _fast() -> str | None:
    """Memory, where there is some: what is written here is kept nowhere."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def test_any_life_goes_as_it_is_told() -> None:
    taken.clear()
    run_state_machine_as_test(
        Lives,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS_A_RUN,
            deadline=None,
            phases=[Phase.generate],  # what fails is long, and soon understood: making it shorter takes many minutes
            derandomize=not DRILL,
            suppress_health_check=list(HealthCheck),
        ),
    )
    if DRILL:
        assert taken.keys() >= LEADS.keys() | FILERS.keys()
        assert taken.total() >= STEPS_WANTED
        print(f"{taken.total()} steps: {dict(taken.most_common())}")  # noqa: T201 - a drill says what it did
