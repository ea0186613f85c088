"""What clients saw, and whether it can be: pure functions from a history to the anomalies in it.

A history is the attempts of all clients. Each is made once with one outcome: answered, refused as a whole, or unknown,
when nobody answered. Times are of one clock, so that of two attempts one may surely come before the other.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import msgspec

FILE, READ, DECIDE, SHOW = "file", "read", "decide", "show"
ANSWERED, REFUSED, UNKNOWN = "answered", "refused", "unknown"
DUPLICATE = "DUPLICATE-HOUSE-BILL"


class Attempt(msgspec.Struct, frozen=True, array_like=True):
    """One request about one filing. Of an answer: its hash, and of each line its number or the code of its refusal.

    `houses` are the normalised house bills of the lines. `root` tells two contents of one batch id apart. In what the
    office asked, `batch` is the number, `root` the state that was decided, and `answer` the state that was told.
    """

    client: int
    did: str
    batch: str
    root: str
    houses: list[str]
    began: float
    ended: float
    outcome: str
    answer: str = ""
    checkpoint: int = 0
    numbers: list[str] = []
    codes: list[str] = []


History = Sequence[Attempt]


def answers(history: History) -> dict[str, Attempt]:
    """The first answer to each filing, by batch id."""
    first: dict[str, Attempt] = {}
    for one in history:
        told = one.outcome == ANSWERED and one.did in (FILE, READ)
        if told and (one.batch not in first or one.ended < first[one.batch].ended):
            first[one.batch] = one
    return first


def numbers_given_twice(history: History) -> list[str]:
    given = Counter(number for one in answers(history).values() for number in one.numbers if number)
    return [f"number {number} was given {count} times" for number, count in given.items() if count > 1]


def houses_live_twice(history: History) -> list[str]:
    live = Counter(house for one in answers(history).values() for house, _ in registered(one))
    return [f"house {house} is live {count} times" for house, count in live.items() if count > 1]


def refused_without_cause(history: History) -> list[str]:
    """A house is called a duplicate although nobody holds it."""
    filings = answers(history).values()
    live = {house for one in filings for house, _ in registered(one)}
    return [
        f"house {house} of {one.batch} was refused as a duplicate of nothing"
        for one in filings
        for house, code in zip(one.houses, one.codes, strict=True)
        if code == DUPLICATE and house not in live
    ]


def answers_that_changed(history: History) -> list[str]:
    told: dict[str, set[str]] = defaultdict(set)
    for one in history:
        if one.outcome == ANSWERED and one.did in (FILE, READ):
            told[one.batch].add(one.answer)
    return [f"{batch} was answered in {len(seen)} ways" for batch, seen in told.items() if len(seen) > 1]


def acknowledged_and_lost(history: History) -> list[str]:
    """An answer was given, and who asked later was told that there is none."""
    first = answers(history)
    return [
        f"{one.batch} was answered, then not found"
        for one in history
        if one.did == READ and one.outcome == REFUSED and one.batch in first and first[one.batch].ended < one.began
    ]


def ids_with_two_contents(history: History) -> list[str]:
    roots: dict[str, set[str]] = defaultdict(set)
    for one in history:
        if one.outcome == ANSWERED and one.did == FILE:
            roots[one.batch].add(one.root)
    return [f"{batch} was answered for {len(seen)} contents" for batch, seen in roots.items() if len(seen) > 1]


def numbers_out_of_order(history: History) -> list[str]:
    """Numbers rise with the checkpoints, and with the lines of a filing."""
    spans: dict[int, list[int]] = defaultdict(list)
    found = []
    for one in answers(history).values():
        numbers = [int(number) for number in one.numbers if number]
        spans[one.checkpoint] += numbers
        if numbers != sorted(numbers):
            found.append(f"{one.batch}: numbers fall within the filing")
    ordered = [(number, min(span), max(span)) for number, span in sorted(spans.items()) if span]
    return found + [
        f"checkpoint {later[0]} has a number below those of {earlier[0]}"
        for earlier, later in pairwise(ordered)
        if later[1] <= earlier[2]
    ]


def checkpoints_against_time(history: History) -> list[str]:
    """A filing that was answered before another was first sent has an earlier checkpoint."""
    sent: dict[str, float] = {}
    for one in history:
        if one.did == FILE:
            sent[one.batch] = min(one.began, sent.get(one.batch, one.began))
    filings = sorted((one for one in answers(history).values() if one.batch in sent), key=lambda one: one.ended)
    found, latest, done = [], 0, iter(filings)
    ended = next(done, None)
    for one in sorted(filings, key=lambda one: sent[one.batch]):
        while ended is not None and ended.ended < sent[one.batch]:
            latest, ended = max(latest, ended.checkpoint), next(done, None)
        if one.checkpoint <= latest:
            found.append(
                f"{one.batch} stands in checkpoint {one.checkpoint}, though {latest} was told before it was sent"
            )
    return found


def decisions_that_did_not_hold(history: History) -> list[str]:
    """A decision is taken once, and what is shown afterwards is what was decided."""
    decided: dict[str, Attempt] = {}
    found = []
    for one in history:
        if one.did == DECIDE and one.outcome == ANSWERED:
            if one.batch in decided:
                found.append(f"{one.batch} was decided twice")
            decided[one.batch] = one
    return found + [
        f"{one.batch} was decided to be {decided[one.batch].root}, and is {one.answer}"
        for one in history
        if (one.did, one.outcome) == (SHOW, ANSWERED) and one.batch in decided and one.answer != decided[one.batch].root
    ]


def numbers_unexplained(history: History, books: Iterable[int]) -> list[str]:
    """Every number that somebody was told stands in the books; every other one there was told to nobody that lives."""
    told = {int(number) for one in answers(history).values() for number in one.numbers if number}
    kept = sorted(books)
    lost = sorted(told - set(kept))
    gaps = [f"no number between {one} and {two}" for one, two in pairwise(kept) if serial(two) != serial(one) + 1]
    strange = sorted(set(kept) - told)
    return (
        [f"number {one} was told and is not in the books" for one in lost]
        + gaps
        + [f"number {one} is in the books and nobody knows of it" for one in strange]
    )


def serial(number: int) -> int:
    """The number without the digit that counts corrections."""
    return number // 10


def registered(one: Attempt) -> list[tuple[str, str]]:
    return [(house, number) for house, number in zip(one.houses, one.numbers, strict=True) if number]


CHECKS: tuple[Callable[[History], list[str]], ...] = (
    numbers_given_twice,
    houses_live_twice,
    refused_without_cause,
    answers_that_changed,
    acknowledged_and_lost,
    ids_with_two_contents,
    numbers_out_of_order,
    checkpoints_against_time,
    decisions_that_did_not_hold,
)


def anomalies(history: History) -> list[str]:
    return [found for check in CHECKS for found in check(history)]
