"""Lists HQ 01: what is signed of them, what may stand on one, and what customs answer."""

from collections.abc import Iterator
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from authority.applying import with_officer
from authority.deeds import code_of, composed, sent, signed
from authority.documents_listed import (
    a_document,
    answer_documents,
    beside,
    documents,
    drafted_documents,
    file_documents,
    what_of_documents_is_answered,
)
from authority.house import House, the_pki
from authority.listing import faults_of, user_of
from demo_pki import P256_COMPANY, RSA_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.authority.document_lists_seen import (
    document_lines_seen,
    document_lines_told,
    document_list_seen,
    document_lists_seen,
    printed_documents,
)
from thongquan.authority.paging import ordered
from thongquan.authority.sent_lists import open_list
from thongquan.base.limits import LIMITS
from thongquan.declaration.document_list import unpacked


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def filed(house: House, *bills: str) -> str:
    return file_documents(house, documents(*bills)).outcome["list"]


class TestWhatIsFiled:
    def test_the_text_gives_count_sums_and_the_digest_of_the_very_lines(self, house: House) -> None:
        lines = [a_document("A1", packages=2, fee=20_000), a_document("A2", weight=Decimal("1.005"))]
        says = drafted_documents(house, lines)
        assert (says["count"], says["packages"], says["weight"], says["fee"]) == (2, 3, "1.255", 20_000)
        assert says["digest"] == sha256(unpacked(beside(lines))).hexdigest()

    def test_a_salt_keeps_the_digest_from_telling_who_stands_on_a_list(self, house: House) -> None:
        line = documents("A1")
        assert sha256(unpacked(beside(line, "00" * 16))).digest() != sha256(unpacked(beside(line, "01" * 16))).digest()

    def test_numbers_run_per_company_as_the_form_writes_them(self, house: House) -> None:
        made = [file_documents(house, documents(one)) for one in ("A1", "A2")]
        made.append(file_documents(house, documents("A1"), P256_COMPANY))
        assert [one.outcome["number"] for one in made] == ["1/TK-00001", "2/TK-00001", "1/TK-00002"]

    def test_the_text_fits_only_the_lines_that_were_drafted(self, house: House) -> None:
        lines = documents("A1", "A2")
        text = composed(house, "hq01-send", user_of(house), **drafted_documents(house, lines)).text
        assert code_of(sent, house, signed(text, the_pki().rsa), lines=beside(lines[:1])) == "HQ01-CHANGED"

    def test_the_same_text_is_carried_out_once(self, house: House) -> None:
        lines = documents("A1")
        text = composed(house, "hq01-send", user_of(house), **drafted_documents(house, lines)).text
        sent(house, signed(text, the_pki().rsa), lines=beside(lines))
        assert code_of(sent, house, signed(text, the_pki().rsa), lines=beside(lines)) == "DEED-REPEATED"

    def test_an_administrator_files_none(self, house: House) -> None:
        says = drafted_documents(house, documents("A1"))
        assert code_of(composed, house, "hq01-send", RSA_COMPANY, **says) == "NOT-FOUND"

    def test_there_is_such_an_office(self, house: House) -> None:
        told = faults_of(file_documents, house, documents("A1"), office="99XX")
        assert told == [("HQ01-OFFICE", "office")]

    def test_lines_lie_sealed(self, house: House) -> None:
        filed(house, "SECRETBILL")
        [row] = house.rows("SELECT sealed FROM document_list")
        assert len(row[0]) > 100
        whole = b"".join(file.read_bytes() for file in (house.service.data).glob("*sqlite3*"))
        for text in ("SECRETBILL", "Hoàng Khánh Hương", "020339820394"):
            assert text.encode() not in whole


