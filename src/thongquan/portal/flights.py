"""The flights of a company in one table, and the form with which a manifest comes in."""

import asyncio
from datetime import date
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect

from thongquan.authority.paging import CursorUnknown, Wanted
from thongquan.base.fault import Fault
from thongquan.declarant.flight_model import Settings
from thongquan.declaration.profile import Flight as OfFlight
from thongquan.declaration.profile import Profile
from thongquan.portal.declaration_words import channels, states_of_declarations
from thongquan.portal.flight_desk import FlightDesk
from thongquan.portal.flight_record import Flight
from thongquan.portal.flight_words import standing
from thongquan.portal.language import moment, number, tongue
from thongquan.portal.listing import Column, Listing, exported, listing
from thongquan.portal.rendering import faulty, go_to, page
from thongquan.portal.visit import Asked, Visit, visit_of

_DEFAULTS = (
    "customs_office",
    "customs_team",
    "storage_place",
    "party_kind",
    "price_kind",
    "price_term",
    "freight_class",
    "insurance_class",
    "loading_place",
    "unloading_place",
)
"""Fields of the profile that the form has under their own names."""


class Given(msgspec.Struct, frozen=True):
    """What the form sends beside the file."""

    direction: str = ""
    master_bill: str = ""
    flight_number: str = ""
    arrival: str = ""
    customs_office: str = ""
    customs_team: str = ""
    storage_place: str = ""
    party_kind: str = ""
    price_kind: str = ""
    price_term: str = ""
    freight_class: str = ""
    insurance_class: str = ""
    loading_place: str = ""
    unloading_place: str = ""


def routes() -> list[HTTPRouteHandler]:
    return [flights, new_flight, upload_flight]


@get("/flights")
async def flights(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    company = visit.needs("user", "admin").who.company
    desk, shown = visit.counter.flights, _listing(visit, request)
    every = await asyncio.to_thread(desk.keeper.all_of, company)
    some, onward = _page(every, shown.asked.wanted)
    some = await visit.counter.read(lambda room: [desk.follow(one, room) for one in some])
    rows = [_row(visit, desk, one) for one in some]
    if shown.asked.as_csv:
        return exported("flights", shown.columns, rows)
    told = shown.leading_to(onward).counted(len(every), is_counted=True)
    return page(visit, "flights.html", listing=told, rows=rows)


def _page(every: list[Flight], wanted: Wanted) -> tuple[list[Flight], str]:
    """The newest first; the cursor is the last id that was shown."""
    if wanted.after and not any(one.id == wanted.after for one in every):
        raise CursorUnknown
    left = [one for one in every if not wanted.after or one.id < wanted.after]
    some = left[: wanted.rows]
    return some, some[-1].id if len(left) > len(some) else ""


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("file", _("Bảng kê")),
        Column("made", _("Tải lên lúc")),
        Column("state", _("Trạng thái")),
        Column("houses", _("Số vận đơn"), is_number=True),
        Column("ready", _("Chờ ký"), is_number=True),
        Column("refused", _("Có lỗi"), is_number=True),
        Column("registered", _("Đã đăng ký"), is_number=True),
        Column("channels", _("Luồng")),
        Column("states", _("Trạng thái tờ khai")),
    ]
    return listing(request, columns)


def _row(visit: Visit, desk: FlightDesk, flight: Flight) -> dict[str, Any]:
    word, tone = standing(visit.language, flight, desk.progress(flight))
    return {
        "href": f"/flights/{flight.id}",
        "file": flight.settings.file,
        "made": moment(flight.made_at),
        "state": word,
        "houses": flight.houses,
        "ready": flight.ready,
        "refused": flight.outcomes.get("refused", 0),
        "registered": flight.registered,
        "channels": _counts(flight.channels, channels(visit.language)),
        "states": _counts(flight.states, states_of_declarations(visit.language)),
        "kinds": {"state": tone},
    }


def _counts(counts: dict[str, int], words: dict[str, tuple[str, str]]) -> str:
    return ", ".join(f"{words[code][0]}: {number(count)}" for code, count in sorted(counts.items()))


@get("/flights/new")
async def new_flight(request: Asked) -> Response[bytes]:
    """The courier's defaults are those of the last flight."""
    visit = visit_of(request)
    company = visit.needs("user").who.company
    every = await asyncio.to_thread(visit.counter.flights.keeper.all_of, company)
    return _form(visit, _values(every[0].settings if every else None))


def _form(visit: Visit, values: dict[str, str], faults: list[Fault] | None = None) -> Response[bytes]:
    limits = visit.counter.limits
    told: dict[str, Any] = {"values": values, "largest": limits.flight_file_bytes >> 20, "most": limits.flight_rows}
    if faults:
        return faulty(visit, "flight_new.html", faults, form=visit.form, **told)
    return page(visit, "flight_new.html", form=None, faults=[], **told)


def _values(last: Settings | None) -> dict[str, str]:
    profile = last.profile if last else Profile()
    return {name: getattr(profile, name) for name in _DEFAULTS}


@post("/flights/new")
async def upload_flight(request: Asked) -> Response[bytes] | Redirect:
    """The file is kept, and a process apart begins to read and judge it."""
    visit = visit_of(request)
    who = visit.needs("user").who
    given, file = visit.form.read(Given), visit.form.file("file")
    faults = [] if file is not None and file.content else [Fault("FILE-NOT-CHOSEN", "file")]
    arrival = _arrival(given.arrival, faults)
    if faults or file is None:
        return _form(visit, _values(None), faults)
    profile = Profile(
        filer=who.company,
        on_behalf_of=who.acts_for,
        flight=OfFlight(given.flight_number, arrival),
        **{name: getattr(given, name) for name in _DEFAULTS},
    )
    direction = given.direction if given.direction in ("import", "export") else ""
    settings = Settings(file.name or "?", date.min, profile, direction, given.master_bill)
    desk = visit.counter.flights
    made = await asyncio.to_thread(desk.keeper.make, who.company, who.account, who.acts_for, settings, file.content)
    desk.judge.see_to(made)
    return go_to(f"/flights/{made.id}")


def _arrival(text: str, faults: list[Fault]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        faults.append(Fault("FLIGHT-ARRIVAL-UNREADABLE", "arrival"))
        return None
