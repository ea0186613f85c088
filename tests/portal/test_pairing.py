"""The code that pairs a page with the signing helper: one for each browser session, on every page that signs."""

import re

from authority.house import House
from portal.browser.signing import a_visit
from portal.visiting import A_USER, Visitor
from thongquan.base.limits import LIMITS
from thongquan.base.pairing import read_code
from thongquan.portal.sessions import Sessions

SHOWN = re.compile(r'data-port="(\d+)" data-secret="([A-Z2-7-]+)"')


def code_on(visitor: Visitor, path: str = "/login") -> str:
    [(port, code)] = SHOWN.findall(visitor.get(path).text)
    assert int(port) == LIMITS.signer_port
    assert len(read_code(code)) == 16
    return str(code)


def test_a_browser_keeps_its_code_from_page_to_page(visitor: Visitor) -> None:
    assert code_on(visitor) == code_on(visitor, "/account/password") == code_on(visitor, "/credentials/check")


def test_another_browser_has_another(house: House) -> None:
    assert code_on(Visitor(house)) != code_on(Visitor(house))


def test_it_stays_through_the_login_and_through_a_change_of_what_the_session_may_do() -> None:
    visit = a_visit("vi")
    visit.sessions = Sessions()
    before = visit.pairing()
    visit.log_in(A_USER)
    assert visit.pairing() == before
    visit.step_up(acts_for="9907654321")
    assert visit.pairing() == before


def test_it_does_not_tell_the_secret_of_the_forms() -> None:
    visit = a_visit("vi")
    code = visit.pairing()
    assert visit.before_login not in code
    assert read_code(code) not in visit.before_login.encode()


def test_pages_that_do_not_sign_have_none(visitor: Visitor) -> None:
    assert SHOWN.findall(visitor.get("/").text) == []
    assert SHOWN.findall(visitor.get("/verify").text) == []
