"""The wordings of what is not told of one declaration by itself: recorded as those of the catalogue are."""

from functools import cache

import pytest

from building import DAY
from declaration.planting import a_full
from declaration.test_wordings import examples, reads_as_recorded
from rule_cases.every import RULE
from thongquan import law
from thongquan.base.fault import Fact, Fault
from thongquan.cli.law_coverage import sources
from thongquan.declaration.correction import locked_faults
from thongquan.declaration.explain import explained
from thongquan.declaration.plan import STRICT
from thongquan.declaration.rules import RULES
from thongquan.law.coverage import TRANSPORT
from thongquan.law.wording import placeholders

FACTS: dict[str, Fact] = {
    "address": "12 Lê Lợi, Quận 1, TP Hồ Chí Minh",
    "bill": "180-44712040",
    "ceiling": 1_000_000,
    "code": "0123456",
    "company": "9901234560",
    "control": "Mỹ phẩm",
    "control_en": "Cosmetics",
    "day": "2015-12-31",
    "digits": 7,
    "file": "manifest.xlsx",
    "filer": "9901234560",
    "left": 50_000,
    "length": 8,
    "first": "2016-01-01",
    "form": "MEC",
    "found": "01DD",
    "goods": "Kem dưỡng da mặt 50 ml",
    "goods_en": "Face cream 50 ml",
    "currency": "XAU",
    "expected": "GTGT",
    "kind": "PLASTIC-BAG",
    "near": ["33049920", "33049990"],
    "next": "2015-12-30",
    "printed": "40 (NHN: 80)",
    "guarantee": "BL-2026/17",
    "house_bill": "SEL00000001VN",
    "column": "Tên hàng",
    "column_en": "Goods",
    "least": "1",
    "most": "99999",
    "chapters": ["48", "49"],
    "hs_code": "33049930",
    "flight": "KE0359/03SEP",
    "limit": 8192,
    "line": 12,
    "list": "02DS/2026/12/BK",
    "master_bill": "180-44712040",
    "missing": 17_288,
    "name": "duty_free_ceiling",
    "needed": 67_288,
    "number": "100000000010",
    "numbers": ["100000000010", "100000000020"],
    "office": "02DS",
    "officer": "cb01",
    "on_behalf_of": "9901234561",
    "other": "SEL0000000IVN",
    "others": ["SEL00000002VN", "SEL00000003VN"],
    "percent": 10,
    "price_term": "CIF",
    "rate": 10,
    "rates": "8, 10",
    "reckoned": "40 USD + 2.5 USD",
    "state": "Chờ hồ sơ",
    "state_en": "Waiting for documents",
    "total": 1_250_000,
    "until": "2026-09-01",
    "value": 1_099_900,
    "word": "Quận",
    "words": "qua tang",
    "written": "31/02/2026",
}
"""What stands for the facts of what is not told of one declaration by itself."""
A_PERSON: dict[str, Fact] = {"name": "Trần Thị Ánh", "code": "9901234560"}
OWN_FACTS: dict[str, dict[str, Fact]] = {
    "EXPORT-ABOVE-CEILING": {"value": 5_175_999, "ceiling": 5_000_000, "reckoned": "200 USD"},
    "HS-SHORT": {"hs_code": "330499"},
    "PARTY-NO-CODE": A_PERSON,
    "PARTY-SHORT-CODE": A_PERSON,
}


WITH_EXAMPLES = "TRANSPORT-"
"""Plans of transports have examples of their own: `transport/test_plan_wordings.py`."""

OF_ONE_FORM = ("MIC-", "MEC-", "MID-", "MED-", "IID-", "IEX-")
"""Imports and exports are told alike."""


@cache
def others() -> dict[str, Fault]:
    """An example of everything else that cites the law: across declarations, of goods and parties, of a correction.

    Those of a transport have examples of their own (`transport/test_wordings.py`).
    """
    found = {fault.code: fault for form in RULES for fault in of_correction(form)}
    for one in sources(DAY):
        worded = law.wording("vi").faults.get(one.code)
        if worded is not None and one.code not in RULE and one.code[:3] not in TRANSPORT:
            asked = placeholders(worded.text) | placeholders(worded.fix)
            usual = {**FACTS, **OWN_FACTS.get(one.code, {})}
            facts = {name: fact for name, fact in usual.items() if name.removesuffix("_en") in asked}
            found[one.code] = Fault(one.code, "arrival_date" if "label" in asked else "", facts)
    return {code: fault for code, fault in sorted(found.items()) if not code.startswith(WITH_EXAMPLES)}


def of_correction(form: str) -> list[Fault]:
    """What is told of a correction that changes every item."""
    registered = a_full(form)
    corrected = type(registered)(**{field: "X" for field in registered.__struct_fields__ if field != "nonce"})
    return locked_faults(registered, corrected, DAY, STRICT)


@pytest.mark.parametrize("language", law.LANGUAGES)
def test_they_read_as_recorded(language: str) -> None:
    assert reads_as_recorded("others", language, others().values())


@pytest.mark.parametrize("code", others())
def test_no_sentence_is_left_with_a_gap(code: str) -> None:
    one = explained(others()[code])
    assert not any("{" in one[part][language] for part in ("text", "fix") for language in law.LANGUAGES)


@pytest.mark.parametrize("language", law.LANGUAGES)
def test_none_has_the_words_of_another_mistake(language: str) -> None:
    own = [fault for code, fault in others().items() if not code.startswith(OF_ONE_FORM)]
    told = [explained(fault)["text"][language] for fault in (*examples().values(), *own)]
    assert len(set(told[-len(own) :])) == len(own)
    assert set(told[-len(own) :]).isdisjoint(told[: -len(own)])
