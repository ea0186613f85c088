"""The pages about certificates: what they show of whom, and what is refused before anybody signs."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from authority.accounts import register_admin
from authority.house import House, the_pki
from authority.signers import YEAR, Holder, confirmed, registered, suspended
from demo_pki import NOW, P256_COMPANY, RSA_COMPANY
from portal.visiting import Visitor
from thongquan.portal.sessions import Who

RSA = the_pki().rsa
ADMIN = Who(RSA_COMPANY, "admin", "Công ty Thử Nghiệm", company=RSA_COMPANY, certificate=RSA.certificate.fingerprint)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """One for each test: certificates are registered and suspended in it."""
    house = House(tmp_path)
    yield house
    house.close()


@pytest.fixture
def visitor(house: House) -> Visitor:
    return Visitor(house)


@pytest.fixture
def admin(house: House) -> Visitor:
    register_admin(house, RSA)
    visitor = Visitor(house)
    visitor.log_in(ADMIN)
    return visitor


def chosen(visitor: Visitor, holder: Any, **more: str) -> Any:
    return visitor.post("/register/certificate", {"pasted": b64encode(holder.certificate.der).decode(), **more})


class TestTheTaskList:
    def test_leads_whoever_is_not_logged_in_through_the_first_steps(self, visitor: Visitor) -> None:
        page = visitor.get("/register").text
        for address in ("/certificate", "/register/certificate", "/register/account", "/login"):
            assert f'href="{address}"' in page
        assert 'href="/register/result"' not in page

    def test_tells_who_is_logged_in_what_is_next(self, admin: Visitor) -> None:
        page = admin.get("/register").text
        assert page.count("Đã xong") == 4
        assert page.count("Làm được ngay") == 1
        assert 'href="/register/application"' in page


class TestRegistering:
    def test_shows_first_what_the_issuer_wrote(self, visitor: Visitor) -> None:
        page = chosen(visitor, holder := Holder()).text
        assert holder.certificate.serial in page
        assert "Công ty TNHH Chuyển phát nhanh Thử Nghiệm" in page
        assert 'data-kind="certificate-register"' in page

    def test_proposes_three_years_or_the_certificates_end(self, visitor: Visitor) -> None:
        assert 'value="2029-07-31"' in chosen(visitor, Holder()).text
        assert 'value="2029-09-01"' in chosen(visitor, Holder(made_at=NOW)).text

    def test_offers_no_signature_with_what_would_be_refused(self, visitor: Visitor) -> None:
        page = chosen(visitor, Holder(made_at=NOW - 4 * YEAR)).text
        assert "data-kind" not in page
        assert "Chứng thư này chưa đăng ký được" in page

    @pytest.mark.parametrize("fields", [{}, {"pasted": "AAAA"}, {"pasted": "MIIB"}])
    def test_of_what_is_no_certificate_tells_at_its_field(self, visitor: Visitor, fields: dict[str, str]) -> None:
        answer = visitor.post("/register/certificate", fields)
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text

    def test_in_place_of_another_keeps_which(self, visitor: Visitor) -> None:
        old = RSA.certificate.fingerprint
        assert f'name="replaces" value="{old}"' in visitor.get(f"/register/certificate?replaces={old}").text
        assert f'name="replaces" value="{old}"' in chosen(visitor, Holder(), replaces=old).text
        assert 'name="replaces" value=""' in visitor.get("/register/certificate?replaces=<x>").text


class TestTheList:
    def test_is_for_who_is_logged_in(self, visitor: Visitor) -> None:
        assert visitor.get("/company/certificates").status_code in (303, 401, 403)

    def test_shows_each_with_its_state_and_who_uses_it(self, house: House, admin: Visitor) -> None:
        waits, lost = Holder(), Holder()
        registered(house, lost)
        confirmed(house, lost, RSA)
        suspended(house, lost, RSA)
        registered(house, waits, replaces=RSA.certificate.fingerprint)
        page = admin.get("/company/certificates").text
        for word in ("Đang có hiệu lực", "Chờ xác nhận", "Đã ngừng", RSA_COMPANY, "đang dùng ở phiên này"):
            assert word in page
        assert f"/company/certificates/{waits.certificate.fingerprint}/confirm" in page
        assert f"/company/certificates/{lost.certificate.fingerprint}/suspend" not in page
        assert the_pki().p256.certificate.serial not in page


class TestAnAct:
    def test_stands_on_a_page_of_its_own(self, house: House, admin: Visitor) -> None:
        registered(house, one := Holder())
        for act in ("confirm", "suspend", "end"):
            page = admin.get(f"/company/certificates/{one.certificate.fingerprint}/{act}").text
            assert f'data-kind="certificate-{act}"' in page
            assert f'name="fingerprint" value="{one.certificate.fingerprint}"' in page

    @pytest.mark.parametrize("act", ["confirm", "register", "Suspend"])
    def test_that_does_not_fit_is_not_there(self, admin: Visitor, act: str) -> None:
        assert admin.get(f"/company/certificates/{RSA.certificate.fingerprint}/{act}").status_code == 404

    def test_on_another_companys_certificate_is_not_there(self, admin: Visitor) -> None:
        theirs = the_pki().p256.certificate.fingerprint
        for act in ("confirm", "suspend", "end"):
            assert admin.get(f"/company/certificates/{theirs}/{act}").status_code == 404


class TestTheAdministratorsPage:
    @staticmethod
    def page(visitor: Visitor, account: str = RSA_COMPANY) -> str:
        named = f"serial={RSA.certificate.serial}&fingerprint={RSA.certificate.fingerprint}"
        return str(visitor.get(f"/register/account?account={account}&{named}").text)

    def test_fills_in_the_number_of_the_password_that_is_replaced(self, admin: Visitor) -> None:
        assert 'name="replaces" type="text" aria-describedby="replaces-hint" autocomplete="off" value="1"' in " ".join(
            self.page(admin).split()
        )

    def test_tells_it_to_nobody_else(self, house: House, admin: Visitor) -> None:
        register_admin(house, the_pki().p256)
        for visitor, account in ((Visitor(house), RSA_COMPANY), (admin, P256_COMPANY)):
            assert 'name="replaces"' in (page := self.page(visitor, account))
            assert 'value="1"' not in page


def test_the_record_tells_what_was_done_and_by_whom(house: House, admin: Visitor) -> None:
    page = admin.get("/company/record").text
    assert "Đăng ký/cập nhật tài khoản quản trị" in page
    assert "Người vận hành đăng ký doanh nghiệp" in page
    assert admin.get("/company/record?after=x").status_code == 200
    assert "<details>" in page
    assert "<details>" not in admin.get("/company/record?after=1").text
