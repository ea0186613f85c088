"""Who imports and who exports (criteria 4 to 13)."""

from functools import lru_cache

from stdnum.vn import mst

from thongquan import law
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.rules.rule import Case, Facts, rule

CITIZEN_NUMBER_ALLOWED = law.parameter("citizen_number_as_party_code", bool)
PERSON_CODE = law.parameter("person_party_code", str)
NEVER_DECLARED = law.parameter("countries_never_declared", frozenset)

PL_4 = "TT 191/2015 PL II.A.4"
PL_7 = "TT 191/2015 PL II.A.7"


@rule("MIC-04-CODE", at="importer_code", criterion="4", cites=PL_4, mark="seed", result_code="S0016")
def importer_code_is_a_tax_code(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The importer's code (4) is a tax code, or the code set for private persons."""
    return _no_party_code(mic.importer_code, case)


@rule("MEC-04-CODE", at="exporter_code", criterion="4", cites=PL_4, mark="seed", result_code="S0016")
def exporter_code_is_a_tax_code(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The exporter's code (4) is a tax code, or the code set for private persons."""
    return _no_party_code(mec.exporter_code, case)


@rule(
    "MIC-05-NEEDED",
    at="importer_name",
    criterion="5",
    cites="TT 191/2015 PL II.A.5",
    mark="seed",
    result_code="E0024",
)
def importer_is_named(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """The importer's name (5) is given."""
    return None if mic.importer_name else {}


@rule(
    "MEC-05-NEEDED",
    at="exporter_name",
    criterion="5",
    cites="TT 191/2015 PL II.A.5",
    mark="seed",
    result_code="E0024",
)
def exporter_is_named(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """The exporter's name (5) is given."""
    return None if mec.exporter_name else {}


@rule("MIC-07-NEEDED", at="importer_address", criterion="7", cites=PL_7, mark="seed", result_code="E0026")
def importer_has_an_address(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """The importer's address (7) is given."""
    return None if mic.importer_address else {}


@rule("MEC-07-NEEDED", at="exporter_address", criterion="7", cites=PL_7, mark="seed", result_code="E0026")
def exporter_has_an_address(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """The exporter's address (7) is given."""
    return None if mec.exporter_address else {}


@rule(
    "MIC-08-NEEDED",
    at="importer_phone",
    criterion="8",
    cites="VNACCS 2014 MIC E0025",
    mark="term-2014",
    result_code="E0025",
)
def importer_without_code_has_a_telephone(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """The importer's telephone (8) is given when no code leads to it."""
    return None if mic.importer_phone or mic.importer_code else {}


@rule(
    "MIC-10-NEEDED",
    at="exporter_name",
    criterion="10",
    cites="TT 191/2015 PL II.A.10",
    mark="seed",
    result_code="R0012",
)
def foreign_exporter_is_named(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """The exporter's name (10) is given unless a registered code leads to it."""
    return None if mic.exporter_name or mic.exporter_code else {}


@rule(
    "MEC-10-NEEDED",
    at="consignee_name",
    criterion="10",
    cites="TT 191/2015 PL II.A.10",
    mark="seed",
    result_code="R0012",
)
def foreign_consignee_is_named(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """The consignee's name (10) is given unless a registered code leads to it."""
    return None if mec.consignee_name or mec.consignee_code else {}


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


@lru_cache(maxsize=65_536)
def is_tax_code(code: str) -> bool:
    """10 digits with a right check digit, and for a branch three more, 001 to 999 (the printed hyphen is not sent)."""
    base, branch = code[:10], code[10:]
    if not (code.isascii() and code.isdecimal()) or len(code) not in (10, 13) or branch == "000":
        return False
    return base[2:9] != "0000000" and bool(mst.calc_check_digit(base) == base[9])


def is_citizen_number(code: str) -> bool:
    """12 digits: province 3, sex and century 1, birth year 2, serial 6; it has no check digit."""
    return len(code) == 12 and code.isascii() and code.isdecimal()


def _no_party_code(code: str, case: Case) -> Facts | None:
    if not code or is_tax_code(code) or code == PERSON_CODE.on(case.day):
        return None
    if is_citizen_number(code) and CITIZEN_NUMBER_ALLOWED.on(case.day):
        return None
    return {"code": code}
