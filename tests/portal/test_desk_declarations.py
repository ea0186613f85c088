"""The officer's pages of declarations: what they show, where a scanned number leads, and to whom."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from barcode.codex import Code128

from authority.deciding import KIND, decide, look, what_is_said
from authority.deeds import composed, sent, signed
from authority.giving import INVOICE, NUMBER, asked_for_documents, give, user_of
from authority.house import House, a_filing, the_pki
from authority.test_declaration_desk import corrected, filed
from demo_pki import RSA_COMPANY
from portal.owned_applying import ADMIN, OFFICER, people
from portal.visiting import Visitor
from storage.operating import damage_of, operator_of
from thongquan.declaration.codec import decode_line
from thongquan.forms.barcode import bars
from thongquan.forms.printout import compose
from thongquan.portal.sessions import Who


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    people(house)
    yield house
    house.close()


@pytest.fixture
def officer(house: House) -> Visitor:
    return visitor_of(house, OFFICER)


def visitor_of(house: House, who: Who) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(who)
    return visitor


def test_the_queue_leads_to_each_that_waits(house: House, officer: Visitor) -> None:
    first, second = filed(house, "D1", "D2")
    page = officer.get("/desk/declarations").text
    for word in (f'href="/desk/declarations/{first}"', second, RSA_COMPANY, "Luồng đỏ", "Chờ công chức"):
        assert word in page
    assert first not in officer.get("/desk/declarations?state=documents").text
    assert first in officer.get("/desk/declarations?format=csv&sort=-registered").text


def test_what_is_overdue_says_so(house: House, officer: Visitor) -> None:
    filed(house, "D1")
    assert "quá hạn" not in officer.get("/desk/declarations").text
    house.clock.now += timedelta(days=4)
    officer = visitor_of(house, OFFICER)
    assert "quá hạn" in officer.get("/desk/declarations").text


def test_the_officers_home_leads_there(officer: Visitor) -> None:
    assert 'href="/desk/declarations"' in officer.get("/").text


def test_what_our_barcodes_say_opens_the_page(house: House, officer: Visitor) -> None:
    """A wedge scanner types what the bars spell, and presses Enter in the field that has the focus."""
    [number] = filed(house, "D1")
    assert bars(number) == bars(Code128(number).code)
    field = officer.get("/desk/declarations").text.partition('id="text"')[2].partition(">")[0]
    assert "autofocus" in field
    assert officer.get("/desk/found", params={"text": Code128(number).code}).status_code == 303


@pytest.mark.parametrize("typed", ["number", "D1", " d-1 "])
def test_what_is_scanned_opens_the_declaration(house: House, officer: Visitor, typed: str) -> None:
    [number] = filed(house, "D1")
    answer = officer.get("/desk/found", params={"text": number[:11] + "4" if typed == "number" else typed})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/desk/declarations/{number}")


def test_what_is_not_found_is_said_with_what_to_do(officer: Visitor) -> None:
    page = officer.get("/desk/found", params={"text": "<b>1"}).text
    assert "Không tìm thấy" in page
    assert "&lt;b&gt;1" in page


def test_of_several_one_chooses(house: House, officer: Visitor) -> None:
    [ended] = filed(house, "D1")
    house.books.connection.execute("UPDATE declaration SET live = 0, state = 'withdrawn'")
    [number] = filed(house, "D1")
    page = officer.get("/desk/found", params={"text": "D1"}).text
    assert all(f'href="/desk/declarations/{one}"' in page for one in (ended, number))


class TestOneDeclaration:
    def test_shows_what_was_declared_by_criterion(self, house: House, officer: Visitor) -> None:
        [number] = filed(house, "D1")
        page = officer.get(f"/desk/declarations/{number}").text
        for word in ("Drone mini", "2. Cơ quan Hải quan", "Nội dung khai báo", "Luồng đỏ", "đúng"):
            assert word in page
        assert page.index("2. Cơ quan Hải quan") < page.rindex("Drone mini")

    def test_has_the_parcel_above_the_decision(self, house: House, officer: Visitor) -> None:
        [number] = filed(house, "D1")
        page = officer.get(f"/desk/declarations/{number}").text
        assert page.index("Drone mini") < page.index('name="verdict"')

    def test_is_recorded_as_looked_at(self, house: House, officer: Visitor) -> None:
        [number] = filed(house, "D1")
        officer.get(f"/desk/declarations/{number}")
        assert house.rows("SELECT officer, what FROM look") == [("cb01", number)]

    def test_offers_the_steps_that_lead_on_and_no_other(self, house: House, officer: Visitor) -> None:
        [number] = filed(house, "D1")
        page = officer.get(f"/desk/declarations/{number}").text
        assert 'data-kind="declaration-decide"' in page
        assert 'value="goods-fit"' in page
        assert 'value="clear"' not in page
        decide(house, number, "goods-fit")
        assert 'value="clear"' in officer.get(f"/desk/declarations/{number}").text

    def test_has_its_history_with_what_a_correction_changed(self, house: House, officer: Visitor) -> None:
        [number] = filed(house, "D1")
        decide(house, number, "ask-documents", "thiếu hóa đơn")
        now = corrected(house, number, "D1", packages=2)
        page = officer.get(f"/desk/declarations/{number}").text
        for word in (f"Tờ khai {now}", "thiếu hóa đơn", "1 → 2", "Luật Hải quan 2014 Điều 32", "Khai bổ sung"):
            assert word in page

    def test_has_the_certificate_with_each_check_of_it(self, house: House, officer: Visitor) -> None:
        [number] = filed(house, "D1")
        page = officer.get(f"/desk/declarations/{number}").text
        signature = page[page.index("Chữ ký số của người khai") :]
        for word in (
            "Chuỗi đến chứng thư gốc",
            "chuỗi chứng thư và hiệu lực",
            "thu hồi: danh sách",
            "Xét tại thời điểm",
        ):
            assert word in signature

    def test_a_signature_that_is_not_right_says_which_check_failed(self, house: House, officer: Visitor) -> None:
        [number] = filed(house, "D1")
        house.books.connection.execute("UPDATE filing SET statement = cast(replace(statement, '02DS', '02DT') AS BLOB)")
        page = officer.get(f"/desk/declarations/{number}").text
        assert 'class="tag bad">Sai' in page

    def test_has_its_documents_to_download(self, house: House, officer: Visitor) -> None:
        asked_for_documents(house)
        give(house, [INVOICE])
        page = officer.get(f"/desk/declarations/{NUMBER}").text
        link = f"/api/v1/desk/declarations/{NUMBER}/documents/1"
        for word in (f'href="{link}" download', INVOICE[0], "<td>text</td>", user_of(house), "Nộp hồ sơ"):
            assert word in page
        answer = officer.get(link)
        assert answer.content == INVOICE[1]
        told = answer.headers
        assert (told["content-type"], told["x-content-type-options"]) == ("application/octet-stream", "nosniff")
        assert told["content-disposition"] == f'attachment; filename="{NUMBER}-1.txt"'
        assert "sandbox" in told["content-security-policy"]
        assert house.rows("SELECT officer, place FROM attachment_look") == [("cb01", 0), ("cb01", 1)]

    def test_says_what_the_filer_was_told_to_do(self, house: House, officer: Visitor) -> None:
        [number] = filed(house, "D1")
        decide(house, number, "instruct", "<b>dán lại nhãn")
        decide(house, number, "hold", "chờ lệnh")
        page = officer.get(f"/desk/declarations/{number}").text
        assert page.index("Đã hướng dẫn người khai") < page.index("&lt;b&gt;dán lại nhãn")

    def test_its_history_tells_that_documents_were_given(self, house: House, officer: Visitor) -> None:
        [number] = filed(house, "D1")
        decide(house, number, "ask-documents", "thiếu hóa đơn")
        give(house, [INVOICE])
        assert "Nộp hồ sơ" in officer.get(f"/desk/declarations/{number}").text

    def test_is_complete_in_english(self, house: House, officer: Visitor) -> None:
        [number] = filed(house, "D1")
        page = officer.get(f"/desk/declarations/{number}?lang=en").text
        for word in (f"Declaration {number}", "Ask for documents", "What was declared", "Red channel"):
            assert word in page

    def test_is_read_only_for_an_auditor(self, house: House) -> None:
        [number] = filed(house, "D1")
        house.books.connection.execute("UPDATE officer SET role = 'auditor' WHERE id = 'cb01'")
        page = visitor_of(house, OFFICER).get(f"/desk/declarations/{number}").text
        assert "Nội dung khai báo" in page
        assert "data-sign" not in page


@pytest.mark.parametrize("who", [None, ADMIN])
def test_nobody_else_sees_any_of_it(house: House, who: Who | None) -> None:
    [number] = filed(house, "D1")
    stranger = Visitor(house)
    if who is not None:
        stranger.log_in(who)
    for path in ("/desk/declarations", f"/desk/declarations/{number}", "/desk/found?text=D1"):
        answer = stranger.get(path)
        assert number not in answer.text.replace(path, "")
        assert answer.status_code in (303, 403)


def test_another_offices_is_not_there(house: House) -> None:
    [number] = filed(house, "D1")
    house.books.connection.execute("UPDATE officer SET office = '01E1' WHERE id = 'cb01'")
    assert visitor_of(house, OFFICER).get(f"/desk/declarations/{number}").status_code == 404


def test_what_was_cleared_on_paper_is_closed_against_it_and_says_so(house: House, officer: Visitor) -> None:
    [number] = filed(house, "D1")
    assert 'name="paper_number"' in officer.get(f"/desk/declarations/{number}").text
    paper = {"paper_number": "12/TKG", "paper_date": "2026-09-01", "paper_officer": "Trần Văn Đức"}
    says = {**what_is_said(house, number, "close-on-paper"), **paper}
    look(house, number)
    sent(house, signed(composed(house, KIND, "cb01", **says).text, the_pki().officer("cb01")))
    page = officer.get(f"/desk/declarations/{number}").text
    for word in ("Tờ khai giấy số 12/TKG ngày 2026-09-01", "Xử lý thủ công", "Người khai ghi ký lúc"):
        assert word in page
    assert 'name="paper_number"' not in page
    case = house.books.case(number)
    assert "12/TKG ngày 01/09/2026" in compose(decode_line(case.signed), case.decision, kind="channel").ended
    assert house.file(a_filing([case.signed]))[0]["outcomes"][0]["faults"][0]["code"] == "DUPLICATE-HOUSE-BILL"
    assert {one.what for one in damage_of(operator_of(house))} <= {"register"}  # people who signed for nothing
