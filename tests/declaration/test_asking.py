"""Declarations that are judged together are judged as if every check were asked of each alone."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from building import DAY, a_mec, a_mic
from declaration.plainly import faults_plainly, warnings_plainly
from rule_cases.case import Case, where
from rule_cases.every import CASES
from thongquan import law
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.declaration.asking import Alike, Catalogue, OneItem, Slice
from thongquan.declaration.plan import Plan
from thongquan.declaration.rules import RULES
from thongquan.declaration.rules.rule import Case as CaseOfDay
from thongquan.declaration.rules.rule import Facts, Reads, Rule, reads
from thongquan.valuation.customs_value import CustomsValue

Test = Callable[[Any, Any], Facts | None]
BUILT = {"MIC": a_mic, "MEC": a_mec}
TOGETHER = {form: Plan(form, DAY, "strict") for form in BUILT}
"""They remember what they met in one example when they judge the next."""


Found = list[tuple[list[Fault], list[Fault]]]


def plainly(form: str, declarations: Sequence[Any]) -> Found:
    return [(faults_plainly(form, one, "strict"), warnings_plainly(form, one, "strict")) for one in declarations]


def together(plan: Plan, declarations: Sequence[Any]) -> Found:
    return [(one.faults, one.warnings) for one in plan.judge_all(declarations, warn=True)]


@pytest.mark.parametrize("form", BUILT)
def test_all_violations_together_are_judged_as_each_alone(form: str) -> None:
    told = [case for case in CASES if case.code.startswith(form) and not case.given]
    declarations = [BUILT[form](**{**case.passing, **change}) for case in told for change in (case.change, {})]
    expected = plainly(form, declarations)
    assert together(TOGETHER[form], declarations) == expected
    assert together(TOGETHER[form], declarations * 2) == expected * 2


@pytest.mark.parametrize("case", [case for case in CASES if case.given], ids=lambda case: case.code)
def test_so_they_are_under_another_law(case: Case) -> None:
    form = case.code[:3]
    with where(case.given):
        right, wrong = (BUILT[form](**{**case.passing, **change}) for change in ({}, case.change))
        declarations = [right, wrong, right, wrong]
        assert together(Plan(form, DAY, "strict"), declarations) == plainly(form, declarations)


def some_value(item: law.Item) -> st.SearchStrategy[Any]:
    """Of an item: nothing, codes of its list, other short texts, amounts that are spelled in several ways."""
    if item.attribute == "F":
        spellings = ["0", "-0", "1", "1.0", "1.50", "1.5", "0.00001", "1E+2", "100", "999999.9", "-1", "1E+19"]
        return st.sampled_from([None, *map(Decimal, spellings)])
    if item.attribute == "I":
        return st.sampled_from([None, 0, 1, 2, -1, 999_999, 1_000_000, 10**9])
    if item.attribute == "D":
        return st.sampled_from([None, DAY])
    listed = sorted(law.codes(item.codes).on(DAY))[:3] if item.codes else []
    texts = [
        "",
        " ",
        "A",
        "A ",
        "A  B",
        "@",
        "A | B",
        "A @B",
        "\n",
        "a$",
        "\u202e",
        "Tra\u0302n",
        "É",
        "漢字",
        "A" * 201,
    ]
    return st.sampled_from([*listed, "USD", "VND", "AFN", "VNSGN", "9901234560", *texts]) | st.text(max_size=4)


def some_declarations(form: str) -> st.SearchStrategy[list[Any]]:
    changes = st.lists(st.sampled_from(law.criteria(form)), max_size=3).flatmap(
        lambda items: st.fixed_dictionaries({item.field: some_value(item) for item in items})
    )
    return st.lists(changes.map(lambda changed: BUILT[form](**changed)), min_size=1, max_size=9)


@pytest.mark.parametrize("form", BUILT)
@settings(deadline=None)
@given(st.data())
def test_any_mix_is_judged_as_each_alone(form: str, data: st.DataObject) -> None:
    declarations = data.draw(some_declarations(form))
    assert together(TOGETHER[form], declarations) == plainly(form, declarations)


def test_no_declarations_have_no_judgements() -> None:
    assert Plan("MIC", DAY).judge_all([]) == []


class TestWhatIsAlikeIsCheckedOnce:
    def test_a_fault_in_it_is_found_again_and_again(self) -> None:
        plan = Plan("MIC", DAY)
        for _ in range(3):
            assert [f.code for f in plan.judge(a_mic(origin="QQ")).faults] == ["MIC-OR-UNLISTED"]
            assert plan.judge(a_mic()).faults == []

    def test_amounts_that_are_equal_and_spelled_otherwise_are_not_alike(self) -> None:
        plan = Plan("MIC", DAY)
        right, wrong = (a_mic(invoice_value=Decimal(one)) for one in ("30.5", "30.50"))
        judged = plan.judge_all([right, right, right, right, wrong])
        assert [[fault.code for fault in one.faults] for one in judged] == [[], [], [], [], ["MIC-IP4-FORMAT"]]
        assert [fault.code for fault in plan.judge(wrong).faults] == ["MIC-IP4-FORMAT"]

    def test_so_many_likenesses_are_remembered_and_no_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("thongquan.declaration.asking.LIMITS", replace(LIMITS, remembered_likenesses=2))
        plan = Plan("MIC", DAY)
        [alike] = [way for way in plan._refusing._ways if isinstance(way, Alike)]
        remembered = []
        for term in ("FOB", "CPT", "DAP"):
            plan.judge(a_mic(price_term=term))
            remembered.append(len(alike._met))
        assert remembered == [1, 2, 1]

    def test_a_likeness_of_what_is_refused_is_not_remembered(self) -> None:
        """An item that is too long may be as long as a line: nobody keeps thousands of them."""
        plan = Plan("MIC", DAY)
        [alike] = [way for way in plan._refusing._ways if isinstance(way, Alike)]
        judged = plan.judge_all([a_mic(flight="A" * 8_000), a_mic(origin="Q" * 8_000), a_mic()])
        assert [bool(one.faults) for one in judged] == [True, True, False]
        assert len(alike._met) == 1

    def test_so_many_values_that_come_again_are_remembered_and_no_more(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("thongquan.declaration.asking.LIMITS", replace(LIMITS, remembered_values=2))
        plan = Plan("MIC", DAY)
        [names] = [way for way in plan._refusing._ways if isinstance(way, OneItem) and way._at == "exporter_name"]
        remembered = []
        for name in ("A", "B", "C"):
            plan.judge_all([a_mic(exporter_name=name)] * 2)
            remembered.append(len(names._passed))
        assert remembered == [1, 2, 1]


class TestARuleThatLooksAtWhatDiffers:
    """This one does so only where no name is given."""

    @staticmethod
    def code_without_a_name(mic: Any, _case: Any) -> Facts | None:
        if mic.importer_name:
            return None
        return {"code": mic.importer_code} if mic.importer_code == "1" else None

    def codes_refused(self, catalogue: Catalogue, *declarations: Any) -> list[bool]:
        names = declarations[0].__struct_fields__
        columns = {name: [getattr(one, name) for one in declarations] for name in names}
        cases = [CaseOfDay(DAY, CustomsValue(0, [])) for _ in declarations]
        return [faults != [] for faults in catalogue.faults(Slice(declarations, cases, columns))]

    def test_is_asked_of_each_that_is_alike(self) -> None:
        catalogue = Catalogue([], [Rule("MIC-04-CODE", "importer_code", self.code_without_a_name)], *[frozenset()] * 2)
        right, wrong = a_mic(importer_name="", importer_code="2"), a_mic(importer_name="", importer_code="1")
        assert self.codes_refused(catalogue, right, wrong) == [False, True]
        assert self.codes_refused(catalogue, wrong, right) == [True, False]

    def test_is_not_asked_again_where_it_did_not_look(self) -> None:
        asked = []

        def counted(mic: Any, _case: Any) -> Facts | None:
            asked.append(1)
            return None if mic.importer_name else {"code": mic.importer_code} if mic.importer_code == "1" else None

        catalogue = Catalogue([], [Rule("MIC-04-CODE", "importer_code", counted)], *[frozenset()] * 2)
        assert self.codes_refused(catalogue, a_mic(importer_code="1"), a_mic(importer_code="2")) == [False, False]
        assert self.codes_refused(catalogue, a_mic(importer_code="3")) == [False]
        assert len(asked) == 1


def test_what_a_rule_depends_on_is_read_off_its_code() -> None:
    read = {one.code: reads(one.test) for one in RULES["MIC"]}
    assert read["MIC-22-FOREIGN"] == Reads(values=frozenset({"loading_place"}))
    assert read["MIC-25-TERM"] == Reads(frozenset({"price_term"}), presence=frozenset({"insurance_class"}))
    assert read["MIC-28-CEILING"] is None  # it looks at the value in đồng
    assert reads(lambda mic, case: bool(case)) is None  # it looks at the whole case


class TestHoweverARuleLooks:
    """What it finds is what it finds when it is asked of each declaration."""

    REFUSED: ClassVar[Facts] = {"why": "bad"}

    @staticmethod
    def found(notes: str) -> Facts | None:
        return {"notes": notes} if notes == "bad" else None

    def by_name(self) -> Test:
        return lambda mic, _case: self.found(getattr(mic, "no" + "tes"))

    def under_another_name(self) -> Test:
        def test(mic: Any, _case: Any) -> Facts | None:
            other = mic
            return self.found(other.notes)

        return test

    def inside_a_comprehension(self) -> Test:
        return lambda mic, _case: next((self.REFUSED for _ in "1" if mic.notes == "bad"), None)

    def on_some_paths(self) -> Test:
        return lambda mic, _case: self.found(mic.notes) if mic.price_term == "FOB" and mic.packages else None

    def only_in_facts_that_fail(self) -> Test:
        def test(mic: Any, _case: Any) -> Facts | None:
            try:
                return {"share": 1 // (mic.notes != "bad")}
            except ZeroDivisionError:
                return None

        return test

    def in_facts_that_are_looked_at(self) -> Test:
        return lambda mic, _case: ({"notes": mic.notes}["notes"] == "bad" and self.REFUSED) or None

    def at_how_an_amount_is_spelled(self) -> Test:
        return lambda mic, _case: self.REFUSED if str(mic.invoice_value) == "1.0" else None

    def at_two_amounts(self) -> Test:
        return lambda mic, _case: self.REFUSED if mic.invoice_value == mic.freight_amount else None

    def at_unknown_currencies(self) -> Test:
        return lambda mic, case: self.REFUSED if case.value.unknown and mic.notes == "bad" else None

    def at_the_value(self) -> Test:
        def test(mic: Any, case: Any) -> Facts | None:
            value = case.value
            return self.REFUSED if value.dong and mic.notes == "bad" else None

        return test

    WAYS = (
        by_name,
        under_another_name,
        inside_a_comprehension,
        on_some_paths,
        only_in_facts_that_fail,
        in_facts_that_are_looked_at,
        at_how_an_amount_is_spelled,
        at_two_amounts,
        at_unknown_currencies,
        at_the_value,
    )

    @pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
    @pytest.mark.parametrize("repeated", [set(), {"notes", "price_term", "packages"}], ids=["none", "some"])
    @settings(deadline=None, max_examples=50)
    @given(st.data())
    def test_it_finds_the_same(
        self, way: Callable[["TestHoweverARuleLooks"], Test], repeated: set[str], data: st.DataObject
    ) -> None:
        test = way(self)
        spelled = frozenset({"invoice_value", "freight_amount"})
        catalogue = Catalogue([], [Rule("MIC-30-ORIGINAL", "notes", test)], spelled, frozenset(repeated))
        one = st.fixed_dictionaries(
            {
                "notes": st.sampled_from(["", "bad", "good"]),
                "price_term": st.sampled_from(["FOB", "CIF"]),
                "packages": st.sampled_from([None, 0, 1]),
                "invoice_value": st.sampled_from([None, *map(Decimal, ("-0", "0", "1", "1.0"))]),
                "freight_amount": st.sampled_from([None, Decimal(1)]),
            }
        )
        value = st.builds(CustomsValue, st.sampled_from([0, 1]), st.just([]), st.sampled_from([(), ("AFN",)]))
        asked = [(a_mic(**changes), CaseOfDay(DAY, of)) for changes, of in data.draw(st.lists(st.tuples(one, value)))]
        declarations, cases = [one for one, _ in asked], [case for _, case in asked]
        columns = {name: [getattr(one, name) for one in declarations] for name in a_mic().__struct_fields__}
        for _ in range(2):
            told = catalogue.faults(Slice(declarations, cases, columns))
            assert [bool(faults) for faults in told] == [test(one, case) is not None for one, case in asked]
