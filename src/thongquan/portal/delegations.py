"""Delegations to brokers: the two lists, giving one, taking one back; and for whom a broker's user acts now."""

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.response import Redirect

from thongquan.authority.delegation_give import offices_on
from thongquan.authority.delegation_ports import DelegationSought
from thongquan.authority.delegations_seen import (
    DelegationShown,
    acting_by,
    given_by,
    given_seen,
    held_seen,
    principals_of,
)
from thongquan.authority.paging import Page
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.whoami import who_am_i
from thongquan.base.moment import business_day
from thongquan.portal.language import day, moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import go_to, page
from thongquan.portal.visit import Asked, Visit, visit_of
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
    given, held = _listing(visit, request, "given"), _listing(visit, request, "held")

    def read(room: ReadingRoom) -> tuple[Page[DelegationShown], Page[DelegationShown]]:
        return (
            given_seen(room, account, at, DelegationSought(**given.asked.where), given.asked.wanted),
            held_seen(room, account, at, DelegationSought(**held.asked.where), held.asked.wanted),
        )

    pages = dict(zip(("given", "held"), await visit.counter.read(read), strict=True))
    rows = {side: [_row(visit, one, side) for one in seen.rows] for side, seen in pages.items()}
    for shown in (given, held):
        if shown.asked.as_csv:
            return exported(f"delegations-{shown.name}", shown.columns, rows[shown.name])
    return page(
        visit,
        "delegations.html",
        listings={one.name: one.showing(pages[one.name]) for one in (given, held)},
        rows=rows,
    )


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
    found = await visit.counter.read(lambda room: given_by(room, account, delegation, at))
    if found.state not in ("coming", "open"):
        raise NotFound
    words = _words(visit.language)
    return page(visit, "delegation_revoke.html", signs=True, account=account, one=found, **words)


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


def _listing(visit: Visit, request: Asked, side: str) -> Listing:
    """`side`: "given" to brokers, or "held" of principals."""
    _ = tongue(visit.language).gettext
    columns = [
        Column("other", _("Đại lý") if side == "given" else _("Bên ủy quyền")),
        Column("tax_code", _("Mã số thuế")),
        Column("scope", _("Được làm")),
        Column("codes", _("Mã đại lý · mã nhân viên")),
        Column("since", _("Từ – đến"), sorts=True),
        Column("state", _("Trạng thái")),
    ]
    states = [(state, word) for state, (word, _kind) in _words(visit.language)["lives"].items()]
    filters = [Filter("other", _("Mã số thuế")), Filter("state", _("Trạng thái"), states)]
    return listing(request, columns, filters, sort="-since", name=side)


def _row(visit: Visit, one: DelegationShown, side: str) -> dict[str, Any]:
    words, _ = _words(visit.language), tongue(visit.language).gettext
    other, name = (one.broker, one.broker_name) if side == "given" else (one.principal, one.principal_name)
    word, kind = words["lives"][one.state]
    directions = ", ".join(words["directions"][direction] for direction in one.directions)
    acts = ", ".join(words["acts"][act].lower() for act in one.acts)
    offices = ", ".join(one.offices) if one.offices else _("mọi chi cục")
    return {
        "one": one,
        "other": name or _("chưa đăng ký"),
        "tax_code": other,
        "scope": f"{directions}: {acts} · {offices} · {one.user or _('mọi người khai của đại lý')}",
        "codes": " · ".join(code for code in (one.agent_code, one.employee_code) if code),
        "since": f"{day(one.since)} – {day(one.until)}",
        "state": word,
        "kinds": {"state": kind},
        "hints": {"state": moment(one.revoked_at) if one.revoked_at else ""},
    }


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
