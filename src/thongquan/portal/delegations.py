"""Delegations to brokers: the two lists, giving one, taking one back; and for whom a broker's user acts now."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from thongquan.authority.delegation_give import offices_on
from thongquan.authority.delegations_seen import acting_by, delegations_seen, principals_of
from thongquan.authority.refusals import NotFound
from thongquan.authority.whoami import who_am_i
from thongquan.base.moment import business_day
from thongquan.portal.language import day, tongue
from thongquan.portal.rendering import go_to, page
from thongquan.portal.visit import Asked, visit_of
from thongquan.registration.delegation import last_day


class Chosen(msgspec.Struct, frozen=True):
    delegation: str = ""
    """"" is one's own company."""


def routes() -> list[HTTPRouteHandler]:
    return [delegations, new_delegation, revoke_delegation, choose_principal, act_for]


@get("/company/delegations")
async def delegations(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("admin", "user").who.account, visit.counter.clock()
    seen = await visit.counter.read(lambda room: delegations_seen(room, account, at))
    return page(visit, "delegations.html", seen=seen, **_words(visit.language))


@get("/company/delegations/new")
async def new_delegation(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    me = await visit.counter.read(lambda room: who_am_i(room, account, at))
    today = business_day(at)
    return page(
        visit,
        "delegation_new.html",
        signs=True,
        me=me,
        offices=offices_on(today),
        today=today.isoformat(),
        last=day(last_day(today)),
        **_words(visit.language),
    )


@get("/company/delegations/{delegation:str}/revoke")
async def revoke_delegation(request: Asked, delegation: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    seen = await visit.counter.read(lambda room: delegations_seen(room, account, at))
    found = [one for one in seen.given if one.id == delegation and one.state in ("coming", "open")]
    if not found:
        raise NotFound
    words = _words(visit.language)
    return page(visit, "delegation_revoke.html", signs=True, account=account, one=found[0], **words)


@get("/act-for")
async def choose_principal(request: Asked) -> Response[bytes]:
    visit = visit_of(request)
    account, at = visit.needs("user").who.account, visit.counter.clock()
    found = await visit.counter.read(lambda room: principals_of(room, account, at))
    return page(visit, "act_for.html", found=found, acts_by=visit.acts_by, **_words(visit.language))


@post("/act-for")
async def act_for(request: Asked) -> Redirect:
    """The session gets a new name with it: forms that were open for another principal are dead."""
    visit = visit_of(request)
    account, at = visit.needs("user").who.account, visit.counter.clock()
    chosen = visit.form.read(Chosen).delegation
    if chosen:
        one = await visit.counter.read(lambda room: acting_by(room, account, chosen, at))
        visit.act_for(one.principal, one.principal_name, one.id)
    else:
        visit.act_for("", "", "")
    return go_to("/act-for")


def _words(language: str) -> dict[str, Any]:
    _ = tongue(language).gettext
    return {
        "lives": {
            "coming": (_("Chưa đến ngày"), "warning"),
            "open": (_("Đang có hiệu lực"), "good"),
            "over": (_("Đã hết hạn"), ""),
            "revoked": (_("Đã thu hồi"), "bad"),
        },
        "acts": {
            "file": _("Khai"),
            "correct": _("Khai bổ sung"),
            "cancel": _("Đề nghị hủy"),
            "view": _("Xem"),
        },
        "directions": {"import": _("Nhập khẩu"), "export": _("Xuất khẩu")},
    }
