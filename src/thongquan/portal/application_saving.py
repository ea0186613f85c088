"""A section of an application's draft is saved from its page: the rest stays, and what is typed is never lost."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import msgspec
from litestar import Response
from litestar.response import Redirect

from thongquan.authority.applications import ApplicationChanged, Shown, save, shown
from thongquan.authority.own_account import administered, administered_by
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.portal.refusals import FormMalformed
from thongquan.portal.rendering import go_to
from thongquan.portal.visit import Visit
from thongquan.registration.application import Asked

Change = Callable[[Asked], dict[str, Any]]
"""What was saved → the fields that this page gives anew."""
Again = Callable[[Shown, list[Fault]], Awaitable[Response[bytes]]]
"""The form once more."""
_FIGURES = 9
ROOT = "/register/application"


async def read(visit: Visit, application: str) -> Shown:
    """Raises LoginNeeded, NotFound."""
    account, at = visit.needs("admin").who.account, visit.counter.clock()
    return await visit.counter.read(lambda room: shown(room, administered_by(room, account, at), application, at))


async def saved_or_told(
    visit: Visit, application: str, change: Change, about: Sequence[str], form: Again
) -> Response[bytes] | Redirect:
    """Back to the application, which says that it was saved; or the form once more with what is wrong.

    `about`: the fields of which this page is; what is wrong elsewhere keeps nobody from saving here.
    """
    try:
        await visit.counter.ask(_saving(visit, application, change, about))
    except FormFaulty as refused:
        return await form(await read(visit, application), [_here(one, about) for one in refused.faults])
    except ApplicationChanged as refused:
        return await form(await read(visit, application), [Fault(refused.code, "", refused.facts)])
    return go_to(f"{ROOT}/{application}?saved=1")


def _saving(visit: Visit, application: str, change: Change, about: Sequence[str]) -> Callable[[Sitting], Shown]:
    account, version = visit.needs("admin").who.account, version_in(visit)

    def work(now: Sitting) -> Shown:
        own = administered(now, account)
        before = shown(now.books, own, application, now.at).application.asked
        given = {**msgspec.to_builtins(before), **change(before)}
        saved = save(now, own, account, application, version=version, given=given)
        if faults := [one for one in saved.faults if _is_about(one, about)]:
            raise FormFaulty(faults)
        return saved

    return work


def _is_about(fault: Fault, about: Sequence[str]) -> bool:
    return any(fault.at == one or fault.at.startswith(f"{one}.") for one in about)


def _here(fault: Fault, about: Sequence[str]) -> Fault:
    """Its place on the page: of one of a list the page shows only that one."""
    for one in about:
        if "." in one and _is_about(fault, [one]):
            return Fault(fault.code, fault.at.removeprefix(one).removeprefix("."), fault.facts)
    return fault


def version_in(visit: Visit) -> int:
    return figure(visit.form.one("version"))


def figure(text: str) -> int:
    """A whole number that was typed or that we wrote into the form.

    Raises:
        FormMalformed
    """
    if not text.isascii() or not text.isdecimal() or len(text) > _FIGURES:
        raise FormMalformed
    return int(text)
