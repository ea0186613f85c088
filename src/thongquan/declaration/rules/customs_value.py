"""Customs value (import) and declared value (export) in đồng (criterion 28)."""

from thongquan import law
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.rules.amounts import too_wide
from thongquan.declaration.rules.rule import Case, Facts, rule
from thongquan.valuation.customs_value import WITHOUT_CUSTOMS_VALUE

IMPORT_CEILING = law.parameter("duty_free_ceiling", int)
EXPORT_CEILING = law.parameter("export_ceiling", int)

PL_23 = "TT 191/2015 PL II.A.23"


@rule("MIC-28-TERM", at="customs_value", criterion="28", cites=PL_23, mark="seed", result_code="R0035")
def customs_value_is_typed_when_the_price_term_gives_none(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Under FAS, EXW, DDU or DDP the customs value (28) must be typed in.

    Without any value it is `MIC-23-NEEDED`, and without a rate to compute it by `MIC-23-RATE`, not this.
    """
    if mic.customs_value is not None or mic.invoice_value is None or case.value.unknown:
        return None
    return {"price_term": mic.price_term} if mic.price_term in WITHOUT_CUSTOMS_VALUE.on(case.day) else None


@rule(
    "MIC-28-ZERO",
    at="invoice_value",
    criterion="28",
    cites="VNACCS 2014 MIC E0053",
    mark="term-2014",
    result_code="E0053",
)
def the_customs_value_is_above_zero(mic: ImportDeclaration, case: Case) -> Facts | None:
    """A customs value of zero is refused; of amounts below zero their format speaks, of no currency `MIC-23-SET`."""
    if case.value.dong or case.value.unknown:
        return None
    valued = mic.customs_value is not None or (mic.invoice_value is not None and mic.invoice_currency)
    return {} if valued else None


@rule(
    "MEC-28-ZERO",
    at="invoice_value",
    criterion="28",
    cites="VNACCS 2014 MEC E0053",
    mark="term-2014",
    result_code="E0053",
)
def the_declared_value_is_above_zero(mec: ExportDeclaration, case: Case) -> Facts | None:
    """A declared value of zero is refused; of amounts below zero their format speaks, of no currency `MEC-23-SET`."""
    if case.value.dong or case.value.unknown:
        return None
    valued = mec.declared_value is not None or (mec.invoice_value is not None and mec.invoice_currency)
    return {} if valued else None


@rule(
    "MIC-28-CEILING",
    at="customs_value",
    criterion="28",
    cites="NĐ 134/2016 Điều 29 khoản 2",
    mark="public-H",
    result_code="E0049",
)
def the_customs_value_is_within_the_exemption(mic: ImportDeclaration, case: Case) -> Facts | None:
    """A MIC is for goods whose customs value is not above the import-duty exemption of the day.

    Of an amount with more digits than its item its format speaks, unless the customs value was typed.
    """
    if case.value.dong <= IMPORT_CEILING.on(case.day) or (mic.customs_value is None and too_wide("MIC", mic)):
        return None
    return {"value": case.value.dong, "ceiling": IMPORT_CEILING.on(case.day)}


@rule("MEC-28-CEILING", at="declared_value", criterion="28", cites="TT 191/2015", mark="public-H", result_code="E0049")
def the_declared_value_is_below_the_export_ceiling(mec: ExportDeclaration, case: Case) -> Facts | None:
    """A MEC is for goods worth less than the export ceiling of the day.

    Of an amount with more digits than its item its format speaks, unless the declared value was typed.
    """
    if case.value.dong < EXPORT_CEILING.on(case.day) or (mec.declared_value is None and too_wide("MEC", mec)):
        return None
    return {"value": case.value.dong, "ceiling": EXPORT_CEILING.on(case.day)}
