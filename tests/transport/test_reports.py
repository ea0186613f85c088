"""What drivers report: what comes next, and what is no report."""

import pytest

from thongquan.transport.lifecycle import STATES
from thongquan.transport.reports import IN_TURN, RUNNING, TOLD, next_told, read_said

ID = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("state", "told", "comes_next"),
    [
        ("declared", (), ["ready"]),
        ("declared", ("ready",), []),
        ("approved", (), ["ready", "left"]),
        ("approved", ("ready",), ["left"]),
        ("approved", ("left",), ["arrived"]),  # customs have not entered it yet
        ("departed", (), ["arrived"]),
        ("departed", ("arrived",), []),
    ],
)
def test_only_what_comes_next_is_offered(state: str, told: tuple[str, ...], comes_next: list[str]) -> None:
    assert next_told(state, frozenset(told)) == comes_next


def test_nothing_comes_next_where_nothing_is_on_the_way() -> None:
    assert [state for state in STATES if next_told(state, frozenset())] == [one for one in STATES if one in RUNNING]


FAULTY = {
    "no id": ({"id": ""}, ("FIELD-EMPTY", "id")),
    "an id of another form": ({"id": ID.upper()}, ("FIELD-MALFORMED", "id")),
    "no such thing": ({"what": "approve"}, ("FIELD-MALFORMED", "what")),
    "a note of 301 characters": ({"note": "a" * 301}, ("FIELD-TOO-LONG", "note")),
    "a note of 10 kB": ({"note": "a" * 10_000}, ("FIELD-TOO-LONG", "note")),
    "a control in the note": ({"note": "a\x1b[2J"}, ("FIELD-NOT-PLAIN", "note")),
    "a line feed in the note": ({"note": "a\nb"}, ("FIELD-NOT-PLAIN", "note")),
    "a bidi override in the note": ({"note": "a\u202eb"}, ("FIELD-NOT-PLAIN", "note")),
    "21 seals": ({"seals": [f"S{n}" for n in range(21)]}, ("FIELD-TOO-MANY", "seals")),
    "a seal of 16 characters": ({"seals": ["S" * 16]}, ("FIELD-TOO-LONG", "seals.0")),
    "a moment in another spelling": ({"told_at": "2026-09-02 10:00"}, ("REPORT-MOMENT", "told_at")),
    "a moment after the last day": ({"told_at": "9999-12-31T17:00:00.000000Z"}, ("REPORT-MOMENT", "told_at")),
    "trouble without words": ({"what": "trouble"}, ("REPORT-NOTE", "note")),
    "a seal that differs, without which": ({"what": "seal"}, ("REPORT-NOTE", "note")),
    "a state": ({"state": "arrived"}, ("FIELD-MALFORMED", "state")),
    "a company": ({"company": "0301234567"}, ("FIELD-MALFORMED", "company")),
}


@pytest.mark.parametrize("name", FAULTY)
def test_what_is_no_report_is_told_as_a_fault(name: str) -> None:
    changes, told = FAULTY[name]
    said, faults = read_said({"id": ID, "what": "left", **changes})
    assert (said, [(one.code, one.at) for one in faults]) == (None, [told])


def test_a_note_may_look_like_a_program_it_is_text() -> None:
    said, faults = read_said(
        {"id": ID, "what": "left", "note": "<script>alert(1)</script>" + "a" * 275, "seals": ["S" * 15]}
    )
    assert (faults, said and len(said.note)) == ([], 300)


def test_what_is_told_in_turn_is_among_what_is_told() -> None:
    assert set(IN_TURN) < set(TOLD)
