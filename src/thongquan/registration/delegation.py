"""Delegation: a company (the principal) lets a broker act for it, in a named scope, from one day to another.

It stands in place of a lent account: the broker signs with its own certificate, and the record says for whom and by
which delegation. The principal can take it back at any moment.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from thongquan import law

DELEGATION_DAYS = law.parameter("delegation_days", int)

Doing = str
"""What is done for the principal: "file", "correct", "cancel" or "view"."""


class Scope(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """What the broker may do."""

    directions: list[str]
    """"import", "export"."""
    acts: list[Doing]
    offices: list[str]
    """Codes of customs offices; none named is all of them."""

    def holds(self, direction: str, office: str, act: Doing) -> bool:
        return direction in self.directions and act in self.acts and (not self.offices or office in self.offices)


class Delegation(msgspec.Struct, frozen=True, gc=False):
    id: str
    """The first 128 bits, in hex, of the SHA-256 of the deed that gave it: as random as its one-time number."""
    principal: str
    broker: str
    """Both are tax codes. The broker need not be registered yet."""
    user: str
    """The one User ID of the broker that may act; "" is any of them."""
    scope: Scope
    agent_code: str
    """*Mã đại lý*, and *mã nhân viên hải quan* below: as the printed forms show them."""
    employee_code: str
    since: str
    until: str
    """Both moments belong to it."""
    revoked_at: str = ""

    def is_open(self, at: str) -> bool:
        """In effect at `at`, a `stamp`."""
        return self.since <= at <= self.until and (not self.revoked_at or at < self.revoked_at)

    def allows(self, act: "ForAnother", at: str) -> bool:
        fits = (act.broker, act.principal) == (self.broker, self.principal) and self.user in ("", act.user)
        return fits and self.is_open(at) and self.scope.holds(act.direction, act.office, act.act)


class ForAnother(msgspec.Struct, frozen=True, gc=False):
    """What a broker's user is about to do for a principal."""

    broker: str
    user: str
    principal: str
    direction: str
    office: str
    act: Doing


def delegation_for(act: ForAnother, given: Sequence[Delegation], at: str) -> Delegation | None:
    """The delegation by which it may be done at this moment; of several the one that ends last."""
    fitting = [one for one in given if one.allows(act, at)]
    return max(fitting, key=lambda one: (one.until, one.id), default=None)


def last_day(day: date) -> date:
    """The last day that a delegation may name which is given on `day`."""
    return date.fromordinal(day.toordinal() + DELEGATION_DAYS.on(day))
