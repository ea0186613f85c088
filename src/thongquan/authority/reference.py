"""A declaration looked up by whom it is of (IID, IEX): how it stands, each step of its life, each version of its line.

Which officer took a step, and why the channel was chosen, is told to nobody here.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal

import msgspec

from thongquan import law
from thongquan.authority.asking_back import Asking, Direction, own_acts
from thongquan.authority.called_codes import RESULTS
from thongquan.authority.ports import PastAct, ReadingRoom
from thongquan.declaration.codec import decode_line
from thongquan.declaration.correction import changes, with_filled
from thongquan.declaration.lifecycle import STEPS, called, standing
from thongquan.declaration.model import Decision, Declaration

PROCEDURE = {"import": "IID", "export": "IEX"}
_FIRST = {"vi": "Đăng ký", "en": "registered"}
_CORRECT = {"vi": "Khai bổ sung", "en": "corrected"}

By = Literal["customs", "declarant", "system"]
"""`system`: cleared at once, without anybody's look."""


class StepTaken(msgspec.Struct, frozen=True):
    at: str
    step: dict[str, str]
    """In words, by language; the state too."""
    by: By
    number: str
    state: str
    state_words: dict[str, str]
    channel: str
    under: str
    """The rule under which it was taken; "" where none is on record."""


class ItemChanged(msgspec.Struct, frozen=True):
    at: str
    label: dict[str, str]
    before: str
    after: str


class Version(msgspec.Struct, frozen=True):
    """One correction: the number that it gave, and what it changed of the version before."""

    number: str
    at: str
    changes: list[ItemChanged]


class Reference(msgspec.Struct, frozen=True):
    """VAD0FP or VAE0JC: the declaration as it stands, and how it came to this."""

    procedure: str
    result_code: str
    number: str
    line: str
    registered_at: str
    cleared_at: str
    channel: str
    state: str
    state_words: dict[str, str]
    history: list[StepTaken]
    versions: list[Version]


def reference(room: ReadingRoom, direction: Direction, number: str, asking: Asking) -> Reference:
    """A declaration of the asker's own.

    Raises:
        NotAnswered: with the result code of IID or IEX.
    """
    procedure = PROCEDURE[direction]
    acts = own_acts(room, procedure, direction, number, asking)
    now = acts[-1].decision
    return Reference(
        procedure=procedure,
        result_code=RESULTS[procedure]["FOUND"],
        number=now.number,
        line=[act.signed for act in acts if act.signed][-1].decode(),
        registered_at=now.registered_at,
        cleared_at=now.cleared_at,
        channel=now.channel,
        state=now.state,
        state_words=_state(now),
        history=[step for act in acts for step in _steps(act)],
        versions=list(_versions([act for act in acts if act.signed])),
    )


def _steps(act: PastAct) -> Iterator[StepTaken]:
    """What is registered and cleared at once are two steps of one act."""
    now = act.decision
    if act.kind == "registered":
        yield _step(now, now.registered_at, _FIRST, "declarant", "registered")
        if now.cleared_at:
            yield _step(now, now.cleared_at, _called("clear"), "system", now.state)
    elif act.kind == "corrected":
        yield _step(now, now.step_at, _CORRECT, "declarant", now.state)
    else:
        name = now.step or ("clear" if now.state == "cleared" else "refuse")  # before steps had names
        side: By = "declarant" if name in STEPS and STEPS[name].side == "declarant" else "customs"
        yield _step(now, now.step_at or now.inspected_at, _called(name), side, now.state)


def _step(now: Decision, at: str, words: dict[str, str], by: By, state: str) -> StepTaken:
    told = standing(state)
    state_words = {"vi": told["state"], "en": told["state_en"]}
    return StepTaken(at, words, by, now.number, state, state_words, now.channel, now.under)


def _called(step: str) -> dict[str, str]:
    words = called(step)
    return {"vi": words["step"], "en": words["step_en"]}


def _state(now: Decision) -> dict[str, str]:
    words = standing(now.state)
    return {"vi": words["state"], "en": words["state_en"]}


def _versions(acts: list[PastAct]) -> Iterator[Version]:
    held: list[tuple[Decision, Declaration]] = [
        (act.decision, with_filled(decode_line(act.signed), act.decision)) for act in acts
    ]
    for (_, before), (decision, after) in pairwise(held):
        yield Version(decision.number, decision.step_at, [_changed(one) for one in changes(before, after)])


def _changed(one: Any) -> ItemChanged:
    label = {language: law.wording(language).label(one.field) for language in law.LANGUAGES}
    return ItemChanged(one.field, label, _text(one.before), _text(one.after))


def _text(value: str | int | Decimal | date | None) -> str:
    if value is None:
        return ""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
