"""The notes (criterion 30): the number of the original declaration, and the exact weight."""

import re

from thongquan import law
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.rules.rule import Case, Facts, rule

IMPORT_DIGIT = law.parameter("import_number_first_digit", int)
EXPORT_DIGIT = law.parameter("export_number_first_digit", int)
PL_30 = "TT 191/2015 PL II.A.30"

WEIGHT = re.compile(r"Trọng lượng chính xác: [0-9.]+ KGM")
ORIGINAL = re.compile(
    r"\b(?:TK|tờ khai)(?: (?:xuất khẩu|nhập khẩu|XK|NK))? (?:gốc|ban đầu)(?: số)?\s*:?\s*([0-9]*)", re.IGNORECASE
)
"""How the notes name the original declaration: `TK gốc: 301234567890`, `tờ khai xuất khẩu ban đầu số 301234567890`."""
NUMBER_DIGITS = (11, 12)
"""Customs goes by the first 11 characters of a number; the 12th only counts corrections (criterion 1)."""


@rule("MIC-30-ORIGINAL", at="notes", criterion="30", cites=PL_30, mark="assumption")
def a_returned_import_names_its_export_declaration(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Goods that come back undelivered: the notes (30) give the number of the first export declaration.

    Nothing tells a return from other goods, so only a number that the notes call the original one is looked at.
    """
    return _not_a_number(mic.notes, EXPORT_DIGIT.on(case.day)) if mic.notes else None


@rule("MEC-30-ORIGINAL", at="notes", criterion="30", cites=PL_30, mark="assumption")
def a_returned_export_names_its_import_declaration(mec: ExportDeclaration, case: Case) -> Facts | None:
    """Goods sent back undelivered: the notes (30) give the number of the first import declaration."""
    return _not_a_number(mec.notes, IMPORT_DIGIT.on(case.day)) if mec.notes else None


def _not_a_number(notes: str, digit: int) -> Facts | None:
    told = ORIGINAL.search(notes)
    if told is None or (len(told[1]) in NUMBER_DIGITS and told[1].startswith(str(digit))):
        return None
    return {"number": told[1][:20], "digit": digit}
