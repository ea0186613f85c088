"""A consignment as far as its taxes depend on it, and what was reckoned of it, step by step."""

from datetime import date
from decimal import Decimal

import msgspec

from thongquan.base.fault import Fact, Fault


class Money(msgspec.Struct, frozen=True):
    """An amount in a currency."""

    amount: Decimal
    currency: str


class Consignment(msgspec.Struct, frozen=True, kw_only=True):
    """One import. Whatever is not told stays empty, and what follows from that is said."""

    invoice: Money | None = None
    freight: Money | None = None
    freight_class: str = ""
    """Class E is freight beyond what the price holds (criterion 24); any other is the whole freight."""
    insurance: Money | None = None
    price_term: str = ""
    typed_value: int | None = None
    """đồng, as the declarant types it in criterion 28; stands in place of what the invoice comes to."""
    hs_code: str = ""
    kilograms: Decimal | None = None
    special_goods: str = ""
    """Kind of goods under special consumption tax, by its code in the table, or `NONE`; "" where nobody says."""
    environment_goods: str = ""
    """The same of environment tax."""
    together: int = 0
    """đồng of all houses of its owner under its master bill, itself among them; 0 where it is alone."""
    ordinary: bool = False
    """It goes on an ordinary declaration whatever its value, for a licence or an inspection."""
    normal_duty: bool = False
    """Its origin has no most-favoured-nation treatment."""
    exchange: dict[str, Decimal] = {}
    """đồng for one unit of a currency, as a person gives them; they stand before those of the table."""
    chosen: dict[str, Decimal] = {}
    """Per cent that a person chose, by tax: NK, TTDB, GTGT."""


class Step(msgspec.Struct, frozen=True):
    """One line of a derivation.

    `of` is what it counts towards: VALUE, a tax, or PHI (the fee); "" for what only decides. `exact` is the amount
    before it is rounded, `amount` whole đồng; the amounts of all steps of one tax add up to it. `since` is the first
    day of what it rests on, "" where that is not known.
    """

    rule: str
    of: str = ""
    base: str = ""
    rate: str = ""
    exact: str = ""
    amount: int | None = None
    since: str = ""
    cites: str = ""
    mark: str = ""
    facts: dict[str, Fact] = {}


class Due(msgspec.Struct, frozen=True):
    """đồng of one tax; None where it cannot be told before a person chooses."""

    tax: str
    amount: int | None


class Assessment(msgspec.Struct, frozen=True):
    """What is owed, and how it comes about. `form` is MIC (group 2) or ordinary.

    `customs_value`, `total` (of the taxes) and `fee` in đồng, None where they cannot be told; `open` is what a person
    must look at: where nothing but a rate is in doubt, the greatest stands meanwhile.
    """

    day: date
    form: str
    customs_value: int | None
    taxes: list[Due]
    total: int | None
    fee: int | None
    steps: list[Step]
    open: list[Fault]

    def due(self, tax: str) -> int | None:
        """đồng of one tax; 0 where it is not among them."""
        return next((one.amount for one in self.taxes if one.tax == tax), 0)