class TestIllegalLines:
    def test_all_are_told_at_once_with_their_places(self, house: House) -> None:
        filed(house, "OLD-1")
        lines = [a_document("A1", goods=""), a_document("old1"), a_document("A2"), a_document("a 2"), a_document("A3")]
        assert faults_of(drafted_documents, house, lines) == [
            ("HQ01-LINE-EMPTY", "lines.0.goods"),
            ("HQ01-LINE-LISTED", "lines.1.house_bill"),
            ("HQ01-LINE-TWICE", "lines.3.house_bill"),
        ]

    def test_another_companys_bill_or_the_other_direction_is_another_bill(self, house: House) -> None:
        filed(house, "A1")
        assert faults_of(drafted_documents, house, documents("A1"), P256_COMPANY) == []
        assert faults_of(drafted_documents, house, documents("A1"), direction="export") == []

    def test_bills_that_are_not_there_are_never_the_same(self, house: House) -> None:
        assert file_documents(house, documents("", "")).outcome["state"] == "sent"
        assert faults_of(drafted_documents, house, documents("")) == []

    @pytest.mark.parametrize("count", [0, LIMITS.hq01_lines + 1])
    def test_too_few_or_too_many(self, house: House, count: int) -> None:
        assert faults_of(drafted_documents, house, [a_document("")] * count) == [("HQ01-LINES", "lines")]

    def test_as_many_as_there_may_be_are_looked_at(self, house: House) -> None:
        told = faults_of(drafted_documents, house, [a_document("", goods="")] * LIMITS.hq01_lines)
        assert {code for code, _ in told} == {"HQ01-LINE-EMPTY"}
        assert len(told) == LIMITS.faults_told


class TestAnswering:
    def test_it_is_confirmed_with_what_was_found(self, house: House) -> None:
        made = filed(house, "A1")
        answer_documents(house, made, result="đúng khai báo")
        one = document_list_seen(house.books, "cb01", made)
        assert (one.state, one.remarks.result, one.answered_by) == ("confirmed", "đúng khai báo", "cb01")

    def test_it_is_declined_with_a_reason_and_its_bills_are_filed_again(self, house: House) -> None:
        made = filed(house, "A1")
        assert code_of(answer_documents, house, made, "decline") == "REASON-MISSING"
        answer_documents(house, made, "decline", result="sai chuyến bay")
        again = filed(house, "A1")
        assert faults_of(drafted_documents, house, documents("A1")) == [("HQ01-LINE-LISTED", "lines.0.house_bill")]
        assert (made != again, damage_of(operator_of(house))) == (True, [])

    def test_a_confirmed_list_keeps_its_bills(self, house: House) -> None:
        answer_documents(house, filed(house, "A1"))
        assert faults_of(drafted_documents, house, documents("A1")) == [("HQ01-LINE-LISTED", "lines.0.house_bill")]

    def test_an_inspection_comes_with_a_reason_and_ends_with_a_result(self, house: House) -> None:
        made = filed(house, "A1", "A2")
        assert code_of(answer_documents, house, made, "inspect") == "REASON-MISSING"
        answer_documents(house, made, "inspect", result="nghi có hàng hóa")
        assert document_list_seen(house.books, "cb01", made).inspection_by == "cb01"
        assert code_of(answer_documents, house, made) == "REASON-MISSING"
        assert faults_of(answer_documents, house, made, "inspect", result="x") == [("HQ01-INSPECTED", "answer")]
        answer_documents(house, made, result="mở 2 kiện, đúng khai báo")
        one = document_list_seen(house.books, user_of(house), made)
        assert (one.state, one.remarks.inspection) == ("confirmed", "nghi có hàng hóa")
        assert damage_of(operator_of(house)) == []

    def test_it_is_answered_once(self, house: House) -> None:
        made = filed(house, "A1")
        answer_documents(house, made)
        assert code_of(answer_documents, house, made, "decline", result="x") == "HQ01-ANSWERED"

    @pytest.mark.parametrize("changed", [{"count": 2}, {"inspected": "yes"}, {"number": "2/TK-00001"}])
    def test_only_as_it_was_shown(self, house: House, changed: dict[str, Any]) -> None:
        assert faults_of(answer_documents, house, filed(house, "A1"), **changed) == [("HQ01-CHANGED", "list_id")]

    def test_not_by_an_officer_who_never_opened_it(self, house: House) -> None:
        made = filed(house, "A1")
        says = what_of_documents_is_answered(house, made)
        assert code_of(composed, house, "hq01-answer", "cb01", **says) == "NOT-LOOKED-AT"
        house.sit(lambda now: open_list(now, "cb01", made, "hq01"))
        assert composed(house, "hq01-answer", "cb01", **says).text

    def test_an_officer_of_another_office_neither_sees_nor_answers_it(self, house: House) -> None:
        made = filed(house, "A1")
        house.sit(lambda now: now.books.connection.execute("UPDATE officer SET office = '01DD' WHERE id = 'cb01'"))
        assert code_of(answer_documents, house, made) == "OFFICER-OTHER-OFFICE"
        assert code_of(document_list_seen, house.books, "cb01", made) == "NOT-FOUND"
        assert code_of(house.sit, lambda now: open_list(now, "cb01", made, "hq01")) == "NOT-FOUND"


