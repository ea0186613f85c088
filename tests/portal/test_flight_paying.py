"""What a flight owes and what pays it: seen and chosen before it is signed, and what lacked money is signed again."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from authority.applying import with_officer
from authority.depositing import OFFICE, figures, open_account, top_up
from authority.house import House
from authority.test_guarantees import LONG_AGO, NUMBER, end, left, register
from demo_pki import P256_COMPANY, RSA_COMPANY
from portal.flying import a_manifest, a_row, declarant, filed, rows_of, signed, the_declarant, to_sign, uploaded, wait
from portal.test_deposit import dots, text_of
from portal.visiting import Visitor
from thongquan.declarant.flight_model import Batch
from thongquan.portal.flight_filing import waits_for_money
from thongquan.portal.flight_paying import reckoned
from thongquan.portal.flight_record import FILED_OF, packed
from thongquan.portal.flight_rows import refusals_of
from thongquan.signing.statement import read_statement

VAT = 32_868
"""Of one parcel of `a_manifest`, in đồng."""
GUARANTEED = f"general:{NUMBER}"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    with_officer(house, "cb01")
    yield house
    house.close()


@pytest.fixture
def visitor(house: House) -> Visitor:
    return declarant(house)


def a_flight(visitor: Visitor, count: int = 3) -> str:
    """Its statement is composed."""
    place = uploaded(visitor, a_manifest(count))
    to_sign(visitor, place)
    return place


def page_of(visitor: Visitor, place: str) -> str:
    return text_of(visitor.get(f"{place}/sign").text)


def choose(visitor: Visitor, place: str, security: str) -> tuple[int, str]:
    [batch] = re.findall(r'name="batch" value="([^"]+)"', visitor.get(f"{place}/sign").text) or [""]
    answer = visitor.post(f"{place}/security", {"batch": batch, "security": security})
    return answer.status_code, text_of(answer.text)


def secured_by(house: House) -> list[str]:
    numbers = [number for (number,) in house.rows("SELECT number FROM declaration ORDER BY number")]
    return [house.books.case(str(number)).decision.secured_by for number in numbers]


class TestBeforeSigning:
    def test_the_page_says_what_the_account_will_hold_once_the_flight_is_filed(
        self, house: House, visitor: Visitor
    ) -> None:
        open_account(house, 1_000_000)
        place = a_flight(visitor)
        told = page_of(visitor, place)
        assert f"Thuế tạm giữ khi đăng ký {dots(3 * VAT)} đ" in told
        assert "Khả dụng hiện nay 1.000.000 đ" in told
        filed(visitor, place)
        assert f"Còn lại sau lô này {dots(figures(house).available)} đ" in told

    def test_it_says_how_many_would_be_refused_for_want_of_money(self, house: House, visitor: Visitor) -> None:
        open_account(house, 2 * VAT - 1)
        place = a_flight(visitor)
        told = page_of(visitor, place)
        assert "2 trong 3 tờ khai sẽ không được đăng ký vì thiếu tiền" in told
        assert f"Còn thiếu {dots(VAT + 1)} đ" in told
        filed(visitor, place)
        assert len(secured_by(house)) == 1

    def test_without_account_taxes_are_paid_elsewhere(self, visitor: Visitor) -> None:
        assert "Doanh nghiệp chưa có tài khoản tiền gửi tại 02DS" in page_of(visitor, a_flight(visitor))

    def test_nothing_is_told_of_a_principals_account(self, house: House, visitor: Visitor) -> None:
        """Nor is the broker's own told as if it paid."""
        open_account(house, 1_000_000)
        open_account(house, 700_000, P256_COMPANY, reference="FT26245000002")
        register(house)
        place, broker = a_flight(visitor), Visitor(house)
        broker.log_in(replace(the_declarant(house, P256_COMPANY, "p256"), acts_for=RSA_COMPANY))
        of_broker = uploaded(broker, a_manifest(1))
        assert broker.post(f"{of_broker}/prepare").status_code == 303
        assert "1.000.000" in page_of(visitor, place)
        told = page_of(broker, of_broker)
        assert f"Thuế tạm giữ khi đăng ký {dots(VAT)} đ" in told
        assert [secret for secret in ("1.000.000", "700.000", NUMBER, "Khả dụng") if secret in told] == []

    def test_an_export_owes_nothing_here(self, visitor: Visitor) -> None:
        ports = {"Loading Port": "VNDAD", "Unloading Port": "KRICN"}
        place = uploaded(visitor, a_manifest(1, {1: ports}), direction="export")
        to_sign(visitor, place)
        assert "Thuế của lô" not in page_of(visitor, place)

    def test_of_a_batch_that_was_judged_before_taxes_were_kept_nothing_is_said(self) -> None:
        assert reckoned(Batch(OFFICE, "import", 1, "", [1]), None, None) is None


