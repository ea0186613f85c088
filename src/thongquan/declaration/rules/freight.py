"""Freight: class, currency and amount (criterion 24)."""

from thongquan import law
from thongquan.declaration.model import ImportDeclaration
from thongquan.declaration.rules.amounts import NOTHING, broken_dong, broken_unit, shown, undivided, without_rate
from thongquan.declaration.rules.rule import Case, Facts, rule
from thongquan.declaration.rules.terms import WITH_FREIGHT, WITHOUT_FREIGHT, contradicts, kind_of_term
from thongquan.valuation.customs_value import TERMS, terms_with_freight

CLASSES = law.codes("freight_classes")
OTHER_CLASSES = law.parameter("freight_classes_of_other_declarations", frozenset)
ADDED = law.parameter("freight_classes_added_to_the_price", frozenset)
BEYOND = law.parameter("freight_classes_beyond_the_price", frozenset)
DEMANDING = law.parameter("price_terms_demanding_freight", frozenset)

PL_24 = "TT 191/2015 PL II.A.24"


@rule("MIC-24-CLASS", at="freight_class", criterion="24", cites=PL_24, mark="seed", result_code="S0050")
def freight_class_is_one_of_low_value_imports(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Freight is of class A or E (24); B, C, D and F belong to the ordinary declaration (VNACCS 2014 MIC S0050)."""
    return {"class": mic.freight_class} if mic.freight_class in OTHER_CLASSES.on(case.day) else None


@rule(
    "MIC-24-SET",
    at="freight_amount",
    criterion="24",
    cites="VNACCS 2014 MIC R0030",
    mark="term-2014",
    result_code="R0030",
)
def freight_class_currency_and_amount_go_together(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Freight class, currency and amount (24) are given together or not at all.

    A class that is none of this form is told alone.
    """
    given = bool(mic.freight_class) + bool(mic.freight_currency) + (mic.freight_amount is not None)
    if given in (0, 3) or (mic.freight_class and mic.freight_class not in CLASSES.on(case.day)):
        return None
    return {
        "class": mic.freight_class or NOTHING,
        "currency": mic.freight_currency or NOTHING,
        "amount": shown(mic.freight_amount),
    }


@rule("MIC-24-BEYOND", at="freight_class", criterion="24", cites=PL_24, mark="seed", result_code="R0036")
def freight_beyond_the_price_needs_a_price_that_holds_freight(mic: ImportDeclaration, case: Case) -> Facts | None:
    """E is declared where the invoice value holds freight already and the real freight was higher (24).

    Read so: not under a term whose price holds none, unless the kind of price says that it holds some (B, C) or is
    another (D). A class without its amount is `MIC-24-SET`.
    """
    if mic.freight_class not in BEYOND.on(case.day) or not mic.freight_currency:
        return None
    if mic.price_term not in TERMS.on(case.day) or mic.price_term in terms_with_freight(case.day):
        return None
    if mic.price_kind not in ("", WITHOUT_FREIGHT):
        return None
    return {"class": mic.freight_class, "price_term": mic.price_term}


@rule(
    "MIC-24-TWICE",
    at="freight_class",
    criterion="24",
    cites="VNACCS 2014 MIC R0036",
    mark="assumption",
    result_code="R0036",
    strict=True,
)
def freight_that_the_price_holds_is_not_added_again(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Price term, freight class and insurance class fit together; the client's table of them is not published.

    Read so: freight of class A does not go with a term and a kind of price (B) that hold the freight.
    """
    if mic.freight_class not in ADDED.on(case.day) or not mic.freight_currency or mic.price_kind != WITH_FREIGHT:
        return None
    if kind_of_term(case.day).get(mic.price_term) != WITH_FREIGHT:
        return None
    return {"class": mic.freight_class, "price_term": mic.price_term}


@rule(
    "MIC-24-NEEDED",
    at="freight_class",
    criterion="24",
    cites="VNACCS 2014 MIC R0039",
    mark="assumption",
    result_code="R0039",
    strict=True,
)
def freight_is_given_where_the_price_term_demands_it(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Some price terms demand a freight class (24); the client does not say which.

    Read so: those whose price holds no freight and gives the customs value. Without a class alone it is `MIC-24-SET`.
    """
    if mic.freight_class or mic.freight_currency or mic.freight_amount is not None:
        return None
    if mic.price_term not in DEMANDING.on(case.day) or contradicts(mic.price_kind, mic.price_term, case.day):
        return None
    return {"price_term": mic.price_term}


@rule("MIC-24-VND", at="freight_amount", criterion="24", cites=PL_24, mark="seed", result_code="S0036")
def freight_in_dong_has_no_decimals(mic: ImportDeclaration, _case: Case) -> Facts | None:
    """Freight in đồng has no decimals."""
    return broken_dong(mic.freight_amount) if mic.freight_currency == "VND" else None


@rule("MIC-24-UNIT", at="freight_amount", criterion="24", cites="", mark="assumption", warns=True)
def freight_is_in_whole_units(mic: ImportDeclaration, case: Case) -> Facts | None:
    """Up to four decimals may be given (24); a fraction of a yen or won is likely an amount in another currency."""
    if mic.freight_currency not in undivided(case.day):
        return None
    return broken_unit(mic.freight_amount, mic.freight_currency)


@rule(
    "MIC-24-RATE",
    at="freight_currency",
    criterion="24",
    cites="VNACCS 2014 MIC E0042",
    mark="term-2014",
    result_code="E0042",
)
def the_freight_currency_has_a_rate_on_the_day(mic: ImportDeclaration, case: Case) -> Facts | None:
    """The currency of the freight has an exchange rate on the registration day."""
    if mic.freight_amount is None:
        return None
    return without_rate(mic.freight_currency, case.value.unknown, case.day)
