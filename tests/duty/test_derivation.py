"""What holds of every derivation, whatever is assessed."""

from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from building import DAY, a_house_bill
from thongquan import law
from thongquan.declaration.drafting import ImportDrafter
from thongquan.declaration.profile import Profile
from thongquan.declaration.value import customs_value
from thongquan.duty.assessment import taxes
from thongquan.duty.derivation import assess
from thongquan.duty.import_duty import duty_rate
from thongquan.duty.model import Assessment, Consignment, Money
from thongquan.duty.special_consumption import GOODS, special_goods_named
from thongquan.duty.told import sentence, told

CREAM, TEE = "33049930", "61091010"
of_interest = ["", CREAM, TEE, "22030011", "22051010", "01012100", "04072100", "84151020", "39232119"]
codes = st.sampled_from([*of_interest, *sorted(law.codes("tariff").ever())[::700]])
days = st.dates(date(2016, 1, 1), date(2028, 1, 1))
values = st.one_of(st.integers(0, 3_000_000), st.sampled_from([500_000, 1_000_000, 1_000_001]))
chosen = st.dictionaries(st.sampled_from(["NK", "TTDB", "GTGT"]), st.decimals(0, 150, places=1), max_size=3)
amounts = st.decimals(min_value=0, max_value=3_000, places=4)
currencies = st.sampled_from(["USD", "KRW", "JPY", "CNY", "EUR"])


@st.composite
def consignments(draw: st.DrawFn) -> Consignment:
    return Consignment(
        typed_value=draw(values),
        hs_code=draw(codes),
        together=draw(st.sampled_from([0, 1_000_000, 1_000_001])),
        ordinary=draw(st.booleans()),
        normal_duty=draw(st.booleans()),
        environment_goods=draw(st.sampled_from(["", "NONE", "PLASTIC-BAG"])),
        kilograms=draw(st.none() | st.decimals(0, 50, places=3)),
        chosen=draw(chosen),
    )


def amount_of(told: Assessment, of: str) -> int:
    return sum(step.amount or 0 for step in told.steps if step.of == of)


@given(what=consignments(), day=days)
def test_the_steps_of_each_amount_add_up_to_it_and_none_is_below_nothing(what: Consignment, day: date) -> None:
    told = assess(what, day)
    for due in told.taxes:
        assert due.amount is None or amount_of(told, due.tax) == due.amount >= 0
    assert amount_of(told, "VALUE") == told.customs_value
    assert told.fee is None or amount_of(told, "PHI") == told.fee >= 0
    assert told.total is None or told.total == sum(due.amount or 0 for due in told.taxes)


@given(what=consignments(), more=values, day=days)
def test_who_declares_more_owes_no_less_and_who_joins_two_owes_no_less_than_for_both(
    what: Consignment, more: int, day: date
) -> None:
    """But for the roundings of three taxes that are reckoned on each other, and what goes by the kilogram."""
    what = msgspec.structs.replace(what, environment_goods="NONE")
    value = what.typed_value or 0
    less, other, both = (
        assess(msgspec.structs.replace(what, typed_value=one), day) for one in (value, more, value + more)
    )
    if less.total is None or other.total is None or both.total is None:
        return
    assert less.total <= both.total
    assert less.total + other.total <= both.total + 10


@given(what=consignments(), day=days)
def test_what_cannot_be_told_is_asked_of_a_person(what: Consignment, day: date) -> None:
    told = assess(what, day)
    assert told.open or told.total is not None


@given(value=st.integers(1, 1_000_000), hs_code=codes, day=days)
def test_of_group_2_the_derivation_comes_to_what_is_charged(value: int, hs_code: str, day: date) -> None:
    told = assess(Consignment(typed_value=value, hs_code=hs_code), day)
    assert told.form == "MIC"
    assert [(one.tax, one.amount) for one in told.taxes if one.amount] == taxes("MIC", value, hs_code, day)


@given(
    value=amounts, freight=amounts, insurance=amounts, currency=currencies,
    term=st.sampled_from([*sorted(law.codes("incoterms").on(DAY)), ""]),
)  # fmt: skip
def test_the_value_is_that_of_the_declaration_made_of_the_same_papers(
    value: Decimal, freight: Decimal, insurance: Decimal, currency: str, term: str
) -> None:
    bill = a_house_bill(
        value=value, currency=currency, price_term=term, freight=freight, freight_currency="USD",
        insurance=insurance, insurance_currency=currency,
    )  # fmt: skip
    declared = customs_value(ImportDrafter(Profile(), DAY).draft(bill).declaration, DAY)
    papers = Consignment(
        invoice=Money(value, currency), freight=Money(freight, "USD"), insurance=Money(insurance, currency),
        price_term=term, hs_code=CREAM,
    )  # fmt: skip
    assert assess(papers, DAY).customs_value == declared.dong


def test_every_step_and_question_is_worded_in_both_languages() -> None:
    """With all its facts: no placeholder is left."""
    what = Consignment(
        invoice=Money(Decimal("60.5"), "USD"), freight=Money(Decimal(5), "USD"), price_term="EXW", hs_code="22051010",
        together=2_000_000,
    )  # fmt: skip
    shown = told(assess(what, DAY))
    said = [text for step in shown.steps for text in step.text.values()]
    said += [text for fault in shown.open for text in (*fault["text"].values(), *fault["fix"].values())]
    assert len(said) > 12
    assert [text for text in said if "{" in text or text.startswith("duty.step")] == []
    assert sentence(assess(what, DAY).steps[1], "vi").startswith("Trị giá hóa đơn 60,5 USD")


@pytest.mark.parametrize(
    ("code", "normal", "rule", "rates"),
    [
        (TEE, False, "DUTY-MFN", ["20"]),
        (TEE, True, "DUTY-NORMAL", ["30"]),
        ("04072100", False, "DUTY-MFN", ["40", "80"]),  # 80 outside the quota
        ("84151020", False, "DUTY-MFN", []),
    ],
)
def test_a_rate_is_read_as_the_tariff_prints_it(code: str, normal: bool, rule: str, rates: list[str]) -> None:
    found = duty_rate(code, DAY, normal=normal)
    assert found is not None
    assert (found.rule, list(map(str, found.rates))) == (rule, rates)


def test_the_normal_rate_is_150_percent_of_the_other_where_none_is_stated() -> None:
    from rule_cases.case import where
    from thongquan.duty.import_duty import TARIFF

    duty_rate.cache_clear()
    row: dict[str, Any] = {"duty_mfn": "15", "duty_normal": ""}
    with where({TARIFF: {"99999999": row}}):
        found = duty_rate("99999999", DAY, normal=True)
    assert found is not None
    assert (found.rule, found.rates) == ("DUTY-NORMAL-SHARE", (Decimal("22.5"),))


def test_every_cell_of_the_tariff_is_read_or_empty() -> None:
    """2,349 lines of chapters 84 and 87 have no rates; all others have both."""
    read = {code: duty_rate(code, DAY) for code in law.codes("tariff").on(DAY)}
    without = [code for code, found in read.items() if found is None or not found.rates]
    assert (len(read), len(without), {code[:2] for code in without}) == (11_871, 2_349, {"84", "87"})


def test_every_kind_of_goods_under_special_consumption_tax_can_be_named_each_day() -> None:
    for day in (date(2016, 1, 1), DAY, date(2027, 1, 1)):
        for code in GOODS.ever():
            assert special_goods_named(code, day), (code, day)
