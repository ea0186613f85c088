"""Packages, weight, description (criteria 16, 17 and 26)."""

import re
from decimal import Decimal

from thongquan import law
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.rules.rule import Case, Facts, rule

LEAST_WEIGHT = law.parameter("least_weight", Decimal)
GREATEST_IMPORT_WEIGHT = law.parameter("greatest_import_weight", Decimal)
GREATEST_EXPORT_WEIGHT = law.parameter("greatest_export_weight", Decimal)

PL_16 = "TT 191/2015 PL II.A.16"
PL_17 = "TT 191/2015 PL II.A.17"
PL_26 = "TT 191/2015 PL II.A.26"

# Letters of other scripts than Latin, Vietnamese included: what lies between the Latin blocks. Marks and symbols, and
# what no item holds anyway (private use, half-width kana), are left to the item's own check.
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u1dff\u1f00-\u1fff\u2c80-\ua71f\ua800-\uaaff\uab70-\ud7ff\uf900-\ufaff\ufb07-\ufdff\ufe20-\ufefe"
    "\uff00-\uff60\uffa0-\uffdc\U00010000-\U0001f1ff\U00020000-\U000323af]+"
)


@rule("MIC-16-ONE", at="packages", criterion="16", cites=PL_16, mark="assumption", result_code="S0028")
def an_import_has_a_package(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """There is at least one package (16)."""
    return {"packages": mic.packages} if mic.packages is not None and mic.packages < 1 else None


@rule("MEC-16-ONE", at="packages", criterion="16", cites=PL_16, mark="assumption", result_code="S0028")
def an_export_has_a_package(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """There is at least one package (16)."""
    return {"packages": mec.packages} if mec.packages is not None and mec.packages < 1 else None


@rule("MIC-17-RANGE", at="gross_weight", criterion="17", cites=PL_17, mark="seed", result_code="S0029")
def an_import_weighs_something(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The gross weight (17) lies between the least weight (assumption) and six digits before the point."""
    return _no_weight(mic.gross_weight, LEAST_WEIGHT.on(case.day), GREATEST_IMPORT_WEIGHT.on(case.day))


@rule("MEC-17-RANGE", at="gross_weight", criterion="17", cites=PL_17, mark="seed", result_code="S0029")
def an_export_weighs_something(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The gross weight (17) lies between the least weight (assumption) and eight digits before the point."""
    return _no_weight(mec.gross_weight, LEAST_WEIGHT.on(case.day), GREATEST_EXPORT_WEIGHT.on(case.day))


@rule("MIC-26-SCRIPT", at="goods_description", criterion="26", cites=PL_26, mark="assumption", result_code="S0900")
def import_goods_are_described_in_latin_letters(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """The description (26) is in Vietnamese or another language written with Latin letters."""
    return _other_script(mic.goods_description)


@rule("MEC-26-SCRIPT", at="goods_description", criterion="26", cites=PL_26, mark="assumption", result_code="S0900")
def export_goods_are_described_in_latin_letters(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """The description (26) is in Vietnamese or another language written with Latin letters."""
    return _other_script(mec.goods_description)


def _no_weight(weight: Decimal | None, least: Decimal, greatest: Decimal) -> Facts | None:
    if weight is None or least <= weight <= greatest:
        return None
    return {"weight": format(weight, "f"), "least": format(least, "f"), "greatest": format(greatest, "f")}


def _other_script(text: str) -> Facts | None:
    found = _OTHER_SCRIPT.search(text)
    if found is None or not any(map(str.isalnum, found.group())):
        return None
    return {"characters": found.group()[:20]}
