"""One transport before an officer of either end: all that there is to know, and the step that he takes next."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.ports import ReadingRoom
from thongquan.authority.transport_desk import ANSWER, AtDesk, desk_transport
from thongquan.authority.transport_links_seen import ReportShown, prefilled, reports_seen
from thongquan.authority.transports_seen import LinesShown, LinesWanted, open_transport, transport_lines_seen
from thongquan.base.moment import VIETNAM, business_day, read_stamp
from thongquan.portal.language import tongue
from thongquan.portal.listing import exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.transport_words import columns_of_list, row_of_line, state_of, transport_words
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.deeds_transport import FORMS, NOTED
from thongquan.transport.amending import BILL_COLUMN, COLUMNS

_DIGITS = 6
ENTRIES = 2
"""Discrepancies that are asked for at once; more of them stand below, closed."""


def routes() -> list[HTTPRouteHandler]:
    return [one_transport]


@get("/desk/transports/{transport:str}")
async def one_transport(request: Asked, transport: FromPath[str]) -> Response[bytes]:
    """That the officer has it before him is recorded: nothing is approved unseen. `?step=` is what he wants to do."""
    visit = visit_of(request)
    account, at = visit.needs("officer").who.account, visit.counter.clock()
    await visit.counter.ask(lambda now: open_transport(now, account, transport))
    place, after = _asked(request, "list"), _asked(request, "after")

    def read(room: ReadingRoom) -> tuple[AtDesk, list[ReportShown], LinesShown | None]:
        one, told = desk_transport(room, account, transport, at), reports_seen(room, account, transport)
        is_there = 1 <= place <= len(one.shown.lists)
        wanted = LinesWanted(place, after)
        return one, told, transport_lines_seen(room, account, transport, wanted) if is_there else None

    one, reports, lines = await visit.counter.read(read)
    listed = _lines(visit, request, one, place, lines) if lines else None
    if listed and listed["listing"].asked.as_csv:
        return exported(f"{transport}-{place}", listed["listing"].columns, listed["rows"])
    act = _act(one, str(request.query_params.get("step", "")))
    return page(
        visit,
        "desk_transport.html",
        signs=bool(act),
        account=account,
        act=act,
        reports=reports,
        told=prefilled(reports, act),
        **_about(visit, one),
        **_of_act(visit, request, one, act),
        **(listed or {"listing": None}),
    )


def _asked(request: Asked, name: str) -> int:
    told = str(request.query_params.get(name, ""))
    return int(told) if told.isascii() and told.isdecimal() and len(told) <= _DIGITS else 0


def _act(one: AtDesk, wish: str) -> str:
    """What was wished for, if it can be done; else what most likely comes next. "" where nothing can be done."""
    if wish in one.offers:
        return wish
    likely = [step for step in one.offers if step != "seal" or not all(run.vehicle for run in one.shown.runs)]
    return next(iter([*likely, *one.offers]), "")


def _about(visit: Visit, one: AtDesk) -> dict[str, Any]:
    _ = tongue(visit.language).gettext
    words = transport_words(visit.language, business_day(read_stamp(one.shown.head.lodged_at)))
    names = {step: words.steps[step][0] if step != ANSWER else _("Trả lời dòng sửa") for step in one.offers}
    sides = {"departing": _("chi cục nơi đi"), "arriving": _("chi cục nơi đến"), "declarant": ""}
    return {
        "desk": one,
        "one": one.shown,
        "words": words,
        "state": state_of(visit.language, one.shown.head),
        "names": names,
        "sides": [sides[side] for side in one.sides],
        "columns": _columns(visit),
    }


def _columns(visit: Visit) -> dict[int, str]:
    """What is amended, by the number that the forms give it."""
    [bills, goods] = [{column.key: column.label for column in columns_of_list(visit.language, form)} for form in FORMS]
    return {BILL_COLUMN: bills["bill"]} | {place: goods[key] for place, key in COLUMNS.items()}


def _of_act(visit: Visit, request: Asked, one: AtDesk, act: str) -> dict[str, Any]:
    """What the form of the step begins with: the run to be sealed, the line to be answered, the present moment."""
    now = visit.counter.clock().astimezone(VIETNAM)
    told: dict[str, Any] = {"today": now.date().isoformat(), "now": now.strftime("%H:%M"), "entries": ENTRIES}
    told["most"] = NOTED
    if act == "seal":
        runs = one.shown.runs
        unsealed = [run for run in runs if not run.vehicle]
        chosen = _asked(request, "run")
        run = runs[chosen - 1] if 1 <= chosen <= len(runs) else [*unsealed, *runs][0]
        told |= {"run": run, "is_last": not [other for other in unsealed if other.run != run.run]}
    if act == ANSWER:
        told["place"] = min(_asked(request, "place"), len(one.amendments) - 1)
        told["amended"] = one.amendments[told["place"]]
    return told


def _lines(visit: Visit, request: Asked, one: AtDesk, place: int, found: LinesShown) -> dict[str, Any]:
    made = one.shown.lists[place - 1]
    shown = listing(request, columns_of_list(visit.language, made.form))
    shown = shown.leading_to(str(found.next or "")).counted(made.lines, is_counted=True)
    return {"listing": shown, "rows": [row_of_line(visit.language, line) for line in found.lines], "listed": made}
