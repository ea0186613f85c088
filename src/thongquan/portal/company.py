"""*Tra cứu kết quả đăng ký*: what became of applications, and what is done with passwords and keys."""

from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from thongquan.authority.company_users import TerminalShown, UserShown, terminals_of, users_of
from thongquan.authority.own_account import administered_by
from thongquan.authority.refusals import NotFound
from thongquan.base.limits import LIMITS
from thongquan.portal.application_words import lives, passwords, states
from thongquan.portal.rendering import page
from thongquan.portal.visit import Asked, Visit, visit_of

WORKS = {"rotate": "terminal_rotate.html", "renew": "terminal_renew.html", "end": "terminal_end.html"}


def routes() -> list[HTTPRouteHandler]:
    return [result, renew_user, terminal_work, check]


@get("/register/result")
async def result(request: Asked) -> Response[bytes]:
    """How the applications stand, and the passwords and keys that nobody has read: shown once, behind a signature."""
    visit = visit_of(request)
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    own_users, own_terminals = await _users(visit), await _terminals(visit)
    sent = await visit.counter.read(
        lambda room: room.applications.of_company(administered_by(room, account, at), LIMITS.applications_listed)
    )
    unread_users = [one for one in own_users if one.can_read][: LIMITS.credentials_at_once]
    usable = [one for one in own_users if one.state in ("coming", "open")]
    unread = [one for one in own_terminals if one.can_read][: LIMITS.credentials_at_once] if usable else []
    return page(
        visit,
        "result.html",
        signs=bool(unread_users or unread),
        account=account,
        applications=[one for one in sent if one.sent_at],
        unread_users=unread_users,
        unread_terminals=unread,
        usable=usable,
        states=states(visit.language),
        **_words(visit),
    )


@get("/company/users/{user:str}/renew")
async def renew_user(request: Asked, user: FromPath[str]) -> Response[bytes]:
    """A password that was lost, or read too late: another one, behind a signature."""
    visit = visit_of(request)
    account = visit.needs("admin").who.account
    found = [one for one in await _users(visit) if one.user == user and one.state != "ended"]
    if not found:
        raise NotFound
    return page(visit, "user_renew.html", signs=True, account=account, one=found[0], **_words(visit))


@get("/company/terminals/{terminal:str}/{work:str}")
async def terminal_work(request: Asked, terminal: FromPath[str], work: FromPath[str]) -> Response[bytes]:
    visit = visit_of(request)
    account = visit.needs("admin").who.account
    found = [one for one in await _terminals(visit) if one.terminal == terminal and one.state != "ended"]
    if not found or work not in WORKS:
        raise NotFound
    usable = [one for one in await _users(visit) if one.state in ("coming", "open")]
    return page(
        visit,
        WORKS[work],
        signs=True,
        account=account,
        one=found[0],
        usable=usable,
        most_hours=LIMITS.terminal_key_overlap_hours,
        **_words(visit),
    )


@get("/credentials/check")
async def check(request: Asked) -> Response[bytes]:
    """For whoever has a User ID: whether it works together with a terminal. Needs no session, only the signature."""
    return page(visit_of(request), "credentials_check.html", signs=True)


async def _users(visit: Visit) -> list[UserShown]:
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    return await visit.counter.read(lambda room: users_of(room, account, at))


async def _terminals(visit: Visit) -> list[TerminalShown]:
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    return await visit.counter.read(lambda room: terminals_of(room, account, at))


def _words(visit: Visit) -> dict[str, Any]:
    return {"lives": lives(visit.language), "password_words": passwords(visit.language)}
