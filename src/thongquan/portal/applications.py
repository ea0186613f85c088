"""*Đăng ký mới người sử dụng*: a company's applications; one of them with its sections, its way and its signature."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from thongquan.authority.applications import Shown, applications_of, save_new, withdraw
from thongquan.authority.own_account import administered
from thongquan.authority.sitting import Sitting
from thongquan.portal.application_saving import ROOT, read, version_in
from thongquan.portal.application_words import actions, states, steps
from thongquan.portal.language import moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import go_to, page
from thongquan.portal.visit import Asked, Visit, visit_of
from thongquan.registration.application import Application
from thongquan.registration.application_rules import NEEDED


class New(msgspec.Struct, frozen=True):
    action: str = ""
    user: str = ""
    """A wish that begins it: to change or cancel this user."""


def routes() -> list[HTTPRouteHandler]:
    return [list_all, begin, one, review, withdrawing]


@get("/register/application")
async def list_all(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    shown = _listing(visit, request)
    state, wanted = shown.asked.where.get("state", ""), shown.asked.wanted
    found = await visit.counter.read(lambda room: applications_of(room, account, at, state, wanted))
    rows = [_row(visit, one) for one in found.rows]
    if shown.asked.as_csv:
        return exported("applications", shown.columns, rows)
    return page(visit, "applications.html", listing=shown.showing(found), rows=rows)


@post("/register/application")
async def begin(request: Asked) -> Redirect:
    """A draft that holds what is known already: nobody types his address twice."""
    visit = visit_of(request)
    account, new = visit.needs("admin").who.account, visit.form.read(New)
    wish = [{"action": new.action, "user": new.user}] if new.user else []

    def work(now: Sitting) -> Application:
        own = administered(now, account)
        return save_new(now, own, account, {**_known(now, own), "declarants": wish}).application

    made = await visit.counter.ask(work)
    if new.action == "change":
        return go_to(f"{ROOT}/{made.id}/declarants/0")
    is_whole = all(getattr(made.asked, name) for name in NEEDED)
    return go_to(f"{ROOT}/{made.id}" if is_whole or wish else f"{ROOT}/{made.id}/company")


@get("/register/application/{application:str}")
async def one(request: Asked, application: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    found = await read(visit, application)
    return page(visit, "application.html", saved="saved" in request.query_params, **about(visit, found))


@get("/register/application/{application:str}/review")
async def review(request: Asked, application: FromPath[str]) -> Response[bytes]:
    """*Tra cứu thông tin đăng ký*: everything once more, who sends it, and the signature."""
    visit = visit_of(request)
    found = await read(visit, application)
    if found.faults or found.application.state not in ("draft", "returned"):
        return page(visit, "application.html", saved=False, **about(visit, found))
    account = visit.needs("admin").who.account
    person = await visit.counter.read(lambda room: getattr(room.accounts.account(account), "person", None))
    return page(visit, "application_review.html", signs=True, account=account, person=person, **about(visit, found))


@post("/register/application/{application:str}/withdraw")
async def withdrawing(request: Asked, application: FromPath[str]) -> Redirect:
    visit = visit_of(request)
    account, version = visit.needs("admin").who.account, version_in(visit)
    await visit.counter.ask(
        lambda now: withdraw(now, administered(now, account), account, application, version=version)
    )
    return go_to(f"{ROOT}/{application}")


def about(visit: Visit, found: Shown) -> dict[str, Any]:
    """What every page that shows an application says of it."""
    return {
        "application": found.application,
        "hinders": found.faults,
        "root": f"{ROOT}/{found.application.id}",
        "states": states(visit.language),
        "steps": steps(visit.language),
        "actions": actions(visit.language),
    }


def _listing(visit: Visit, request: Asked) -> Listing:
    _ = tongue(visit.language).gettext
    columns = [
        Column("changed", _("Ghi lần cuối"), sorts=True),
        Column("state", _("Trạng thái")),
        Column("declarants", _("Người khai"), is_number=True),
        Column("terminals", _("Máy xin cấp"), is_number=True),
    ]
    words = [(state, word) for state, (word, _kind) in states(visit.language).items()]
    return listing(request, columns, [Filter("state", _("Trạng thái"), words)], sort="-changed")


def _row(visit: Visit, one: Application) -> dict[str, Any]:
    word, kind = states(visit.language)[one.state]
    return {
        "href": f"{ROOT}/{one.id}",
        "changed": moment(one.changed_at),
        "state": word,
        "declarants": len(one.asked.declarants),
        "terminals": one.asked.terminals,
        "kinds": {"state": kind},
    }


def _known(now: Sitting, tax_code: str) -> dict[str, str]:
    """The particulars of the company's last application, and its registered name."""
    company, before = now.books.company(tax_code), now.books.applications.of_company(tax_code, 1)
    known = {"company": company.name if company else ""}
    if before:
        known |= {name: getattr(before[0].asked, name) for name in NEEDED}
    return {name: value for name, value in known.items() if value}
