"""A company's users and terminals as tables."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from thongquan.authority.account_ports import AccountSought
from thongquan.authority.company_users import TerminalShown, UserShown, terminals_page, users_page
from thongquan.portal.application_words import lives, passwords
from thongquan.portal.language import day, moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, exported, listing
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

_SERIAL_SHOWN = 8


def routes() -> list[HTTPRouteHandler]:
    return [users, terminals]


@get("/company/users")
async def users(request: Asked) -> Response[bytes]:
    visit, _ = visit_of(request), tongue(visit_of(request).language).gettext
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    columns = [
        Column("user", "User ID", sorts=True),
        Column("name", _("Họ tên")),
        Column("state", _("Trạng thái")),
        Column("since", _("Hiệu lực từ"), sorts=True),
        Column("password", _("Mật khẩu")),
        Column("serial", _("Serial chứng thư số")),
    ]
    shown = listing(request, columns, _filters(visit, _("Đầu User ID")), sort="user")
    sought = _sought(shown)
    found = await visit.counter.read(lambda room: users_page(room, account, at, sought, shown.asked.wanted))
    rows = [_user(visit, one) for one in found.rows]
    if shown.asked.as_csv:
        return exported("users", columns, rows)
    return page(visit, "company_users.html", listing=shown.showing(found), rows=rows)


@get("/company/terminals")
async def terminals(request: Asked) -> Response[bytes]:
    visit, _ = visit_of(request), tongue(visit_of(request).language).gettext
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    columns = [
        Column("terminal", "Terminal ID", sorts=True),
        Column("user", _("Dùng với User ID")),
        Column("state", _("Trạng thái")),
        Column("since", _("Hiệu lực từ"), sorts=True),
        Column("key", _("Mã truy cập")),
    ]
    shown = listing(request, columns, _filters(visit, _("Đầu Terminal ID")), sort="terminal")
    sought = _sought(shown)
    found = await visit.counter.read(lambda room: terminals_page(room, account, at, sought, shown.asked.wanted))
    rows = [_terminal(visit, one) for one in found.rows]
    if shown.asked.as_csv:
        return exported("terminals", columns, rows)
    return page(visit, "company_terminals.html", listing=shown.showing(found), rows=rows)


def _filters(visit: Visit, beginning: str) -> list[Filter]:
    _ = tongue(visit.language).gettext
    words = [(state, word) for state, (word, _kind) in lives(visit.language).items()]
    return [Filter("beginning", beginning), Filter("state", _("Trạng thái"), words)]


def _sought(shown: Listing) -> AccountSought:
    where = shown.asked.where
    return AccountSought(where.get("beginning", "").upper(), where.get("state", ""))


def _user(visit: Visit, one: UserShown) -> dict[str, Any]:
    _ = tongue(visit.language).gettext
    word, kind = lives(visit.language)[one.state]
    until = one.password_until if one.state != "ended" else ""
    return {
        "one": one,
        "user": one.user,
        "name": one.name,
        "state": word,
        "since": moment(one.effective_at),
        "password": passwords(visit.language)[one.password],
        "serial": f"…{one.serial[-_SERIAL_SHOWN:]}" if one.serial else "",
        "kinds": {"state": kind},
        "hints": {"password": _("hạn {when}").format(when=day(until)) if until else ""},
    }


def _terminal(visit: Visit, one: TerminalShown) -> dict[str, Any]:
    _ = tongue(visit.language).gettext
    word, kind = lives(visit.language)[one.state]
    old = one.old_key_until
    return {
        "one": one,
        "terminal": one.terminal,
        "user": one.user or "–",
        "state": word,
        "since": moment(one.effective_at),
        "key": _("mã số {number}").format(number=one.key_number) if one.key_number else _("Chưa nhận"),
        "kinds": {"state": kind},
        "hints": {"key": _("mã cũ còn dùng đến {when}").format(when=moment(old)) if old else ""},
    }
