"""The life of a declaration: one table of steps. A step that is not in it is refused, aloud.

A state is here only because something behaves differently in it; what is merely known of a declaration, such as that
its goods were scanned, is a field of its decision and a condition of a step.
"""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from thongquan.declaration.cancellation import grounds
from thongquan.declaration.conditions import (
    RED,
    Condition,
    StepNotNow,
    Taking,
    asked_for_cancellation,
    goods_fit,
    ground_of_customs,
    ground_of_declarant,
    instructs,
    is_red,
    not_closed_on_paper,
    nothing_asked,
    paper_told,
    reasoned,
    reasoned_if_not_red,
    scanned,
    some_given,
    taxes_charged,
    taxes_guaranteed,
)
from thongquan.declaration.model import Decision, Instruction
from thongquan.registration.deeds_declarations import GIVINGS, GIVINGS_EN, REQUESTS, REQUESTS_EN, VERDICTS, VERDICTS_EN
from thongquan.registration.deeds_declarations import STATES as STATE_WORDS
from thongquan.registration.deeds_declarations import STATES_EN as STATE_WORDS_EN

Side = Literal["officer", "declarant"]

STATES = {
    "registered": "waits for the first look of an officer: until then its filer may withdraw it",
    "documents": "customs asked for documents: they can be given, and it may be cancelled when none come",
    "inspection": "the goods are inspected: a result can be recorded",
    "held": "stopped: moves on only by an officer",
    "manual": "handled on paper: neither corrected nor cleared here",
    "cleared": "permitted: not corrected any more, may leave",
    "released": "has passed the supervision area",
    "refused": "not permitted: its house bill stays taken, it counts with nothing",
    "seized": "not permitted, and not its owner's any more: as refused, and never released",
    "withdrawn": "taken back unseen: its house bill is free",
    "cancelled": "ended on a ground of the law: its house bill is free",
}
"""Each with what behaves differently in it."""

WAITING = ("registered", "documents", "inspection", "held")
"""An officer has still to bring them to an end."""
PERMITTED = ("cleared", "released")
DEAD = ("withdrawn", "cancelled")
"""Their house bill may be filed again."""
_OPEN = (*WAITING, "manual", "cleared")

_CANCELLATION = "TT 191/2015 hủy tờ khai"


class Step(msgspec.Struct, frozen=True):
    name: str
    side: Side
    moves: dict[str, str]
    """State before → state after."""
    cites: str
    mark: str
    conditions: tuple[Condition, ...] = ()
    sets: dict[str, str] = {}
    """Fields of the decision, beside its state."""


def _all(states: Sequence[str], to: str = "") -> dict[str, str]:
    """From each of them to that one, or staying where it is."""
    return {state: to or state for state in states}


_OFFICERS = (
    Step(
        "ask-documents",
        "officer",
        _all(("registered", "documents"), "documents"),
        "Luật Hải quan 2014 Điều 32",
        "public-M",
        (reasoned,),
        {"documents_at": ""},
    ),
    Step(
        "inspect",
        "officer",
        _all(("registered", "documents", "held"), "inspection"),
        "Luật Hải quan 2014 Điều 33",
        "public-M",
        (reasoned_if_not_red,),
        {"channel": RED, "inspection": ""},
    ),
    Step(
        "goods-fit",
        "officer",
        _all(("registered", "documents", "inspection"), "inspection"),
        "Luật Hải quan 2014 Điều 33",
        "public-M",
        (is_red,),
        {"inspection": "fits"},
    ),
    Step(
        "goods-differ",
        "officer",
        _all(("registered", "documents", "inspection"), "held"),
        "Luật Hải quan 2014 Điều 33",
        "public-M",
        (reasoned, is_red),
        {"inspection": "differs"},
    ),
    Step(
        "clear",
        "officer",
        _all(WAITING, "cleared"),
        "Luật Hải quan 2014 Điều 37",
        "public-M",
        (goods_fit, nothing_asked),
    ),
    Step(
        "refuse",
        "officer",
        _all(WAITING, "refused"),
        "Luật Hải quan 2014 Điều 37",
        "assumption",
        (reasoned, nothing_asked),
    ),
    Step(
        "hold",
        "officer",
        _all(("registered", "documents", "inspection"), "held"),
        "Luật Hải quan 2014",
        "assumption",
        (reasoned,),
    ),
    Step("seize", "officer", _all(("inspection", "held"), "seized"), "Luật Hải quan 2014", "assumption", (reasoned,)),
    Step(
        "scan-clean",
        "officer",
        _all((*WAITING, "cleared")),
        "Luật Hải quan 2014 Điều 33",
        "public-M",
        (),
        {"scan": "clean"},
    ),
    Step(
        "scan-suspect",
        "officer",
        _all((*WAITING, "cleared"), "held"),
        "Luật Hải quan 2014 Điều 33",
        "public-M",
        (reasoned,),
        {"scan": "suspect", "channel": RED, "inspection": "", "cleared_at": "", "head_of_office": ""},
    ),
    Step(
        "instruct", "officer", _all((*WAITING, "manual", "cleared")), "Luật Hải quan 2014", "assumption", (instructs,)
    ),
    Step(
        "release",
        "officer",
        {"cleared": "released"},
        "TT 191/2015 PL I HQ 02",
        "seed",
        (scanned, nothing_asked),
    ),
    Step("to-paper", "officer", _all(WAITING, "manual"), "QĐ 2537/QĐ-TCHQ", "public-M", (reasoned,)),
    Step(
        "close-on-paper",
        "officer",
        _all(_OPEN, "manual"),
        "QĐ 2537/QĐ-TCHQ",
        "assumption",
        (not_closed_on_paper, nothing_asked, paper_told),
        {"cleared_at": "", "head_of_office": ""},
    ),
    Step(
        "cancel",
        "officer",
        _all(_OPEN, "cancelled"),
        _CANCELLATION,
        "public-M",
        (reasoned, not_closed_on_paper, ground_of_customs),
    ),
    Step(
        "grant-cancellation",
        "officer",
        _all((*_OPEN, "released"), "cancelled"),
        _CANCELLATION,
        "public-M",
        (asked_for_cancellation,),
    ),
    Step(
        "decline-cancellation",
        "officer",
        _all((*_OPEN, "released")),
        _CANCELLATION,
        "public-M",
        (reasoned, asked_for_cancellation),
        {"cancellation": ""},
    ),
    Step(
        "refund-taxes",
        "officer",
        _all(("cleared", "released")),
        "TT 191/2015 hàng không phát được",
        "public-M",
        (reasoned, taxes_charged),
        {"taxes_ended": "refunded"},
    ),
    Step(
        "taxes-paid",
        "officer",
        _all(("cleared", "released")),
        "CV 1813/BTC-TCHQ",
        "assumption",
        (reasoned, taxes_guaranteed),
        {"taxes_ended": "paid"},
    ),
)

