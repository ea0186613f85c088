"""The seventeen price terms of criterion 23: what each one demands and forbids, in one table.

TT 191/2015 PL II.A.23 to 25 and 28. What only the strict profile asks is our reading of the 2014 client
(decision 0028).
"""

from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from building import DAY, a_house_bill, a_mec, a_mic, a_person, a_profile, a_shop, faults
from thongquan import law
from thongquan.declaration.drafting import ExportDrafter, ImportDrafter
from thongquan.declaration.model import ExportDeclaration


class Term(NamedTuple):
    code: str
    kind: str
    """The kind of price that the term means, A or B; "AB" where the customs value is typed and either is taken."""
    typed: bool
    """Criterion 28 must be typed in."""
    insured: bool
    """The price holds the insurance: criterion 25 must stay empty."""
    beyond: bool
    """Freight of class E may be declared: the price holds freight."""
    freight: bool
    """strict: freight is demanded (R0039)."""
    insurance: str
    """strict: the rule that demands an insurance class (R0037, R0040), if any."""
    exported: int | None
    """The declared value (28) of an export of 30 dollars with 2.50 of freight and 1 of insurance, at 25,880."""


TERMS = [
    # term        kind typed  insured beyond freight insurance        exported
    Term("CIF", "B", False, True, True, False, "", 685_820),
    Term("CIP", "B", False, True, True, False, "", 685_820),
    Term("FOB", "A", False, False, False, True, "MIC-25-NEEDED", None),
    Term("FCA", "A", False, False, False, True, "MIC-25-NEEDED", 776_400),
    Term("FAS", "AB", True, False, False, False, "", 776_400),
    Term("EXW", "AB", True, False, False, False, "", 776_400),
    Term("C&F", "B", False, False, True, False, "MIC-25-BESIDE", 711_700),
    Term("CFR", "B", False, False, True, False, "MIC-25-BESIDE", 711_700),
    Term("CPT", "B", False, False, True, False, "MIC-25-BESIDE", 711_700),
    Term("DDP", "AB", True, False, True, False, "", 711_700),
    Term("DAP", "B", False, False, True, False, "MIC-25-BESIDE", 711_700),
    Term("DAT", "B", False, False, True, False, "MIC-25-BESIDE", 711_700),
    Term("C&I", "A", False, True, False, True, "", 750_520),
    Term("DAF", "B", False, False, True, False, "MIC-25-BESIDE", 711_700),
    Term("DDU", "AB", True, False, True, False, "", 711_700),
    Term("DES", "B", False, False, True, False, "MIC-25-BESIDE", 711_700),
    Term("DEQ", "B", False, False, True, False, "MIC-25-BESIDE", 711_700),
]
FREE: dict[str, Any] = {"freight_class": "", "freight_currency": "", "freight_amount": None}
every_term = pytest.mark.parametrize("term", TERMS, ids=[term.code for term in TERMS])


def right(term: Term, **changes: Any) -> dict[str, Any]:
    """Facts of an import under the term that are right under both profiles: freight and insurance as it demands."""
    return {
        "price_term": term.code,
        "price_kind": term.kind[0],
        "customs_value": 400_000 if term.typed else None,
        "insurance_class": "" if term.insured else "D",
        **({} if term.freight else FREE),
        **changes,
    }


def found(term: Term, profile: str = "law", **changes: Any) -> list[tuple[str, str]]:
    return [(fault.code, fault.at) for fault in faults(a_mic(**right(term, **changes)), DAY, profile)]


def test_the_table_has_all_terms_of_the_circular() -> None:
    assert {term.code for term in TERMS} == law.codes("incoterms").on(DAY).keys()


