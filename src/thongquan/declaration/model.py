"""MIC and MEC as they are filed: one line of NDJSON is one declaration.

Field order is the order of the item tables in `law/criteria/mic.toml` and `mec.toml`, which carry criterion, VNACCS
item, width, obligation and labels; a test holds the two together. Every field may be absent here: what is missing is
a fault among others, found by the rules, not a decoding error.
"""

from datetime import date
from decimal import Decimal

import msgspec


class ImportDeclaration(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="form", tag="MIC", gc=False
):
    """MIC: express import of low value (TT 191/2015 PL II, import column)."""

    nonce: str = ""  # 128 random bits in hex: keeps a leaf's hash from being guessed from its neighbours
    party_kind: str = ""
    customs_office: str = ""
    customs_team: str = ""
    importer_code: str = ""
    importer_name: str = ""
    importer_postcode: str = ""
    importer_address: str = ""
    importer_phone: str = ""
    exporter_code: str = ""
    exporter_name: str = ""
    exporter_postcode: str = ""
    exporter_street: str = ""
    exporter_street_2: str = ""
    exporter_city: str = ""
    exporter_country_name: str = ""
    exporter_country: str = ""
    house_bill: str = ""
    master_bill: str = ""
    packages: int | None = None
    gross_weight: Decimal | None = None
    storage_place: str = ""
    flight: str = ""
    arrival_date: date | None = None
    unloading_place: str = ""
    loading_place: str = ""
    price_kind: str = ""
    price_term: str = ""
    invoice_currency: str = ""
    invoice_value: Decimal | None = None
    freight_class: str = ""
    freight_currency: str = ""
    freight_amount: Decimal | None = None
    insurance_class: str = ""
    insurance_currency: str = ""
    insurance_amount: Decimal | None = None
    goods_description: str = ""
    origin: str = ""
    customs_value: int | None = None
    notes: str = ""
    internal_reference: str = ""
    hs_code: str = ""  # no criterion: it travels with the line so that its taxes can be reckoned (decision 0008)


class ExportDeclaration(
    msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag_field="form", tag="MEC", gc=False
):
    """MEC: express export of low value (TT 191/2015 PL II, export column)."""

    nonce: str = ""
    customs_office: str = ""
    customs_team: str = ""
    exporter_code: str = ""
    exporter_name: str = ""
    exporter_postcode: str = ""
    exporter_address: str = ""
    exporter_phone: str = ""
    consignee_code: str = ""
    consignee_name: str = ""
    consignee_postcode: str = ""
    consignee_street: str = ""
    consignee_street_2: str = ""
    consignee_city: str = ""
    consignee_country_name: str = ""
    consignee_country: str = ""
    house_bill: str = ""
    packages: int | None = None
    gross_weight: Decimal | None = None
    storage_place: str = ""
    final_destination: str = ""
    loading_place: str = ""
    invoice_currency: str = ""
    invoice_value: Decimal | None = None
    declared_value: int | None = None
    goods_description: str = ""
    notes: str = ""
    internal_reference: str = ""


class ImportCorrection(
    ImportDeclaration, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag="MIE", gc=False
):
    """MIE: the whole MIC as it is to be, under the number that it has now."""

    number: str = ""
    report: str = ""
    """"P": a printed report of the correction is wanted."""


class ExportCorrection(
    ExportDeclaration, frozen=True, omit_defaults=True, forbid_unknown_fields=True, tag="MEE", gc=False
):
    """MEE: the whole MEC as it is to be, under the number that it has now."""

    number: str = ""
    report: str = ""


Declaration = ImportDeclaration | ExportDeclaration
Correction = ImportCorrection | ExportCorrection


class CustomsOffice(msgspec.Struct, frozen=True, gc=False):
    """The office and team that receive a declaration; names as printed on the day of registration."""

    code: str
    name: str
    team: str


class PaperTwin(msgspec.Struct, frozen=True, gc=False):
    """The paper declaration with which goods were cleared while the system was away."""

    number: str
    day: str
    """On which it was cleared: `2026-09-02`."""
    officer: str
    """Who cleared it, by name, as the paper says."""


class GivenDocument(msgspec.Struct, frozen=True, gc=False):
    """A document that was given for a declaration. Its bytes lie elsewhere; its hash binds them to the act."""

    name: str
    """As whoever gave it calls it: never a path, only data."""
    kind: str
    """What it was found to be, whatever it is called: `pdf`, `jpeg` …"""
    size: int
    """Bytes."""
    sha256: str
    given_at: str
    """A `stamp`."""


class Instruction(msgspec.Struct, frozen=True, gc=False):
    """What customs tell the filer to do."""

    at: str
    """A `stamp`."""
    text: str


class Decision(msgspec.Struct, frozen=True, gc=False, omit_defaults=True, forbid_unknown_fields=True):
    """What the authority decided on one declaration, and what it filled in, apart from what was signed.

    Times are `stamp`s; amounts in đồng are integers; rates are text in plain notation.
    """

    number: str
    """12 digits; the 12th counts corrections."""
    form: str
    filing: str
    line: int
    """The declaration's place in the filing, first is 1. Of a corrected one: the filing that corrected it last."""
    registered_at: str
    channel: str
    """"1" green, "2" yellow, "3" red."""
    office: CustomsOffice
    agent_code: str
    agent_name: str
    customs_value: int
    value_was_typed: bool
    rates: list[tuple[str, str]]
    state: str
    """One of `lifecycle.STATES`."""
    cleared_at: str = ""
    inspected_at: str = ""
    corrected_at: str = ""
    """Of the last correction."""
    decided_by: str = ""
    reason: str = ""
    head_of_office: str = ""
    on_behalf_of: str = ""
    """Tax code of the principal, where a broker filed by a delegation; `user` is who of the broker."""
    delegation: str = ""
    user: str = ""
    employee_code: str = ""
    """*Mã nhân viên hải quan*, as the delegation names it."""
    filled: list[tuple[str, str]] = []
    """Item and value of what the registers told and the signed line leaves blank."""
    step: str = ""
    """The step of `lifecycle.STEPS` that led here, when, and by which rule; `decided_by` took it for `reason`."""
    step_at: str = ""
    under: str = ""
    scan: str = ""
    """"" not scanned, "clean", "suspect"."""
    inspection: str = ""
    """"" no result yet, "fits", "differs"."""
    cancellation: str = ""
    """The ground on which its filer asks for cancellation, while customs have not answered."""
    ground: str = ""
    """The ground that the step named, or that the request named which it answers."""
    categories: list[str] = []
    """Why the channel was not green, in the words of `law/tables/channel.toml`. Told only once it is cleared."""
    original: str = ""
    """Of goods that come back undelivered: the first declaration, by the number with which it was registered."""
    documents: list[GivenDocument] = []
    """All that were given, in their order: the place of each is its number, from 1 on."""
    documents_at: str = ""
    """When what customs last asked for was given: from then on the hours of their check run."""
    paper: PaperTwin | None = None
    """Its goods were cleared with this paper declaration, and are not cleared once more here."""
    instructions: list[Instruction] = []
    """All that customs gave, in their order."""
    taxes: list[tuple[str, int]] = []
    """Code and đồng of each tax that is owed: "XK", "NK", "TTDB", "GTGT", "BVMT"."""
    secured_by: str = ""
    """What they are paid from: "deposit", or the number of a guarantee; "" where they are paid elsewhere."""
    receipt: int = 0
    """The tax receipt with which they went to the budget; 0 while they are only reserved, or paid elsewhere."""
    taxes_ended: str = ""
    """"refunded": the goods went back, and so did the taxes; "paid": what a guarantee secured was paid."""
