"""Invoice value: price kind, price term, currency and total (criterion 23)."""

from thongquan.declaration.model import ExportDeclaration, ImportDeclaration
from thongquan.declaration.rules.amounts import NOTHING, broken_dong, broken_unit, shown, undivided, without_rate
from thongquan.declaration.rules.rule import Case, Facts, rule
from thongquan.declaration.rules.terms import contradicts
from thongquan.valuation.customs_value import WITHOUT_INSURANCE

PL_23 = "TT 191/2015 PL II.A.23"


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
        "value": shown(mic.invoice_value),
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


@rule("MIC-23-FREIGHT", at="price_kind", criterion="23", cites=PL_23, mark="assumption")
def the_kind_of_price_agrees_with_the_price_term(mic: ImportDeclaration, case: Case) -> Facts | None:
    """A: the invoice value does not hold the freight. B: it does (23).

    Read so: A does not go with a term whose price holds the freight, nor B with one whose price does not; C and D go
    with all. Where the term forbids the insurance that is given, that is told first.
    """
    if not contradicts(mic.price_kind, mic.price_term, case.day):
        return None
    if mic.insurance_class and mic.price_term in WITHOUT_INSURANCE.on(case.day):
        return None
    return {"kind": mic.price_kind, "price_term": mic.price_term}


@rule("MIC-23-VND", at="invoice_value", criterion="23", cites=PL_23, mark="seed", result_code="S0033")
def invoice_in_dong_has_no_decimals(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """An invoice in đồng has no decimals."""
    return broken_dong(mic.invoice_value) if mic.invoice_currency == "VND" else None


@rule("MIC-23-UNIT", at="invoice_value", criterion="23", cites="", mark="assumption", warns=True)
def invoice_is_in_whole_units(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Up to four decimals may be given (23); a fraction of a yen or won is likely an amount in another currency."""
    if mic.invoice_currency not in undivided(case.day):
        return None
    return broken_unit(mic.invoice_value, mic.invoice_currency)


@rule(
    "MIC-23-RATE",
    at="invoice_currency",
    criterion="23",
    cites="VNACCS 2014 MIC E0045",
    mark="term-2014",
    result_code="E0045",
)
def the_invoice_currency_has_a_rate_on_the_day(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The currency of the invoice has an exchange rate on the registration day."""
    if mic.invoice_value is None:
        return None
    return without_rate(mic.invoice_currency, case.value.unknown, case.day)


@rule(
    "MEC-23-SET",
    at="invoice_value",
    criterion="23",
    cites="VNACCS 2014 MEC R0060",
    mark="term-2014",
    result_code="R0060",
)
def export_currency_and_value_go_together(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """Currency and invoice value (23) are given together or not at all.

    A value that is missing without a declared value is `MEC-23-NEEDED`, not this.
    """
    if mec.invoice_value is None and mec.declared_value is None:
        return None
    if bool(mec.invoice_currency) == (mec.invoice_value is not None):
        return None
    return {"currency": mec.invoice_currency or NOTHING, "value": shown(mec.invoice_value)}


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


@rule("MEC-23-VND", at="invoice_value", criterion="23", cites=PL_23, mark="seed", result_code="S0061")
def export_invoice_in_dong_has_no_decimals(mec: ExportDeclaration, _case: Case) -> Facts | None:
    """An invoice in đồng has no decimals."""
    return broken_dong(mec.invoice_value) if mec.invoice_currency == "VND" else None


@rule("MEC-23-UNIT", at="invoice_value", criterion="23", cites="", mark="assumption", warns=True)
def export_invoice_is_in_whole_units(mec: ExportDeclaration, case: Case) -> Facts | None:
    """Up to four decimals may be given (23); a fraction of a yen or won is likely an amount in another currency."""
    if mec.invoice_currency not in undivided(case.day):
        return None
    return broken_unit(mec.invoice_value, mec.invoice_currency)


@rule(
    "MEC-23-RATE",
    at="invoice_currency",
    criterion="23",
    cites="VNACCS 2014 MEC E0003",
    mark="term-2014",
    result_code="E0003",
)
def the_currency_has_a_rate_on_the_day(mec: ExportDeclaration, case: Case) -> Facts | None:
    """The currency of the declaration has an exchange rate on the registration day."""
    if mec.invoice_value is None:
        return None
    return without_rate(mec.invoice_currency, case.value.unknown, case.day)
