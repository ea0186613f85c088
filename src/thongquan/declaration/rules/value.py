"""Invoice value, freight, insurance and customs value (criteria 23, 24, 25 and 28)."""

from decimal import Decimal

from thongquan import law
from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.rules.rule import Case, Facts, rule
from thongquan.valuation.customs_value import WITHOUT_CUSTOMS_VALUE, WITHOUT_INSURANCE

IMPORT_CEILING = law.parameter("duty_free_ceiling", int)
EXPORT_CEILING = law.parameter("export_ceiling", int)
CURRENCIES = law.codes("currencies")
INSURED_APART = law.parameter("insurance_classes_with_amount", frozenset)
NOTHING = "–"
"""How an empty box is shown."""

PL_23 = "TT 191/2015 PL II.A.23"
PL_24 = "TT 191/2015 PL II.A.24"
PL_25 = "TT 191/2015 PL II.A.25"
RATE_IMPORT, RATE_FREIGHT, RATE_COVER = (f"VNACCS 2014 MIC {code}" for code in ("E0045", "E0042", "E0048"))
RATE_EXPORT = "VNACCS 2014 MEC E0003"


@rule(
    "MIC-23-SET",
    at="invoice_value",
    criterion="23",
    cites="VNACCS 2014 MIC R0028",
    mark="term-2014",
    result_code="R0028",
)
def price_term_currency_and_total_go_together(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """Price term, currency and invoice total (23) are given together or not at all.

    A total that is missing without a customs value is `MIC-23-NEEDED`, not this.
    """
    if mic.invoice_value is None and mic.customs_value is None:
        return None
    given = bool(mic.price_term) + bool(mic.invoice_currency) + (mic.invoice_value is not None)
    if given in (0, 3):
        return None
    return {
        "price_term": mic.price_term or NOTHING,
        "currency": mic.invoice_currency or NOTHING,
        "value": _shown(mic.invoice_value),
    }


@rule(
    "MIC-23-NEEDED",
    at="invoice_value",
    criterion="23",
    cites="VNACCS 2014 MIC R0034",
    mark="term-2014",
    result_code="R0034",
)
def invoice_or_customs_value_is_given(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """Either an invoice total (23) or the customs value (28) must be there."""
    return {} if mic.customs_value is None and mic.invoice_value is None else None


@rule(
    "MIC-23-KIND", at="price_kind", criterion="23", cites="VNACCS 2014 MIC R0034", mark="term-2014", result_code="R0034"
)
def an_invoice_has_its_kind_of_price(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """Without a customs value (28) the kind of invoice price (23) must be there; without a total it is `-NEEDED`."""
    return {} if mic.customs_value is None and mic.invoice_value is not None and not mic.price_kind else None


@rule("MIC-23-VND", at="invoice_value", criterion="23", cites=PL_23, mark="seed", result_code="S0033")
def invoice_in_dong_has_no_decimals(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """An invoice in đồng has no decimals."""
    return _broken_dong(mic.invoice_value, mic.invoice_currency)


@rule("MIC-24-VND", at="freight_amount", criterion="24", cites=PL_24, mark="seed", result_code="S0036")
def freight_in_dong_has_no_decimals(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """Freight in đồng has no decimals."""
    return _broken_dong(mic.freight_amount, mic.freight_currency)


@rule("MIC-25-VND", at="insurance_amount", criterion="25", cites=PL_25, mark="seed", result_code="S0039")
def insurance_in_dong_has_no_decimals(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """Insurance in đồng has no decimals."""
    return _broken_dong(mic.insurance_amount, mic.insurance_currency)


@rule("MEC-23-VND", at="invoice_value", criterion="23", cites=PL_23, mark="seed", result_code="S0061")
def export_invoice_in_dong_has_no_decimals(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """An invoice in đồng has no decimals."""
    return _broken_dong(mec.invoice_value, mec.invoice_currency)


@rule(
    "MIC-24-SET",
    at="freight_amount",
    criterion="24",
    cites="VNACCS 2014 MIC R0030",
    mark="term-2014",
    result_code="R0030",
)
def freight_class_currency_and_amount_go_together(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """Freight class, currency and amount (24) are given together or not at all."""
    given = bool(mic.freight_class) + bool(mic.freight_currency) + (mic.freight_amount is not None)
    if given in (0, 3):
        return None
    return {
        "class": mic.freight_class or NOTHING,
        "currency": mic.freight_currency or NOTHING,
        "amount": _shown(mic.freight_amount),
    }


@rule("MIC-25-SET", at="insurance_amount", criterion="25", cites=PL_25, mark="seed", result_code="R0031")
def insurance_of_its_own_has_currency_and_amount(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Class A (own insurance) needs currency and amount (25); without class A neither is given."""
    given = bool(mic.insurance_currency) + (mic.insurance_amount is not None)
    if given == (2 if mic.insurance_class in INSURED_APART.on(case.day) else 0):
        return None
    return {
        "class": mic.insurance_class or NOTHING,
        "currency": mic.insurance_currency or NOTHING,
        "amount": _shown(mic.insurance_amount),
    }


@rule("MIC-25-TERM", at="insurance_class", criterion="25", cites=PL_25, mark="seed", result_code="R0038")
def insurance_is_not_declared_when_the_price_holds_it(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Under CIF, CIP or C&I nothing is declared as insurance (25)."""
    if mic.insurance_class and mic.price_term in WITHOUT_INSURANCE.on(case.day):
        return {"price_term": mic.price_term, "class": mic.insurance_class}
    return None


@rule("MIC-28-TERM", at="customs_value", criterion="28", cites=PL_23, mark="seed", result_code="R0035")
def customs_value_is_typed_when_the_price_term_gives_none(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Under FAS, EXW, DDU or DDP the customs value (28) must be typed in.

    Without any value it is `MIC-23-NEEDED`, and without a rate to compute it by `MIC-23-RATE`, not this.
    """
    if mic.customs_value is not None or mic.invoice_value is None or case.value.unknown:
        return None
    return {"price_term": mic.price_term} if mic.price_term in WITHOUT_CUSTOMS_VALUE.on(case.day) else None


@rule("MIC-23-RATE", at="invoice_currency", criterion="23", cites=RATE_IMPORT, mark="term-2014", result_code="E0045")
def the_invoice_currency_has_a_rate_on_the_day(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The currency of the invoice has an exchange rate on the registration day."""
    return _without_rate(mic.invoice_value, mic.invoice_currency, case)


@rule("MIC-24-RATE", at="freight_currency", criterion="24", cites=RATE_FREIGHT, mark="term-2014", result_code="E0042")
def the_freight_currency_has_a_rate_on_the_day(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The currency of the freight has an exchange rate on the registration day."""
    return _without_rate(mic.freight_amount, mic.freight_currency, case)


@rule("MIC-25-RATE", at="insurance_currency", criterion="25", cites=RATE_COVER, mark="term-2014", result_code="E0048")
def the_insurance_currency_has_a_rate_on_the_day(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The currency of the insurance has an exchange rate on the registration day."""
    return _without_rate(mic.insurance_amount, mic.insurance_currency, case)


@rule("MEC-23-RATE", at="invoice_currency", criterion="23", cites=RATE_EXPORT, mark="term-2014", result_code="E0003")
def the_currency_has_a_rate_on_the_day(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The currency of the declaration has an exchange rate on the registration day."""
    return _without_rate(mec.invoice_value, mec.invoice_currency, case)


@rule(
    "MIC-28-ZERO",
    at="invoice_value",
    criterion="28",
    cites="VNACCS 2014 MIC E0053",
    mark="term-2014",
    result_code="E0053",
)
def the_customs_value_is_above_zero(mic: ImportDeclaration, case: Case) -> Facts | None:
    """A customs value of zero is refused; of amounts below zero their format speaks."""
    valued = mic.customs_value is not None or mic.invoice_value is not None
    return {} if valued and case.value.dong == 0 and not case.value.unknown else None


@rule(
    "MEC-28-ZERO",
    at="invoice_value",
    criterion="28",
    cites="VNACCS 2014 MEC E0053",
    mark="term-2014",
    result_code="E0053",
)
def the_declared_value_is_above_zero(mec: ExportDeclaration, case: Case) -> Facts | None:
    """A declared value of zero is refused; of amounts below zero their format speaks."""
    valued = mec.declared_value is not None or mec.invoice_value is not None
    return {} if valued and case.value.dong == 0 and not case.value.unknown else None


@rule(
    "MIC-28-CEILING",
    at="customs_value",
    criterion="28",
    cites="NĐ 134/2016 Điều 29 khoản 2",
    mark="public-H",
    result_code="E0049",
)
def the_customs_value_is_within_the_exemption(mic: ImportDeclaration, case: Case) -> Facts | None:
    """A MIC is for goods whose customs value is not above the import-duty exemption of the day."""
    if case.value.dong > IMPORT_CEILING.on(case.day):
        return {"value": case.value.dong, "ceiling": IMPORT_CEILING.on(case.day)}
    return None


@rule("MEC-28-CEILING", at="declared_value", criterion="28", cites="TT 191/2015", mark="public-H", result_code="E0049")
def the_declared_value_is_below_the_export_ceiling(mec: ExportDeclaration, case: Case) -> Facts | None:
    """A MEC is for goods worth less than the export ceiling of the day."""
    if case.value.dong >= EXPORT_CEILING.on(case.day):
        return {"value": case.value.dong, "ceiling": EXPORT_CEILING.on(case.day)}
    return None


@rule(
    "MEC-23-SET",
    at="invoice_value",
    criterion="23",
    cites="VNACCS 2014 MEC R0060",
    mark="term-2014",
    result_code="R0060",
)
def export_currency_and_value_go_together(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """Currency and invoice value (23) are given together or not at all."""
    if bool(mec.invoice_currency) == (mec.invoice_value is not None):
        return None
    return {"currency": mec.invoice_currency or NOTHING, "value": _shown(mec.invoice_value)}


@rule(
    "MEC-23-NEEDED",
    at="invoice_value",
    criterion="23",
    cites="VNACCS 2014 MEC R0034",
    mark="term-2014",
    result_code="R0034",
)
def export_invoice_or_declared_value_is_given(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """Either the invoice value (23) or the declared value (28) must be there."""
    return {} if mec.invoice_value is None and mec.declared_value is None else None


def _broken_dong(amount: Decimal | None, currency: str) -> Facts | None:
    if currency == "VND" and amount is not None and amount != amount.to_integral_value():
        return {"amount": _shown(amount)}
    return None


def _without_rate(amount: Decimal | None, currency: str, case: Case) -> Facts | None:
    """A currency that is in no list at all is the item's own fault, not this."""
    if amount is None or currency not in case.value.unknown or currency not in CURRENCIES.on(case.day):
        return None
    return {"currency": currency}


def _shown(amount: Decimal | None) -> str:
    return NOTHING if amount is None else format(amount, "f")
