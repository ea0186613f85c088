"""Steps that a company takes with a transport, and the amendment of a line: each shows its text before it is signed.

The page tells the version that is looked at; who was overtaken is told so and signs about nothing else than he saw.
"""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.refusals import NotFound
from thongquan.authority.transport_links_seen import prefilled
from thongquan.authority.transport_step import MOVES
from thongquan.authority.transports_seen import LinesWanted, TransportShown, transport_lines_seen
from thongquan.base.limits import LIMITS
from thongquan.base.moment import VIETNAM
from thongquan.declaration.conditions import StepNotNow
from thongquan.portal.rendering import page
from thongquan.portal.transport import head, may_amend, reports_to, shown_to
from thongquan.portal.transport_words import columns_of_list
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.deeds_transport import NOTED
from thongquan.transport.amending import BILL_COLUMN, COLUMNS
from thongquan.transport.lifecycle import STATES, STEPS, moved

OWN = ("declare", "cancel", "ask-cancellation", "depart", "take-back-departure", "arrive", "arrive-differing")
"""Those that carry no declaration."""
AMENDABLE = {"01-BKVD/TKXX": {BILL_COLUMN: "bill"}, "04-BKHH": COLUMNS}
_DIGITS = 6


def routes() -> list[HTTPRouteHandler]:
    return [step_of_transport, amend_line]


@get("/transport/{transport:str}/steps/{step:str}")
async def step_of_transport(request: Asked, transport: FromPath[str], step: FromPath[str]) -> Response[bytes]:
    """Raises NotFound: no such step is the company's. StepNotNow: it does not lead on from where it stands."""
    visit = visit_of(request)
    account = visit.needs("user").who.account
    one = await shown_to(visit, transport)
    if step not in OWN:
        raise NotFound
    moved(transport, one.head.state, step, "declarant")
    now = visit.counter.clock().astimezone(VIETNAM)
    context: dict[str, Any] = {
        **head(visit, one),
        "account": account,
        "step": step,
        "wants": STEPS[step].wants,
        "is_move": step in MOVES,
        "told": prefilled(await reports_to(visit, transport), step),
        "today": str(now.date()),
        "time": now.strftime("%H%M"),
        "rows": _rows(str(request.query_params.get("rows", ""))),
        "most": NOTED,
    }
    return page(visit, "transport_step.html", signs=True, **context)


@get("/transport/{transport:str}/amend")
async def amend_line(request: Asked, transport: FromPath[str]) -> Response[bytes]:
    """One line of a list, by `?list=` and `?line=`. Raises NotFound: there is none. StepNotNow: it is too late."""
    visit = visit_of(request)
    account = visit.needs("user").who.account
    one = await shown_to(visit, transport)
    place, line = (_whole(str(request.query_params.get(name, "1"))) for name in ("list", "line"))
    if not 1 <= place <= max(len(one.lists), 1) or line < 1:
        raise NotFound
    if not one.lists or not may_amend(one, place):
        raise _not_now(one)
    wanted = LinesWanted(place, line - 1, 1)
    found = await visit.counter.read(lambda room: transport_lines_seen(room, account, transport, wanted))
    if not found.lines:
        raise NotFound
    context: dict[str, Any] = {
        **head(visit, one),
        "account": account,
        "made": one.lists[place - 1],
        "place": place,
        "line": found.lines[0],
        "columns": _columns(visit, one.lists[place - 1].form, found.lines[0]),
        "most": LIMITS.transport_number_characters,
    }
    return page(visit, "transport_amend.html", signs=True, **context)


def _columns(visit: Visit, form: str, line: Any) -> list[tuple[int, str, str]]:
    """Number, label and value of what the company may amend; a value too long to be signed is not offered."""
    called = {column.key: column.label for column in columns_of_list(visit.language, form)}
    told = [(number, called[name], getattr(line, name)) for number, name in AMENDABLE[form].items()]
    return [one for one in told if len(one[2]) <= LIMITS.transport_number_characters]


def _not_now(one: TransportShown) -> StepNotNow:
    state = STATES[one.head.state]
    return StepNotNow(
        number=one.head.number, step="sửa bản kê", step_en="amend a list", state=state.vi, state_en=state.en
    )


def _rows(text: str) -> int:
    """How many discrepancies the form has room for."""
    return min(max(_whole(text or "1"), 1), NOTED)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else 0
