"""The pages of applications, users, terminals and the officers' queue, as each sees them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from authority.applying import (
    a_declarant,
    an_application,
    application_of,
    approved,
    credentials,
    decide,
    drafted,
    everybody,
    send,
)
from authority.house import NAMES, House
from demo_pki import P256_COMPANY, RSA_COMPANY
from portal.visiting import Visitor
from thongquan.portal.sessions import Who

ADMIN = Who(RSA_COMPANY, "admin", NAMES[RSA_COMPANY], company=RSA_COMPANY, certificate="ab" * 32)
OTHER = Who(P256_COMPANY, "admin", NAMES[P256_COMPANY], company=P256_COMPANY, certificate="cd" * 32)
OFFICER = Who("cb01", "officer", "Lê Văn Công", certificate="ef" * 32)
COMPANY = {
    name: an_application()[name] for name in ("company", "address", "phone", "email", "representative", "office")
}


class Company:
    def __init__(self, folder: Path) -> None:
        self.house = House(folder)
        self.signers = everybody(self.house)
        self.admin, self.other, self.officer = (self.somebody(who) for who in (ADMIN, OTHER, OFFICER))

    def somebody(self, who: Who) -> Visitor:
        visitor = Visitor(self.house)
        visitor.log_in(who)
        return visitor

    def begin(self) -> str:
        """The id of a new draft."""
        return str(self.admin.post("/register/application").headers["location"].split("/")[3])

    def sent(self) -> str:
        draft = drafted(self.house, an_application(a_declarant(self.signers[0])))
        send(self.house, draft)
        return str(draft.application.id)

    def with_user(self) -> Any:
        return approved(self.house, a_declarant(self.signers[0]))


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    made = Company(tmp_path)
    yield made
    made.house.close()


def post(visitor: Visitor, path: str, version: int, **fields: Any) -> Any:
    return visitor.post(path, {"version": str(version), **fields})


class TestFillingIn:
    def test_from_nothing_to_a_form_that_can_be_signed(self, company: Company) -> None:
        admin, one = company.admin, company.begin()
        root = f"/register/application/{one}"
        assert post(admin, f"{root}/company", 1, **COMPANY).headers["location"] == f"{root}?saved=1"
        declarant = {"action": "add", "name": "Đặng Thị Thu Hà", "identity": "079185000123"}
        declarant["certificate"] = company.signers[0].certificate.fingerprint
        assert post(admin, f"{root}/declarants/new", 2, **declarant).status_code == 303
        assert post(admin, f"{root}/terminals", 3, terminals="1").status_code == 303
        shown = admin.get(f"{root}?saved=1").text
        assert "Cập nhật thành công" in shown
        assert "Đặng Thị Thu Hà" in shown
        assert f'href="{root}/review"' in shown
        review = admin.get(f"{root}/review").text
        assert 'data-kind="application-send"' in review
        assert f'name="application" value="{one}"' in review

    def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(self, company: Company) -> None:
        root = f"/register/application/{company.begin()}"
        answer = post(company.admin, f"{root}/company", 1, **{**COMPANY, "email": "không phải thư", "phone": ""})
        assert answer.status_code == 422
        assert 'href="#email"' in answer.text
        assert 'href="#phone"' in answer.text
        assert 'value="không phải thư"' in answer.text
        again = post(company.admin, f"{root}/declarants/new", 1, action="add", name="An", identity="12")
        assert again.status_code == 422
        assert 'href="#identity"' in again.text
        assert 'href="#certificate"' in again.text
        assert post(company.admin, f"{root}/terminals", 1, terminals="51").status_code == 422
        assert application_of(company.house, root.split("/")[3]).version == 1

    def test_the_second_of_two_is_told_and_loses_nothing(self, company: Company) -> None:
        root = f"/register/application/{company.begin()}"
        post(company.admin, f"{root}/terminals", 1, terminals="2")
        answer = post(company.admin, f"{root}/company", 1, **{**COMPANY, "address": "Địa chỉ của người thứ hai"})
        assert answer.status_code == 422
        assert "Địa chỉ của người thứ hai" in answer.text
        assert 'name="version" value="2"' in answer.text

    def test_a_declarant_is_changed_and_taken_out(self, company: Company) -> None:
        root = f"/register/application/{company.begin()}"
        one = a_declarant(company.signers[0])
        post(company.admin, f"{root}/declarants/new", 1, **one)
        post(company.admin, f"{root}/declarants/0", 2, **{**one, "name": "Đặng Thu Hà"})
        assert "Đặng Thu Hà" in company.admin.get(root).text
        post(company.admin, f"{root}/declarants/0/drop", 3)
        assert "Đặng Thu Hà" not in company.admin.get(root).text
        assert company.admin.get(f"{root}/declarants/0").status_code == 404

    def test_what_is_known_is_not_typed_twice(self, company: Company) -> None:
        drafted(company.house, an_application())
        assert "12 Lê Lợi" in company.admin.get(f"/register/application/{company.begin()}").text

    def test_an_application_is_withdrawn(self, company: Company) -> None:
        one = company.begin()
        post(company.admin, f"/register/application/{one}/withdraw", 1)
        assert "Đã rút" in company.admin.get(f"/register/application/{one}").text


class TestResults:
    def test_what_nobody_has_read_is_offered_once(self, company: Company) -> None:
        made = company.with_user()
        [user], [terminal] = made.users, made.terminals
        before = company.admin.get("/register/result").text
        assert f'name="passwords.0.user" value="{user}"' in before
        assert f'name="keys.0.terminal" value="{terminal}"' in before
        credentials(company.house, "credentials-read", [user], {terminal: user})
        after = company.admin.get("/register/result").text
        assert "data-sign" not in after

    def test_users_and_terminals_with_what_can_be_done(self, company: Company) -> None:
        made = company.with_user()
        [user], [terminal] = made.users, made.terminals
        credentials(company.house, "credentials-read", [user], {terminal: user})
        users, terminals = company.admin.get("/company/users").text, company.admin.get("/company/terminals").text
        assert "Đặng Thị Thu Hà" in users
        assert f"/company/users/{user}/renew" in users
        assert f"/company/terminals/{terminal}/rotate" in terminals
        for path, kind in (
            (f"/company/users/{user}/renew", "credentials-renew"),
            (f"/company/terminals/{terminal}/rotate", "terminal-rotate"),
            (f"/company/terminals/{terminal}/renew", "credentials-renew"),
            (f"/company/terminals/{terminal}/end", "terminal-end"),
            ("/credentials/check", "credentials-check"),
        ):
            assert f'data-kind="{kind}"' in company.admin.get(path).text

    def test_a_user_is_asked_to_be_changed_or_cancelled_with_one_button(self, company: Company) -> None:
        [user] = company.with_user().users
        change = company.admin.post("/register/application", {"action": "change", "user": user})
        assert change.headers["location"].endswith("/declarants/0")
        assert f'value="{user}" selected' in company.admin.get(change.headers["location"]).text
        remove = company.admin.post("/register/application", {"action": "remove", "user": user})
        assert "Xem lại và gửi" in company.admin.get(remove.headers["location"]).text

    def test_no_page_shows_a_secret(self, company: Company) -> None:
        made = company.with_user()
        shown = credentials(company.house, "credentials-read", made.users, {made.terminals[0]: made.users[0]}).shown
        pages = ["/register/result", "/company/users", "/company/terminals", f"/register/application/{made.id}"]
        told = "".join(company.admin.get(path).text for path in pages)
        assert not any(secret in told for secret in shown.values())


class TestDesk:
    def test_the_queue_has_age_filter_and_export(self, company: Company) -> None:
        one = company.sent()
        queue = company.officer.get("/desk/registrations").text
        assert f'href="/desk/registrations/{one}"' in queue
        assert company.officer.get("/desk/registrations?company=không%20có").text.count("/desk/registrations/") == 0
        assert RSA_COMPANY in company.officer.get("/desk/registrations?format=csv").text

    def test_one_page_has_everything_and_the_look_is_recorded(self, company: Company) -> None:
        one = company.sent()
        page = company.officer.get(f"/desk/registrations/{one}").text
        for told in (
            "Đặng Thị Thu Hà",
            "079185000123",
            "12 Lê Lợi",
            "Lý Thị Gửi",
            "được chấp nhận",
            "application-decide",
        ):
            assert told in page
        assert company.house.rows("SELECT officer, what, version FROM look") == [("cb01", one, 2)]
        decide(company.house, "cb01", one, unseen=True)
        assert "data-sign" not in company.officer.get(f"/desk/registrations/{one}").text

    def test_who_must_be_two_is_told(self, company: Company) -> None:
        [user] = company.with_user().users
        change = {"action": "change", "user": user, "certificate": company.signers[1].certificate.fingerprint}
        draft = drafted(company.house, an_application(change, terminals=0))
        send(company.house, draft)
        path = f"/desk/registrations/{draft.application.id}"
        assert "Chưa ai duyệt." in company.officer.get(path).text
        decide(company.house, "cb02", draft.application.id)
        assert "Đã duyệt lần thứ nhất: cb02." in company.officer.get(path).text


def test_every_page_in_english_has_no_vietnamese_of_ours(company: Company) -> None:
    made, waiting = company.with_user(), None
    draft = company.begin()
    root = f"/register/application/{draft}"
    pages = [
        "/register/application",
        root,
        f"{root}/company",
        f"{root}/declarants/new?action=add",
        f"{root}/declarants/new?action=change",
        f"{root}/declarants/new?action=remove",
        f"{root}/terminals",
        "/register/result",
        "/company/users",
        "/company/terminals",
        f"/company/users/{made.users[0]}/renew",
        f"/company/terminals/{made.terminals[0]}/end",
        "/credentials/check",
    ]
    for path in pages:
        company.admin.cookies["thongquan-lang"] = "en"
        answer = company.admin.get(path, headers={})
        assert answer.status_code == 200, path
        assert len(answer.content) < 100_000, path
    assert waiting is None


def test_the_other_company_finds_nothing_by_any_address(company: Company) -> None:
    """Row 15: every address with an id of the first company's, asked by the other's administrator and by nobody."""
    made, draft = company.with_user(), company.begin()
    root = f"/register/application/{draft}"
    for path in (
        root,
        f"{root}/company",
        f"{root}/terminals",
        f"{root}/review",
        f"{root}/declarants/new",
        f"/company/users/{made.users[0]}/renew",
        f"/company/terminals/{made.terminals[0]}/end",
    ):
        assert company.other.get(path).status_code == 404, path
        assert Visitor(company.house).get(path).status_code in (303, 403), path
    for path in (f"{root}/company", f"{root}/terminals", f"{root}/declarants/new", f"{root}/withdraw"):
        fields = {"action": "add"} if "declarants" in path else {}
        assert post(company.other, path, 1, **fields).status_code == 404, path
    assert application_of(company.house, draft).version == 1
    assert re.search(r"[0-9a-f]{32}", company.other.get("/register/application").text) is None


def test_who_is_logged_in_otherwise_is_refused(company: Company) -> None:
    for path in ("/register/application", "/register/result", "/company/users", "/company/terminals"):
        assert company.officer.get(path).status_code == 403, path
    for path in ("/desk/registrations", f"/desk/registrations/{company.sent()}"):
        assert company.admin.get(path).status_code == 403, path
