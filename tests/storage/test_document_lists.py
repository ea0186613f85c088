"""Lists HQ 01 in the books: their lines go with their term, their bills are found under any key."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.deciding import decide
from authority.documents_listed import answer_documents, documents, drafted_documents, file_documents
from authority.house import House, a_filing, lines_of
from authority.listing import faults_of, user_of
from storage.operating import damage_of, operator_of
from storage.test_keys import again, rotated
from storage.test_retention import LATER, erased
from thongquan.authority.document_lists_seen import document_lines_seen, document_list_seen
from thongquan.authority.refusals import Erased


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def test_bills_are_found_after_the_key_of_the_hashes_changed(house: House) -> None:
    file_documents(house, documents("A1", "A2"))
    before = set(house.rows("SELECT house FROM document_house"))
    operator = rotated(house, "index", "body")
    assert damage_of(operator) == []
    house = again(house)
    try:
        assert before.isdisjoint(house.rows("SELECT house FROM document_house"))
        assert faults_of(drafted_documents, house, documents("A2")) == [("HQ01-LINE-LISTED", "lines.0.house_bill")]
    finally:
        house.close()


def test_lines_remarks_and_hashes_go_with_their_term_and_nothing_else(house: House) -> None:
    """With the declarations of the same days; what customs have not answered stays."""
    house.file(a_filing(lines_of("B1")))
    for (number,) in house.rows("SELECT number FROM declaration WHERE state = 'registered'"):
        decide(house, str(number), "clear")
    answered = file_documents(house, documents("A1")).outcome["list"]
    answer_documents(house, answered, result="đúng khai báo")
    waits = file_documents(house, documents("A2")).outcome["list"]
    user = user_of(house)
    erased(house, LATER)
    assert damage_of(operator_of(house, LATER)) == []
    house = again(house)
    try:
        one = document_list_seen(house.books, user, answered)
        assert (one.state, one.says.count, one.remarks.result) == ("confirmed", 1, "")
        with pytest.raises(Erased):
            document_lines_seen(house.books, user, answered, 0)
        assert document_lines_seen(house.books, user, waits, 0).lines[0].says.house_bill == "A2"
        assert len(house.rows("SELECT 1 FROM document_house")) == 1
    finally:
        house.close()
