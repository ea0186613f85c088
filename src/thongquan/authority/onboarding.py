"""The way of a company from a bare certificate to a first password: what is done, and what is next.

Whoever is logged in has a certificate and an account already; the rest stands in the books. Nobody else is told
anything of what is registered.
"""

from typing import Literal

import msgspec

from thongquan.authority.password_work import OWN
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound

Stage = Literal["done", "next", "waiting", "later"]
"""`waiting`: for customs. `later`: something before it must be done first."""

STEPS = ("look", "certificate", "account", "login", "application", "decision", "credentials", "password")
_LATEST = 20


class Step(msgspec.Struct, frozen=True):
    name: str
    """One of `STEPS`."""
    stage: Stage


def way_of(room: ReadingRoom, account: str) -> list[Step]:
    """How far the company of this account is; "" for whoever is not logged in.

    Raises:
        NotFound: the account is no company's.
    """
    if not account:
        return [Step(name, "next" if name in STEPS[:4] else "later") for name in STEPS]
    asking = room.accounts.account(account)
    if asking is None or not asking.tax_code:
        raise NotFound
    found = ["done"] * len(STEPS[:4]) + _of_users(room, asking.tax_code)
    return [Step(name, _stage(found, place)) for place, name in enumerate(STEPS)]


def _stage(found: list[str], place: int) -> Stage:
    """The first that is not done is next, or waits for customs; what comes after it comes later."""
    if found[place] == "done":
        return "done"
    is_first = all(one == "done" for one in found[:place])
    if not is_first:
        return "later"
    return "waiting" if found[place] == "waiting" else "next"


def _of_users(room: ReadingRoom, tax_code: str) -> list[str]:
    """Of application, decision, credentials and password, in this order: `done`, `waiting` or ""."""
    states = {one.state for one in room.applications.of_company(tax_code, _LATEST)}
    users = [one for one in room.accounts.of_company(tax_code) if one.kind == "user"]
    is_approved = bool(states & {"approved", "effective"})
    is_sent = is_approved or bool(states & {"sent", "seconded"})
    return [
        "done" if is_sent else "",
        "done" if is_approved else "waiting" if is_sent else "",
        "done" if any(one.password_number for one in users) else "",
        "done" if any(one.password_state == OWN for one in users) else "",
    ]
