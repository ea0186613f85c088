"""Ceilings and exchange rates on both sides of their midnights: the day of registration decides."""

from datetime import date
from decimal import Decimal

import pytest

from building import DAY, a_mec, a_mic, faults, faults_of
from thongquan import law
from thongquan.declaration.explain import explained
from thongquan.declaration.plan import Plan

MIDNIGHTS = [
    date(2016, 1, 1),  # the first day of Circular 191/2015
    date(2025, 2, 17),  # the last day of Decision 78/2010
    date(2025, 2, 18),  # VAT from the first đồng; the exemption from import duty stays (Decree 134/2016, Article 29)
    date(2025, 6, 30),
    date(2025, 7, 1),  # the VAT cut begins
    date(2025, 8, 1),  # VAT collected by the system; MIC is the same
    date(2026, 12, 31),
    date(2027, 1, 1),  # the VAT cut has lapsed
]


@pytest.mark.parametrize("day", MIDNIGHTS)
class TestTheCeilings:
    def test_a_mic_is_worth_a_million_at_most(self, day: date) -> None:
        assert faults_of("MIC-28-CEILING", a_mic(customs_value=1_000_000, invoice_currency="VND"), day) == []
        mic = a_mic(customs_value=1_000_001, invoice_currency="VND", freight_currency="VND")
        [fault] = faults_of("MIC-28-CEILING", mic, day)
        assert fault.facts == {"value": 1_000_001, "ceiling": 1_000_000}

    def test_a_mec_is_worth_less_than_five_million(self, day: date) -> None:
        facts = {"invoice_currency": "VND"}
        assert faults_of("MEC-28-CEILING", a_mec(**facts, invoice_value=Decimal(4_999_999)), day) == []
        [fault] = faults_of("MEC-28-CEILING", a_mec(**facts, invoice_value=Decimal(5_000_000)), day)
        assert fault.facts == {"value": 5_000_000, "ceiling": 5_000_000}

    def test_a_declared_value_decides_before_the_invoice(self, day: date) -> None:
        mec = a_mec(invoice_currency="VND", invoice_value=Decimal(6_000_000), declared_value=4_999_999)
        assert faults_of("MEC-28-CEILING", mec, day) == []


def test_each_form_names_its_ordinary_declaration() -> None:
    """E0049 of MIC says IDA, E0049 of MEC says EDA."""
    above = [("MIC-28-CEILING", a_mic(customs_value=1_000_001)), ("MEC-28-CEILING", a_mec(declared_value=5_000_000))]
    told = [explained(faults_of(code, declaration)[0]) for code, declaration in above]
    assert [(one["result_code"], "IDA" in one["fix"]["vi"], "EDA" in one["fix"]["vi"]) for one in told] == [
        ("E0049", True, False),
        ("E0049", False, True),
    ]


def test_before_the_first_day_of_the_law_there_is_no_ceiling_and_nothing_is_judged() -> None:
    """What VNACCS answers with L0001."""
    with pytest.raises(law.NotYetLaw):
        Plan("MIC", date(2015, 12, 31)).judge(a_mic())


class TestAnExchangeRate:
    """The rates of the demonstration begin on 1 September 2026."""

    def test_is_there_on_its_first_day(self) -> None:
        assert faults(a_mic(), date(2026, 9, 1)) == []

    def test_is_missed_the_day_before_with_the_day_and_the_remedy(self) -> None:
        fault = next(one for one in faults(a_mic(), date(2026, 8, 31)) if one.code == "MIC-23-RATE")
        assert fault.facts == {"currency": "USD", "day": "2026-08-31"}
        told = explained(fault)
        assert "31/08/2026" in told["text"]["vi"]
        assert "2026-08-31" in told["text"]["en"]
        for language in law.LANGUAGES:
            assert "law import-codes" in told["fix"][language]

    def test_of_the_dong_is_one_on_every_day(self) -> None:
        vnd = a_mic(invoice_currency="VND", invoice_value=Decimal(500_000), freight_currency="VND")
        assert faults_of("MIC-23-RATE", vnd, date(2016, 1, 1)) == []

    def test_is_asked_of_the_invoice_even_where_the_value_is_typed(self) -> None:
        assert [one.code for one in faults(a_mic(invoice_currency="AFN", customs_value=400_000))] == ["MIC-23-RATE"]


class TestAnAmount:
    @pytest.mark.parametrize("amount", ["0.0001", "30.1234"])
    def test_in_foreign_money_has_up_to_four_decimals(self, amount: str) -> None:
        assert faults(a_mic(invoice_value=Decimal(amount))) == []

    def test_in_yen_with_decimals_is_only_warned_of(self) -> None:
        mic = a_mic(invoice_currency="JPY", invoice_value=Decimal("4750.5"))
        assert faults(mic) == []
        assert [one.facts for one in Plan("MIC", DAY).warnings(mic)] == [{"amount": "4750.5", "currency": "JPY"}]

    def test_of_dollars_and_cents_is_not_warned_of(self) -> None:
        assert Plan("MIC", DAY).warnings(a_mic(invoice_value=Decimal("12.7055"))) == []


def test_an_export_whose_freight_is_more_than_its_price_is_worth_nothing() -> None:
    assert [one.code for one in faults(a_mec(declared_value=0))] == ["MEC-28-ZERO"]
