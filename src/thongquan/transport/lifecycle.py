"""The life of a transport declaration: one table of steps. A step that is not in it is refused, aloud.

A state is here only because something behaves differently in it. Seals, discrepancies and instructions are kept beside
it; that a transport is overdue is told by the clock, not by a state.
"""

from datetime import date, datetime, time, timedelta
from typing import Literal

import msgspec

from thongquan.base.moment import VIETNAM
from thongquan.declaration.conditions import StepNotNow
from thongquan.law.acts import Mark

Who = Literal["declarant", "departing", "arriving"]
"""The transporter who declares; an officer of the office of departure, where it is lodged; one of that of arrival."""


class Called(msgspec.Struct, frozen=True):
    vi: str
    en: str


STATES = {
    "drafted": Called("đăng ký trước", "pre-registered"),
    "declared": Called("đã khai, chờ duyệt", "declared, waits for approval"),
    "approved": Called("được phê duyệt, chờ khởi hành", "approved, may leave"),
    "refused": Called("bị từ chối", "refused"),
    "departed": Called("đang vận chuyển", "on the way"),
    "arrived": Called("đã đến đích", "arrived"),
    "differing": Called("đã đến, có sai khác", "arrived with discrepancies"),
    "cancelled": Called("đã hủy", "cancelled"),
}
"""`drafted` binds nobody and is changed at will; `declared` waits for an officer; `approved` may be sealed and leave;
`departed` is watched until it arrives, and corrected in what still lies ahead alone; `differing` waits for the office
of arrival; the others have ended."""

