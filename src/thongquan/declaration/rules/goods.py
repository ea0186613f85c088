"""Packages, weight, description (criteria 16, 17 and 26)."""

import re
from datetime import date
from decimal import Decimal

from thongquan import law
from thongquan.base.text import is_plain
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.rules.rule import Case, Facts, rule

LEAST_PACKAGES = law.parameter("least_packages", int)
LEAST_WEIGHT = law.parameter("least_weight", Decimal)
GREATEST_IMPORT_WEIGHT = law.parameter("greatest_import_weight", Decimal)
GREATEST_EXPORT_WEIGHT = law.parameter("greatest_export_weight", Decimal)
EXPORT_WEIGHT_ON_THE_WIRE = law.parameter("export_weight_on_the_wire", Decimal)

PL_16 = "TT 191/2015 PL II.A.16"
PL_17 = "TT 191/2015 PL II.A.17"
PL_16_EXPORT = "TT 191/2015 PL II.A.16 (in ở STT 15)"
PL_17_EXPORT = "TT 191/2015 PL II.A.17 (in ở STT 16)"
PL_26 = "TT 191/2015 PL II.A.26"

# Letters of other scripts than Latin, Vietnamese included: what lies between the Latin blocks. Marks and symbols, and
# what no item holds anyway (private use, half-width kana), are left to the item's own check.
_OTHER_SCRIPT = re.compile(
    "[\u0370-\u1dff\u1f00-\u1fff\u2c80-\ua71f\ua800-\uaaff\uab70-\ud7ff\uf900-\ufaff\ufb07-\ufdff\ufe20-\ufefe"
    "\uff00-\uff60\uffa0-\uffdc\U00010000-\U0001f1ff\U00020000-\U000323af]+"
)


@rule("MIC-16-ONE", at="packages", criterion="16", cites=PL_16, mark="assumption", result_code="S0028")
def an_import_has_a_package(mic: ImportDeclaration, case: Case) -> Facts | None:
    """There is at least one package (16)."""
    return _too_few(mic.packages, LEAST_PACKAGES.on(case.day))


@rule("MEC-16-ONE", at="packages", criterion="16", cites=PL_16_EXPORT, mark="assumption", result_code="S0028")
def an_export_has_a_package(mec: ExportDeclaration, case: Case) -> Facts | None:
    """There is at least one package (16)."""
    return _too_few(mec.packages, LEAST_PACKAGES.on(case.day))


@rule("MIC-17-LEAST", at="gross_weight", criterion="17", cites=PL_17, mark="assumption", result_code="S0029")
def an_import_weighs_something(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The gross weight (17) is not below the least weight."""
    return _too_light(mic.gross_weight, LEAST_WEIGHT.on(case.day))


@rule("MEC-17-LEAST", at="gross_weight", criterion="17", cites=PL_17_EXPORT, mark="assumption", result_code="S0029")
def an_export_weighs_something(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The gross weight (17) is not below the least weight."""
    return _too_light(mec.gross_weight, LEAST_WEIGHT.on(case.day))


@rule("MIC-17-RANGE", at="gross_weight", criterion="17", cites=PL_17, mark="seed", result_code="S0029")
def an_import_s_weight_has_six_digits(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The gross weight (17) has at most six digits before the point."""
    return _too_heavy(mic.gross_weight, GREATEST_IMPORT_WEIGHT.on(case.day))


@rule("MEC-17-RANGE", at="gross_weight", criterion="17", cites=PL_17_EXPORT, mark="seed", result_code="S0029")
def an_export_s_weight_has_eight_digits(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The gross weight (17) has at most eight digits before the point."""
    return _too_heavy(mec.gross_weight, GREATEST_EXPORT_WEIGHT.on(case.day))


@rule(
    "MEC-17-WIRE",
    at="gross_weight",
    criterion="17",
    cites="VNACCS 2014 MEC GW",
    mark="term-2014",
    lenient=True,
    warns=True,
)
def an_export_s_weight_may_not_fit_the_wire(mec: ExportDeclaration, case: Case) -> Facts | None:
    """Eight digits and one decimal (17) do not fit the eight characters of the item in the 2014 terminal."""
    return _beyond_the_wire(mec.gross_weight, case.day)


@rule(
    "MEC-17-STRICT",
    at="gross_weight",
    criterion="17",
    cites="VNACCS 2014 MEC GW",
    mark="term-2014",
    result_code="S0029",
    strict=True,
)
def an_export_s_weight_fits_the_wire(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The gross weight (17) has at most six digits before the point, as the 2014 terminal sends it."""
    return _beyond_the_wire(mec.gross_weight, case.day)


@rule("MIC-26-SCRIPT", at="goods_description", criterion="26", cites=PL_26, mark="assumption", result_code="S0900")
def import_goods_are_described_in_latin_letters(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """The description (26) is in Vietnamese or another language written with Latin letters."""
    return _other_script(mic.goods_description)


@rule("MEC-26-SCRIPT", at="goods_description", criterion="26", cites=PL_26, mark="assumption", result_code="S0900")
def export_goods_are_described_in_latin_letters(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """The description (26) is in Vietnamese or another language written with Latin letters."""
    return _other_script(mec.goods_description)


def _too_few(packages: int | None, least: int) -> Facts | None:
    return {"packages": packages} if packages is not None and packages < least else None


def _too_light(weight: Decimal | None, least: Decimal) -> Facts | None:
    """A weight with more decimals than the item holds is the item's own fault, not this."""
    if weight is None or weight >= least or (weight > 0 and weight % least):
        return None
    return {"weight": str(weight), "least": format(least, "f")}


def _too_heavy(weight: Decimal | None, greatest: Decimal) -> Facts | None:
    if weight is None or weight <= greatest:
        return None
    return {"weight": str(weight), "greatest": format(greatest, "f")}


def _beyond_the_wire(weight: Decimal | None, day: date) -> Facts | None:
    """A weight above what the circular allows is a fault of its own."""
    most = EXPORT_WEIGHT_ON_THE_WIRE.on(day)
    if weight is None or weight <= most or weight > GREATEST_EXPORT_WEIGHT.on(day):
        return None
    return {"weight": str(weight), "greatest": format(most, "f")}


def _other_script(text: str) -> Facts | None:
    if is_plain(text):
        return None
    for found in _OTHER_SCRIPT.findall(text):
        if any(map(str.isalnum, found)):
            return {"characters": found[:20]}
    return None
