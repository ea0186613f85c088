"""Insurance: class, currency and amount (criterion 25)."""

from thongquan import law
from thongquan.declaration.model import ImportDeclaration
from thongquan.declaration.rules.amounts import NOTHING, broken_dong, broken_unit, shown, undivided, without_rate
from thongquan.declaration.rules.rule import Case, Facts, rule
from thongquan.declaration.rules.terms import contradicts
from thongquan.valuation.customs_value import WITHOUT_INSURANCE

CLASSES = law.codes("insurance_classes")
INSURED_APART = law.parameter("insurance_classes_with_amount", frozenset)
DEMANDING = law.parameter("price_terms_demanding_insurance", frozenset)
DEMANDING_BESIDE_FREIGHT = law.parameter("price_terms_with_freight_demanding_insurance", frozenset)

PL_25 = "TT 191/2015 PL II.A.25"


@rule("MIC-25-SET", at="insurance_amount", criterion="25", cites=PL_25, mark="seed", result_code="R0031")
def insurance_of_its_own_has_currency_and_amount(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Class A (own insurance) needs currency and amount (25); without class A neither is given.

    A class that is none of this form is told alone.
    """
    given = bool(mic.insurance_currency) + (mic.insurance_amount is not None)
    if given == (2 if mic.insurance_class in INSURED_APART.on(case.day) else 0):
        return None
    if mic.insurance_class and mic.insurance_class not in CLASSES.on(case.day):
        return None
    return {
        "class": mic.insurance_class or NOTHING,
        "currency": mic.insurance_currency or NOTHING,
        "amount": shown(mic.insurance_amount),
    }


@rule("MIC-25-TERM", at="insurance_class", criterion="25", cites=PL_25, mark="seed", result_code="R0038")
def insurance_is_not_declared_when_the_price_holds_it(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Under CIF, CIP or C&I nothing is declared as insurance (25)."""
    if mic.insurance_class and mic.price_term in WITHOUT_INSURANCE.on(case.day):
        return {"price_term": mic.price_term, "class": mic.insurance_class}
    return None


@rule(
    "MIC-25-NEEDED",
    at="insurance_class",
    criterion="25",
    cites="VNACCS 2014 MIC R0037",
    mark="assumption",
    result_code="R0037",
    strict=True,
)
def insurance_is_given_where_the_price_term_demands_it(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Some price terms demand an insurance class (25), in two groups; the client does not say which.

    Read so: the first are terms whose price holds neither freight nor insurance and gives the customs value.
    """
    if mic.insurance_class or mic.insurance_currency or mic.price_term not in DEMANDING.on(case.day):
        return None
    return None if contradicts(mic.price_kind, mic.price_term, case.day) else {"price_term": mic.price_term}


@rule(
    "MIC-25-BESIDE",
    at="insurance_class",
    criterion="25",
    cites="VNACCS 2014 MIC R0040",
    mark="assumption",
    result_code="R0040",
    strict=True,
)
def insurance_is_given_beside_a_price_that_holds_only_freight(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Some price terms demand an insurance class (25), in two groups; the client does not say which.

    Read so: the second are terms whose price holds the freight, not the insurance, and gives the customs value.
    """
    if mic.insurance_class or mic.insurance_currency or mic.price_term not in DEMANDING_BESIDE_FREIGHT.on(case.day):
        return None
    return None if contradicts(mic.price_kind, mic.price_term, case.day) else {"price_term": mic.price_term}


@rule("MIC-25-VND", at="insurance_amount", criterion="25", cites=PL_25, mark="seed", result_code="S0039")
def insurance_in_dong_has_no_decimals(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """Insurance in đồng has no decimals."""
    return broken_dong(mic.insurance_amount) if mic.insurance_currency == "VND" else None


@rule("MIC-25-UNIT", at="insurance_amount", criterion="25", cites="", mark="assumption", warns=True)
def insurance_is_in_whole_units(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Up to four decimals may be given (25); a fraction of a yen or won is likely an amount in another currency."""
    if mic.insurance_currency not in undivided(case.day):
        return None
    return broken_unit(mic.insurance_amount, mic.insurance_currency)


@rule(
    "MIC-25-RATE",
    at="insurance_currency",
    criterion="25",
    cites="VNACCS 2014 MIC E0048",
    mark="term-2014",
    result_code="E0048",
)
def the_insurance_currency_has_a_rate_on_the_day(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The currency of the insurance has an exchange rate on the registration day."""
    if mic.insurance_amount is None:
        return None
    return without_rate(mic.insurance_currency, case.value.unknown, case.day)