_DECLARANTS = (
    Step("withdraw", "declarant", {"registered": "withdrawn"}, "Luật Hải quan 2014 Điều 29", "assumption"),
    Step(
        "ask-cancellation",
        "declarant",
        _all((*_OPEN, "released")),
        _CANCELLATION,
        "public-M",
        (reasoned, not_closed_on_paper, nothing_asked, ground_of_declarant),
    ),
    Step(
        "give-documents",
        "declarant",
        {"documents": "documents"},
        "Luật Hải quan 2014 Điều 23",
        "public-H",
        (nothing_asked, some_given),
    ),
)

STEPS = {one.name: one for one in (*_OFFICERS, *_DECLARANTS)}
FINAL = frozenset(state for state in STATES if not any(state in one.moves for one in STEPS.values()))
"""Nothing leads on from them: there is nothing to ask again."""


def step_taken(decision: Decision, side: Side, taking: Taking) -> Decision:
    """The decision after this step. What was decided before stays in the acts before.

    Raises:
        Refusal: no such step of this side, not from this state, or not fulfilled.
    """
    step = STEPS.get(taking.step)
    after = step.moves.get(decision.state) if step is not None and step.side == side else None
    if step is None or after is None:
        raise StepNotNow(number=decision.number, **called(taking.step), **standing(decision.state))
    for condition in step.conditions:
        condition(decision, taking)
    return replace(_stepped(decision, step, taking), state=after)


def called(step: str) -> dict[str, str]:
    """A step as refusals name it, in both languages."""
    vi, en = VERDICTS | REQUESTS | GIVINGS, VERDICTS_EN | REQUESTS_EN | GIVINGS_EN
    return {"step": vi.get(step, step), "step_en": en.get(step, step)}


def standing(state: str) -> dict[str, str]:
    return {"state": STATE_WORDS.get(state, state), "state_en": STATE_WORDS_EN.get(state, state)}


def possible(decision: Decision, side: Side) -> list[Step]:
    """The steps that lead on from where it is; whether their conditions are fulfilled is told when one is taken."""
    return [one for one in STEPS.values() if one.side == side and decision.state in one.moves]


def _stepped(decision: Decision, step: Step, taking: Taking) -> Decision:
    ground = taking.ground or (decision.cancellation if asked_for_cancellation in step.conditions else "")
    under = grounds()[ground].cites if ground in grounds() else step.cites
    said: dict[str, Any] = {"step": step.name, "step_at": taking.at, "under": under, "decided_by": taking.by}
    said |= {"reason": taking.reason, "ground": ground}
    if step.name == "ask-cancellation":
        said["cancellation"] = ground
    if step.name == "close-on-paper":
        said["paper"] = taking.paper
    if taking.documents:
        said |= {"documents": [*decision.documents, *taking.documents], "documents_at": taking.at}
    if step.name == "instruct":
        said["instructions"] = [*decision.instructions, Instruction(taking.at, taking.reason)]
    if step.name in ("clear", "refuse", "goods-fit", "goods-differ"):
        said["inspected_at"] = taking.at
    if step.name == "clear":
        said["cleared_at"] = taking.at
    return replace(decision, **{**step.sets, **said})
