"""Undelivered goods that come back: linked to their first declaration, in both directions (law section 12)."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import asdict

from authority.house import SECRET, House, a_filing, an_owner
from authority.listing import cleared_exports, cleared_imports, send_list
from building import a_mec, a_mic
from demo_pki import P256_COMPANY
from storage.operating import damage_of, operator_of
from thongquan.authority.completed_lists_seen import printed_list
from thongquan.declaration.codec import encode_line
from thongquan.declaration.model import ExportCorrection
from thongquan.storage.reading_room import SqliteReadingRoom

READER = sha256(SECRET).digest()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def a_re_export(original: str, **changes: Any) -> bytes:
    notes = f"Hàng không phát được. TK nhập khẩu gốc: {original}"
    return encode_line(a_mec(**{"house_bill": "BACK1", "nonce": os.urandom(16).hex(), "notes": notes, **changes}))


def a_re_import(original: str) -> bytes:
    notes = f"Tờ khai xuất khẩu ban đầu số {original}"
    return encode_line(a_mic(house_bill="BACK2", nonce=os.urandom(16).hex(), notes=notes, **an_owner("BACK2")))


def outcome(house: House, line: bytes, direction: str, **changes: Any) -> Any:
    """The decision, or the codes of the faults."""
    [answer] = house.file(a_filing([line], direction=direction, **changes))
    [one] = answer["outcomes"]
    return one.get("decision") or [fault["code"] for fault in one["faults"]]


def returned_by(house: House, number: str) -> list[str]:
    shown = SqliteReadingRoom(house.books.connection, operator_of(house).vault()).declaration(number, READER)
    assert shown is not None
    return shown.returned_by


class TestBothDirections:
    def test_a_re_export_names_its_import(self, house: House) -> None:
        [original] = cleared_imports(house, "A1")
        assert outcome(house, a_re_export(original), "export")["original"] == original

    def test_a_re_import_names_its_export(self, house: House) -> None:
        [original] = cleared_exports(house, "E1")
        assert outcome(house, a_re_import(original), "import")["original"] == original

    def test_the_import_tells_how_it_went_back(self, house: House) -> None:
        [original] = cleared_imports(house, "A1")
        number = outcome(house, a_re_export(original), "export")["number"]
        assert returned_by(house, original) == [number]

    def test_the_export_tells_how_it_came_back(self, house: House) -> None:
        [original] = cleared_exports(house, "E1")
        number = outcome(house, a_re_import(original), "import")["number"]
        assert returned_by(house, original) == [number]

    def test_eleven_digits_identify_it(self, house: House) -> None:
        [original] = cleared_imports(house, "A1")
        assert outcome(house, a_re_export(original[:11]), "export")["original"] == original

    def test_goods_that_do_not_come_back_name_none(self, house: House) -> None:
        assert "original" not in outcome(house, a_re_export("", notes="Hàng mẫu"), "export")

    def test_the_books_agree(self, house: House) -> None:
        [original] = cleared_imports(house, "A1")
        outcome(house, a_re_export(original), "export")
        assert damage_of(operator_of(house)) == []

    @pytest.mark.parametrize("sql", ["DELETE FROM returned", "UPDATE returned SET original = number"])
    def test_a_link_that_was_changed_in_the_books_is_found(self, house: House, sql: str) -> None:
        [original] = cleared_imports(house, "A1")
        outcome(house, a_re_export(original), "export")
        house.sit(lambda now: now.books.connection.execute(sql))
        assert {one.what for one in damage_of(operator_of(house))} == {"return"}


class TestRefused:
    def test_a_number_that_is_not_there(self, house: House) -> None:
        assert outcome(house, a_re_export("100000000990"), "export") == ["RETURN-ORIGINAL-UNKNOWN"]
        assert outcome(house, a_re_import("300000000990"), "import") == ["RETURN-ORIGINAL-UNKNOWN"]

    def test_another_companys(self, house: House) -> None:
        [original] = cleared_imports(house, "A1", company=P256_COMPANY)
        assert outcome(house, a_re_export(original), "export") == ["RETURN-ORIGINAL-UNKNOWN"]

    def test_one_of_the_same_direction(self, house: House) -> None:
        [first], [other] = cleared_exports(house, "E1"), cleared_imports(house, "A1")
        assert outcome(house, a_re_export(first), "export") == ["MEC-30-ORIGINAL"]
        assert outcome(house, a_re_import(other), "import") == ["MIC-30-ORIGINAL"]

    def test_the_other_lines_of_the_filing_are_registered(self, house: House) -> None:
        plain = encode_line(a_mec(house_bill="PLAIN1", nonce=os.urandom(16).hex()))
        [answer] = house.file(a_filing([a_re_export("100000000990"), plain], direction="export"))
        assert [one["outcome"] for one in answer["outcomes"]] == ["refused", "registered"]


class TestCorrecting:
    @pytest.fixture
    def waiting(self, house: House) -> tuple[str, str, Any]:
        """Two imports, and a re-export of the first that waits for an officer."""
        first, second = cleared_imports(house, "A1", "A2")
        for n in range(200):
            changes = {"house_bill": f"BACK{n}", "goods_description": "Drone mini"}
            decision = outcome(house, a_re_export(first, **changes), "export")
            if decision["state"] == "registered":
                return first, second, (decision["number"], changes)
        raise AssertionError("all green")

    def test_a_correction_names_another_original(self, house: House, waiting: Any) -> None:
        first, second, (number, changes) = waiting
        mec = a_mec(**changes, notes=f"TK gốc: {second}", nonce="1" * 32)
        line = encode_line(ExportCorrection(**asdict(mec), number=number))
        assert outcome(house, line, "export", kind="correction")["original"] == second
        assert (number in returned_by(house, first), returned_by(house, second)) == (False, [number])
        assert damage_of(operator_of(house)) == []

    def test_not_one_that_is_not_there(self, house: House, waiting: Any) -> None:
        _, _, (number, changes) = waiting
        mec = a_mec(**changes, notes="TK gốc: 100000000990", nonce="1" * 32)
        line = encode_line(ExportCorrection(**asdict(mec), number=number))
        assert outcome(house, line, "export", kind="correction") == ["RETURN-ORIGINAL-UNKNOWN"]


def test_the_list_says_it_in_its_remark(house: House) -> None:
    [original] = cleared_imports(house, "A1")
    for n in range(200):
        decision = outcome(house, a_re_export(original, house_bill=f"BACK{n}"), "export")
        if decision["state"] == "cleared":
            made = send_list(house, [decision["number"]], direction="export")
            [line] = printed_list(house.books, "cb01", made.outcome["list"]).lines
            assert line.original == original
            return
    raise AssertionError("none green")
