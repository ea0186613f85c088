"""Name, address and telephone of the Vietnamese party (criteria 5 to 8)."""

from datetime import date

from thongquan.consignment.owner import PERSON_CODE, folded
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.registers import TRADERS
from thongquan.declaration.rules.party_codes import is_citizen_number
from thongquan.declaration.rules.rule import Case, Facts, rule

PL_5 = "TT 191/2015 PL II.A.5"
PL_7 = "TT 191/2015 PL II.A.7"


@rule("MIC-05-NEEDED", at="importer_name", criterion="5", cites=PL_5, mark="seed", result_code="E0024")
def importer_is_named(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The importer's name (5) is given, unless the code leads to it."""
    return None if mic.importer_name or _leads_to(mic.importer_code, "name", case.day) else {}


@rule("MEC-05-NEEDED", at="exporter_name", criterion="5", cites=PL_5, mark="seed", result_code="E0024")
def exporter_is_named(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The exporter's name (5) is given, unless the code leads to it."""
    return None if mec.exporter_name or _leads_to(mec.exporter_code, "name", case.day) else {}


@rule(
    "MIC-05-OTHER", at="importer_name", criterion="5", cites=PL_5, mark="assumption", warns=True, when=TRADERS.is_kept
)
def importer_is_called_as_in_the_register(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The name that was typed (5) is the one to which the code leads. It stands all the same."""
    return _other_name(mic.importer_code, mic.importer_name, case.day)


@rule(
    "MEC-05-OTHER", at="exporter_name", criterion="5", cites=PL_5, mark="assumption", warns=True, when=TRADERS.is_kept
)
def exporter_is_called_as_in_the_register(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The name that was typed (5) is the one to which the code leads. It stands all the same."""
    return _other_name(mec.exporter_code, mec.exporter_name, case.day)


@rule("MIC-07-NEEDED", at="importer_address", criterion="7", cites=PL_7, mark="seed", result_code="E0026")
def importer_has_an_address(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The importer's address (7) is given, unless the system shows it."""
    return None if mic.importer_address or _leads_to(mic.importer_code, "address", case.day) else {}


@rule("MEC-07-NEEDED", at="exporter_address", criterion="7", cites=PL_7, mark="seed", result_code="E0026")
def exporter_has_an_address(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The exporter's address (7) is given, unless the system shows it."""
    return None if mec.exporter_address or _leads_to(mec.exporter_code, "address", case.day) else {}


@rule(
    "MIC-08-NEEDED",
    at="importer_phone",
    criterion="8",
    cites="VNACCS 2014 MIC E0025",
    mark="term-2014",
    result_code="E0025",
)
def importer_without_code_has_a_telephone(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The importer's telephone (8) is given when no code leads to it.

    A code that no register here has may lead to one at customs; the default code of persons leads to nobody.
    """
    return None if mic.importer_phone or _may_lead_to_a_telephone(mic.importer_code, case.day) else {}


@rule(
    "MIC-08-STRICT",
    at="importer_phone",
    criterion="8",
    cites="VNACCS 2014 MIC E0025",
    mark="term-2014",
    result_code="E0025",
    strict=True,
)
def importer_whose_code_shows_none_has_a_telephone(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The importer's telephone (8) is given when the register does not know the code."""
    if mic.importer_phone or _leads_to(mic.importer_code, "phone", case.day):
        return None
    return {"code": mic.importer_code} if _may_lead_to_a_telephone(mic.importer_code, case.day) else None


@rule(
    "MEC-08-STRICT",
    at="exporter_phone",
    criterion="8",
    cites="VNACCS 2014 MEC E0025",
    mark="term-2014",
    result_code="E0025",
    strict=True,
)
def exporter_has_a_telephone(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The exporter's telephone (8) is given when the register does not show one.

    Lists of exports commonly have none; the circular's own sentence does not say that it is refused.
    """
    return None if mec.exporter_phone or _leads_to(mec.exporter_code, "phone", case.day) else {}


def _leads_to(code: str, column: str, day: date) -> bool:
    """Whether the register fills `column` in.

    The code of persons and a citizen number are taken without an entry: even a complete register leads from them to
    nobody, and no other rule refuses them.
    """
    if code not in TRADERS.table.ever() and (is_citizen_number(code) or code == PERSON_CODE.on(day)):
        return False
    return TRADERS.tells(code, column, day)


def _may_lead_to_a_telephone(code: str, day: date) -> bool:
    entry = TRADERS.entry(code, day)
    return entry["phone"] != "" if entry else code not in ("", PERSON_CODE.on(day))


def _other_name(code: str, typed: str, day: date) -> Facts | None:
    entry = TRADERS.entry(code, day)
    if entry is None or not typed or not entry["name"] or folded(typed) == folded(entry["name"]):
        return None
    return {"code": code, "name": typed, "registered": entry["name"]}
