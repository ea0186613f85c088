"""Each rule: a declaration that passes, and the same with one fact changed, which is its fault and no other's."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from building import a_mec, a_mic, faults
from thongquan import law
from thongquan.base.citation import cited
from thongquan.declaration.rules import RULES

NONE: dict[str, Any] = {}
TYPED: dict[str, Any] = {"customs_value": 400_000}

# rule, what the passing declaration has, the one fact that makes it fail, field at fault
CASES: list[tuple[str, dict[str, Any], dict[str, Any], str]] = [
    ("MIC-14-MASTER", NONE, {"house_bill": "180-44712040"}, "house_bill"),
    ("MIC-16-ONE", NONE, {"packages": 0}, "packages"),
    ("MEC-16-ONE", NONE, {"packages": 0}, "packages"),
    ("MIC-13-NEVER", NONE, {"exporter_country": "ZZ"}, "exporter_country"),
    ("MEC-13-NEVER", NONE, {"consignee_country": "ZZ"}, "consignee_country"),
    ("MIC-17-LEAST", {"gross_weight": Decimal("0.1")}, {"gross_weight": Decimal(0)}, "gross_weight"),
    ("MEC-17-LEAST", {"gross_weight": Decimal("0.1")}, {"gross_weight": Decimal(0)}, "gross_weight"),
    ("MIC-17-RANGE", {"gross_weight": Decimal("999999.9")}, {"gross_weight": Decimal(1_000_000)}, "gross_weight"),
    ("MEC-17-RANGE", {"gross_weight": Decimal("99999999.9")}, {"gross_weight": Decimal(100_000_000)}, "gross_weight"),
    ("MIC-26-SCRIPT", NONE, {"goods_description": "护肤品 50 ml"}, "goods_description"),
    ("MEC-26-SCRIPT", NONE, {"goods_description": "화장품 샘플"}, "goods_description"),
    ("MIC-04-CODE", {"importer_code": "9901234560"}, {"importer_code": "9901234561"}, "importer_code"),
    ("MEC-04-CODE", NONE, {"exporter_code": "9901234561"}, "exporter_code"),
    ("MIC-05-NEEDED", NONE, {"importer_name": ""}, "importer_name"),
    ("MEC-05-NEEDED", NONE, {"exporter_name": ""}, "exporter_name"),
    ("MIC-07-NEEDED", NONE, {"importer_address": ""}, "importer_address"),
    ("MEC-07-NEEDED", NONE, {"exporter_address": ""}, "exporter_address"),
    ("MIC-08-NEEDED", {"importer_code": ""}, {"importer_phone": ""}, "importer_phone"),
    ("MIC-10-NEEDED", NONE, {"exporter_name": ""}, "exporter_name"),
    ("MEC-10-NEEDED", NONE, {"consignee_name": ""}, "consignee_name"),
    ("MIC-03-OFFICE", NONE, {"customs_team": "ZZ"}, "customs_team"),
    ("MEC-03-OFFICE", NONE, {"customs_team": "ZZ"}, "customs_team"),
    ("MIC-19-DATE", NONE, {"flight": "KE0359/31SEP"}, "flight"),
    ("MIC-22-FOREIGN", NONE, {"loading_place": "VNSGN"}, "loading_place"),
    ("MIC-23-SET", TYPED, {"price_term": ""}, "invoice_value"),
    ("MIC-23-KIND", NONE, {"price_kind": ""}, "price_kind"),
    (
        "MIC-23-NEEDED",
        {"price_kind": "", "price_term": "", "invoice_currency": "", "invoice_value": None, "customs_value": 400_000},
        {"customs_value": None},
        "invoice_value",
    ),
    (
        "MIC-23-VND",
        {"invoice_currency": "VND", "invoice_value": Decimal(500_000)},
        {"invoice_value": Decimal("500000.5")},
        "invoice_value",
    ),
    (
        "MIC-24-VND",
        {"freight_currency": "VND", "freight_amount": Decimal(50_000)},
        {"freight_amount": Decimal("50000.5")},
        "freight_amount",
    ),
    (
        "MIC-25-VND",
        {"insurance_class": "A", "insurance_currency": "VND", "insurance_amount": Decimal(5_000)},
        {"insurance_amount": Decimal("5000.5")},
        "insurance_amount",
    ),
    (
        "MEC-23-VND",
        {"invoice_currency": "VND", "invoice_value": Decimal(500_000)},
        {"invoice_value": Decimal("500000.5")},
        "invoice_value",
    ),
    ("MIC-24-SET", NONE, {"freight_class": ""}, "freight_amount"),
    ("MIC-25-SET", NONE, {"insurance_class": "A"}, "insurance_amount"),
    (
        "MIC-25-TERM",
        {"freight_class": "", "freight_currency": "", "freight_amount": None},
        {"price_term": "CIF"},
        "insurance_class",
    ),
    ("MIC-28-TERM", NONE, {"price_term": "EXW"}, "customs_value"),
    ("MIC-23-RATE", NONE, {"invoice_currency": "AFN"}, "invoice_currency"),
    ("MIC-24-RATE", NONE, {"freight_currency": "AFN"}, "freight_currency"),
    (
        "MIC-25-RATE",
        {"insurance_class": "A", "insurance_currency": "USD", "insurance_amount": Decimal(1)},
        {"insurance_currency": "AFN"},
        "insurance_currency",
    ),
    ("MEC-23-RATE", NONE, {"invoice_currency": "AFN"}, "invoice_currency"),
    ("MIC-28-ZERO", TYPED, {"customs_value": 0}, "invoice_value"),
    ("MEC-28-ZERO", NONE, {"invoice_value": Decimal(0)}, "invoice_value"),
    ("MIC-28-CEILING", {"customs_value": 1_000_000}, {"customs_value": 1_000_001}, "customs_value"),
    ("MEC-28-CEILING", {"declared_value": 4_999_999}, {"declared_value": 5_000_000}, "declared_value"),
    ("MEC-23-SET", {"declared_value": 400_000}, {"invoice_currency": ""}, "invoice_value"),
    (
        "MEC-23-NEEDED",
        {"invoice_currency": "", "invoice_value": None, "declared_value": 400_000},
        {"declared_value": None},
        "invoice_value",
    ),
]


def a_declaration(code: str, facts: dict[str, Any]) -> Any:
    return a_mic(**facts) if code.startswith("MIC") else a_mec(**facts)


@pytest.mark.parametrize(("code", "passing", "change", "at"), CASES, ids=[case[0] for case in CASES])
class TestARule:
    def test_is_satisfied_by_a_right_declaration(
        self, code: str, passing: dict[str, Any], change: dict[str, Any], at: str
    ) -> None:
        assert faults(a_declaration(code, passing)) == []

    def test_finds_its_fault_and_no_other_when_one_fact_changes(
        self, code: str, passing: dict[str, Any], change: dict[str, Any], at: str
    ) -> None:
        found = faults(a_declaration(code, {**passing, **change}))
        assert [(fault.code, fault.at) for fault in found] == [(code, at)]


def result_codes(form: str) -> dict[str, set[str]]:
    path = Path(__file__).parents[1] / "law" / "reference" / f"{form.lower()}_result_codes.tsv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: set(row["items"].split(",")) for row in csv.DictReader(file, delimiter="\t")}


@pytest.mark.parametrize("form", RULES)
def test_a_rule_answers_with_a_result_code_of_its_own_form(form: str) -> None:
    known, ids = result_codes(form), {item.field: item.id for item in law.criteria(form)}
    criterion = {item.id: item.criterion for item in law.criteria(form)}
    for rule in RULES[form]:
        items = known[cited(rule.code).result_code]
        near = {criterion[ids[rule.at]], cited(rule.code).criterion}
        assert "0000" in items or near & {criterion.get(item) for item in items}, rule.code


def test_every_rule_has_its_case() -> None:
    assert {case[0] for case in CASES} == {rule.code for rules in RULES.values() for rule in rules}


@pytest.mark.parametrize("term", ["FAS", "EXW", "DDU", "DDP"])
class TestCustomsValueIsTypedWhenThePriceTermGivesNone:
    """TT 191/2015 PL II.A.23 and 28."""

    def test_a_typed_value_passes(self, term: str) -> None:
        assert faults(a_mic(price_term=term, customs_value=400_000)) == []

    def test_a_missing_value_is_a_fault_at_criterion_28(self, term: str) -> None:
        [fault] = faults(a_mic(price_term=term))
        assert (fault.code, fault.at, fault.facts) == ("MIC-28-TERM", "customs_value", {"price_term": term})


@pytest.mark.parametrize("term", ["CIF", "CIP", "C&I"])
def test_nothing_is_declared_as_insurance_when_the_price_holds_it(term: str) -> None:
    """TT 191/2015 PL II.A.25."""
    assert faults(a_mic(price_term=term, insurance_class="")) == []
    assert [fault.code for fault in faults(a_mic(price_term=term))] == ["MIC-25-TERM"]


def test_all_faults_of_a_declaration_come_back_together() -> None:
    found = faults(a_mic(packages=0, origin="", flight="KE359", importer_code="9901234561"))
    assert {fault.code for fault in found} == {"MIC-16-ONE", "MIC-OR-EMPTY", "MIC-VSN-FORMAT", "MIC-04-CODE"}
