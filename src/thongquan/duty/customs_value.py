"""The customs value step by step: what the price term adds or leaves out, at which rate, rounded once (section 3)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from thongquan import law
from thongquan.base.citation import cite
from thongquan.duty.model import Consignment, Money
from thongquan.duty.working import Source, Working, of_entry, plain
from thongquan.valuation.customs_value import (
    TERMS,
    WITHOUT_CUSTOMS_VALUE,
    WITHOUT_INSURANCE,
    terms_with_freight,
    terms_with_insurance,
)
from thongquan.valuation.exchange import RATES, rates_on, whole_dong

BEYOND_THE_PRICE = law.parameter("freight_classes_beyond_the_price", frozenset)
ROUNDING = law.parameter("customs_value_rounding", str)

NO_RATE = cite("ASSESS-NO-EXCHANGE-RATE", "NĐ 08/2015", "assumption", criterion="23", form="MIC")
NO_FREIGHT = cite("ASSESS-NO-FREIGHT", "TT 191/2015 PL II.A.24", "assumption", criterion="24", form="MIC")
NO_TERM = cite("ASSESS-UNKNOWN-TERM", "TT 191/2015 PL II.A.23", "seed", criterion="23", form="MIC")
NO_VALUE = cite("ASSESS-NO-VALUE", "TT 191/2015 PL II.A.23", "seed", criterion="23", form="MIC")

TERM = Source("", "Incoterms", "public-H")
TYPED = Source("2016-01-01", "TT 191/2015 PL II.A.28", "seed")


class _Part(NamedTuple):
    rule: str
    money: Money
    cites: str


def customs_value(told: Consignment, sheet: Working) -> int | None:
    """đồng; None where there is neither a typed value nor an invoice whose currency has a rate on the day."""
    if told.typed_value is not None:
        return sheet.step("VALUE-TYPED", "VALUE", TYPED, amount=told.typed_value, value=told.typed_value)
    if told.invoice is None:
        sheet.ask(NO_VALUE, "invoice_value")
        return None
    if told.price_term and told.price_term not in TERMS.on(sheet.day):
        sheet.ask(NO_TERM, "price_term", price_term=told.price_term)
    if told.price_term in WITHOUT_CUSTOMS_VALUE.on(sheet.day):
        source = of_entry(WITHOUT_CUSTOMS_VALUE.entry_on(sheet.day))
        sheet.step("VALUE-TO-BE-TYPED", "", source, price_term=told.price_term)
    return _summed(_parts(told, told.invoice, sheet), told.exchange, sheet)


def _parts(told: Consignment, invoice: Money, sheet: Working) -> list[_Part]:
    parts = [_Part("VALUE-INVOICE", invoice, "TT 191/2015 PL II.A.23")]
    term, holds_freight = told.price_term, told.price_term in terms_with_freight(sheet.day)
    if told.freight is not None:
        if holds_freight and told.freight_class not in BEYOND_THE_PRICE.on(sheet.day):
            sheet.step("VALUE-FREIGHT-IN-PRICE", "VALUE", TERM, exact=0, price_term=term, **_facts(told.freight))
        else:
            parts.append(_Part("VALUE-FREIGHT", told.freight, "TT 191/2015 PL II.A.24"))
    elif not holds_freight:
        sheet.ask(NO_FREIGHT, "freight_amount", price_term=term or "–")
    if told.insurance is not None:
        if term in terms_with_insurance(sheet.day):
            forbidden = term in WITHOUT_INSURANCE.on(sheet.day)
            source = of_entry(WITHOUT_INSURANCE.entry_on(sheet.day)) if forbidden else TERM
            sheet.step("VALUE-INSURANCE-IN-PRICE", "VALUE", source, exact=0, price_term=term, **_facts(told.insurance))
        else:
            parts.append(_Part("VALUE-INSURANCE", told.insurance, "TT 191/2015 PL II.A.25"))
    return parts


def _summed(parts: list[_Part], given: Mapping[str, Decimal], sheet: Working) -> int | None:
    rates = {**rates_on(sheet.day), **given}
    unknown = list(dict.fromkeys(one.money.currency for one in parts if one.money.currency not in rates))
    for currency in unknown:
        sheet.ask(NO_RATE, "invoice_currency", currency=currency, day=sheet.day.isoformat())
    if unknown:
        return None
    total = Decimal(0)
    for rule, money, cites in parts:
        exact, rate = money.amount * rates[money.currency], plain(rates[money.currency])
        total += exact
        sheet.step(
            rule, "VALUE", _since(money.currency, given, sheet, cites),
            base=f"{plain(money.amount)} {money.currency}", rate=rate, exact=exact, unit=rate, **_facts(money),
        )  # fmt: skip
    source = Source(ROUNDING.entry_on(sheet.day).since.isoformat(), "TT 191/2015 PL II.A.28", "assumption")
    value = whole_dong(total)
    return sheet.step("VALUE", "VALUE", source, base=plain(total), exact=total, amount=value, exactly=plain(total))


def _since(currency: str, given: Mapping[str, Decimal], sheet: Working, cites: str) -> Source:
    """The amount is the declarant's; the day whose rate counts is assumed."""
    if currency == "VND":
        return Source("", cites, "seed")
    return Source("" if currency in given else RATES.on(sheet.day)[currency]["valid_from"], cites, "assumption")


def _facts(money: Money) -> dict[str, Any]:
    return {"sum": plain(money.amount), "currency": money.currency}
