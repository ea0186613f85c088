"""The page behind a driver's link: what it shows and takes without script, and that nothing dead tells why it is."""

import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import httpx
import pytest

from authority.house import House
from authority.linking import DRIVER, end_link, give_link, under_way
from authority.listing import user_of
from authority.transporting import at_both_ends, taken
from demo_pki import NOW, RSA_COMPANY
from portal.visiting import Visitor
from thongquan.authority.transport_links_seen import ReportShown, reports_seen
from thongquan.base.limits import LIMITS
from thongquan.portal.forms import FORM_FIELD
from thongquan.portal.sessions import Who
from thongquan.portal.transport_links import proposed
from thongquan.registration.secret import link_hash
from thongquan.server.logs import loggable

LISTS = count(1)
JSON = {"accept": "application/json"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("driver"))
    at_both_ends(house)
    yield house
    house.close()


@pytest.fixture
def number(house: House) -> str:
    return under_way(house, list_number=f"BK{next(LISTS)}")


@pytest.fixture
def link(house: House, number: str) -> str:
    return give_link(house, number).shown["transport_link"]


def reports(house: House, number: str) -> list[ReportShown]:
    return reports_seen(house.books, user_of(house), number)


def fields_of(page: httpx.Response, what: str) -> dict[str, str]:
    """The form of one thing to tell, as it was sent."""
    form = re.search(rf'<details[^>]*data-what="{what}".*?</details>', page.text, re.DOTALL)
    assert form
    return dict(re.findall(r'<input[^>]*name="(\w+)" value="([^"]*)"', form[0]))


def offered(page: httpx.Response) -> list[str]:
    """What stands there to be pressed."""
    found = re.findall(r'<details class="tell [^>]*data-what="(\w+)"([^>]*)>', page.text)
    return [what for what, rest in found if "hidden" not in rest]


def test_vehicles_seals_and_what_comes_next_stand_there_and_nothing_of_the_company(
    house: House, visitor: Visitor, number: str, link: str
) -> None:
    page = visitor.get(link)
    for told in (number, "51C-12345", "HQ0001", "CH10", "CH11", "HB1", DRIVER, "được đi"):
        assert told in page.text
    assert offered(page) == ["ready", "left", "seal", "trouble"]
    for hidden in ("Công ty Thử Nghiệm", "Sao Mai", "Kem dưỡng da", user_of(house), 'href="/'):
        assert hidden not in page.text.replace('href="/static/', "")


def test_without_script_two_presses_tell_it(house: House, visitor: Visitor, number: str, link: str) -> None:
    form = fields_of(visitor.get(link), "left")
    form.pop(FORM_FIELD)
    answer = visitor.post(link, {**form, "note": "kẹt xe", "seals": "HQ0001, HQ0002"})
    assert (answer.status_code, answer.headers["location"]) == (303, link)
    [report] = reports(house, number)
    assert (report.what, report.note, report.seals, report.told_at) == ("left", "kẹt xe", ["HQ0001", "HQ0002"], "")
    page = visitor.get(link)
    assert "kẹt xe" in page.text
    assert offered(page) == ["arrived", "seal", "trouble"]
    assert visitor.post(link, {**form, "note": "kẹt xe", "seals": "HQ0001, HQ0002"}).status_code == 303
    assert len(reports(house, number)) == 1


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_is_kept(visitor: Visitor, link: str) -> None:
    page = visitor.post(link, {"id": "ab" * 16, "what": "seal", "note": "x" * 301, "seals": "HQ7"})
    assert page.status_code == 422
    assert 'href="#seal-note"' in page.text
    assert fields_of(page, "seal") | {FORM_FIELD: ""} == {
        FORM_FIELD: "", "id": "ab" * 16, "what": "seal", "told_at": "", "note": "x" * 301, "seals": "HQ7"
    }  # fmt: skip


def test_a_note_that_looks_like_a_program_is_shown_as_it_was_typed(visitor: Visitor, link: str) -> None:
    visitor.post(link, {"id": "ab" * 16, "what": "trouble", "note": "<script>alert(1)</script>"})
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in visitor.get(link).text


def test_a_script_is_answered_in_json_and_told_what_is_refused(visitor: Visitor, link: str) -> None:
    asked = {"id": "cd" * 16, "what": "left"}
    first, again = (visitor.post(link, asked, headers=JSON) for _ in range(2))
    assert first.json() == again.json() == {**asked, "received_at": first.json()["received_at"]}
    other = visitor.post(link, {**asked, "what": "arrived"}, headers=JSON)
    assert (other.status_code, other.json()["code"]) == (409, "TRANSPORT-REPORT-ID-TAKEN")
    dead = visitor.post("/t/" + "x" * 24, asked, headers=JSON)
    assert (dead.status_code, dead.json()["code"]) == (404, "TRANSPORT-LINK-DEAD")