WANTS = {
    "reason": "who takes it says why",
    "security": "what must be secured is secured, and the security holds beyond the planned end",
    "shared-cargo": "a cargo number that another declaration has is confirmed",
    "corrections-left": "it was corrected less often than parameter `correction_limit`",
    "changeable": "only what `correctable` names is changed",
    "asked": "its declarant has asked for cancellation, and customs have not answered",
    "not-asked": "its cancellation is not asked for",
    "amendments-answered": "no amended line of its lists waits for customs",
    "same-places": "departure and arrival are those of the declaration",
    "not-before-departure": "it does not arrive before it left, nor after now",
    "discrepancies": "what is missing, surplus or sealed otherwise is named",
}
"""What a step wants besides its state: each is a check of the part that carries steps out."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    called: Called
    message: str
    """The procedure that it comes by, "" where an officer signs an act of his own."""
    who: tuple[Who, ...]
    moves: dict[str, str]
    """State before → state after."""
    wants: tuple[str, ...] = ()
    cites: str
    mark: Mark


_ART_51 = "TT 38/2015 Điều 51"
_CLIENT: Mark = "term-2014"


def _step(
    name: str,
    called: tuple[str, str],
    by: tuple[str, tuple[Who, ...]],
    moves: dict[str, str],
    *wants: str,
    cites: str = _ART_51,
    mark: Mark = "public-M",
) -> Step:
    message, who = by
    return Step(
        name=name,
        called=Called(*called),
        message=message,
        who=who,
        moves=moves,
        wants=wants,
        cites=f"VNACCS 2014 {message}" if message else cites,
        mark=_CLIENT if message else mark,
    )


_DECLARANT: tuple[Who, ...] = ("declarant",)
_DEPARTING: tuple[Who, ...] = ("departing",)
_ARRIVING: tuple[Who, ...] = ("arriving",)
_ON_THE_SPOT = ("declared", "approved")


def _stays(*states: str) -> dict[str, str]:
    return {state: state for state in states}


STEPS = {
    one.name: one
    for one in (
        _step("change", ("sửa tờ khai đăng ký trước", "change the draft"), ("OLA", _DECLARANT), _stays("drafted")),
        _step(
            "declare",
            ("khai chính thức", "declare"),
            ("OLC", _DECLARANT),
            {"drafted": "declared"},
            "security",
            "shared-cargo",
        ),
        _step(
            "approve",
            ("phê duyệt", "approve"),
            ("", _DEPARTING),
            {"declared": "approved"},
            "not-asked",
            "amendments-answered",
        ),
        _step("refuse", ("từ chối", "refuse"), ("", _DEPARTING), {"declared": "refused"}, "reason"),
        _step("instruct", ("hướng dẫn", "instruct"), ("", _DEPARTING), _stays(*_ON_THE_SPOT), "reason"),
        _step(
            "correct",
            ("sửa đổi, bổ sung", "correct"),
            ("COT", _DECLARANT),
            _stays(*_ON_THE_SPOT, "departed"),
            "corrections-left",
            "changeable",
            "not-asked",
        ),
        _step("cancel", ("hủy", "cancel"), ("COT", _DECLARANT), {"declared": "cancelled"}, "reason"),
        _step(
            "ask-cancellation",
            ("đề nghị hủy", "ask for cancellation"),
            ("COT", _DECLARANT),
            _stays("approved"),
            "reason",
            "not-asked",
        ),
        _step(
            "grant-cancellation",
            ("chấp nhận hủy", "grant the cancellation"),
            ("", _DEPARTING),
            {"approved": "cancelled"},
            "asked",
            mark="assumption",
        ),
        _step(
            "decline-cancellation",
            ("không chấp nhận hủy", "decline the cancellation"),
            ("", _DEPARTING),
            _stays("approved"),
            "reason",
            "asked",
            mark="assumption",
        ),
        _step(
            "seal",
            ("niêm phong", "seal"),
            ("", _DEPARTING),
            _stays("approved"),
            "not-asked",
            "amendments-answered",
            cites="TT 191/2015 PL III mẫu 04-BKHH ghi chú 10 và 13",
            mark="seed",
        ),
        _step(
            "depart",
            ("khởi hành", "depart"),
            ("BOA", ("declarant", "departing")),
            {"approved": "departed"},
            "same-places",
            "not-asked",
            "amendments-answered",
        ),
        _step(
            "take-back-departure",
            ("hủy khởi hành", "take the departure back"),
            ("BOA", ("declarant", "departing")),
            {"departed": "approved"},
            "reason",
        ),
        _step(
            "arrive",
            ("đến đích", "arrive"),
            ("BIA", ("declarant", "arriving")),
            {"departed": "arrived"},
            "same-places",
            "not-before-departure",
        ),
        _step(
            "arrive-differing",
            ("đến đích, có sai khác", "arrive with discrepancies"),
            ("BIA", ("declarant", "arriving")),
            {"departed": "differing"},
            "same-places",
            "not-before-departure",
            "discrepancies",
        ),
        _step(
            "note-discrepancies",
            ("ghi nhận thêm sai khác", "note discrepancies"),
            ("", _ARRIVING),
            {"arrived": "differing", "differing": "differing"},
            "discrepancies",
            mark="assumption",
        ),
        _step(
            "settle",
            ("xử lý xong sai khác", "settle the discrepancies"),
            ("", _ARRIVING),
            {"differing": "arrived"},
            "reason",
            mark="assumption",
        ),
    )
}

FIRST = "drafted"
"""Where OLA puts a new one."""
WATCHED = "departed"
"""Whatever is in it past its planned end is on the list of overdue arrivals."""
ENDED = frozenset(state for state in STATES if not any(state in one.moves for one in STEPS.values()))
SETTLED = ENDED | {"arrived"}
"""Nobody waits for anything of them; what has arrived may still turn out to differ."""

SECURED = frozenset({"declared", "approved", "departed", "differing"})
"""In which what secures it is held: until it has arrived intact, its discrepancies are settled, or it came to nothing.
*Assumption*: what turns out to differ after it arrived intact takes no security again."""

_DEPARTURE = frozenset({"departure_area", "departure_berth", "departure_port", "departure_name"})
_AHEAD = frozenset({
    "finish_day", "finish_hour", "arrival_area", "arrival_berth", "arrival_port", "arrival_name", "security_bank",
    "security_year", "security_sign", "security_number", "security_amount", "remarks", "cargo_remarks",
})  # fmt: skip


def moved(number: str, state: str, step: str, who: Who) -> str:
    """The state after a step.

    Raises:
        StepNotNow: there is no such step, it is another's, or it does not lead on from this state.
    """
    found = STEPS.get(step)
    after = found.moves.get(state) if found is not None and who in found.who else None
    if after is None:
        called, standing = found.called if found else Called(step, step), STATES.get(state, Called(state, state))
        raise StepNotNow(number=number, step=called.vi, step_en=called.en, state=standing.vi, state_en=standing.en)
    return after


def leads_on(step: str, state: str) -> bool:
    """Whether it comes nearer to its end, or answers what was asked: neither can go on for ever."""
    is_back = step in ("take-back-departure", "note-discrepancies")
    return step == "decline-cancellation" or (STEPS[step].moves[state] != state and not is_back)


def possible(state: str, who: Who) -> list[Step]:
    """The steps that lead on from a state; whether what they want is there is told when one is taken."""
    return [one for one in STEPS.values() if who in one.who and state in one.moves]


def is_open(step: str, *, asked: bool, amended: bool) -> bool:
    """Whether nothing that is asked keeps it. `asked`: for cancellation; `amended`: a line waits for customs."""
    wants = STEPS[step].wants
    if ("not-asked" if asked else "asked") in wants:
        return False
    return not (amended and "amendments-answered" in wants)


def correctable(state: str, fields: frozenset[str]) -> frozenset[str]:
    """Of all items those that a correction may change: never office and departure; on the way only what lies ahead.

    After approval no cargo is added (COT E0006): that is a matter of rows, not of items.
    """
    if state == WATCHED:
        return fields & _AHEAD
    return fields - _DEPARTURE - {"number", "customs_office"} if state in _ON_THE_SPOT else frozenset()


def due_at(finish_day: date, finish_hour: str) -> datetime:
    """When a transport should have arrived: at the end of its planned hour (assumption: no time of grace is told)."""
    return datetime.combine(finish_day, time(int(finish_hour)), VIETNAM) + timedelta(hours=1)


def is_overdue(state: str, due: datetime, at: datetime) -> bool:
    return state == WATCHED and at > due
