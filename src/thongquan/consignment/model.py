"""A house bill as the courier's file tells it, after mending: what every form is made from."""

from datetime import date
from decimal import Decimal

import msgspec


class Party(msgspec.Struct, frozen=True, gc=False):
    """Somebody who sends or receives. `code` is a tax code or an identity number, digits (and one hyphen) only."""

    name: str = ""
    code: str = ""
    postcode: str = ""
    address: str = ""
    city: str = ""
    country: str = ""
    phone: str = ""


NOBODY = Party()


class HouseBill(msgspec.Struct, frozen=True, gc=False):
    """One house of a manifest. Weight in kilograms, exact; places as the file has them; money with its currency."""

    number: str = ""
    master_bill: str = ""
    flight: str = ""
    arrival_date: date | None = None
    loading_place: str = ""
    unloading_place: str = ""
    final_destination: str = ""
    sender: Party = NOBODY
    receiver: Party = NOBODY
    goods_vi: str = ""
    goods_en: str = ""
    hs_code: str = ""
    origin: str = ""
    packages: int | None = None
    weight: Decimal | None = None
    quantity: Decimal | None = None
    unit: str = ""
    value: Decimal | None = None
    currency: str = ""
    price_term: str = ""
    freight: Decimal | None = None
    freight_currency: str = ""
    insurance: Decimal | None = None
    insurance_currency: str = ""
    kind: str = ""
    """What the courier thinks it is: "documents", "low", "high" or "" when the file does not say."""
    reference: str = ""
    remark: str = ""
