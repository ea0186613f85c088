"""The table of steps of a transport declaration: what it allows, what it refuses, and that nothing leaves it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thongquan import law
from thongquan.declaration.conditions import StepNotNow
from thongquan.law.coverage import TRANSPORT
from thongquan.transport.lifecycle import (
    ENDED,
    FIRST,
    SETTLED,
    STATES,
    STEPS,
    WANTS,
    WATCHED,
    Who,
    correctable,
    due_at,
    is_overdue,
    moved,
    possible,
)

SIDES: tuple[Who, ...] = ("declarant", "departing", "arriving")
TRIED = st.lists(st.tuples(st.sampled_from([*STEPS, "unheard-of"]), st.sampled_from(SIDES)), max_size=40)
FIELDS = frozenset(item.field for item in law.criteria("OLA"))


@settings(max_examples=60)
@given(TRIED)
def test_whatever_is_tried_it_moves_as_the_table_says_or_stays(tried: list[tuple[str, Who]]) -> None:
    state = FIRST
    for step, who in tried:
        try:
            after = moved("1", state, step, who)
        except StepNotNow:
            assert step not in {one.name for one in possible(state, who)}
            continue
        assert STEPS[step] in possible(state, who)
        assert (STEPS[step].moves[state], who in STEPS[step].who) == (after, True)
        assert state not in ENDED
        state = after
    assert state in STATES


@settings(max_examples=60)
@given(TRIED)
def test_nothing_is_on_the_way_that_was_not_approved(tried: list[tuple[str, Who]]) -> None:
    state, approved = FIRST, False
    for step, who in tried:
        if STEPS[step] in possible(state, who) if step in STEPS else False:
            state = moved("1", state, step, who)
        approved |= state == "approved"
        assert approved or state in {"drafted", "declared", "refused", "cancelled"}


class TestTheTable:
    def test_names_states_procedures_and_wants_that_there_are(self) -> None:
        assert {state for one in STEPS.values() for move in one.moves.items() for state in move} == set(STATES)
        assert {one.message for one in STEPS.values()} - {""} <= set(TRANSPORT)
        assert {want for one in STEPS.values() for want in one.wants} <= set(WANTS)

    def test_has_nothing_that_nobody_wants(self) -> None:
        assert {want for one in STEPS.values() for want in one.wants} == set(WANTS)

    def test_every_state_can_be_reached_and_left_for_an_end(self) -> None:
        reached = reachable(FIRST)
        assert reached == set(STATES)
        assert all(reachable(state) & SETTLED for state in STATES)

    def test_what_is_refused_or_cancelled_has_ended(self) -> None:
        assert {"refused", "cancelled"} == ENDED

    @pytest.mark.parametrize("step", STEPS)
    def test_every_step_cites_an_instrument(self, step: str) -> None:
        assert law.CURRENT.acts.cited(STEPS[step].cites)

    @pytest.mark.parametrize("step", STEPS)
    def test_every_step_and_state_has_a_name_in_both_languages(self, step: str) -> None:
        for called in (STEPS[step].called, *STATES.values()):
            assert called.vi != called.en
            assert called.vi
            assert called.en

    def test_only_customs_approve_refuse_and_seal(self) -> None:
        assert {STEPS[name].who for name in ("approve", "refuse", "seal", "grant-cancellation")} == {("departing",)}

    def test_it_leaves_only_when_approved_and_arrives_only_from_the_way(self) -> None:
        assert list(STEPS["depart"].moves) == ["approved"]
        assert list(STEPS["arrive"].moves) == list(STEPS["arrive-differing"].moves) == ["departed"]

    def test_it_is_sealed_before_it_leaves(self) -> None:
        """Form 04-BKHH (10): the departing office seals; amendments come before that."""
        assert STEPS["seal"].moves == {"approved": "approved"}

    def test_a_refusal_names_step_and_state_in_both_languages(self) -> None:
        with pytest.raises(StepNotNow) as refused:
            moved("500000000120", "arrived", "depart", "departing")
        assert refused.value.facts == {
            "number": "500000000120",
            "step": "khởi hành",
            "step_en": "depart",
            "state": "đã đến đích",
            "state_en": "arrived",
        }


class TestCorrections:
    def test_office_and_departure_are_never_changed(self) -> None:
        for state in STATES:
            assert not correctable(state, FIELDS) & {"customs_office", "departure_area", "departure_berth", "number"}

    def test_on_the_way_only_what_lies_ahead_is_changed(self) -> None:
        ahead = correctable("departed", FIELDS)
        assert {"finish_day", "arrival_area", "remarks", "cargo_remarks"} <= ahead
        assert not ahead & {"start_day", "cargo_number", "piece_number", "means", "purpose"}

    @pytest.mark.parametrize("state", ["drafted", "refused", "arrived", "differing", "cancelled"])
    def test_what_is_not_declared_or_has_arrived_is_not_corrected(self, state: str) -> None:
        assert correctable(state, FIELDS) == frozenset()

    def test_the_table_corrects_where_something_may_be_changed(self) -> None:
        assert set(STEPS["correct"].moves) == {state for state in STATES if correctable(state, FIELDS)}


@pytest.mark.parametrize(
    ("state", "at", "late"),
    [
        ("departed", datetime(2026, 9, 2, 6, 0, tzinfo=UTC), False),  # 13:00 in Viet Nam: the hour 12 has just ended
        ("departed", datetime(2026, 9, 2, 6, 0, 1, tzinfo=UTC), True),
        ("approved", datetime(2026, 9, 3, tzinfo=UTC), False),
        ("arrived", datetime(2026, 9, 3, tzinfo=UTC), False),
    ],
)
def test_what_has_not_arrived_when_its_hour_ends_is_overdue(state: str, at: datetime, late: Any) -> None:
    assert WATCHED == "departed"
    assert is_overdue(state, due_at(date(2026, 9, 2), "12"), at) is late


def reachable(state: str) -> set[str]:
    found = {state}
    for _ in STATES:
        found |= {after for one in STEPS.values() for before, after in one.moves.items() if before in found}
    return found
