"""The public pages: what they say of receipts, printed forms and certificates, without script."""

import re
from base64 import b64encode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from authority.house import House, a_filing, lines_of, the_pki
from demo_pki import RSA_COMPANY
from portal.visiting import Visitor
from signing.certificates import Ca
from signing.receipts import a_receipt
from thongquan.base.limits import LIMITS
from thongquan.signing.receipt import write_receipt

PKI = the_pki()
RECEIPT = write_receipt(a_receipt(PKI))
DER = PKI.certificate().der
BILL = "SEL00000001VN"


@pytest.fixture(scope="module")
def number(house: House) -> str:
    [answer] = house.file(a_filing(lines_of(BILL)))
    return str(answer["outcomes"][0]["decision"]["number"])


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


class TestTheFirstPage:
    def test_tells_the_state_from_real_readings(self, visitor: Visitor) -> None:
        visitor.clerk.waiting_lines = 12_345
        told = text_of(visitor.get("/").text)
        assert "Nhận hồ sơ Đang nhận" in told
        assert "thongquan-test" in told
        assert "Tờ khai đang chờ xử lý 12.345" in told
        assert "02/09/2026" in told

    def test_says_so_when_nothing_can_be_entered(self, visitor: Visitor) -> None:
        visitor.clerk.healthy = False
        assert "Nhận hồ sơ Tạm ngừng" in text_of(visitor.get("/").text)

    def test_leads_only_to_what_is_there(self, visitor: Visitor) -> None:
        page = visitor.get("/").text
        for address in set(re.findall(r'<a [^>]*href="(/[^"]*)"', page)):
            assert visitor.get(address).status_code == 200, address


class TestAReceipt:
    def shown(self, visitor: Visitor, content: bytes, name: str = "r.json") -> str:
        answer = visitor.post("/verify/receipt", files={"receipt": (name, content, "application/json")})
        assert answer.status_code == 200
        return text_of(answer.text)

    def test_that_is_good_is_valid_with_every_check_in_words(self, visitor: Visitor) -> None:
        told = self.shown(visitor, RECEIPT)
        assert "Biên nhận hợp lệ" in told
        assert told.count("Đúng ") == 5
        assert "Sai" not in told
        assert "tờ khai nằm trong lô đã ký" in told

    @pytest.mark.parametrize(
        ("content", "reason"),
        [
            (RECEIPT.replace("ÁO THUN".encode(), "ÁO DÀI_".encode()), "Sai tờ khai nằm trong lô đã ký"),
            (b"{}", "Sai dạng của tệp biên nhận"),
            (b"", "Sai dạng của tệp biên nhận"),
            (b"\xff\xfe" * 900, "Sai dạng của tệp biên nhận"),
        ],
    )
    def test_that_was_changed_is_not_and_the_link_that_broke_is_named(
        self, visitor: Visitor, content: bytes, reason: str
    ) -> None:
        told = self.shown(visitor, content)
        assert "Biên nhận không hợp lệ" in told
        assert reason in told

    def test_must_be_chosen(self, visitor: Visitor) -> None:
        answer = visitor.post("/verify/receipt", files={"receipt": ("", b"", "application/octet-stream")})
        assert (answer.status_code, answer.text.count("Chưa chọn tệp.")) == (422, 2)

    def test_too_large_is_refused(self, visitor: Visitor) -> None:
        content = b"x" * (LIMITS.form_file_bytes + 1)
        answer = visitor.post("/verify/receipt", files={"receipt": ("r", content, "application/json")})
        assert answer.status_code == 413

    def test_name_is_data(self, visitor: Visitor) -> None:
        assert (
            "../../<b>.json" not in visitor.post("/verify/receipt", files={"receipt": ("../../<b>.json", b"{}")}).text
        )


