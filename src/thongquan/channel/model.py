"""The shape of `law/tables/channel.toml`, and what routing gives."""

from datetime import date
from typing import Literal

import msgspec

Channel = Literal["1", "2", "3"]

GREEN: Channel = "1"
YELLOW: Channel = "2"
RED: Channel = "3"


class Routing(msgspec.Struct, frozen=True, gc=False):
    """The channel, and why.

    The reasons are kept sealed, for officers and auditors; the filer is told their categories after clearance.
    """

    channel: Channel
    reasons: list[str]


class Indicator(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What makes an officer look twice. It speaks when every condition it states holds."""

    reason: str
    channel: Literal["2", "3"]
    since: date
    until: date | None = None
    """The last day, where the indicator was withdrawn."""
    directions: tuple[Literal["import", "export"], ...] = ("import", "export")
    value_from: int | None = None
    value_to: int | None = None
    kilograms_from: int | None = None
    phone_missing: bool = False
    same_address_from: int | None = None
    """This many parcels of the filing go to one address."""
    words: list[str] = []

    def holds_on(self, day: date, direction: str) -> bool:
        return self.since <= day <= (self.until or day) and direction in self.directions


Category = Literal["goods", "value", "party", "random", "look-alike"]


class ChannelTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    status: str
    category: dict[str, Category]
    """Reason → as much of it as the filer is told after clearance. Also of indicators that were withdrawn."""
    indicator: list[Indicator]
