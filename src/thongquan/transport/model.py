"""OLA and COT as they are filed: an independent transport declaration, and its correction (TT 191/2015, Annex III).

Fields stand in the order of `law/criteria/ola.toml`, which carries item, width, obligation, groups and names; a test
holds the two together. Every field may be absent here: what is missing is a fault among others, not a decoding error.
"""

from datetime import date
from decimal import Decimal

import msgspec


class Cargo(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One of the five cargo blocks: a bill, an invoice, or the list that stands for more of them."""

    cargo_number: str = ""
    """A bill's or air waybill's number; beyond the design of the declaration the number of the list (Annex III 2.c)."""
    bill_day: date | None = None
    goods_name: str = ""
    heading: str = ""
    marks: str = ""
    first_stored: date | None = None
    factory_product: str = ""
    origin_country: str = ""
    cargo_departure: str = ""
    cargo_arrival: str = ""
    manifest_type: str = ""
    carried_by: str = ""
    vessel: str = ""
    cargo_day: date | None = None
    importer_code: str = ""
    importer_name: str = ""
    importer_address: str = ""
    exporter_code: str = ""
    exporter_name: str = ""
    exporter_address: str = ""
    trustor_code: str = ""
    trustor_name: str = ""
    trustor_address: str = ""
    other_laws: tuple[str, ...] = ()
    quantity: int | None = None
    quantity_unit: str = ""
    cargo_weight: Decimal | None = None
    weight_unit: str = ""
    volume: Decimal | None = None
    volume_unit: str = ""
    price: Decimal | None = None
    price_currency: str = ""
    damage_codes: tuple[str, ...] = ()
    permit_number: str = ""
    permit_day: date | None = None
    permit_expiry: date | None = None
    cargo_remarks: str = ""


class CorrectedCargo(Cargo, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A cargo block of a correction: every block that is registered, and those that are added."""

    line_correction: str = ""
    """"2" added, "3" deleted, "5" changed or kept."""


class Piece(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A container, wagon or package."""

    piece_number: str = ""
    declaration_line: str = ""
    seals: tuple[str, ...] = ()


class TransportDeclaration(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="form", tag="OLA"
):
    """OLA: goods under customs supervision move from one place to another."""

    number: str = ""
    """Of the pre-registered declaration that this one replaces; "" where it is new."""
    direction: str = ""
    """"I" import, "E" export, "C" other."""
    customs_office: str = ""
    transporter_code: str = ""
    transporter_name: str = ""
    transporter_address: str = ""
    contract_number: str = ""
    contract_day: date | None = None
    contract_expiry: date | None = None
    means: str = ""
    purpose: str = ""
    transport_type: str = ""
    start_day: date | None = None
    start_hour: str = ""
    """"00" to "23"."""
    finish_day: date | None = None
    finish_hour: str = ""
    departure_area: str = ""
    departure_berth: str = ""
    departure_port: str = ""
    departure_name: str = ""
    arrival_area: str = ""
    arrival_berth: str = ""
    arrival_port: str = ""
    arrival_name: str = ""
    route: str = ""
    security: str = ""
    """"A" individual, "B" general."""
    security_bank: str = ""
    security_year: str = ""
    security_sign: str = ""
    security_number: str = ""
    security_amount: int | None = None
    """In đồng."""
    remarks: str = ""
    cargo: tuple[Cargo, ...] = ()
    export_declarations: tuple[str, ...] = ()
    pieces: tuple[Piece, ...] = ()


class TransportCorrection(TransportDeclaration, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag="COT"):
    """COT: the whole declaration as it is to be, under its number; or its cancellation."""

    processing: str = ""
    """"5" correct, "1" cancel."""
    cargo: tuple[CorrectedCargo, ...] = ()