class TestChoosingAGuarantee:
    def test_it_goes_into_what_is_signed_and_secures_the_flight(self, house: House, visitor: Visitor) -> None:
        open_account(house, 1_000_000)
        account, place = register(house), a_flight(visitor)
        assert choose(visitor, place, GUARANTEED)[0] == 303
        text = to_sign(visitor, place)
        assert f'"security":{{"kind":"general","number":"{NUMBER}"}}' in text
        assert f"Cách nộp thuế Bảo lãnh chung số {NUMBER}" in page_of(visitor, place)
        filed(visitor, place)
        assert secured_by(house) == [NUMBER] * 3
        assert (left(house, account), figures(house).available) == ((1_000_000 - 3 * VAT, 3 * VAT), 1_000_000)

    def test_the_deposit_account_is_chosen_again_the_same_way(self, house: House, visitor: Visitor) -> None:
        register(house)
        place = a_flight(visitor)
        choose(visitor, place, GUARANTEED)
        choose(visitor, place, "deposit")
        assert "security" not in to_sign(visitor, place)

    def test_those_that_may_be_used_today_at_this_office_are_offered_with_room_and_last_day(
        self, house: House, visitor: Visitor
    ) -> None:
        register(house, 500_000)
        register(house, number="CUA-TRUOC", **LONG_AGO)
        register(house, number="NOI-KHAC", company=P256_COMPANY)
        told = visitor.get(f"{a_flight(visitor)}/sign").text
        assert re.findall(r'name="security" value="([^"]+)"', told) == ["deposit", GUARANTEED]
        assert "còn 500.000 đ, hết hạn 31/12/2026" in told

    def test_another_is_refused_in_words_and_nothing_changes(self, house: House, visitor: Visitor) -> None:
        register(house)
        register(house, number="CUA-TRUOC", **LONG_AGO)
        register(house, number="CUA-AI", company=P256_COMPANY)
        place = a_flight(visitor)
        before = to_sign(visitor, place)
        for number, told in {
            "CUA-TRUOC": "Bảo lãnh chung số CUA-TRUOC đã hết hiệu lực từ sau 01/09/2026.",
            "CUA-AI": "Doanh nghiệp không được dùng bảo lãnh chung số CUA-AI.",
            "KHONG-CO": "Không có bảo lãnh chung số KHONG-CO tại cơ quan Hải quan này.",
        }.items():
            status, page = choose(visitor, place, f"general:{number}")
            assert (status, told in page) == (422, True), number
        assert to_sign(visitor, place) == before

    def test_one_for_a_transport_document_secures_those_of_it_alone(self, house: House, visitor: Visitor) -> None:
        """The page says so, and how many others would be refused."""
        register(house, scope="individual", bill=a_row(2)["HAWB"])
        place = a_flight(visitor)
        assert choose(visitor, place, f"individual:{NUMBER}")[0] == 303
        told = page_of(visitor, place)
        assert "2 trong 3 tờ khai sẽ bị từ chối vì không thuộc vận đơn của bảo lãnh" in told
        assert f"Thuế tạm giữ khi đăng ký {dots(VAT)} đ" in told
        assert f"Còn lại sau lô này {dots(1_000_000 - VAT)} đ" in told
        filed(visitor, place)
        assert secured_by(house) == [NUMBER]

    def test_what_no_page_sends_is_refused(self, house: House, visitor: Visitor) -> None:
        register(house)
        place = a_flight(visitor)
        for security in ("", "general", "general:", "other:BL-1", "general:bl 1"):
            assert choose(visitor, place, security)[0] == 400, security

    def test_the_statement_before_is_not_filed(self, house: House, visitor: Visitor) -> None:
        register(house)
        place = a_flight(visitor)
        before = to_sign(visitor, place)
        choose(visitor, place, GUARANTEED)
        assert read_statement(before.encode()).batch not in to_sign(visitor, place)
        assert visitor.post(f"{place}/sign", signed(before)).status_code == 409
        assert visitor.post(f"{place}/security", {"batch": "x", "security": "deposit"}).status_code == 409

    def test_ended_before_it_was_signed_the_page_says_so_and_has_nothing_signed(
        self, house: House, visitor: Visitor
    ) -> None:
        register(house)
        place = a_flight(visitor)
        choose(visitor, place, GUARANTEED)
        end(house)
        shown = visitor.get(f"{place}/sign").text
        assert f"Bảo lãnh chung số {NUMBER} đã chấm dứt." in shown
        assert "Dùng bảo lãnh còn hiệu lực hoặc tài khoản tiền gửi." in shown
        assert "data-sign" not in shown
        assert choose(visitor, place, "deposit")[0] == 303
        assert "data-sign" in visitor.get(f"{place}/sign").text


