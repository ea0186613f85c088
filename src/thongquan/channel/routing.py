"""Which channel a declaration takes on the day it is registered."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache

from thongquan import law
from thongquan.channel.draw import RANDOM_INSPECTION_SHARE, Lots
from thongquan.channel.model import GREEN, YELLOW, Channel, ChannelTable, Indicator, Routing
from thongquan.declaration.model import Declaration, ExportDeclaration

RANDOM = "RANDOM"
LOOKS_LIKE_ANOTHER = "HOUSE-BILL-ALIKE"
_DESCRIPTIONS_KEPT = 16_384
"""The same goods come again and again."""

_ALWAYS_GREEN = Routing(GREEN, [])

Condition = Callable[[Declaration, int, int], bool]
"""Of a declaration, its customs value, and how many of the filing go to its address."""


class Router:
    """The indicators in force on one day in one direction, and the secret from which its random share is drawn."""

    def __init__(self, direction: str, day: date, secret: bytes) -> None:
        table = law.table("channel", ChannelTable)
        self._indicators = [
            (one.reason, one.channel, _conditions(one)) for one in table.indicator if one.holds_on(day, direction)
        ]
        self._share = RANDOM_INSPECTION_SHARE.on(day)
        self._lot = Lots(direction, secret).lot

    def route(self, declaration: Declaration, customs_value: int, house: str, same_address: int) -> Routing:
        """The strictest channel of all that speaks. `house` is the normalised house bill number."""
        reasons: list[str] = []
        channel: Channel = GREEN
        for reason, stricter, conditions in self._indicators:
            for holds in conditions:
                if not holds(declaration, customs_value, same_address):
                    break
            else:
                reasons.append(reason)
                channel = max(channel, stricter)
        if self._lot(house) < self._share:
            reasons.append(RANDOM)
            channel = max(channel, YELLOW)
        return Routing(channel, reasons) if reasons else _ALWAYS_GREEN


def doubtful(routing: Routing, reason: str) -> Routing:
    """At least yellow, for a reason that lies outside the declaration itself: an officer looks at it."""
    return Routing(max(routing.channel, YELLOW), [*routing.reasons, reason])


def addresses(declarations: Sequence[Declaration]) -> Counter[str]:
    """How many declarations of a filing go to each address."""
    return Counter(map(address, declarations))


def address(declaration: Declaration) -> str:
    if isinstance(declaration, ExportDeclaration):
        return declaration.consignee_street.casefold()
    return declaration.importer_address.casefold()


def _conditions(one: Indicator) -> list[Condition]:
    """Only the conditions that the indicator states, the cheapest first."""
    conditions: list[Condition] = []
    if (least := one.value_from) is not None:
        conditions.append(lambda _, value, __: value >= least)
    if (most := one.value_to) is not None:
        conditions.append(lambda _, value, __: value <= most)
    if (many := one.same_address_from) is not None:
        conditions.append(lambda _, __, same: same >= many)
    if (weight := one.kilograms_from) is not None:
        conditions.append(lambda parcel, _, __: parcel.gross_weight is not None and parcel.gross_weight >= weight)
    if one.phone_missing:
        conditions.append(lambda parcel, _, __: not _phone(parcel))
    if one.words:
        names = lru_cache(_DESCRIPTIONS_KEPT)(_names_one_of(one.words))
        conditions.append(lambda parcel, _, __: names(parcel.goods_description))
    return conditions


def _names_one_of(words: Sequence[str]) -> Callable[[str], bool]:
    found = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words), re.IGNORECASE).search
    return lambda description: found(description) is not None


def _phone(declaration: Declaration) -> str:
    """An export form has no telephone of the consignee, so its sender's counts."""
    if isinstance(declaration, ExportDeclaration):
        return declaration.exporter_phone
    return declaration.importer_phone