WHO_ANSWERS = {
    "cb01": "",
    "ct01": "",
    "tt01": "OFFICER-ROLE",
    "xx01": "OFFICER-OTHER-OFFICE",
    "user": "OFFICER-UNKNOWN",
    RSA_COMPANY: "OFFICER-UNKNOWN",
    "nobody": "OFFICER-UNKNOWN",
}


def test_only_who_decides_at_the_office_answers(house: House) -> None:
    with_officer(house, "tt01", "079180000105", role="auditor")
    with_officer(house, "xx01", "079180000106")
    house.sit(lambda now: now.books.connection.execute("UPDATE officer SET office = '01DD' WHERE id = 'xx01'"))
    made = filed(house, "A1")
    for officer in ("cb01", "ct01"):
        house.sit(lambda now, who=officer: open_list(now, who, made, "hq01"))
    says = what_of_documents_is_answered(house, made)
    names = {one: user_of(house) if one == "user" else one for one in WHO_ANSWERS}
    told = {one: code_of(composed, house, "hq01-answer", name, **says) for one, name in names.items()}
    assert told == WHO_ANSWERS


class TestReading:
    def test_a_company_sees_its_own_and_no_others(self, house: House) -> None:
        made = filed(house, "A1")
        own, other = user_of(house), user_of(house, P256_COMPANY)
        seen = [document_lists_seen(house.books, one, "", ordered("-sent")).rows for one in (own, other)]
        assert [[one.list_id for one in rows] for rows in seen] == [[made], []]
        for read in (document_list_seen, printed_documents, document_lines_told):
            assert code_of(read, house.books, other, made) == "NOT-FOUND"
        assert code_of(document_lines_seen, house.books, other, made, 0) == "NOT-FOUND"

    def test_lines_are_read_a_page_at_a_time(self, house: House) -> None:
        made = filed(house, "A1", "A2", "A3")
        first = document_lines_seen(house.books, "cb01", made, 0, 2)
        rest = document_lines_seen(house.books, "cb01", made, first.next, 2)
        assert [one.says.house_bill for one in (*first.lines, *rest.lines)] == ["A1", "A2", "A3"]
        assert (first.next, rest.next) == (2, 0)

    def test_whoever_reads_the_lines_can_make_the_digest_again(self, house: House) -> None:
        made = filed(house, "A1", "A2")
        told = document_lines_told(house.books, "cb01", made)
        assert sha256(told).hexdigest() == document_list_seen(house.books, "cb01", made).says.digest

    def test_it_is_printed_with_who_signed_and_what_was_found(self, house: House) -> None:
        made = filed(house, "A1")
        answer_documents(house, made, result="đúng khai báo")
        printed = printed_documents(house.books, "cb01", made)
        officer = house.books.officers.officer("cb01")
        assert (printed.signed_by, printed.officer_name, printed.result) == (
            user_of(house),
            officer.name,
            "đúng khai báo",
        )


CHANGED = [
    "UPDATE document_list SET number = '9/TK-00001'",
    "UPDATE document_list SET state = 'sent'",
    "UPDATE document_list SET inspection_by = 'ct01'",
    "UPDATE document_list SET sealed = x''",
    "UPDATE document_list SET sealed = CAST(substr(sealed, 2) AS BLOB)",
    "UPDATE document_list SET remarks = x''",
    "DELETE FROM document_house",
    "DELETE FROM document_house; DELETE FROM document_list",
]


@pytest.mark.parametrize("sql", CHANGED)
def test_a_list_that_was_changed_in_the_books_is_found(house: House, sql: str) -> None:
    made = filed(house, "A1", "A2")
    answer_documents(house, made, "inspect", result="mở kiện")
    answer_documents(house, made, result="đúng khai báo")
    assert damage_of(operator_of(house)) == []
    house.sit(lambda now: now.books.connection.execute(sql))
    assert [one.what for one in damage_of(operator_of(house))] == ["list"]
