"""What a cargo block says: its number, its goods, their price (CG to NT)."""

import re

from thongquan import law
from thongquan.declaration.rules.amounts import broken_dong
from thongquan.transport.model import Cargo
from thongquan.transport.rules.rule import Case, Facts, cargo_rule

HEADINGS = law.codes("hs_names")

AIR = "A"
LONGEST_BY_AIR = 20
RELAXED = ("KS", "PT")
"""Types of which the system asks less."""
INVOICE = re.compile(r"[0-9]{10}(?:-?[0-9]{3})?,")
"""Inferred: an invoice stands for a bill as trader code, comma, invoice number."""
DONG = "VND"


@cargo_rule("OLA-CG-AIR", at="cargo_number", result_code="R0058")
def the_number_of_air_cargo_has_twenty_characters(cargo: Cargo, _case: Case) -> Facts | None:
    """Beside a manifest of the air (TM A) a cargo number (CG), of a list too, has at most 20 characters."""
    if cargo.manifest_type == AIR and len(cargo.cargo_number) > LONGEST_BY_AIR:
        return {"number": cargo.cargo_number, "length": len(cargo.cargo_number), "most": LONGEST_BY_AIR}
    return None


@cargo_rule("OLA-DB-INVOICE", at="bill_day", result_code="R0059")
def an_invoice_has_its_day(cargo: Cargo, _case: Case) -> Facts | None:
    """An invoice that stands for a bill is named with its day (DB)."""
    if INVOICE.match(cargo.cargo_number) and cargo.bill_day is None:
        return {"number": cargo.cargo_number}
    return None


@cargo_rule("OLA-HS-KNOWN", at="heading", result_code="S0046")
def a_heading_is_one_of_the_system(cargo: Cargo, case: Case) -> Facts | None:
    """A heading (HS) of four digits is one of the Harmonized System."""
    heading = cargo.heading
    if len(heading) != 4 or not (heading.isascii() and heading.isdecimal()) or heading in HEADINGS.on(case.day):
        return None
    return {"heading": heading}


@cargo_rule("OLA-PR-DONG", at="price", result_code="R0077")
def a_price_in_dong_is_whole(cargo: Cargo, _case: Case) -> Facts | None:
    """A price (PR) in đồng has no decimals."""
    return broken_dong(cargo.price) if cargo.price_currency == DONG else None


@cargo_rule("OLA-DB-STRICT", at="bill_day", result_code="R0055", strict=True)
def the_terminal_wants_the_day_of_an_import_s_bill(cargo: Cargo, case: Case) -> Facts | None:
    """The 2014 client wants the day of the bill (DB) of imports; Annex III has it given when it is known."""
    return {} if case.whole.direction == "I" and cargo.bill_day is None else None


@cargo_rule("OLA-OR-STRICT", at="origin_country", result_code="R0056", strict=True)
def the_terminal_wants_the_origin_of_imports(cargo: Cargo, case: Case) -> Facts | None:
    """The 2014 client wants the origin (OR) of imports that are neither KS nor PT."""
    return {} if is_asked(case, "I") and not cargo.origin_country else None


@cargo_rule("OLA-IM-STRICT", at="importer_code", result_code="R0067", strict=True)
def the_terminal_wants_the_importer(cargo: Cargo, case: Case) -> Facts | None:
    """The 2014 client wants the importer's code (IM) of imports that are neither KS nor PT."""
    return {} if is_asked(case, "I") and not cargo.importer_code else None


@cargo_rule("OLA-EM-STRICT", at="exporter_code", result_code="R0071", strict=True)
def the_terminal_wants_the_exporter(cargo: Cargo, case: Case) -> Facts | None:
    """The 2014 client wants the exporter's code (EM) of exports that are neither KS nor PT."""
    return {} if is_asked(case, "E") and not cargo.exporter_code else None


def is_asked(case: Case, direction: str) -> bool:
    """Whether the system asks of this direction what it waives for KS and PT."""
    return case.whole.direction == direction and case.whole.transport_type not in RELAXED
