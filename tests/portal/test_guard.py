"""Row 23: nothing changes because another site's page wanted it. `test_every_page.py` tries it on every route."""

import pytest

from authority.house import House
from portal.visiting import ORIGIN, Visitor, urlencoded
from thongquan.portal.cookies import SESSION
from thongquan.portal.forms import FORM_FIELD

FORM = "application/x-www-form-urlencoded"


def attempt(visitor: Visitor, **changed: str | None) -> int:
    """Logging out by a form as our page sends it, but for what is `changed`."""
    headers = {"origin": ORIGIN, "sec-fetch-site": "same-origin", "content-type": FORM, **changed}
    token = headers.pop("token", visitor.token())
    body = urlencoded(**{FORM_FIELD: token}) if token is not None else b""
    given = {name: value for name, value in headers.items() if value is not None}
    return visitor.ask("POST", "/logout", content=body, headers=given).status_code


def test_our_own_form_is_carried_out(visitor: Visitor) -> None:
    visitor.log_in()
    assert attempt(visitor) == 303
    assert SESSION not in visitor.cookies


@pytest.mark.parametrize(
    "changed",
    [
        {"token": None},
        {"token": ""},
        {"token": "x" * 43},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1:8450"},
        {"origin": ORIGIN + ".evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": None, "sec-fetch-site": None},
        {"content-type": "text/plain"},
        {"content-type": "text/plain; boundary=application/json"},
        {"content-type": None},
        {"content-type": "application/json; charset=utf-7"},
    ],
    ids=str,
)
def test_what_another_site_can_send_is_refused(visitor: Visitor, changed: dict[str, str | None]) -> None:
    session = visitor.log_in()
    assert 400 <= attempt(visitor, **changed) < 500
    assert visitor.sessions.of_account(session.who.account, visitor.house.clock())[0].handle == session.handle


def test_an_old_browser_that_tells_only_the_origin_is_believed(visitor: Visitor) -> None:
    visitor.log_in()
    assert attempt(visitor, **{"sec-fetch-site": None}) == 303


def test_the_secret_of_another_session_does_not_count(house: House) -> None:
    mine, other = Visitor(house), Visitor(house)
    mine.log_in()
    other.log_in()
    assert attempt(mine, token=other.token()) == 403


def test_before_login_the_secret_of_the_form_is_that_of_the_cookie(visitor: Visitor) -> None:
    assert attempt(visitor) == 303
    assert attempt(visitor, token="another") == 403
    visitor.cookies.clear()
    assert attempt(visitor, token="") == 403


def test_the_secret_from_before_login_does_not_count_after_it(visitor: Visitor) -> None:
    before = visitor.token()
    visitor.log_in()
    assert attempt(visitor, token=before) == 403


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "PROPFIND"])
def test_nothing_but_post_changes_anything(visitor: Visitor, method: str) -> None:
    visitor.log_in()
    headers = {"origin": ORIGIN, "content-type": FORM}
    body = urlencoded(**{FORM_FIELD: visitor.token()})
    assert visitor.ask(method, "/logout", content=body, headers=headers).status_code == 400


class TestTheApiWithASessionsCookie:
    @pytest.mark.parametrize(
        ("headers", "code"),
        [
            ({}, "FORM-FOREIGN"),
            ({"origin": "https://evil.example"}, "FORM-FOREIGN"),
            ({"origin": ORIGIN}, "FORM-KIND"),
            ({"origin": ORIGIN, "content-type": "text/plain"}, "FORM-KIND"),
            ({"origin": ORIGIN, "content-type": FORM}, "FORM-KIND"),
            ({"origin": ORIGIN, "content-type": "application/json"}, "FORM-STALE"),
            ({"origin": ORIGIN, "content-type": "application/json", "x-csrf-token": "x"}, "FORM-STALE"),
        ],
    )
    def test_is_refused_as_a_form_is(self, visitor: Visitor, headers: dict[str, str], code: str) -> None:
        visitor.log_in()
        answer = visitor.ask("POST", "/api/v1/anything", content=b"{}", headers=headers)
        assert (answer.json()["code"], answer.headers["content-type"]) == (code, "application/problem+json")

    def test_passes_from_our_own_page(self, visitor: Visitor) -> None:
        visitor.log_in()
        headers = {"origin": ORIGIN, "content-type": "application/json", "x-csrf-token": visitor.token()}
        assert visitor.ask("POST", "/api/v1/anything", content=b"{}", headers=headers).status_code == 404

    def test_without_a_cookie_it_is_the_callers_own_affair(self, visitor: Visitor) -> None:
        assert visitor.ask("POST", "/api/v1/anything", content=b"{}").status_code == 404

    def test_reading_needs_no_secret(self, visitor: Visitor) -> None:
        visitor.log_in()
        assert visitor.get("/readyz").status_code == 200
