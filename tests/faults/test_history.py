"""The checker itself: a right history is found right, and each kind of wrong one is named."""

import pytest
from msgspec.structs import replace

from faults.history import (
    ANSWERED,
    DUPLICATE,
    REFUSED,
    UNKNOWN,
    Attempt,
    History,
    anomalies,
    numbers_unexplained,
)


def an_attempt(batch: str = "A", at: float = 1, **changes: object) -> Attempt:
    """One parcel, registered with the first number."""
    right = {
        "client": 1, "did": "file", "batch": batch, "root": f"root of {batch}", "houses": [f"HOUSE{batch}"],
        "began": at, "ended": at + 0.5, "outcome": ANSWERED, "answer": f"answer to {batch}", "checkpoint": int(at),
        "numbers": [f"1{int(at):010}0"], "codes": [""],
    }  # fmt: skip
    return Attempt(**{**right, **changes})


def read(one: Attempt, at: float, **changes: object) -> Attempt:
    return replace(one, did="read", began=at, ended=at + 0.5, **changes)


DECIDED = an_attempt("100000000010", 4, did="decide", root="cleared", answer="cleared")
A, B, C = an_attempt("A", 1), an_attempt("B", 2), an_attempt("C", 3)

RIGHT: dict[str, History] = {
    "nothing": [],
    "one after another": [A, B, C],
    "sent again, and read back": [A, replace(A, began=5, ended=6), read(A, 7)],
    "first unknown, then answered": [replace(A, outcome=UNKNOWN, answer="", numbers=[], codes=[]), replace(A, began=4)],
    "a duplicate of what is live": [A, replace(B, houses=["HOUSEA"], numbers=[""], codes=[DUPLICATE])],
    "not found before it was filed": [read(A, 0, outcome=REFUSED, answer="", numbers=[], codes=[]), A],
    "decided, and shown": [A, DECIDED, replace(DECIDED, did="show")],
    "decided, and nobody shows it": [A, DECIDED, replace(DECIDED, did="show", outcome=UNKNOWN, answer="")],
    "two at once in one group": [A, replace(B, began=1.1, ended=1.2, checkpoint=1)],
    "an id with another content, refused": [A, replace(A, root="other", outcome=REFUSED, answer="", numbers=[])],
}

WRONG: dict[str, tuple[History, str]] = {
    "a number twice": ([A, replace(B, numbers=A.numbers)], "was given 2 times"),
    "a house twice": ([A, replace(B, houses=A.houses)], "is live 2 times"),
    "a duplicate of nothing": ([A, replace(B, numbers=[""], codes=[DUPLICATE])], "duplicate of nothing"),
    "another answer to a replay": ([A, replace(A, answer="other")], "answered in 2 ways"),
    "another answer read back": ([A, read(A, 3, answer="other")], "answered in 2 ways"),
    "acknowledged, then not found": ([A, read(A, 3, outcome=REFUSED)], "then not found"),
    "an id for two contents": ([A, replace(A, root="other")], "for 2 contents"),
    "numbers that fall with the checkpoints": ([A, replace(B, numbers=["100000000000"])], "below those of"),
    "numbers that fall within a filing": (
        [replace(A, houses=["X", "Y"], numbers=["100000000020", "100000000010"], codes=["", ""])],
        "fall within the filing",
    ),
    "a decision that did not hold": (
        [A, DECIDED, replace(DECIDED, did="show", answer="registered")],
        "and is registered",
    ),
    "a decision taken twice": ([A, DECIDED, DECIDED], "decided twice"),
    "an answer older than its question": ([replace(B, checkpoint=9), replace(C, checkpoint=8)], "was told before"),
}


@pytest.mark.parametrize("history", RIGHT.values(), ids=RIGHT)
def test_a_right_history_has_no_anomaly(history: History) -> None:
    assert anomalies(history) == []


@pytest.mark.parametrize(("history", "named"), WRONG.values(), ids=WRONG)
def test_a_wrong_history_is_named(history: History, named: str) -> None:
    assert any(named in found for found in anomalies(history))


@pytest.mark.parametrize(
    ("books", "named"),
    [
        ([100000000010, 100000000020], ""),
        ([100000000010], "is not in the books"),
        ([100000000010, 100000000020, 100000000030], "nobody knows of it"),
        ([100000000010, 100000000020, 100000000040], "no number between"),
    ],
)
def test_every_number_is_accounted_for(books: list[int], named: str) -> None:
    found = numbers_unexplained([A, B], books)
    assert found == [] if not named else any(named in one for one in found)
