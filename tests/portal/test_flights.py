"""A flight in the browser, by HTTP: uploaded, judged, mended, signed once, filed once, followed."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from authority.applying import with_officer
from authority.deciding import decide
from authority.house import House, the_pki
from demo_pki import RSA_COMPANY
from portal.flying import (
    NO_ORIGIN,
    NO_PIECES,
    a_manifest,
    declarant,
    filed,
    mend,
    rows_of,
    signed,
    the_declarant,
    to_sign,
    upload,
    uploaded,
    wait,
)
from portal.visiting import Visitor
from thongquan.base.limits import LIMITS
from thongquan.portal.sessions import Who
from thongquan.signing.receipt import Receipt

CHANNEL = "Luồng (xanh Đã thông quan|vàng|đỏ)"
"""A random share is looked at."""
ADMIN = Who(RSA_COMPANY, "admin", "Công ty Thử Nghiệm", company=RSA_COMPANY, certificate="ab" * 32)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("flights"))
    yield house
    house.close()


@pytest.fixture
def visitor(house: House) -> Visitor:
    return declarant(house)


@pytest.fixture(autouse=True)
def nothing_stays(house: House) -> Iterator[None]:
    """Each test has house bills and flights of its own."""
    yield
    for flight in house.parts.flights.kept(RSA_COMPANY):
        house.parts.flights.forget(RSA_COMPANY, flight)
    house.sit(lambda now: now.books.connection.execute("UPDATE declaration SET live = 0"))


def numbers_given(house: House) -> int:
    return int(house.rows("SELECT count(*) FROM act WHERE kind = 'registered'")[0][0])


def test_a_manifest_comes_back_as_a_table_that_names_the_faulty_cell(visitor: Visitor) -> None:
    shown = wait(visitor, uploaded(visitor, a_manifest(3, {2: NO_PIECES})))
    assert "1 lỗi" in rows_of(shown)[2]
    assert "Số kiện là 0; phải có ít nhất một kiện." in rows_of(shown)[2]
    assert "(ô Q3)" in rows_of(shown)[2]
    assert "Sẵn sàng" in rows_of(shown)[1]


def test_a_fault_shows_its_citation_one_click_away(visitor: Visitor) -> None:
    shown = wait(visitor, uploaded(visitor, a_manifest(1, {1: NO_PIECES})))
    assert "căn cứ TT 191/2015" in rows_of(shown)[1]


def test_a_fault_with_one_remedy_offers_it_as_a_button(visitor: Visitor) -> None:
    shown = wait(visitor, uploaded(visitor, a_manifest(2, {1: NO_PIECES, 2: NO_ORIGIN})))
    assert "Dùng «1»" in rows_of(shown)[1]
    assert "Dùng «" not in rows_of(shown)[2]


def test_rows_are_found_by_outcome_fault_and_house_bill(visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(4, {2: NO_PIECES, 3: NO_ORIGIN}))
    for query, rows in {
        "outcome=refused": {2, 3},
        "fault=MIC-16-ONE": {2},
        "house=81000004": {4},
        "filed=unfiled": {1, 2, 3, 4},
    }.items():
        assert set(rows_of(visitor.get(f"{place}?{query}").text)) == rows, query


def test_a_page_has_fifty_rows_and_the_next_begins_after_them(visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(60))
    first = visitor.get(place).text
    assert set(rows_of(first)) == set(range(1, 51))
    assert "after=49" in first
    assert set(rows_of(visitor.get(f"{place}?after=49").text)) == set(range(51, 61))
    assert visitor.get(f"{place}?after=x").status_code == 400


def test_a_mended_cell_is_judged_at_once(visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(2, {2: NO_PIECES}))
    answer = mend(visitor, place, 2, "Pieces", "1")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{place}?row=2#row-2")
    assert "Sẵn sàng" in rows_of(visitor.get(place).text)[2]


def test_mending_judges_what_the_house_has_in_common_with_others_too(visitor: Visitor) -> None:
    """Two houses of one owner that are above the ceiling together."""
    owner = {"Consignee ID": "048180000001", "Consignee Name": "Hoàng Khánh Hương 1", "Declared Value": "30"}
    place = uploaded(visitor, a_manifest(2, {1: owner, 2: owner | {"Declared Value": "3"}}))
    assert "Khai ở tờ khai thường" not in rows_of(visitor.get(place).text)[1]
    mend(visitor, place, 2, "Declared Value", "31")
    shown = rows_of(visitor.get(place).text)
    assert "Khai ở tờ khai thường" in shown[1]
    assert "Khai ở tờ khai thường" in shown[2]


def test_of_a_big_flight_the_row_is_judged_at_once_and_the_rest_apart(tmp_path: Path) -> None:
    house = House(tmp_path, limits=msgspec.structs.replace(LIMITS, flight_rows_at_once=2))
    visitor = declarant(house)
    place = uploaded(visitor, a_manifest(5, {4: NO_PIECES}))
    mend(visitor, place, 4, "Pieces", "1")
    assert "Sẵn sàng" in rows_of(visitor.get(place).text)[4]
    assert "4 tờ khai" not in (shown := wait(visitor, place))
    assert "5 tờ khai" in shown
    house.close()


def test_what_is_filed_is_what_was_shown_and_signed(house: House, visitor: Visitor) -> None:
    before = numbers_given(house)
    place = uploaded(visitor, a_manifest(3, {3: NO_ORIGIN}))
    text = to_sign(visitor, place)
    assert '"count":2' in text
    assert visitor.post(f"{place}/sign", signed(text)).status_code == 303
    assert numbers_given(house) == before + 2
    shown = wait(visitor, place)
    assert "/declarations/1" in shown
    assert re.search(CHANNEL, rows_of(shown)[1])
    assert set(rows_of(visitor.get(f"{place}?filed=unfiled").text)) == {3}


def test_signed_and_sent_twice_it_is_filed_once(house: House, visitor: Visitor) -> None:
    place, before = uploaded(visitor, a_manifest(2)), numbers_given(house)
    given = signed(to_sign(visitor, place))
    answers = [visitor.post(f"{place}/sign", given).status_code for _ in range(3)]
    assert answers == [303, 303, 303]
    assert numbers_given(house) == before + 2
    assert visitor.post(f"{place}/prepare").status_code == 422


def test_what_was_kept_before_a_crash_is_filed_by_whoever_looks_next(house: House, visitor: Visitor) -> None:
    """The same bytes, the same batch id and signature."""
    place, before = uploaded(visitor, a_manifest(2)), numbers_given(house)
    desk = visitor.counter.flights
    flight = desk.keeper.find(RSA_COMPANY, place.rpartition("/")[2])
    text = to_sign(visitor, place)
    desk.filer.keep(flight, "AB12C001", text, the_pki().rsa.sign(text.encode()))
    assert numbers_given(house) == before
    shown = wait(declarant(house), place)
    assert numbers_given(house) == before + 2
    assert re.search(CHANNEL, rows_of(shown)[1])


def test_a_house_bill_that_was_mended_after_filing_goes_into_a_batch_of_its_own(house: House, visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(2, {2: NO_PIECES}))
    filed(visitor, place)
    before = numbers_given(house)
    mend(visitor, place, 2, "Pieces", "1")
    shown = filed(visitor, place)
    assert numbers_given(house) == before + 1
    assert all(re.search(CHANNEL, row) for row in rows_of(shown).values())


def test_a_registered_house_bill_is_no_longer_mended_in_the_manifest(visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(1))
    filed(visitor, place)
    answer = mend(visitor, place, 1, "Pieces", "2")
    assert answer.status_code == 409
    assert "đã được đăng ký" in answer.text


def test_a_statement_that_was_signed_before_a_mend_is_not_filed(house: House, visitor: Visitor) -> None:
    place, before = uploaded(visitor, a_manifest(2, {2: NO_PIECES})), numbers_given(house)
    text = to_sign(visitor, place)
    mend(visitor, place, 2, "Pieces", "1")
    assert visitor.post(f"{place}/sign", signed(text)).status_code == 409
    assert numbers_given(house) == before


def test_a_batch_that_the_front_door_refuses_says_why_and_can_be_signed_again(house: House, visitor: Visitor) -> None:
    place, before = uploaded(visitor, a_manifest(1)), numbers_given(house)
    visitor.post(f"{place}/sign", signed(to_sign(visitor, place), the_pki().p256))
    shown = wait(visitor, place)
    assert "Một lô đã ký bị từ chối" in shown
    assert numbers_given(house) == before
    filed(visitor, place)
    assert numbers_given(house) == before + 1


def test_who_may_not_file_is_told_why(house: House, visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(1))
    to_sign(visitor, place)
    admin = Visitor(house)
    admin.log_in(ADMIN)
    shown = admin.get(f"{place}/sign")
    assert "Tài khoản này không ký và nộp được lô này" in shown.text
    assert "data-sign" not in shown.text
    assert admin.post(f"{place}/prepare").status_code == 403


def test_a_session_that_acts_for_another_principal_signs_nothing(house: House, visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(1))
    given = signed(to_sign(visitor, place))
    other = Visitor(house)
    other.log_in(msgspec.structs.replace(the_declarant(house), acts_for="0109998907"))
    assert other.post(f"{place}/sign", given).status_code == 403
    assert "không phải bên mà phiên đăng nhập" in other.get(f"{place}/sign").text


def test_a_file_that_cannot_be_read_says_why(visitor: Visitor) -> None:
    shown = wait(visitor, uploaded(visitor, b"no table at all", "x.csv"))
    assert "Không đọc được" in shown
    assert "/flights/new" in shown


def test_without_a_file_the_form_comes_back(visitor: Visitor) -> None:
    answer = visitor.post("/flights/new", {"master_bill": "180-55120015", "arrival": "3/9"})
    assert answer.status_code == 422
    assert "Chưa chọn tệp" in answer.text
    assert "Ngày hàng đến không đọc được" in answer.text
    assert "180-55120015" in answer.text


def test_a_file_of_so_many_bytes_is_taken_and_one_more_is_not(tmp_path: Path) -> None:
    content = a_manifest(1)
    limits = msgspec.structs.replace(LIMITS, flight_file_bytes=len(content))
    house = House(tmp_path, limits=limits)
    visitor = declarant(house)
    assert upload(visitor, content).status_code == 303
    assert upload(visitor, content + b"\n").status_code == 413
    house.close()


def test_a_company_keeps_so_many_flights_and_no_more(tmp_path: Path) -> None:
    house = House(tmp_path, limits=msgspec.structs.replace(LIMITS, flights_kept=2))
    visitor = declarant(house)
    assert [upload(visitor, a_manifest(1)).status_code for _ in range(3)] == [303, 303, 422]
    house.close()


def test_the_defaults_of_the_next_manifest_are_those_of_the_last(visitor: Visitor) -> None:
    uploaded(visitor, a_manifest(1), customs_team="01")
    assert 'name="customs_team" type="text" autocomplete="off" value="01"' in visitor.get("/flights/new").text


def test_a_master_bill_that_the_file_does_not_name_is_the_forms(visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(1, {1: {"MAWB": ""}}), master_bill="180-55120015")
    flight = visitor.counter.flights.keeper.find(RSA_COMPANY, place.rpartition("/")[2])
    assert b"18055120015" in (visitor.counter.flights.keeper.piece(flight, "lines.0") or b"").replace(b"-", b"")


def test_the_dashboard_counts_each_flight_and_has_the_newest_first(visitor: Visitor) -> None:
    first = uploaded(visitor, a_manifest(2, {2: NO_PIECES}), "first.csv")
    filed(visitor, first)
    uploaded(visitor, a_manifest(1), "second.csv")
    shown = visitor.get("/flights").text
    assert shown.index("second.csv") < shown.index("first.csv")
    assert re.search("Luồng (xanh|vàng|đỏ): 1", shown)
    assert re.search("(Đã thông quan|Chờ công chức): 1", shown)
    assert visitor.get("/flights?format=csv").text.count("\r\n") == 3


def test_receipts_printouts_and_workbook_are_taken_away(visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(3, {3: NO_PIECES}))
    assert visitor.get(f"{place}?format=receipts").status_code == 404
    filed(visitor, place)
    with zipfile.ZipFile(io.BytesIO(visitor.get(f"{place}?format=receipts").content)) as archive:
        assert sorted(archive.namelist()) == ["SEL81000001VN.json", "SEL81000002VN.json"]
        assert msgspec.json.decode(archive.read("SEL81000001VN.json"), type=Receipt).decision["number"]
    for query in ("format=printouts", "format=printouts&of=1"):
        assert visitor.get(f"{place}?{query}").content.startswith(b"%PDF")
    assert visitor.get(f"{place}?format=printouts&of=3").status_code == 422
    assert visitor.get(f"{place}?format=workbook").content.startswith(b"PK")


def test_what_is_decided_after_clearance_is_told_of_the_row_too(house: House, visitor: Visitor) -> None:
    with_officer(house, "cb01")
    place = uploaded(visitor, a_manifest(1))
    shown = filed(visitor, place)
    [number] = re.findall(r'href="/declarations/(\d{12})"', shown)
    if "Đã thông quan" not in shown:
        decide(house, number, "clear")
    assert "Đã thông quan" in rows_of(visitor.get(place).text)[1]
    decide(house, number, "scan-suspect", "hình soi không khớp")
    assert "Tạm dừng" in rows_of(visitor.get(place).text)[1]


def test_a_deleted_flight_is_gone_and_what_it_registered_stays(house: House, visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(1))
    filed(visitor, place)
    before = numbers_given(house)
    assert visitor.post(f"{place}/forget").status_code == 303
    assert visitor.get(place).status_code == 404
    assert numbers_given(house) == before


def test_a_cell_takes_so_many_characters_and_no_more(visitor: Visitor) -> None:
    place = uploaded(visitor, a_manifest(1))
    assert mend(visitor, place, 1, "Goods (EN)", "x" * LIMITS.mend_characters).status_code == 303
    assert mend(visitor, place, 1, "Goods (EN)", "x" * (LIMITS.mend_characters + 1)).status_code == 422


def test_a_page_of_what_is_not_judged_yet_asks_again_though_nobody_judges_it_now(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Judging may end between the reading of the flight and the question how far it is: then what was read is old."""
    desk = visitor.counter.flights
    with monkeypatch.context() as patched:
        patched.setattr(desk.judge, "see_to", lambda _flight: None)
        place = upload(visitor, a_manifest(1)).headers["location"]
        assert "asks-again" in visitor.get(place).text
    assert "Sẵn sàng" in rows_of(wait(visitor, place))[1]
