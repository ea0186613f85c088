"""Pages of the deposit account: what a company sees of its money, what an officer does with it, forms of a day."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import pytest

from authority.closing import FIRST, SECOND, at, close, closing, room
from authority.deciding import decide
from authority.depositing import VAT, done, open_account, top_up
from authority.house import House, a_filing, lines_of
from authority.listing import user_of
from authority.refunding import send_back
from authority.test_guarantees import NUMBER, register
from authority.transport_securing import declared_with, individual
from authority.transporting import taken
from demo_pki import P256_COMPANY, RSA_COMPANY
from portal.owned_applying import OFFICER, people
from portal.visiting import Visitor
from thongquan.authority.deposit_statement import statement_seen
from thongquan.numbering.tax_receipt import receipt_number
from thongquan.portal.chart import chart_of, scale
from thongquan.portal.sessions import Who

HS = {"hs_code": "33049930"}
MILLION = 1_000_000
OWN = f"/deposit/02DS/{RSA_COMPANY}"
HEAD = Who("ct01", "officer", "Lãnh đạo", certificate="ef" * 32)


STATEMENT = f"""Ngày giao dịch;Số tham chiếu;Ghi có;Nội dung
02/09/2026;FT2609;5.000.000;NOP TIEN DAT COC MST {RSA_COMPANY}
02/09/2026;FT2610;100.000;khong ghi ai
02/09/2026;FT26246000009;500.000;NOP TIEN MST {RSA_COMPANY}
"""


class Told(NamedTuple):
    """Two days of one office, of which the first is closed; another company has little left."""

    house: House
    user: Visitor
    other: Visitor
    officer: Visitor
    numbers: list[str]
    """Of two declarations; the first one's receipt was voided on the second day."""
    transport: str
    """The number of one that the account secured, until it was cancelled."""
    guarantee: int
    before: str
    """What the other company was shown before it had an account."""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    house = House(tmp_path_factory.mktemp("deposit"))
    people(house)
    at(house, "2026-09-02 11:00")
    before = text_of(visitor_of(house, someone(house, P256_COMPANY)).get("/deposit").text)
    open_account(house, MILLION)
    done(house, "deposit-open", company=P256_COMPANY, office="02DS")
    top_up(house, 2 * VAT - 1, P256_COMPANY, reference="FT26245000002")
    [answer] = house.file(a_filing(lines_of("A1", "A2", **HS)))
    numbers = [one["decision"]["number"] for one in answer["outcomes"]]
    house.file(a_filing(lines_of("B1", **HS), key="p256"))
    at(house, "2026-09-03 09:00")
    decide(house, numbers[0], "scan-suspect", "nghi vấn")
    decide(house, numbers[0], "seize", "hàng cấm")
    send_back(house, numbers[1])
    top_up(house, 500_000, reference="FT26246000009")
    close(house, FIRST)
    guarantee = register(house)
    at(house, "2026-09-04 09:00")
    transport = taken(house, declared_with(house, "X1", **individual(5)), "cancel")
    user, other = (visitor_of(house, someone(house, one)) for one in (RSA_COMPANY, P256_COMPANY))
    yield Told(house, user, other, visitor_of(house, OFFICER), numbers, transport, guarantee, before)
    house.close()


def someone(house: House, company: str) -> Who:
    return Who(user_of(house, company), "user", "Nguyễn Văn An", company=company, certificate="ab" * 32)


def visitor_of(house: House, who: Who) -> Visitor:
    visitor = Visitor(house)
    visitor.log_in(who)
    return visitor


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def receipt(ordinal: int) -> str:
    return f"/deposit/02DS/receipts/{receipt_number(2026, ordinal)}"


