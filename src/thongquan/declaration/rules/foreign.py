"""Who sells or buys abroad (criteria 9 to 13)."""

from datetime import date

from thongquan import law
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.registers import PARTNERS
from thongquan.declaration.rules.rule import Case, Facts, rule

NEVER_DECLARED = law.parameter("countries_never_declared", frozenset)

PL_10 = "TT 191/2015 PL II.A.10"


@rule(
    "MIC-09-REGISTERED",
    at="exporter_code",
    criterion="9",
    cites="VNACCS 2014 MIC S0017",
    mark="term-2014",
    result_code="S0017",
    when=PARTNERS.is_kept,
)
def exporter_abroad_is_registered_under_its_code(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The exporter's code (9) stands in the register of foreign partners, where that is complete."""
    return _not_registered(mic.exporter_code, case.day)


@rule(
    "MEC-09-REGISTERED",
    at="consignee_code",
    criterion="9",
    cites="VNACCS 2014 MEC S0017",
    mark="term-2014",
    result_code="S0017",
    when=PARTNERS.is_kept,
)
def consignee_abroad_is_registered_under_its_code(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The consignee's code (9) stands in the register of foreign partners, where that is complete."""
    return _not_registered(mec.consignee_code, case.day)


@rule("MIC-10-NEEDED", at="exporter_name", criterion="10", cites=PL_10, mark="seed", result_code="R0012")
def foreign_exporter_is_named(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The exporter's name (10) is given unless a registered code leads to it."""
    return None if mic.exporter_name or PARTNERS.tells(mic.exporter_code, "name", case.day) else {}


@rule("MEC-10-NEEDED", at="consignee_name", criterion="10", cites=PL_10, mark="seed", result_code="R0012")
def foreign_consignee_is_named(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The consignee's name (10) is given unless a registered code leads to it."""
    return None if mec.consignee_name or PARTNERS.tells(mec.consignee_code, "name", case.day) else {}


@rule(
    "MIC-12-STREET",
    at="exporter_street",
    criterion="12",
    cites="VNACCS 2014 MIC S0018",
    mark="term-2014",
    result_code="S0018",
    strict=True,
)
def foreign_exporter_has_a_street(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The first address box (12) is given unless a registered code leads to it.

    The circular says only when it need not be typed, not that a blank one is refused; lists without addresses exist.
    """
    return None if mic.exporter_street or PARTNERS.tells(mic.exporter_code, "street", case.day) else {}


@rule(
    "MEC-12-STREET",
    at="consignee_street",
    criterion="12",
    cites="VNACCS 2014 MEC S0018",
    mark="term-2014",
    result_code="S0018",
    strict=True,
)
def foreign_consignee_has_a_street(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The first address box (12) is given unless a registered code leads to it."""
    return None if mec.consignee_street or PARTNERS.tells(mec.consignee_code, "street", case.day) else {}


@rule(
    "MIC-13-NEVER",
    at="exporter_country",
    criterion="13",
    cites="VNACCS 2014 MIC S0019",
    mark="term-2014",
    result_code="S0019",
)
def an_unknown_country_of_the_exporter_is_left_blank(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The country (13) is left empty when it is unknown; the code for "unknown" is not declared."""
    country = mic.exporter_country
    return {"country": country} if country and country in NEVER_DECLARED.on(case.day) else None


@rule(
    "MEC-13-NEVER",
    at="consignee_country",
    criterion="13",
    cites="VNACCS 2014 MEC S0019",
    mark="term-2014",
    result_code="S0019",
)
def an_unknown_country_of_the_consignee_is_left_blank(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The country (13) is left empty when it is unknown; the code for "unknown" is not declared."""
    country = mec.consignee_country
    return {"country": country} if country and country in NEVER_DECLARED.on(case.day) else None


def _not_registered(code: str, day: date) -> Facts | None:
    """An entry that is over, or has not begun, is none. What an incomplete register lacks may be there."""
    if not code or PARTNERS.entry(code, day) is not None:
        return None
    return {"code": code} if PARTNERS.complete.on(day) or code in PARTNERS.table.ever() else None