class TestAPrintedForm:
    def test_whose_numbers_belong_together_shows_its_state(self, visitor: Visitor, number: str) -> None:
        spaced = f" {number[:4]} {number[4:]} "
        told = text_of(visitor.post("/verify/print", {"number": spaced, "house_bill": BILL.lower()}).text)
        assert "Tờ in khớp với sổ" in told
        assert f"Số tờ khai {number}" in told
        assert "Ngày đăng ký 02/09/2026" in told

    def test_not_there_and_not_yours_are_the_same_page(self, visitor: Visitor, number: str) -> None:
        asked = [
            {"number": number, "house_bill": "SEL00000009VN"},
            {"number": "100000009990", "house_bill": "SEL00000009VN"},
        ]
        wrong, missing = (visitor.post("/verify/print", one) for one in asked)
        assert "Không tìm thấy tờ khai như vậy" in wrong.text
        assert wrong.status_code == missing.status_code
        assert wrong.text.replace(number, "100000009990") == missing.text

    def test_needs_both_numbers_and_keeps_what_was_typed(self, visitor: Visitor) -> None:
        answer = visitor.post("/verify/print", {"number": "107000000000", "house_bill": " "})
        assert (answer.status_code, answer.text.count("Ô này còn trống.")) == (422, 2)
        assert 'value="107000000000"' in answer.text

    def test_may_be_asked_so_often_and_no_more(self, house: House) -> None:
        visitor, other = Visitor(house), Visitor(house)
        other.app, other.source = visitor.app, "192.0.2.8"
        fields = {"number": "100000009990", "house_bill": "X"}
        codes = [visitor.post("/verify/print", fields).status_code for _ in range(LIMITS.prints_asked)]
        assert set(codes) == {200}
        refused = visitor.post("/verify/print", fields)
        assert (refused.status_code, 0 < int(refused.headers["retry-after"]) <= LIMITS.prints_asked_seconds) == (
            429,
            True,
        )
        assert other.post("/verify/print", fields).status_code == 200


class TestACertificate:
    def test_is_told_with_owner_numbers_and_every_check(self, visitor: Visitor) -> None:
        answer = visitor.post("/certificate", {"pasted": ""}, files={"certificate": ("c.cer", DER)})
        told = text_of(answer.text)
        assert "Chứng thư này dùng được" in told
        assert f"Mã số thuế {RSA_COMPANY}" in told
        assert "subject UID" in told
        assert told.count("Đúng ") == 4

    def test_may_be_pasted(self, visitor: Visitor) -> None:
        pem = x509.load_der_x509_certificate(DER).public_bytes(Encoding.PEM).decode()
        assert "Chứng thư này dùng được" in visitor.post("/certificate", {"pasted": pem}).text

    def test_of_somebody_unknown_is_told_with_the_reason(self, visitor: Visitor) -> None:
        told = text_of(visitor.post("/certificate", {"pasted": b64encode(Ca("Lạ").issue()).decode()}).text)
        assert "Chứng thư này chưa dùng được" in told
        assert "Sai chuỗi đến nơi cấp được tin cậy" in told
        assert "Chưa xét chưa bị thu hồi" in told

    @pytest.mark.parametrize("name", ["c.p12", "c.cer"])
    def test_in_a_key_file_is_refused_before_anything_is_opened(self, visitor: Visitor, name: str) -> None:
        answer = visitor.post("/certificate", {"pasted": ""}, files={"certificate": (name, PKI.p12().read_bytes())})
        assert answer.status_code == 422
        assert "không được mở và không được giữ lại" in answer.text

    def test_by_the_api_is_the_same_look(self, visitor: Visitor) -> None:
        sent = {"certificate": b64encode(DER).decode()}
        answer = visitor.ask("POST", "/api/v1/certificates/look", json=sent)
        assert answer.status_code == 200
        assert answer.json()["tax_code"] == RSA_COMPANY
        assert [one["state"] for one in answer.json()["checks"]] == ["good"] * 4

    @pytest.mark.parametrize("sent", [{}, {"certificate": 1}, {"certificate": "", "trusted": True}, [], None])
    def test_by_the_api_takes_nothing_else(self, visitor: Visitor, sent: object) -> None:
        assert 400 <= visitor.ask("POST", "/api/v1/certificates/look", json=sent).status_code < 500


def test_a_source_that_asks_too_fast_waits(house: House) -> None:
    visitor = Visitor(house, wait=lambda source: 2.4)
    answer = visitor.get("/")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")


def test_a_program_that_asks_too_fast_is_told_when_to_come_back(house: House) -> None:
    visitor = Visitor(house, wait=lambda source: 2.4)
    answer = visitor.ask("POST", "/api/v1/certificates/look", json={"certificate": ""})
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3")
