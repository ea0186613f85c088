"""Corrections through the front door: what they change, what they may not, and how often."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import asdict

from authority.deciding import decide
from authority.house import House, a_filing, an_owner, lines_of
from building import a_mec, a_mic
from demo_pki import P256_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.declaration.codec import decode_line, encode_line
from thongquan.declaration.model import ExportCorrection, ImportCorrection

NUMBER = "100000000010"
YELLOW = {"goods_description": "Drone mini", "house_bill": "FIRST1", **an_owner("FIRST1")}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def waiting(house: House) -> House:
    """One import that waits for an officer."""
    [answer] = house.file(a_filing([encode_line(a_mic(**YELLOW))]))
    assert answer["outcomes"][0]["decision"]["number"] == NUMBER
    return house


def a_correction(number: str = NUMBER, **changes: Any) -> bytes:
    return encode_line(ImportCorrection(**asdict(a_mic(**YELLOW | changes)), number=number))  # type: ignore[misc] # MIE


def corrected(house: House, *lines: bytes, **terms: Any) -> list[Any]:
    """The outcome of each line: its decision, or the codes of its faults."""
    [answer] = house.file(a_filing(list(lines), kind="correction", **terms))
    if isinstance(answer, str):
        return [answer]
    return [one.get("decision") or [fault["code"] for fault in one["faults"]] for one in answer["outcomes"]]


class TestWhatACorrectionDoes:
    def test_the_twelfth_digit_counts_it(self, waiting: House) -> None:
        [decision] = corrected(waiting, a_correction(packages=2))
        assert decision["number"] == "100000000011"

    def test_the_declaration_is_what_was_corrected(self, waiting: House) -> None:
        corrected(waiting, a_correction(packages=2))
        case = waiting.books.case(NUMBER)
        assert (decode_line(case.signed).packages, case.decision.number) == (2, "100000000011")

    def test_it_is_found_under_either_number(self, waiting: House) -> None:
        corrected(waiting, a_correction(packages=2))
        assert waiting.books.case("100000000011") == waiting.books.case(NUMBER)

    def test_the_old_version_is_kept(self, waiting: House) -> None:
        corrected(waiting, a_correction(packages=2))
        acts = waiting.rows("SELECT kind, length(sealed) > 0 FROM act WHERE number = ? ORDER BY seq", int(NUMBER))
        assert acts == [("registered", 1), ("corrected", 1)]

    def test_it_says_who_when_and_by_which_rule(self, waiting: House) -> None:
        [decision] = corrected(waiting, a_correction(packages=2))
        assert (decision["step"], decision["under"]) == ("correct", "TT 191/2015 PL II.B")
        assert decision["step_at"] > decision["registered_at"]

    def test_the_value_is_reckoned_anew(self, waiting: House) -> None:
        before = waiting.books.case(NUMBER).decision.customs_value
        [decision] = corrected(waiting, a_correction(invoice_value=Decimal(20)))
        assert decision["customs_value"] < before

    def test_a_lighter_channel_is_not_to_be_had_by_it(self, waiting: House) -> None:
        before = waiting.books.case(NUMBER).decision.channel
        [decision] = corrected(waiting, a_correction(goods_description="Kem dưỡng da mặt 50 ml"))
        assert (decision["channel"], decision["state"]) == (before, "registered")

    def test_a_heavier_one_is(self, house: House) -> None:
        plain = YELLOW | {"goods_description": "Kem dưỡng da mặt 50 ml"}
        numbers = [f"P{n}" for n in range(40)]
        lines = [encode_line(a_mic(**plain | {"house_bill": one, **an_owner(one)})) for one in numbers]
        [answer] = house.file(a_filing(lines))
        yellow = [one["decision"] for one in answer["outcomes"] if one["decision"]["channel"] == "2"]
        for decision in yellow[:1]:
            bill = numbers[decision["line"] - 1]
            now = a_correction(decision["number"], goods_description="Drone mini", house_bill=bill, **an_owner(bill))
            assert corrected(house, now)[0]["channel"] == "3"

    def test_an_inspection_is_asked_for_again(self, waiting: House) -> None:
        decide(waiting, NUMBER, "inspect", "mở kiểm tra")
        decide(waiting, NUMBER, "goods-fit")
        corrected(waiting, a_correction(packages=2))
        assert waiting.books.case(NUMBER).decision.inspection == ""

    def test_the_same_correction_again_gets_the_same_answer(self, waiting: House) -> None:
        filing = a_filing([a_correction(packages=2)], kind="correction")
        assert waiting.file(filing) == waiting.file(filing)
        assert waiting.books.case(NUMBER).decision.number == "100000000011"

    def test_an_export_is_corrected_too(self, house: House) -> None:
        mec = a_mec(goods_description="Drone mini")
        [answer] = house.file(a_filing([encode_line(mec)], direction="export"))
        number = answer["outcomes"][0]["decision"]["number"]
        if answer["outcomes"][0]["decision"]["state"] == "registered":
            now = ExportCorrection(**asdict(mec) | {"packages": 3}, number=number)
            [decision] = corrected(house, encode_line(now), direction="export")
            assert decision["number"] == f"{number[:11]}1"

    def test_the_books_agree_with_it(self, waiting: House) -> None:
        corrected(waiting, a_correction(packages=2))
        decide(waiting, NUMBER, "hold", "chờ")
        corrected(waiting, a_correction("100000000011", packages=3))
        assert damage_of(operator_of(waiting)) == []


class TestHowOften:
    def test_nine_times_and_no_more(self, waiting: House) -> None:
        number = NUMBER
        for packages in range(2, 11):
            [decision] = corrected(waiting, a_correction(number, packages=packages))
            number = decision["number"]
        assert number == "100000000019"
        assert corrected(waiting, a_correction(number, packages=20)) == [["MIC-CORRECTION-LIMIT"]]

    def test_two_of_one_declaration_do_not_pass_each_other(self, waiting: House) -> None:
        outcomes = corrected(waiting, a_correction(packages=2), a_correction(packages=3))
        assert outcomes[1] != outcomes[0]
        assert corrected(waiting, a_correction(packages=4)) == [["MIC-CORRECTION-OUTDATED"]]


class TestWhatIsRefused:
    @pytest.mark.parametrize(
        ("steps", "code"),
        [
            (["clear"], "MIC-CORRECTION-CLEARED"),
            (["refuse"], "MIC-CORRECTION-REFUSED"),
            (["to-paper"], "MIC-CORRECTION-MANUAL"),
            (["ask-documents"], ""),
            (["hold"], ""),
        ],
    )
    def test_in_a_state_that_allows_none(self, waiting: House, steps: list[str], code: str) -> None:
        for step in steps:
            decide(waiting, NUMBER, step, "vì")
        [outcome] = corrected(waiting, a_correction(packages=2))
        assert (outcome == [code]) if code else (outcome["number"] == "100000000011")

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"packages": 2}, ""),
            ({}, "MIC-CORRECTION-NOTHING"),
            ({"party_kind": "1", "packages": 2}, "MIC-SKB-LOCKED"),
            ({"importer_code": "048080916672"}, "MIC-IMC-LOCKED"),
            ({"exporter_name": "ANOTHER CO"}, "MIC-EPN-LOCKED"),
            ({"packages": 0}, "MIC-16-ONE"),
        ],
    )
    def test_by_what_it_changes(self, waiting: House, changes: dict[str, Any], code: str) -> None:
        [outcome] = corrected(waiting, a_correction(**changes))
        assert (code in outcome) if code else (outcome["number"] == "100000000011"), outcome

    def test_without_a_number(self, waiting: House) -> None:
        assert corrected(waiting, a_correction("", packages=2)) == [["MIC-CORRECTION-NUMBER"]]

    def test_of_nothing(self, waiting: House) -> None:
        assert corrected(waiting, a_correction("100000000990", packages=2)) == [["MIC-CORRECTION-UNKNOWN"]]

    def test_of_anothers_as_of_nothing(self, waiting: House) -> None:
        filed = corrected(waiting, a_correction(packages=2), key="p256", filer=P256_COMPANY)
        assert filed == [["MIC-CORRECTION-UNKNOWN"]]

    def test_a_flag_that_is_none(self, waiting: House) -> None:
        now = ImportCorrection(**asdict(a_mic(**YELLOW | {"packages": 2})), number=NUMBER, report="Q")
        assert corrected(waiting, encode_line(now)) == [["MIC-CORRECTION-REPORT"]]

    def test_a_new_declaration_among_corrections(self, waiting: House) -> None:
        assert corrected(waiting, *lines_of("NEW1")) == [["LINE-OTHER-DIRECTION"]]

    def test_a_correction_among_new_declarations(self, waiting: House) -> None:
        [answer] = waiting.file(a_filing([a_correction(packages=2)]))
        assert [fault["code"] for fault in answer["outcomes"][0]["faults"]] == ["LINE-OTHER-DIRECTION"]

    def test_to_a_house_bill_that_another_has(self, waiting: House) -> None:
        waiting.file(a_filing(lines_of("TAKEN1")))
        assert corrected(waiting, a_correction(house_bill="TAKEN1")) == [["DUPLICATE-HOUSE-BILL"]]

    def test_it_leaves_the_declaration_as_it_was(self, waiting: House) -> None:
        before = waiting.books.case(NUMBER)
        corrected(waiting, a_correction(packages=0))
        assert waiting.books.case(NUMBER) == before


def test_a_corrected_house_bill_is_free_again(waiting: House) -> None:
    corrected(waiting, a_correction(house_bill="OTHER1"))
    [answer] = waiting.file(a_filing([encode_line(a_mic(**YELLOW | an_owner("OTHER2")))]))
    assert answer["outcomes"][0]["outcome"] == "registered"


def test_what_was_corrected_counts_once_with_its_owners_others(waiting: House) -> None:
    """Each with its freight: 32.5 dollars, corrected, and 3.5 stay within the exemption; 7.5 more do not."""
    corrected(waiting, a_correction(packages=2))
    small, big = (
        encode_line(a_mic(**YELLOW | {"house_bill": bill, "invoice_value": Decimal(value)}))
        for bill, value in (("SMALL1", 1), ("BIG1", 5))
    )
    [answer] = waiting.file(a_filing([small]))
    assert answer["outcomes"][0]["outcome"] == "registered"
    [answer] = waiting.file(a_filing([big]))
    assert [fault["code"] for fault in answer["outcomes"][0]["faults"]] == ["AGGREGATION-REGISTERED"]


def test_a_correction_does_not_lead_beyond_the_exemption_together(waiting: House) -> None:
    waiting.file(a_filing([encode_line(a_mic(**YELLOW | {"house_bill": "SMALL1", "invoice_value": Decimal(1)}))]))
    assert corrected(waiting, a_correction(invoice_value=Decimal(34))) == [["AGGREGATION-REGISTERED"]]
    assert corrected(waiting, a_correction(invoice_value=Decimal(31)))[0]["number"] == "100000000011"