def dots(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")


class TestCompany:
    def test_sees_what_it_has_at_each_office(self, told: Told) -> None:
        page = text_of(told.user.get("/deposit").text)
        assert dots(MILLION + 500_000 - VAT) in page
        assert "Sắp hết" not in page

    def test_is_told_what_to_do_when_little_is_left(self, told: Told) -> None:
        page = text_of(told.other.get("/deposit").text)
        assert f"còn {dots(VAT - 1)} đ; ngày nhiều nhất trong 30 ngày qua dùng {dots(VAT)} đ" in page
        assert "Cách nộp thêm" in page

    def test_without_account_is_told_how_to_get_one(self, told: Told) -> None:
        assert "Doanh nghiệp chưa có tài khoản tiền gửi" in told.before

    def test_sees_its_movements_with_declaration_and_receipt(self, told: Told) -> None:
        page = told.user.get(OWN).text
        assert f'href="/declarations/{told.numbers[0]}"' in page
        assert receipt(1) in page
        assert text_of(page).count("Trích nộp thuế") == 3  # one is the filter's
        assert "Hoàn thuế, hủy biên lai" in page

    def test_sees_which_transport_its_money_secured(self, told: Told) -> None:
        for visitor, path in ((told.user, "/transport"), (told.officer, "/desk/transport")):
            page = visitor.get(f"{OWN}?declaration={told.transport}").text
            assert f'href="{path}/{told.transport}"' in page
            text = text_of(page)
            assert "Tạm giữ, bảo đảm vận chuyển" in text
            assert "Thôi tạm giữ, hết bảo đảm vận chuyển" in text

    def test_filters_them_and_takes_them_away(self, told: Told) -> None:
        for asked, count in (
            ("kind=top-up", 2),
            ("day=03/09/2026", 2),
            (f"declaration={told.numbers[0]}", 2),
            (f"declaration={told.transport}", 2),
            ("day=x", 0),
            ("day=01/01/0001", 0),
        ):
            csv = told.user.get(f"{OWN}?{asked}&format=csv").content.decode("utf-8-sig")
            assert len(csv.splitlines()) == count + 1, asked
        assert "Không đọc được ngày «x»" in told.user.get(f"{OWN}?day=x").text

    def test_comes_from_a_declaration_to_its_movements(self, told: Told) -> None:
        page = told.user.get(f"/declarations/{told.numbers[1]}").text
        assert f"{OWN}?declaration={told.numbers[1]}" in page
        assert receipt(2) in page
        assert ("Thuế giá trị gia tăng" in page, "đã nộp ngân sách" in page) == (True, True)

    def test_sees_nothing_of_anothers(self, told: Told) -> None:
        for rest in ("", "/months/2026-09", "/days/2026-09-02", "/days/2026-09-02?form=hq03", "/refunds/2026-09"):
            assert told.other.get(f"{OWN}{rest}").status_code == 404, rest
        assert told.other.get(receipt(1)).status_code == 404
        shown = text_of(told.other.get(f"/deposit/02DS/{P256_COMPANY}/days/2026-09-02?form=hq03").text)
        assert ("0000003/2026" in shown, "0000001/2026" in shown) == (True, False)


class TestMonth:
    def test_sums_chart_and_table_tell_the_same(self, told: Told) -> None:
        page = told.user.get(f"{OWN}/months/2026-09").text
        assert page.count(dots(MILLION + 500_000 - VAT)) >= 4  # sum, description, bar, table
        assert len(re.findall(r'<rect class="used"', page)) == 1
        assert 'role="img" aria-labelledby="chart-title chart-told"' in page

    def test_leads_to_the_forms_of_its_days_and_to_other_months(self, told: Told) -> None:
        page = told.user.get(f"{OWN}/months/2026-09").text
        assert f"{OWN}/days/2026-09-02" in page
        assert f"{OWN}/months/2026-08" in page
        assert f"{OWN}/months/2026-10" not in page

    def test_no_month_is_not_there(self, told: Told) -> None:
        for month in ("2026-13", "2026-9", "1999-01", "x", "2026-090"):
            assert told.user.get(f"{OWN}/months/{month}").status_code == 404, month

    def test_is_complete_in_english(self, told: Told) -> None:
        english = visitor_of(told.house, someone(told.house, RSA_COMPANY))
        assert "Balance at the end of the day" in english.get(f"{OWN}/months/2026-09?lang=en").text


class TestRefunds:
    def test_goods_that_went_back_stand_on_the_companys_list(self, told: Told) -> None:
        page = told.user.get(f"{OWN}/refunds/2026-09").text
        assert f'href="/declarations/{told.numbers[1]}"' in page
        words = text_of(page)
        assert f"Chờ hoàn {dots(VAT)} đ" in words
        assert f"Hoàn vì lý do khác (hủy, khai bổ sung, xử lý khác) {dots(VAT)} đ" in words
        csv = told.user.get(f"{OWN}/refunds/2026-09?format=csv").content.decode("utf-8-sig")
        assert [told.numbers[1] in line for line in csv.splitlines()] == [False, True]

    def test_the_office_sees_each_company_summed(self, told: Told) -> None:
        page = told.officer.get("/desk/refunds/2026-09").text
        assert f'href="{OWN}/refunds/2026-09"' in page
        assert f"Chờ hoàn {dots(VAT)} đ, đã hoàn 0 đ" in text_of(page)
        assert told.user.get("/desk/refunds/2026-09").status_code == 403
        assert f'href="/desk/declarations/{told.numbers[1]}"' in told.officer.get(f"{OWN}/refunds/2026-09").text

    def test_pages_of_the_account_lead_there(self, told: Told) -> None:
        address = f'href="{OWN}/refunds/2026-09"'
        assert address in told.user.get(OWN).text
        assert address in told.user.get(f"{OWN}/months/2026-09").text
        assert 'href="/desk/refunds/2026-09"' in told.officer.get("/desk/deposits").text


class TestDay:
    def test_shows_hq04_once_it_is_closed_and_says_so_before(self, told: Told) -> None:
        closed = text_of(told.user.get(f"{OWN}/days/2026-09-02").text)
        assert "Ngày này chưa khóa sổ" not in closed
        assert "1/BK-02DS" in closed
        assert f"Cộng tiền thuế {dots(2 * VAT)} đ" in closed
        assert "Ngày này chưa khóa sổ" in told.user.get(f"{OWN}/days/2026-09-03").text

    def test_leads_to_paper_workbook_and_json_that_are_there(self, told: Told) -> None:
        for visitor, address, count in (
            (told.user, f"{OWN}/days/2026-09-02", 3),
            (told.officer, "/desk/days/2026-09-02", 3),
            (told.user, receipt(2), 2),
            (told.officer, f"{OWN}/months/2026-09", 1),
            (told.user, f"{OWN}/refunds/2026-09", 3),
            (told.officer, f"{OWN}/refunds/2026-09", 3),
        ):
            found = re.findall(r'href="(/api/v1/deposits/[^"]*)"', visitor.get(address).text)
            assert len(found) == count, address
            for one in found:
                assert visitor.get(one.replace("&amp;", "&")).status_code == 200, one

    def test_no_day_is_not_there(self, told: Told) -> None:
        for day in ("2026-02-30", "0001-01-01", "9999-12-31", "20260902", "x"):
            assert told.user.get(f"{OWN}/days/{day}").status_code == 404, day

    def test_a_receipt_says_whether_it_holds(self, told: Told) -> None:
        assert "Đã hủy" in told.user.get(receipt(1)).text
        assert "Có hiệu lực" in told.user.get(receipt(2)).text
        assert told.user.get(receipt(9)).status_code == 404


class TestOfficer:
    def test_sees_the_accounts_of_the_office(self, told: Told) -> None:
        page = told.officer.get("/desk/deposits").text
        assert f'href="{OWN}"' in page
        low = text_of(told.officer.get("/desk/deposits?state=low").text)
        assert (P256_COMPANY in low, RSA_COMPANY in low) == (True, False)
        assert RSA_COMPANY not in text_of(told.officer.get("/desk/deposits?company=nobody").text)

    def test_signs_what_he_does_by_hand(self, told: Told) -> None:
        for path, kind in (("new", "deposit-open"), (f"{RSA_COMPANY}/top-up", "deposit-top-up")):
            assert f'data-kind="{kind}"' in told.officer.get(f"/desk/deposits/{path}").text

    def test_only_the_head_pays_back(self, told: Told) -> None:
        address = f"/desk/deposits/{RSA_COMPANY}/pay-back"
        refused = told.officer.get(address)
        assert (refused.status_code, "Chỉ lãnh đạo của cơ quan Hải quan" in refused.text) == (403, True)
        assert 'data-kind="deposit-pay-back"' in visitor_of(told.house, HEAD).get(address).text

    def test_closes_the_day_that_is_next_and_no_other(self, told: Told) -> None:
        assert 'href="/desk/days/2026-09-03"' in told.officer.get("/desk/days").text
        assert 'data-kind="deposit-day-close"' in told.officer.get("/desk/days/2026-09-03").text
        closed = told.officer.get("/desk/days/2026-09-02").text
        assert ("data-sign" in closed, "KBNN 0209 GTGT" in closed) == (False, True)
        assert f'href="{OWN}/days/2026-09-02"' in closed

    def test_the_form_says_what_the_deed_would(self, told: Told) -> None:
        page, text = told.officer.get("/desk/days/2026-09-03").text, closing(told.house, SECOND)
        assert re.findall(r'name="transfers.0.amount" value="(-\d+)"', page) == [str(-VAT)]
        for name in ("hq03_digest", "hq04_digest"):
            [value] = re.findall(rf'name="{name}" value="([0-9a-f]+)"', page)
            assert value in text

    def test_sees_which_lines_of_a_statement_match_before_anything_is_booked(self, told: Told) -> None:
        before = told.house.rows("SELECT count(*) FROM movement")
        page = told.officer.post("/desk/statement", files={"file": ("sao-ke.csv", STATEMENT.encode())}).text
        assert 'data-kind="deposit-import"' in page
        assert re.findall(r'name="lines.\d.(?:company|amount)" value="(\d+)"', page) == [RSA_COMPANY, "5000000"]
        assert ("FT2610" in text_of(page), "đã được ghi sổ" in page) == (True, True)
        assert told.house.rows("SELECT count(*) FROM movement") == before

    def test_is_told_what_is_wrong_with_a_statement(self, told: Told) -> None:
        for content, words in ((b"a;b\n1;2\n", "Không thấy dòng tiêu đề"), (b"", "Chưa chọn tệp")):
            answer = told.officer.post("/desk/statement", files={"file": ("x.csv", content)})
            assert (answer.status_code, words in answer.text) == (422, True), words

    def test_keeps_guarantees_and_ends_them(self, told: Told) -> None:
        address = f"/desk/guarantees/{told.guarantee}"
        assert f'href="{address}"' in told.officer.get("/desk/guarantees").text
        assert 'data-kind="guarantee-register"' in told.officer.get("/desk/guarantees/new").text
        page = told.officer.get(address).text
        assert 'data-kind="guarantee-end"' in page
        assert ("Ngân hàng Thử Nghiệm" in page, "1.000.000 đ" in page) == (True, True)
        for other in ("0", "99999", "x", "-1"):
            assert told.officer.get(f"/desk/guarantees/{other}").status_code == 404, other
        assert NUMBER in told.user.get("/deposit").text
        assert NUMBER not in told.other.get("/deposit").text

    def test_a_declaration_tells_its_taxes(self, told: Told) -> None:
        page = told.officer.get(f"/desk/declarations/{told.numbers[1]}").text
        assert f"{OWN}?declaration={told.numbers[1]}" in page


class TestChart:
    def test_ends_with_today_and_fills_days_on_which_nothing_moved(self, told: Told) -> None:
        one = statement_seen(room(told.house), user_of(told.house), "02DS", RSA_COMPANY, date(2026, 9, 1))
        chart = chart_of(one, date(2026, 9, 5), "vi")
        assert [bar.told[:2] for bar in chart.balance.bars] == ["02", "03", "04", "05"]
        assert max(bar.height for bar in chart.balance.bars) <= 160
        assert len(chart_of(one, date(2026, 10, 9), "vi").balance.bars) == 29

    def test_its_scale_is_round_and_never_too_low(self) -> None:
        assert all(scale(most) >= most for most in (0, 1, 9, 10, 11, 99, 10**12))
