"""The table of steps: what it allows, what it refuses, and that no sequence of steps leaves it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.cli.office_decide import VERDICTS as ON_THE_COMMAND_LINE
from thongquan.declaration.conditions import Taking
from thongquan.declaration.lifecycle import DEAD, PERMITTED, STATES, STEPS, WAITING, Side, step_taken
from thongquan.declaration.model import CustomsOffice, Decision, GivenDocument, PaperTwin
from thongquan.registration import deeds_declarations as words

AT = datetime(2026, 9, 2, 3, 0, tzinfo=UTC)


def a_decision(**changes: str) -> Decision:
    """A yellow import that waits."""
    yellow = Decision(
        number="100000000010",
        form="MIC",
        filing="",
        line=1,
        registered_at=stamp(AT),
        channel="2",
        office=CustomsOffice("02DS", "", "00"),
        agent_code="",
        agent_name="",
        customs_value=1,
        value_was_typed=False,
        rates=[],
        state="registered",
    )
    return replace(yellow, **changes)  # type: ignore[arg-type] # names of its fields


def taken(decision: Decision, step: str, *, reason: str = "vì", ground: str = "", after: int = 0) -> Decision:
    """`after` days from its registration, by the side whose step it is."""
    side: Side = STEPS[step].side if step in STEPS else "officer"
    return step_taken(decision, side, Taking(step, "cb01", stamp(AT + timedelta(days=after)), reason, ground))


def refused(decision: Decision, step: str, **terms: object) -> str:
    """The code, or "" when the step is taken."""
    try:
        taken(decision, step, **terms)  # type: ignore[arg-type] # as `taken`
    except Refusal as refusal:
        return refusal.code
    return ""


class TestTheTable:
    def test_names_states_that_there_are(self) -> None:
        assert {state for one in STEPS.values() for move in one.moves.items() for state in move} == set(STATES)

    def test_every_state_can_be_reached(self) -> None:
        reached = {"registered", "cleared"}
        for _ in STATES:
            reached |= {after for one in STEPS.values() for state, after in one.moves.items() if state in reached}
        assert reached == set(STATES)

    @pytest.mark.parametrize("state", ["refused", "seized", *DEAD])
    def test_what_has_ended_has_no_steps(self, state: str) -> None:
        assert [one.name for one in STEPS.values() if state in one.moves] == []

    def test_whatever_waits_can_be_brought_to_an_end(self) -> None:
        for state in WAITING:
            ends = {"cleared", "refused"} & {one.moves.get(state) for one in STEPS.values()}
            assert ends == {"cleared", "refused"}

    def test_each_state_and_step_is_called_something_in_both_languages(self) -> None:
        officers = {one.name for one in STEPS.values() if one.side == "officer"}
        assert set(words.STATES) == set(words.STATES_EN) == set(STATES)
        assert set(words.VERDICTS) == set(words.VERDICTS_EN) == officers == set(ON_THE_COMMAND_LINE)
        assert set(words.REQUESTS) == set(words.REQUESTS_EN)
        assert set(words.GIVINGS) == set(words.GIVINGS_EN)
        assert {*words.REQUESTS, *words.GIVINGS} == set(STEPS) - officers

    @pytest.mark.parametrize("step", [*STEPS, "unheard-of"])
    @pytest.mark.parametrize("state", STATES)
    def test_a_step_that_is_not_in_it_is_refused(self, state: str, step: str) -> None:
        if step not in STEPS or state not in STEPS[step].moves:
            assert refused(a_decision(state=state), step) == "STEP-NOT-NOW"

    @pytest.mark.parametrize("step", STEPS)
    def test_nobody_takes_a_step_of_the_other_side(self, step: str) -> None:
        other: Side = "declarant" if STEPS[step].side == "officer" else "officer"
        [state, *_] = STEPS[step].moves
        with pytest.raises(Refusal, match="STEP-NOT-NOW"):
            step_taken(a_decision(state=state), other, Taking(step, "x", stamp(AT), "vì"))


class TestDocuments:
    """Those that customs asked for are given; from then on the hours of their check run."""

    ASKED = a_decision(state="documents")
    ONE = GivenDocument("hóa đơn.pdf", "pdf", 1, "00" * 32, stamp(AT))

    def given(self, decision: Decision) -> Decision:
        return step_taken(decision, "declarant", Taking("give-documents", "u", stamp(AT), documents=(self.ONE,)))

    def test_they_are_the_declarations_and_it_waits_for_the_officer(self) -> None:
        after = self.given(self.ASKED)
        assert (after.state, after.documents, after.documents_at) == ("documents", [self.ONE], stamp(AT))

    def test_more_come_behind_those_before(self) -> None:
        assert self.given(self.given(self.ASKED)).documents == [self.ONE, self.ONE]

    def test_when_more_is_asked_for_the_dossier_is_not_complete(self) -> None:
        asked_again = taken(self.given(self.ASKED), "ask-documents")
        assert (asked_again.documents, asked_again.documents_at) == ([self.ONE], "")

    def test_none_is_not_giving(self) -> None:
        assert refused(self.ASKED, "give-documents") == "DOCUMENTS-MISSING"

    def test_not_while_cancellation_is_asked_for(self) -> None:
        with pytest.raises(Refusal, match="CANCELLATION-OPEN"):
            self.given(replace(self.ASKED, cancellation="declared-twice"))


class TestPaperTwin:
    """Goods that were cleared on paper while the system was away, and declared here since."""

    TWIN = PaperTwin("12/TKG", "2026-09-01", "Trần Văn Đức")

    def closed(self, decision: Decision, twin: PaperTwin | None = TWIN) -> Decision:
        return step_taken(decision, "officer", Taking("close-on-paper", "cb01", stamp(AT), paper=twin))

    @pytest.mark.parametrize("state", [*WAITING, "manual", "cleared"])
    def test_it_takes_the_clearance_from_the_electronic_one(self, state: str) -> None:
        after = self.closed(a_decision(state=state, cleared_at=stamp(AT) if state == "cleared" else ""))
        assert (after.state, after.cleared_at, after.paper) == ("manual", "", self.TWIN)

    @pytest.mark.parametrize("day", ["2026-09-03", "", "2026-02-30"])
    def test_its_day_is_one_that_was(self, day: str) -> None:
        with pytest.raises(Refusal, match="PAPER-TWIN-MISSING"):
            self.closed(a_decision(), replace(self.TWIN, day=day))

    @pytest.mark.parametrize("step", ["cancel", "ask-cancellation"])
    def test_nothing_frees_its_house_bill(self, step: str) -> None:
        assert refused(self.closed(a_decision()), step, ground="wrong-group") == "PAPER-TWIN-CLOSED"

    def test_it_is_neither_cleared_nor_released_nor_closed_again(self) -> None:
        closed = self.closed(a_decision())
        assert {refused(closed, step) for step in ("clear", "release", "scan-clean")} == {"STEP-NOT-NOW"}
        with pytest.raises(Refusal, match="PAPER-TWIN-CLOSED"):
            self.closed(closed)

    def test_what_was_released_here_has_no_other_clearance(self) -> None:
        with pytest.raises(Refusal, match="STEP-NOT-NOW"):
            self.closed(a_decision(state="released"))


class TestInstructions:
    """What customs tell the filer; as much as the message for it has room for (VAD800)."""

    def test_each_stays_in_the_decision_and_moves_nothing(self) -> None:
        once = taken(a_decision(), "instruct", reason="dán lại nhãn")
        twice = taken(taken(once, "hold"), "instruct", reason="nộp ảnh")
        assert (once.state, twice.state) == ("registered", "held")
        assert [one.text for one in twice.instructions] == ["dán lại nhãn", "nộp ảnh"]

    def test_it_says_something(self) -> None:
        assert refused(a_decision(), "instruct", reason=" ") == "REASON-MISSING"

    def test_it_is_no_longer_than_the_message(self) -> None:
        assert LIMITS.instruction_characters == 140
        assert taken(a_decision(), "instruct", reason="a" * 140).instructions
        assert refused(a_decision(), "instruct", reason="a" * 141) == "INSTRUCTION-TOO-LONG"

    def test_there_are_no_more_than_it_has_room_for(self) -> None:
        told = a_decision()
        for _ in range(LIMITS.instructions):
            told = taken(told, "instruct")
        assert (LIMITS.instructions, refused(told, "instruct")) == (10, "INSTRUCTIONS-TOO-MANY")


class TestConditions:
    @pytest.mark.parametrize(
        "step",
        ["ask-documents", "inspect", "refuse", "hold", "to-paper", "scan-suspect", "cancel", "ask-cancellation"],
    )
    def test_a_step_against_the_filer_says_why(self, step: str) -> None:
        assert refused(a_decision(), step, reason=" ") == "REASON-MISSING"

    def test_yellow_is_cleared_from_its_documents(self) -> None:
        assert taken(a_decision(), "clear").state == "cleared"

    def test_red_is_not_cleared_without_an_inspection(self) -> None:
        assert refused(a_decision(channel="3"), "clear") == "INSPECTION-MISSING"

    def test_red_is_cleared_when_the_goods_fit(self) -> None:
        assert taken(taken(a_decision(channel="3"), "goods-fit"), "clear").state == "cleared"

    def test_red_is_held_when_they_differ_and_not_cleared(self) -> None:
        held = taken(a_decision(channel="3"), "goods-differ")
        assert (held.state, refused(held, "clear")) == ("held", "INSPECTION-MISSING")

    def test_red_needs_no_reason_to_be_inspected(self) -> None:
        assert taken(a_decision(channel="3"), "inspect", reason="").state == "inspection"

    def test_another_channel_needs_one(self) -> None:
        assert refused(a_decision(), "inspect", reason="") == "REASON-MISSING"
        assert taken(a_decision(), "inspect").channel == "3"

    def test_only_red_goods_have_a_result(self) -> None:
        assert refused(a_decision(), "goods-fit") == "INSPECTION-NOT-ORDERED"

    def test_an_import_leaves_when_it_was_scanned(self) -> None:
        cleared = a_decision(state="cleared")
        assert refused(cleared, "release") == "SCAN-MISSING"
        assert taken(taken(cleared, "scan-clean"), "release").state == "released"

    def test_an_export_leaves_unscanned(self) -> None:
        assert taken(a_decision(state="cleared", form="MEC"), "release").state == "released"

    def test_a_suspicious_scan_takes_the_permit_back(self) -> None:
        held = taken(a_decision(state="cleared", channel="1", cleared_at=stamp(AT)), "scan-suspect")
        assert (held.state, held.channel, held.cleared_at) == ("held", "3", "")

    def test_what_its_filer_wants_cancelled_is_neither_cleared_nor_refused_nor_released(self) -> None:
        asked = taken(a_decision(), "ask-cancellation", ground="declared-twice")
        assert [refused(asked, step) for step in ("clear", "refuse")] == ["CANCELLATION-OPEN"] * 2
        leaving = taken(a_decision(state="cleared", scan="clean"), "ask-cancellation", ground="declared-twice")
        assert refused(leaving, "release") == "CANCELLATION-OPEN"

    def test_a_request_is_made_once(self) -> None:
        asked = taken(a_decision(), "ask-cancellation", ground="declared-twice")
        assert refused(asked, "ask-cancellation", ground="declared-twice") == "CANCELLATION-OPEN"

    def test_a_request_is_granted_or_declined(self) -> None:
        asked = taken(a_decision(), "ask-cancellation", ground="declared-twice")
        assert taken(asked, "grant-cancellation").state == "cancelled"
        declined = taken(asked, "decline-cancellation")
        assert (declined.state, declined.cancellation) == ("registered", "")

    @pytest.mark.parametrize("step", ["grant-cancellation", "decline-cancellation"])
    def test_nothing_is_answered_that_was_not_asked(self, step: str) -> None:
        assert refused(a_decision(), step) == "CANCELLATION-NOT-ASKED"


def test_a_step_says_who_when_why_and_by_which_rule() -> None:
    held = taken(a_decision(), "hold", reason="chờ giám định", after=1)
    told = (held.decided_by, held.step, held.step_at, held.reason, held.under)
    assert told == ("cb01", "hold", stamp(AT + timedelta(days=1)), "chờ giám định", "Luật Hải quan 2014")


@given(st.lists(st.tuples(st.sampled_from(sorted(STEPS)), st.sampled_from(["", "declared-twice", "wrong-group"]))))
def test_no_sequence_of_steps_leaves_the_table(steps: list[tuple[str, str]]) -> None:
    decision = a_decision()
    for step, ground in steps:
        before = decision.state
        if refused(decision, step, ground=ground):
            continue
        decision = taken(decision, step, ground=ground)
        assert STEPS[step].moves[before] == decision.state
        assert bool(decision.cleared_at) == (decision.state in PERMITTED) or decision.state in DEAD
        assert decision.channel != "3" or decision.state not in PERMITTED or decision.inspection == "fits"
