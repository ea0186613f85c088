"""Pages on which an application is filled in: company, declarants one by one, terminals. Each saves itself."""

from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from thongquan import law
from thongquan.authority.applications import Shown
from thongquan.authority.company_users import certificates_of, terminals_of, users_of
from thongquan.authority.refusals import NotFound
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day
from thongquan.portal.application_saving import figure, read, saved_or_told
from thongquan.portal.application_words import actions
from thongquan.portal.applications import about
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.application import ACTIONS, Declarant
from thongquan.registration.application import Asked as Application
from thongquan.registration.application_rules import NEEDED, OF_NEW_DECLARANT, empty

OFFICES = law.codes("customs_offices")
TERMINALS = ("terminals", "give_up")


Answer = Response[bytes] | Redirect


class CompanyForm(msgspec.Struct, frozen=True):
    version: str
    company: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    representative: str = ""
    office: str = ""


class DeclarantForm(msgspec.Struct, frozen=True):
    version: str
    action: str
    user: str = ""
    name: str = ""
    identity: str = ""
    certificate: str = ""


class TerminalsForm(msgspec.Struct, frozen=True):
    version: str
    terminals: str = "0"
    give_up: list[str] = []


def routes() -> list[HTTPRouteHandler]:
    return [company, save_company, declarant, save_declarant, drop_declarant, terminals, save_terminals]


@get("/register/application/{application:str}/company")
async def company(request: Asked, application: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    return await _company_page(visit, await read(visit, application), [])


@post("/register/application/{application:str}/company")
async def save_company(request: Asked, application: FromPath[str]) -> Answer:
    visit = visit_of(request)
    given = _without_version(visit.form.read(CompanyForm))

    async def again(found: Shown, faults: list[Fault]) -> Response[bytes]:
        return await _company_page(visit, found, _all_at_once(Application, NEEDED, given, faults))

    return await saved_or_told(visit, application, lambda _: given, NEEDED, again)


@get("/register/application/{application:str}/declarants/{place:str}")
async def declarant(request: Asked, application: FromPath[str], place: FromPath[str]) -> Response[bytes]:
    """The one at this place, or a new one: `new` with `?action=add`, `change` or `remove`."""
    visit = visit_of(request)
    found, action = await read(visit, application), str(request.query_params.get("action", "add"))
    return await _declarant_page(visit, found, place, [], Declarant(action if action in ACTIONS else "add"))  # type: ignore[arg-type] # one of them


@post("/register/application/{application:str}/declarants/{place:str}")
async def save_declarant(request: Asked, application: FromPath[str], place: FromPath[str]) -> Answer:
    visit = visit_of(request)
    given = _without_version(visit.form.read(DeclarantForm))
    before = (await read(visit, application)).application.asked.declarants
    at = len(before) if place == "new" else _place(place, before)

    def change(asked: Application) -> dict[str, Any]:
        others = [msgspec.to_builtins(one) for one in asked.declarants]
        return {"declarants": [*others[:at], given, *others[at + 1 :]]}

    async def again(found: Shown, faults: list[Fault]) -> Response[bytes]:
        needed = OF_NEW_DECLARANT if given.get("action") == "add" else ()
        told = _all_at_once(Declarant, needed, given, faults)
        return await _declarant_page(visit, found, place, told, Declarant("add"))

    return await saved_or_told(visit, application, change, [f"declarants.{at}"], again)


@post("/register/application/{application:str}/declarants/{place:str}/drop")
async def drop_declarant(request: Asked, application: FromPath[str], place: FromPath[str]) -> Answer:
    """Take one out of the draft; it changes nobody who is registered."""
    visit = visit_of(request)
    before = (await read(visit, application)).application.asked.declarants
    at = _place(place, before)

    def change(asked: Application) -> dict[str, Any]:
        return {"declarants": [msgspec.to_builtins(one) for n, one in enumerate(asked.declarants) if n != at]}

    async def again(found: Shown, faults: list[Fault]) -> Response[bytes]:
        return page(visit, "application.html", status=422, saved=False, told=faults, **about(visit, found))

    return await saved_or_told(visit, application, change, [], again)


@get("/register/application/{application:str}/terminals")
async def terminals(request: Asked, application: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    return await _terminals_page(visit, await read(visit, application), [])


@post("/register/application/{application:str}/terminals")
async def save_terminals(request: Asked, application: FromPath[str]) -> Answer:
    visit = visit_of(request)
    form = visit.form.read(TerminalsForm)
    given = {"terminals": figure(form.terminals or "0"), "give_up": form.give_up}

    async def again(found: Shown, faults: list[Fault]) -> Response[bytes]:
        return await _terminals_page(visit, found, faults)

    return await saved_or_told(visit, application, lambda _: given, TERMINALS, again)


async def _company_page(visit: Visit, found: Shown, faults: list[Fault]) -> Response[bytes]:
    today = business_day(visit.counter.clock())
    offices = [(code, f"{code} · {row['name']}") for code, row in sorted(OFFICES.on(today).items())]
    form = visit.form if faults else None
    return page(
        visit,
        "application_company.html",
        status=422 if faults else 200,
        faults=faults,
        form=form,
        offices=offices,
        **about(visit, found),
    )


async def _declarant_page(
    visit: Visit, found: Shown, place: str, faults: list[Fault], fresh: Declarant
) -> Response[bytes]:
    before = found.application.asked.declarants
    one = fresh if place == "new" else before[_place(place, before)]
    action = visit.form.one("action") if faults else one.action
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    certificates = await visit.counter.read(lambda room: certificates_of(room, account, at))
    users = await visit.counter.read(lambda room: users_of(room, account, at))
    return page(
        visit,
        "application_declarant.html",
        status=422 if faults else 200,
        faults=faults,
        form=visit.form if faults else None,
        one=one,
        action=action if action in ACTIONS else "add",
        place=place,
        action_words=actions(visit.language),
        certificates=certificates,
        users=[user for user in users if not user.ended_at],
        **about(visit, found),
    )


async def _terminals_page(visit: Visit, found: Shown, faults: list[Fault]) -> Response[bytes]:
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    own = await visit.counter.read(lambda room: terminals_of(room, account, at))
    return page(
        visit,
        "application_terminals.html",
        status=422 if faults else 200,
        faults=faults,
        form=visit.form if faults else None,
        own=[one for one in own if not one.ended_at],
        **about(visit, found),
    )


def _all_at_once(
    kind: type[msgspec.Struct], needed: Sequence[str], given: dict[str, Any], faults: list[Fault]
) -> list[Fault]:
    """What is empty is told together with what is malformed, in the order of the form."""
    told = {fault.at for fault in faults}
    missing = [empty(kind, name, name) for name in needed if not given.get(name) and name not in told]
    order = [field.name for field in msgspec.structs.fields(kind)]
    return sorted([*faults, *missing], key=lambda fault: order.index(fault.at) if fault.at in order else -1)


def _without_version(form: msgspec.Struct) -> dict[str, Any]:
    return {name: value for name, value in msgspec.to_builtins(form).items() if name != "version" and value != ""}


def _place(text: str, before: list[Declarant]) -> int:
    """Raises NotFound: there is none at this place."""
    place = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1
    if not 0 <= place < len(before):
        raise NotFound
    return place
