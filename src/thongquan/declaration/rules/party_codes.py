"""The code of the Vietnamese party (criterion 4): what it looks like, and what the register of traders says of it."""

from datetime import date
from functools import lru_cache

from stdnum.vn import mst

from thongquan import law
from thongquan.base.text import are_kept_as_ascii
from thongquan.consignment.owner import PERSON_CODE
from thongquan.consignment.party import is_company
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.registers import TRADERS, USABLE
from thongquan.declaration.rules.rule import Case, Facts, rule

CITIZEN_NUMBER_ALLOWED = law.parameter("citizen_number_as_party_code", bool)

LONGEST = 13
"""Characters of the items `importer_code` and `exporter_code`."""

PL_4 = "TT 191/2015 PL II.A.4"
ORGANISATION_RECEIVES = frozenset({"3", "4"})
PERSON_RECEIVES = frozenset({"1", "2"})


def persons_have_a_code(day: date) -> bool:
    """Whether the default code of private persons is known."""
    return PERSON_CODE.on(day) != ""


@rule("MIC-04-CODE", at="importer_code", criterion="4", cites=PL_4, mark="seed", result_code="S0016")
def importer_code_is_a_tax_code(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The importer's code (4) is a tax code, or the code set for private persons."""
    return _no_party_code(mic.importer_code, case.day)


@rule("MEC-04-CODE", at="exporter_code", criterion="4", cites=PL_4, mark="seed", result_code="S0016")
def exporter_code_is_a_tax_code(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The exporter's code (4) is a tax code, or the code set for private persons."""
    return _no_party_code(mec.exporter_code, case.day)


@rule(
    "MIC-04-REGISTERED",
    at="importer_code",
    criterion="4",
    cites="VNACCS 2014 MIC S0016",
    mark="term-2014",
    result_code="S0016",
    when=TRADERS.is_kept,
)
def importer_code_is_registered(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The importer's tax code (4) stands in the register, where the register is complete.

    A citizen number need not: not every person is a trader (assumption).
    """
    return _not_registered(mic.importer_code, case.day)


@rule(
    "MEC-04-REGISTERED",
    at="exporter_code",
    criterion="4",
    cites="VNACCS 2014 MEC S0016",
    mark="term-2014",
    result_code="S0016",
    when=TRADERS.is_kept,
)
def exporter_code_is_registered(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The exporter's tax code (4) stands in the register, where the register is complete."""
    return _not_registered(mec.exporter_code, case.day)


@rule(
    "MIC-04-VALID",
    at="importer_code",
    criterion="4",
    cites="VNACCS 2014 MIC E0039",
    mark="term-2014",
    result_code="E0039",
    when=TRADERS.is_kept,
)
def importer_code_holds_on_the_day(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The register has an entry of the importer's code (4) that is valid on the day of registration."""
    return _not_valid(mic.importer_code, case.day)


@rule(
    "MEC-04-VALID",
    at="exporter_code",
    criterion="4",
    cites="VNACCS 2014 MEC E0039",
    mark="term-2014",
    result_code="E0039",
    when=TRADERS.is_kept,
)
def exporter_code_holds_on_the_day(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The register has an entry of the exporter's code (4) that is valid on the day of registration."""
    return _not_valid(mec.exporter_code, case.day)


@rule(
    "MIC-04-STATUS",
    at="importer_code",
    criterion="4",
    cites="VNACCS 2014 MIC E0040",
    mark="term-2014",
    result_code="E0040",
    when=TRADERS.is_kept,
)
def importer_code_may_be_used(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The importer's code (4) is neither suspended nor changed in the register."""
    return _not_usable(mic.importer_code, case.day)


@rule(
    "MEC-04-STATUS",
    at="exporter_code",
    criterion="4",
    cites="VNACCS 2014 MEC E0040",
    mark="term-2014",
    result_code="E0040",
    when=TRADERS.is_kept,
)
def exporter_code_may_be_used(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The exporter's code (4) is neither suspended nor changed in the register."""
    return _not_usable(mec.exporter_code, case.day)


@rule("MIC-04-PERSON", at="importer_code", criterion="4", cites=PL_4, mark="seed", when=persons_have_a_code)
def the_code_of_persons_is_not_an_organisation_s(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The default code (4) is for importers who are private persons; the party kind says who is none."""
    if mic.party_kind in ORGANISATION_RECEIVES and mic.importer_code and mic.importer_code == PERSON_CODE.on(case.day):
        return {"code": mic.importer_code, "kind": mic.party_kind}
    return None


@rule("MEC-04-PERSON", at="exporter_code", criterion="4", cites=PL_4, mark="seed", warns=True, when=persons_have_a_code)
def the_code_of_persons_is_not_a_company_s(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The default code (4) is for private persons; of exporters only the name can tell, so this is a warning."""
    if mec.exporter_code and mec.exporter_code == PERSON_CODE.on(case.day) and is_company(mec.exporter_name):
        return {"code": mec.exporter_code, "name": mec.exporter_name}
    return None


@rule("MIC-SKB-CITIZEN", at="party_kind", criterion="4", cites="", mark="assumption", warns=True)
def an_organisation_has_no_citizen_number(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """An organisation that receives (party kind 3, 4) has a tax code of its own, not the number of a person."""
    if mic.party_kind in ORGANISATION_RECEIVES and is_citizen_number(mic.importer_code):
        return {"kind": mic.party_kind, "code": mic.importer_code}
    return None


@rule("MIC-SKB-COMPANY", at="party_kind", criterion="4", cites="", mark="assumption", warns=True)
def a_company_is_no_private_person(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """A company with its tax code is not declared as a private person (party kind 1, 2)."""
    if mic.party_kind in PERSON_RECEIVES and is_tax_code(mic.importer_code) and is_company(mic.importer_name):
        return {"kind": mic.party_kind, "name": mic.importer_name, "code": mic.importer_code}
    return None


def is_tax_code(code: str) -> bool:
    """10 digits with a right check digit, and for a branch three more, 001 to 999 (the printed hyphen is not sent)."""
    return len(code) in (10, 13) and _has_its_check_digit(code)


@lru_cache(maxsize=65_536)  # strangers choose what is asked: never a text of another length
def _has_its_check_digit(code: str) -> bool:
    base, branch = code[:10], code[10:]
    if not (code.isascii() and code.isdecimal()) or branch == "000":
        return False
    return base[2:9] != "0000000" and bool(mst.calc_check_digit(base) == base[9])


def is_citizen_number(code: str) -> bool:
    """12 digits: province 3, sex and century 1, birth year 2, serial 6; it has no check digit."""
    return len(code) == 12 and code.isascii() and code.isdecimal()


def _no_party_code(code: str, day: date) -> Facts | None:
    if not code or is_tax_code(code) or code == PERSON_CODE.on(day):
        return None
    if is_citizen_number(code) and CITIZEN_NUMBER_ALLOWED.on(day):
        return None
    # what does not even fit the item is told by its own check
    return {"code": code} if len(code) <= LONGEST and are_kept_as_ascii((code,)) else None


def _not_registered(code: str, day: date) -> Facts | None:
    if not TRADERS.complete.on(day) or code in TRADERS.table.ever() or not is_tax_code(code):
        return None
    return None if code == PERSON_CODE.on(day) else {"code": code}


def _not_valid(code: str, day: date) -> Facts | None:
    if code not in TRADERS.table.ever() or TRADERS.entry(code, day) is not None:
        return None
    return {"code": code, "day": day.isoformat()}


def _not_usable(code: str, day: date) -> Facts | None:
    entry = TRADERS.entry(code, day)
    if entry is None or not entry["status"] or entry["status"] in USABLE.on(day):
        return None
    return {"code": code, "status": entry["status"]}