@every_term
class TestATerm:
    @pytest.mark.parametrize("profile", ["law", "strict"])
    def test_has_a_right_declaration(self, term: Term, profile: str) -> None:
        assert found(term, profile) == []

    @pytest.mark.parametrize("profile", ["law", "strict"])
    def test_means_one_kind_of_price(self, term: Term, profile: str) -> None:
        """A: the price does not hold the freight; B: it does."""
        for kind in "AB":
            expected = [] if kind in term.kind else [("MIC-23-FREIGHT", "price_kind")]
            assert found(term, profile, price_kind=kind) == expected

    @pytest.mark.parametrize("kind", "CD")
    def test_goes_with_a_mixed_or_other_kind_of_price(self, term: Term, kind: str) -> None:
        assert found(term, price_kind=kind) == []

    def test_gives_the_customs_value_or_has_it_typed(self, term: Term) -> None:
        assert found(term, customs_value=None) == ([("MIC-28-TERM", "customs_value")] if term.typed else [])
        assert found(term, customs_value=400_000) == []

    @pytest.mark.parametrize("own", [False, True])
    def test_leaves_room_for_insurance_or_holds_it(self, term: Term, own: bool) -> None:
        class_a = {"insurance_class": "A", "insurance_currency": "USD", "insurance_amount": Decimal(1)}
        insured = class_a if own else {"insurance_class": "D"}
        assert found(term, **insured) == ([("MIC-25-TERM", "insurance_class")] if term.insured else [])

    def test_allows_freight_beyond_the_price_where_the_price_holds_freight(self, term: Term) -> None:
        beyond = {"freight_class": "E", "freight_currency": "USD", "freight_amount": Decimal(1)}
        assert found(term, **beyond) == ([] if term.beyond else [("MIC-24-BEYOND", "freight_class")])
        for mixed_or_other in "CD":
            assert found(term, price_kind=mixed_or_other, **beyond) == []

    def test_takes_the_freight_of_the_transport_document_under_the_law(self, term: Term) -> None:
        """The circular does not say that a price which holds freight forbids class A."""
        document = {"freight_class": "A", "freight_currency": "USD", "freight_amount": Decimal(1)}
        twice = [("MIC-24-TWICE", "freight_class")] if term.kind == "B" else []
        assert (found(term, **document), found(term, "strict", **document)) == ([], twice)

    def test_demands_freight_under_the_strict_profile_where_the_price_holds_none(self, term: Term) -> None:
        demanded = [("MIC-24-NEEDED", "freight_class")] if term.freight else []
        assert (found(term, **FREE), found(term, "strict", **FREE)) == ([], demanded)

    def test_demands_an_insurance_class_under_the_strict_profile(self, term: Term) -> None:
        demanded = [(term.insurance, "insurance_class")] if term.insurance else []
        assert (found(term, insurance_class=""), found(term, "strict", insurance_class="")) == ([], demanded)

    def test_is_drafted_without_fault_from_a_file_that_names_freight_and_insurance(self, term: Term) -> None:
        bill = a_house_bill(price_term=term.code, insurance=Decimal("0.5"), insurance_currency="USD")
        draft = ImportDrafter(a_profile(), DAY).draft(bill)
        assert (faults(draft.declaration), faults(draft.declaration, DAY, "strict")) == ([], [])

    def test_of_an_export_has_its_fob_value_computed_and_typed(self, term: Term) -> None:
        """MEC carries no price term, so that nobody can ask for the declared value later."""
        bill = a_house_bill(
            sender=a_person(),
            receiver=a_shop(),
            loading_place="SGN",
            final_destination="ICN",
            price_term=term.code,
            insurance=Decimal(1),
            insurance_currency="USD",
        )
        mec = ExportDrafter(a_profile(), DAY).draft(bill).declaration
        assert isinstance(mec, ExportDeclaration)
        assert (mec.declared_value, faults(mec)) == (term.exported, [])


