"""Documents that customs asked for: given by the filer's user, bound by an act, read by those whose business it is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from authority.deciding import decide
from authority.deeds import code_of
from authority.giving import CONTRACT, INVOICE, KIND, NUMBER, Files, asked_for_documents, give, passed, said, user_of
from authority.house import House
from demo_pki import P256_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.authority.deed_work import carry_out, compose
from thongquan.authority.documents_read import look_at_document, look_at_documents, own_document, own_documents
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.authority.refusals import FormFaulty
from thongquan.base.limits import LIMITS, Limits


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = asked_for_documents(House(tmp_path))
    yield house
    house.close()


class TestGiving:
    def test_they_stand_in_the_act_as_they_were_given(self, house: House) -> None:
        after = give(house, [INVOICE, CONTRACT])
        assert [one.name for one in after.documents] == ["hóa đơn.txt", "hợp đồng.txt"]
        assert after.documents_at == after.step_at == after.documents[0].given_at

    def test_an_officer_clears_from_them(self, house: House) -> None:
        give(house, [INVOICE])
        decide(house, NUMBER, "goods-fit")
        after = decide(house, NUMBER, "clear")
        assert (after.state, len(after.documents)) == ("cleared", 1)

    def test_nothing_is_done_where_the_bytes_did_not_come(self, house: House) -> None:
        deed = passed(house, [INVOICE])
        assert code_of(house.sit, lambda now: carry_out(now, deed, {}, PROCEDURES)) == "DOCUMENTS-MISSING"
        assert house.books.case(NUMBER).decision.documents == []

    def test_not_before_customs_asked(self, tmp_path: Path) -> None:
        house = asked_for_documents(House(tmp_path / "other"))
        decide(house, NUMBER, "hold", "vì")
        assert code_of(give, house, [INVOICE]) == "STEP-NOT-NOW"
        house.close()

    def test_not_for_another_state_than_was_seen(self, house: House) -> None:
        assert faults_of(house, [INVOICE], state="held") == ["DECLARATION-CHANGED"]

    def test_another_company_learns_nothing(self, house: House) -> None:
        assert code_of(give, house, [INVOICE], company=P256_COMPANY) == "NOT-FOUND"

    def test_nor_does_a_number_that_never_was(self, house: House) -> None:
        assert code_of(give, house, [INVOICE], number="100000000990") == "NOT-FOUND"

    def test_the_books_agree(self, house: House) -> None:
        give(house, [INVOICE])
        give(house, [CONTRACT])
        assert damage_of(operator_of(house)) == []


class TestLimits:
    """What just fits is taken, one more is refused by its name, before anything is signed."""

    @pytest.mark.parametrize(
        ("limit", "most", "fault"),
        [
            ("document_bytes", max(len(INVOICE[1]), len(CONTRACT[1])), "DOCUMENT-TOO-LONG"),
            ("declaration_documents", 2, "DOCUMENTS-TOO-MANY"),
            ("declaration_documents_bytes", len(INVOICE[1]) + len(CONTRACT[1]), "DOCUMENTS-TOO-LONG"),
        ],
    )
    def test_from_both_sides(self, house: House, limit: str, most: int, fault: str) -> None:
        assert faults_of(house, [INVOICE, CONTRACT], limits=replace(LIMITS, **{limit: most})) == []
        assert fault in faults_of(house, [INVOICE, CONTRACT], limits=replace(LIMITS, **{limit: most - 1}))

    def test_those_given_before_count(self, house: House) -> None:
        give(house, [INVOICE])
        limits = replace(LIMITS, declaration_documents=1)
        assert faults_of(house, [CONTRACT], limits=limits) == ["DOCUMENTS-TOO-MANY"]

    def test_a_name_has_its_length(self, house: House) -> None:
        longest = "a" * LIMITS.document_name_characters
        assert faults_of(house, [(longest, b"x")]) == []
        assert faults_of(house, [(longest + "a", b"x")]) == ["FIELD-TOO-LONG"]

    def test_a_document_of_no_bytes_is_none(self, house: House) -> None:
        assert faults_of(house, [("a.txt", b"")]) == ["FIELD-MALFORMED"]


class TestReading:
    def test_the_filer_reads_what_it_gave(self, house: House) -> None:
        give(house, [INVOICE])
        [one] = house.sit(lambda now: own_documents(now, user_of(house), NUMBER))
        found = house.sit(lambda now: own_document(now, user_of(house), NUMBER, 1))
        assert (one.place, one.name, one.kind, one.size) == (1, INVOICE[0], "text", len(INVOICE[1]))
        assert b"".join(house.parts.ledger.attachments.pieces(found.file)) == INVOICE[1]

    @pytest.mark.parametrize("number", [NUMBER, "100000000990", "x"])
    def test_to_another_company_there_is_nothing(self, house: House, number: str) -> None:
        give(house, [INVOICE])
        other = user_of(house, P256_COMPANY)
        assert code_of(house.sit, lambda now: own_documents(now, other, number)) == "NOT-FOUND"
        assert code_of(house.sit, lambda now: own_document(now, other, number, 1)) == "NOT-FOUND"

    @pytest.mark.parametrize("place", [-1, 0, 2])
    def test_a_place_that_is_none(self, house: House, place: int) -> None:
        give(house, [INVOICE])
        assert code_of(house.sit, lambda now: own_document(now, user_of(house), NUMBER, place)) == "NOT-FOUND"

    def test_each_look_of_an_officer_is_recorded(self, house: House) -> None:
        give(house, [INVOICE])
        for _ in range(2):
            house.sit(lambda now: look_at_documents(now, "cb01", NUMBER))
        house.sit(lambda now: look_at_document(now, "cb01", NUMBER, 1))
        looks = house.rows("SELECT officer, number, place FROM attachment_look ORDER BY seq")
        assert looks == [("cb01", int(NUMBER), 0)] * 2 + [("cb01", int(NUMBER), 1)]

    def test_an_officer_of_another_office_finds_nothing(self, house: House) -> None:
        give(house, [INVOICE])
        house.books.connection.execute("UPDATE officer SET office = '01DD' WHERE id = 'cb01'")
        house.books.forget()
        assert code_of(house.sit, lambda now: look_at_documents(now, "cb01", NUMBER)) == "NOT-FOUND"

    def test_an_operator_reads_nothing(self, house: House) -> None:
        give(house, [INVOICE])
        assert code_of(house.sit, lambda now: look_at_documents(now, "vh01", NUMBER)) == "OFFICER-ROLE"

    def test_an_officer_is_no_filer_and_a_filer_no_officer(self, house: House) -> None:
        give(house, [INVOICE])
        assert code_of(house.sit, lambda now: own_documents(now, "cb01", NUMBER)) == "NOT-FOUND"
        assert code_of(house.sit, lambda now: look_at_documents(now, user_of(house), NUMBER)) == "NOT-FOUND"


def faults_of(house: House, files: Files, *, limits: Limits = LIMITS, **changes: Any) -> list[str]:
    """What would refuse it before it is signed."""

    def work(now: Any) -> None:
        short = replace(now, authority=replace(now.authority, limits=limits))
        compose(short, PROCEDURES, KIND, user_of(house), said(house, files, **changes))

    try:
        house.sit(work)
    except FormFaulty as faulty:
        return [one.code for one in faulty.faults]
    return []
