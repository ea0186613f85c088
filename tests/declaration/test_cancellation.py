"""Each ground of cancellation: for whom, in which state, and from which day on (both sides of midnight)."""

from datetime import UTC, date, datetime

import pytest

from declaration.test_lifecycle import a_decision
from thongquan.base.fault import Refusal
from thongquan.declaration.cancellation import first_day, grounds, may_be_cancelled
from thongquan.declaration.lifecycle import STATES, STEPS
from thongquan.law.tables import Ground


def may(ground: str, by: str, at: datetime, **decision: str) -> str:
    try:
        may_be_cancelled(a_decision(**decision), ground, by, at)  # type: ignore[arg-type] # either side
    except Refusal as refusal:
        return refusal.code
    return ""


NOON = datetime(2026, 9, 2, 5, 0, tzinfo=UTC)


@pytest.mark.parametrize("ground", grounds().values(), ids=lambda one: one.id)
class TestEachGround:
    def test_names_states_from_which_a_step_cancels(self, ground: Ground) -> None:
        step = STEPS["ask-cancellation" if ground.by == "declarant" else "cancel"]
        assert set(ground.states) <= set(STATES) & set(step.moves)

    def test_is_not_the_other_sides(self, ground: Ground) -> None:
        other = "customs" if ground.by == "declarant" else "declarant"
        assert may(ground.id, other, datetime(2026, 12, 1, tzinfo=UTC), state=ground.states[0]) == "GROUND-UNFIT"

    def test_holds_in_its_states_only(self, ground: Ground) -> None:
        late, form = datetime(2026, 12, 1, tzinfo=UTC), "MEC" if ground.directions == ["export"] else "MIC"
        fits = {state for state in STATES if may(ground.id, ground.by, late, state=state, form=form) == ""}
        assert fits == set(ground.states)


@pytest.mark.parametrize(
    ("ground", "form", "code"),
    [
        ("never-came", "MIC", ""),
        ("never-came", "MEC", "GROUND-UNFIT"),
        ("not-exported", "MEC", ""),
        ("not-exported", "MIC", "GROUND-UNFIT"),
        ("unheard-of", "MIC", "GROUND-UNFIT"),
        ("", "MIC", "GROUND-MISSING"),
    ],
)
def test_some_are_of_one_direction(ground: str, form: str, code: str) -> None:
    assert may(ground, "declarant", NOON, form=form) == code


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(2026, 9, 17, 16, 59, 59, tzinfo=UTC), "GROUND-EARLY"),  # the last second of the 15th day
        (datetime(2026, 9, 17, 17, 0, 0, tzinfo=UTC), ""),  # midnight in Viet Nam
    ],
)
def test_goods_that_did_not_come_are_waited_for_fifteen_days(at: datetime, code: str) -> None:
    assert may("not-at-gate", "customs", at, state="cleared") == code


@pytest.mark.parametrize(
    ("at", "code"),
    [
        (datetime(2026, 9, 23, 16, 59, 59, tzinfo=UTC), "GROUND-EARLY"),
        (datetime(2026, 9, 23, 17, 0, 0, tzinfo=UTC), ""),
    ],
)
def test_a_dossier_is_waited_for_fifteen_working_days(at: datetime, code: str) -> None:
    """Registered on National Day: 3, 4, 7–11, 14–18, 21–23 September are fifteen."""
    assert may("no-dossier", "customs", at, state="documents") == code


def test_a_ground_without_days_holds_at_once() -> None:
    assert first_day(grounds()["wrong-group"], date(2026, 9, 2)) == date(2026, 9, 2)