class TestOneMistakeIsOneFault:
    """Where a mistake touches two rules, the one that says more speaks."""

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"invoice_value": None}, "MIC-23-NEEDED"),  # not an incomplete set as well
            ({"freight_class": "", "freight_currency": ""}, "MIC-24-SET"),
            ({**FREE, "price_kind": "B"}, "MIC-23-FREIGHT"),  # freight is not demanded of a price that may hold it
            ({"price_term": "CIF"}, "MIC-25-TERM"),  # not its kind of price as well
            ({"price_term": "DDU"}, "MIC-28-TERM"),
            ({"price_term": "CFR"}, "MIC-23-FREIGHT"),
            ({**FREE, "freight_class": "E"}, "MIC-24-SET"),
            ({**FREE, "freight_class": "B"}, "MIC-24-CLASS"),
            ({**FREE, "freight_class": "Z"}, "MIC-FR1-UNLISTED"),
            ({"freight_class": ""}, "MIC-24-SET"),
            ({"insurance_class": "B", "insurance_currency": "USD"}, "MIC-IN1-UNLISTED"),
            ({"insurance_class": "", "insurance_currency": "USD", "insurance_amount": Decimal(1)}, "MIC-25-SET"),
            ({"invoice_currency": "VND", "invoice_value": Decimal("0.00001")}, "MIC-IP4-FORMAT"),
            ({"invoice_currency": "VND", "invoice_value": Decimal("-0.5")}, "MIC-IP4-FORMAT"),
            ({"invoice_currency": "VND", "invoice_value": Decimal("0.5")}, "MIC-23-VND"),
            ({"invoice_currency": "VND", "invoice_value": Decimal("500000.0001")}, "MIC-23-VND"),
            ({"invoice_currency": "VND", "invoice_value": None}, "MIC-23-NEEDED"),
            ({"price_term": "EXW", "invoice_value": None}, "MIC-23-NEEDED"),
            ({"price_term": "EXW", "invoice_currency": "AFN"}, "MIC-23-RATE"),
            ({"invoice_value": Decimal(10**15)}, "MIC-IP4-FORMAT"),  # not the ceiling
            ({"freight_amount": Decimal(10**13)}, "MIC-FR3-FORMAT"),
            ({"invoice_value": Decimal(10**15 - 1)}, "MIC-28-CEILING"),
            ({"customs_value": 99_999_999}, "MIC-28-CEILING"),
            ({"customs_value": 100_000_000}, "MIC-28-CEILING"),  # nine digits: the ceiling says more
            ({"customs_value": 0}, "MIC-28-ZERO"),
            ({"customs_value": -1}, "MIC-DPR-FORMAT"),
        ],
    )
    @pytest.mark.parametrize("profile", ["law", "strict"])
    def test_on_import(self, changes: dict[str, Any], code: str, profile: str) -> None:
        assert [fault.code for fault in faults(a_mic(**changes), DAY, profile)] == [code]

    def test_on_import_tells_what_is_there_of_an_incomplete_set(self) -> None:
        [freight] = faults(a_mic(freight_currency=""))
        assert freight.facts == {"class": "A", "currency": "–", "amount": "2.5"}
        [insurance] = faults(a_mic(insurance_class="A", insurance_currency="USD"))
        assert insurance.facts == {"class": "A", "currency": "USD", "amount": "–"}

    @pytest.mark.parametrize(
        ("declaration", "code", "facts"),
        [
            (
                a_mic(price_term="", customs_value=1),
                "MIC-23-SET",
                {"price_term": "–", "currency": "USD", "value": "30"},
            ),
            (
                a_mic(**FREE, invoice_currency="", customs_value=1),
                "MIC-23-SET",
                {"price_term": "FOB", "currency": "–", "value": "30"},
            ),
            (
                a_mic(invoice_value=None, customs_value=1),
                "MIC-23-SET",
                {"price_term": "FOB", "currency": "USD", "value": "–"},
            ),
            (a_mec(invoice_currency="", declared_value=1), "MEC-23-SET", {"currency": "–", "value": "25"}),
            (a_mec(invoice_value=None, declared_value=1), "MEC-23-SET", {"currency": "USD", "value": "–"}),
            (
                a_mic(insurance_class="", insurance_currency="USD", insurance_amount=Decimal(1)),
                "MIC-25-SET",
                {"class": "–", "currency": "USD", "amount": "1"},
            ),
        ],
    )
    def test_and_an_incomplete_set_is_told_box_by_box(self, declaration: Any, code: str, facts: dict[str, str]) -> None:
        assert [(fault.code, fault.facts) for fault in faults(declaration)] == [(code, facts)]

    def test_on_import_of_nothing_at_all(self) -> None:
        """What is not there is not zero as well."""
        assert [fault.code for fault in faults(a_mic(**FREE, invoice_value=None))] == ["MIC-23-NEEDED"]

    def test_on_import_of_a_typed_zero_without_invoice(self) -> None:
        nothing = {**FREE, "price_kind": "", "price_term": "", "invoice_currency": "", "invoice_value": None}
        mic = a_mic(**nothing, insurance_class="", customs_value=0)
        assert [fault.code for fault in faults(mic)] == ["MIC-28-ZERO"]

    def test_on_import_without_currency(self) -> None:
        """An amount without currency is not a value of zero."""
        assert [fault.code for fault in faults(a_mic(**FREE, invoice_currency=""))] == ["MIC-23-SET"]

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"freight_class": "A"}, "MIC-24-SET"),
            ({"insurance_class": "", "insurance_currency": "USD", "insurance_amount": Decimal(1)}, "MIC-25-SET"),
            ({"insurance_class": "", "insurance_currency": "USD"}, "MIC-25-SET"),
        ],
    )
    def test_on_import_under_a_price_that_holds_freight(self, changes: dict[str, Any], code: str) -> None:
        cfr = next(term for term in TERMS if term.code == "CFR")
        assert [one for one, _ in found(cfr, "strict", **changes)] == [code]

    @pytest.mark.parametrize(("term", "code"), [("FOB", "MIC-24-BEYOND"), ("XYZ", "MIC-IP2-UNLISTED")])
    def test_on_import_without_kind_of_price(self, term: str, code: str) -> None:
        """Where the customs value is typed the kind of price may be missing."""
        beyond = {"price_kind": "", "customs_value": 400_000, "freight_class": "E"}
        assert faults(a_mic(**beyond, price_term="CFR")) == []
        assert [fault.code for fault in faults(a_mic(**beyond, price_term=term))] == [code]

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"invoice_value": None}, "MEC-23-NEEDED"),  # not half a pair as well
            ({"invoice_currency": ""}, "MEC-23-SET"),
            ({"invoice_value": Decimal(10**15)}, "MEC-FKK-FORMAT"),
            ({"invoice_value": Decimal(10**15 - 1)}, "MEC-28-CEILING"),
            ({"invoice_currency": "VND", "invoice_value": Decimal("25.00001")}, "MEC-FKK-FORMAT"),
            ({"declared_value": 100_000_000}, "MEC-28-CEILING"),
            ({"declared_value": -1}, "MEC-SKK-FORMAT"),
            ({"invoice_currency": "QQQ"}, "MEC-FCD-UNLISTED"),
        ],
    )
    def test_on_export(self, changes: dict[str, Any], code: str) -> None:
        assert [fault.code for fault in faults(a_mec(**changes))] == [code]


def test_two_mistakes_are_two_faults() -> None:
    """An invoice wider than its item, and a typed value above the ceiling."""
    wide = Decimal(10**15)
    mic, mec = a_mic(customs_value=1_000_001, invoice_value=wide), a_mec(declared_value=5_000_000, invoice_value=wide)
    assert [fault.code for fault in faults(mic)] == ["MIC-IP4-FORMAT", "MIC-28-CEILING"]
    assert [fault.code for fault in faults(mec)] == ["MEC-FKK-FORMAT", "MEC-28-CEILING"]


def test_cnf_in_a_file_is_the_term_c_and_f() -> None:
    """The circular prints (7) C&F (CNF): two spellings of one term; the declaration carries the first."""
    assert "CNF" in law.codes("incoterms").on(DAY)["C&F"]["aliases"].split("|")
    assert [fault.code for fault in faults(a_mic(price_term="CNF"))] == ["MIC-IP2-UNLISTED"]