class TestAfterFiling:
    def test_what_lacked_money_is_told_with_the_amount_and_the_way_to_pay(self, house: House, visitor: Visitor) -> None:
        open_account(house, 2 * VAT - 1)
        shown = filed(visitor, place := a_flight(visitor))
        assert "2 vận đơn chờ tiền hoặc bảo lãnh tại 02DS" in shown
        assert (
            f"Thuế của chúng là {dots(2 * VAT)} đ; tài khoản tiền gửi ở đó hiện còn {dots(VAT - 1)} đ, "
            f"còn thiếu {dots(VAT + 1)} đ." in shown
        )
        assert 'href="/deposit"' in shown
        waiting = rows_of(visitor.get(f"{place}?filed=waits").text)
        assert set(waiting) == {2, 3}
        assert f"chỉ còn {dots(VAT - 1)} VND, không đủ nộp {dots(VAT)} VND" in waiting[2]
        assert "Nộp thêm tiền vào tài khoản tiền gửi rồi gửi lại" in waiting[2]
        assert rows_of(visitor.get(f"{place}?filed=turned-down").text) == {}

    def test_once_money_is_there_it_is_signed_again_and_nothing_is_filed_twice(
        self, house: House, visitor: Visitor
    ) -> None:
        open_account(house, 2 * VAT - 1)
        filed(visitor, place := a_flight(visitor))
        top_up(house, VAT + 1, reference="FT26245000002")
        assert "đã đủ" in visitor.get(place).text
        assert visitor.post(f"{place}/again").status_code == 303
        assert "2 tờ khai" in wait(visitor, place)
        shown = filed(visitor, place)
        assert (figures(house).available, secured_by(house)) == (0, ["deposit"] * 3)
        assert "chờ tiền" not in shown.partition("<table")[0].partition("<h2>Sau khi nộp")[2]

    def test_all_of_a_flight_that_a_guarantee_did_not_secure_is_signed_again_with_another(
        self, house: House, visitor: Visitor
    ) -> None:
        """It was ended after its statement was shown."""
        register(house)
        place = a_flight(visitor)
        choose(visitor, place, GUARANTEED)
        text = to_sign(visitor, place)
        end(house)
        visitor.post(f"{place}/sign", signed(text))
        shown = wait(visitor, place)
        assert f"Bảo lãnh chung số {NUMBER} đã chấm dứt. Dùng bảo lãnh còn hiệu lực" in rows_of(shown)[1]
        assert "Bảo lãnh đã chọn không dùng được" in shown
        open_account(house, 1_000_000)
        visitor.post(f"{place}/again")
        wait(visitor, place)
        filed(visitor, place)
        assert secured_by(house) == ["deposit"] * 3

    def test_nothing_is_judged_again_where_nothing_waits(self, visitor: Visitor) -> None:
        filed(visitor, place := a_flight(visitor, 1))
        assert visitor.post(f"{place}/again").status_code == 303
        assert visitor.post(f"{place}/prepare").status_code == 422


def test_what_was_answered_before_its_facts_were_kept_opens_still() -> None:
    [kept] = FILED_OF.decode(packed({1: (0, 1, "", "", "", ["DEPOSIT-TOO-LITTLE"])})).values()
    assert (waits_for_money(kept), kept.needed) == (True, 0)
    [told] = refusals_of(kept)
    assert told["text"]["vi"].startswith("Tài khoản tiền gửi hoặc bảo lãnh của … tại … chỉ còn … VND")
    assert told["fix"]["vi"].startswith("Nộp thêm tiền")
