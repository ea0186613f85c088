"""What holds of every route of the portal, found by asking the portal itself: a new page is in these tests at once."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from authority.house import House
from demo_pki import RSA_COMPANY
from portal.owned import OWNED, STRANGERS
from portal.routes import Route, all_routes, changing, not_owned
from portal.visiting import A_USER, ORIGIN, Visitor
from thongquan.portal.cookies import SESSION
from thongquan.portal.forms import FORM_FIELD
from thongquan.portal.sessions import Who
from thongquan.portal.shell import Shell
from thongquan.server.api import api

EVERYBODY: list[Who | None] = [
    None,
    A_USER,
    Who(RSA_COMPANY, "admin", "Công ty Thử Nghiệm", company=RSA_COMPANY, certificate="ab" * 32),
    Who("CC01", "officer", "Trần Công Chức", certificate="ef" * 32),
]
URLENCODED, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
OURS = {"origin": ORIGIN, "sec-fetch-site": "same-origin"}
DISPOSITION = 'Content-Disposition: form-data; name="csrf"'


def forgeries(token: str) -> Iterator[tuple[str, dict[str, str], bytes]]:
    """What another site's page can make a browser send, and what a form of ours never is."""
    good = f"{FORM_FIELD}={token}".encode()
    part = f"--b\r\n{DISPOSITION}\r\n\r\n{token}\r\n--b--\r\n".encode()
    yield "no secret", OURS | {"content-type": URLENCODED}, b"name=value"
    yield "nothing at all", OURS | {"content-type": URLENCODED}, b""
    yield "a wrong secret", OURS | {"content-type": URLENCODED}, b"csrf=" + b"x" * 43
    yield "the secret twice", OURS | {"content-type": URLENCODED}, good + b"&" + good
    yield "the secret in the address", OURS | {"content-type": URLENCODED}, b""
    yield "JSON without header", OURS | {"content-type": "application/json"}, b'{"csrf": "%s"}' % token.encode()
    yield "multipart without secret", OURS | {"content-type": MULTIPART}, part.replace(token.encode(), b"")
    yield "text/plain", OURS | {"content-type": "text/plain"}, good
    yield "no kind", OURS, good
    for origin in ("https://evil.example", "null", "http://127.0.0.1:9", "http://localhost:8450", ""):
        yield f"origin {origin!r}", {"origin": origin, "content-type": URLENCODED}, good
    for site in ("cross-site", "same-site", "none", ""):
        yield f"site {site!r}", {"sec-fetch-site": site, "content-type": URLENCODED}, good
    yield "neither origin nor site", {"content-type": URLENCODED}, good


class Recording:
    """In the place of all pages: whether a request came as far as them."""

    def __init__(self) -> None:
        self.reached = 0

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.reached += 1
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def routes(house: House) -> list[Route]:
    return all_routes(house)


def guarded(house: House, who: Who | None) -> tuple[Visitor, Recording]:
    visitor, pages = Visitor(house), Recording()
    visitor.app = Shell(visitor.counter, visitor.sessions, pages, pages)
    if who is not None:
        visitor.log_in(who)
    return visitor, pages


@pytest.mark.parametrize("who", EVERYBODY, ids=lambda who: who.kind if who else "nobody")
def test_no_page_takes_what_another_site_sends(house: House, routes: list[Route], who: Who | None) -> None:
    visitor, pages = guarded(house, who)
    tried = 0
    for route in changing(routes):
        for name, headers, body in forgeries(visitor.token()):
            path = f"{route.sample}?csrf={visitor.token()}" if name == "the secret in the address" else route.sample
            answer = visitor.ask(route.method, path, content=body, headers=headers)
            assert 400 <= answer.status_code < 500, (route, name)
            assert pages.reached == 0, (route, name)
            tried += 1
    assert tried >= 18 * len(changing(routes)) > 0


def test_every_page_takes_what_its_own_form_sends(house: House, routes: list[Route]) -> None:
    """Else the crawl above would prove nothing."""
    visitor, pages = guarded(house, A_USER)
    for route in changing(routes):
        assert visitor.post(route.sample).status_code == 200, route
    assert pages.reached == len(changing(routes))


def test_no_call_of_the_api_with_a_sessions_cookie_passes_for_another_site(house: House) -> None:
    visitor, beyond = guarded(house, A_USER)
    described = api(visitor.clerk, house.parts.desk, house.parts.ledger.attachments)  # type: ignore[arg-type] # a clerk without a thread
    paths = [route.path for route in described.routes if route.methods - {"GET", "HEAD", "OPTIONS"}]  # type: ignore[union-attr] # HTTP routes
    assert paths
    for path in (*paths, "/api/v1/not-there-yet"):
        for name, headers, body in forgeries(visitor.token()):
            answer = visitor.ask("POST", path, content=body, headers=headers)
            assert (answer.status_code in (403, 415), beyond.reached) == (True, 0), (path, name)


