"""What the authority is made of, apart from its books: its name, its key, whom it trusts, and its secrets."""

import gc
from datetime import date
from functools import lru_cache

import msgspec

from thongquan import law
from thongquan.authority.refusals import OfficeUnknown
from thongquan.authority.seal import AuthoritySeal
from thongquan.base.limits import LIMITS, Limits
from thongquan.channel.draw import secret_of
from thongquan.channel.routing import Router
from thongquan.declaration.model import CustomsOffice
from thongquan.declaration.plan import Plan, plan_for
from thongquan.signing.chain import TrustStore

FORMS = {"import": "MIC", "export": "MEC"}


COLLECTED_AFTER = (50_000, 20, 20)
"""A filing makes many objects that live for one transaction and form no circles: looking for circles among them after
every 700 took a tenth of the time."""


class Authority(msgspec.Struct, frozen=True):
    """One server's authority. `choice` is the secret from which the random share of each day is drawn."""

    system: str
    trust: TrustStore
    seal: AuthoritySeal
    choice: bytes
    challenge: bytes
    """The secret with which it knows the deeds that it composed."""
    webhook: bytes
    """From which the signing secrets of webhooks are derived."""
    limits: Limits = LIMITS
    at_once: bool = False
    """A demonstration: what is registered counts at once, whatever the law says of days."""


class Desk(msgspec.Struct, frozen=True):
    """Everything that depends on direction and day, looked up once."""

    direction: str
    form: str
    day: date
    plan: Plan
    router: Router


@lru_cache(maxsize=16)
def desk_for(direction: str, day: date, choice: bytes) -> Desk:
    form = FORMS[direction]
    return Desk(direction, form, day, plan_for(form, day), Router(direction, day, secret_of(choice, day)))


@lru_cache(maxsize=1024)
def office_of(code: str, team: str, day: date) -> CustomsOffice:
    """The office as it is called on the day of registration.

    Raises:
        OfficeUnknown: there is none of this code on that day.
    """
    row = law.codes("customs_offices").on(day).get(code)
    if row is None:
        raise OfficeUnknown(office=code)
    return CustomsOffice(code, row["name"], team)


def warm_up(authority: Authority, day: date) -> None:
    """Read the law of the day before the first filing waits for it, and keep it out of the collector's way."""
    for direction in FORMS:
        desk_for(direction, day, authority.choice)
    for language in law.LANGUAGES:
        law.wording(language)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AFTER)