def test_what_is_unknown_ended_or_over_answers_alike(house: House, visitor: Visitor, number: str) -> None:
    unknown = "/t/" + "x" * 24
    given = [give_link(house, number, hours=hours) for hours in (1, 48)]
    end_link(house, number, given[1].outcome["link"])
    before = house.clock.now
    house.clock.now += timedelta(hours=2)
    ended_transport = under_way(house, list_number=f"BK{next(LISTS)}")
    third = give_link(house, ended_transport, hours=48)
    taken(house, ended_transport, "depart", "arrive")
    house.clock.now += timedelta(minutes=LIMITS.transport_late_minutes + 1)
    try:
        for ask in (visitor.get, lambda path: visitor.post(path, {"id": "ab" * 16, "what": "left"})):
            answers = [ask(one) for one in (unknown, *(done.shown["transport_link"] for done in (*given, third)))]
            assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
            assert len({str({**one.headers, "date": ""}) for one in answers}) == 1
    finally:
        house.clock.now = before


def test_one_link_is_asked_for_so_often_and_so_is_one_address(visitor: Visitor, link: str) -> None:
    now = visitor.counter.clock().timestamp()
    for _ in range(LIMITS.link_asked - 1):
        visitor.counter.link.take(link_hash(link.removeprefix("/t/")).hex(), now)
    assert [visitor.get(link).status_code for _ in range(2)] == [200, 429]
    for _ in range(LIMITS.links_asked - 3):
        visitor.counter.links.take(visitor.source, visitor.counter.clock().timestamp())
    assert [visitor.get("/t/unknown").status_code for _ in range(2)] == [404, 429]
    visitor.source = "192.0.2.9"
    assert visitor.get("/t/unknown").status_code == 404
    assert visitor.get(link).status_code == 429  # from wherever
    later = now + LIMITS.links_asked_seconds + 1
    visitor.counter.link.take(link_hash(link.removeprefix("/t/")).hex(), later)


def test_the_address_is_kept_out_of_log_referrer_cache_and_searches(visitor: Visitor, link: str) -> None:
    headers = visitor.get(link).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "strict-origin"
    assert headers["x-robots-tag"] == "noindex, nofollow"
    assert loggable(link) == "other"


def test_a_form_of_another_site_tells_nothing(house: House, visitor: Visitor, number: str, link: str) -> None:
    asked = {"id": "ab" * 16, "what": "left"}
    forged = visitor.post(link, asked, headers={"origin": "https://evil.example", "sec-fetch-site": "cross-site"})
    assert (forged.status_code, reports(house, number)) == (403, [])


def test_its_company_sees_links_and_what_was_told_but_no_secret(
    house: House, visitor: Visitor, number: str, link: str
) -> None:
    end_link(house, number, give_link(house, number).outcome["link"])
    visitor.post(link, {"id": "ab" * 16, "what": "seal", "note": "chì <b>đứt</b>", "seals": "HQ9"})
    visitor.become(Who(user_of(house), "user", "Người khai", company=RSA_COMPANY, certificate="ab" * 32))
    page = visitor.get(f"/transport/{number}/links")
    for told in (DRIVER, "Đang dùng được", "Hết dùng", "chì &lt;b&gt;đứt&lt;/b&gt;", "HQ9", "Cấp liên kết mới"):
        assert told in page.text
    assert link.removeprefix("/t/") not in page.text
    page = visitor.get(f"/transport/{number}")
    for told in (f'href="/transport/{number}/links"', "chì &lt;b&gt;đứt&lt;/b&gt;"):
        assert told in page.text, "from the transport itself"


def test_the_office_reads_what_was_told_where_it_decides(
    house: House, visitor: Visitor, number: str, link: str
) -> None:
    visitor.post(link, {"id": "ab" * 16, "what": "seal", "note": "chì đứt"})
    visitor.become(Who("cb01", "officer", "Lê Văn Công", certificate="ab" * 32))
    page = visitor.get(f"/desk/transports/{number}").text
    assert ("chì đứt" in page, "/links" in page) == (True, False), "and gives no links"


@pytest.mark.parametrize(
    ("due", "until"),
    [(-5, "2026-09-02 22:00"), (24, "2026-09-03 22:00"), (24 * 30, "2026-09-16 10:00")],
    ids=["overdue", "tomorrow", "in a month"],
)
def test_a_new_link_is_proposed_until_some_hours_after_the_planned_end(due: int, until: str) -> None:
    assert f"{proposed(NOW + timedelta(hours=due), NOW):%Y-%m-%d %H:%M}" == until