def test_every_change_is_by_post(routes: list[Route]) -> None:
    assert {one.method for one in changing(routes)} == {"POST"}


def test_looking_changes_nothing(house: House, routes: list[Route]) -> None:
    connection = house.books.connection
    before = connection.total_changes()
    for who in EVERYBODY:
        visitor = Visitor(house)
        if who is not None:
            visitor.log_in(who)
        open_before = [one.handle for one in visitor.sessions]
        for route in routes:
            if route.method == "GET":
                visitor.get(route.sample)
        assert [one.handle for one in visitor.sessions] == open_before
    assert connection.total_changes() == before


def answers(house: House, routes: list[Route]) -> Iterator[tuple[str, Any]]:
    """What each kind of visitor gets from each route, and from addresses that are not there."""
    visitor = Visitor(house)
    for who in EVERYBODY:
        for route in [*routes, Route("GET", "/not-there"), Route("POST", "/not-there"), Route("GET", "/?lang=en")]:
            visitor.become(who)
            answer = visitor.get(route.sample) if route.method == "GET" else visitor.post(route.sample)
            yield f"{who.kind if who else 'nobody'} {route.method} {route.path}", answer
    visitor.become(None)
    forged = visitor.ask("POST", "/logout", content=b"x", headers={"content-type": "text/plain"})
    yield "a forged form", forged


POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
}


def test_every_answer_carries_the_headers(house: House, routes: list[Route]) -> None:
    for name, answer in answers(house, routes):
        headers = answer.headers
        policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
        assert {key: policy[key] for key in POLICY} == POLICY, name
        assert "unsafe" not in headers["content-security-policy"], name
        assert headers["x-content-type-options"] == "nosniff", name
        is_bearer = "/t/" in name
        assert headers["referrer-policy"] == ("strict-origin" if is_bearer else "same-origin"), name
        assert headers.get("x-robots-tag", "") == ("noindex, nofollow" if is_bearer else ""), name
        assert headers["cross-origin-opener-policy"] == "same-origin", name
        assert headers["cache-control"] == "no-store", name
        films = answer.status_code == 200 and name.endswith("GET /desk/gate")
        assert ("camera=(self)" if films else "camera=()") in headers["permissions-policy"], name
        assert "strict-transport-security" not in headers, name
        assert answer.status_code < 500, name


def test_by_tls_browsers_are_told_to_stay_with_it(house: House) -> None:
    answer = Visitor(house, secure=True).get("/")
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\son\w+\s*=|\sstyle\s*=|<style|javascript:", re.IGNORECASE)
REMOTE = re.compile(r"""(?:src|href|action)\s*=\s*["'](?:https?:)?//""", re.IGNORECASE)


def test_no_page_has_anything_inline_or_remote_and_every_form_its_secret(house: House, routes: list[Route]) -> None:
    for name, answer in answers(house, routes):
        text = answer.text
        if not answer.headers["content-type"].startswith("text/html"):
            continue
        assert INLINE.findall(text) == [], name
        assert REMOTE.findall(text) == [], name
        assert len(text.encode()) < 100_000, name
        for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
            if 'method="post"' in form:
                assert f'name="{FORM_FIELD}"' in form, name


def test_every_route_with_an_id_says_whose_it_is(routes: list[Route]) -> None:
    assert not_owned(routes) == []
    assert OWNED.keys() <= {(one.method, one.path) for one in routes}


def test_a_route_of_which_nobody_says_whose_it_is_would_be_noticed() -> None:
    route = Route("GET", "/company/users/{account:str}")
    assert not_owned([route, Route("GET", "/about")]) == [route]
    assert route.sample == "/company/users/SAMPLE01"


def _parts(path: str, address: str) -> Iterator[tuple[str, str]]:
    """Each part of a route's path with that of an address of it."""
    return zip(path.split("/"), address.split("/"), strict=True)


@pytest.mark.parametrize("key", sorted(OWNED), ids=str)
def test_what_is_anothers_is_not_there(house: House, key: tuple[str, str]) -> None:
    owned = OWNED[key]
    address, fields = owned.address(house), owned.fields(house)
    if owned.public:
        return
    visitor = Visitor(house)
    for stranger in STRANGERS:
        visitor.become(stranger)
        made_up = "/".join("SAMPLE01" if "{" in told else part for told, part in _parts(key[1], address))
        seen, nothing = (
            visitor.get(one) if key[0] == "GET" else visitor.post(one, fields) for one in (address, made_up)
        )
        assert seen.status_code == nothing.status_code in (303, 403, 404), (key, stranger)
        assert seen.text.replace(address, made_up) == nothing.text, (key, stranger)
    visitor.become(owned.owner)
    assert SESSION in visitor.cookies
    mine = visitor.get(address) if key[0] == "GET" else visitor.post(address, fields)
    assert mine.status_code in (200, 303), key
