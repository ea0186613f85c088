"""The officers' gate: what is typed or scanned is understood, who sees what, and only what is possible is offered."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from authority.applying import with_officer
from authority.house import House
from authority.linking import secret_of, tell
from authority.transporting import a_goods_list, amend, at_both_ends, registered, take, taken
from demo_pki import RSA_COMPANY
from portal.owned_applying import OFFICER, people
from portal.test_desk_declarations import visitor_of
from portal.visiting import Visitor
from thongquan.authority import transport_gate
from thongquan.base.limits import LIMITS
from thongquan.portal.sessions import Who

ARRIVING = Who("nb01", "officer", "Nguyễn Thị Nhận", certificate="ef" * 32)
ELSEWHERE = Who("xx01", "officer", "Lê Xa", certificate="ef" * 32)
PART = {"hx-request": "true"}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    people(house)
    at_both_ends(house)
    yield house
    house.close()


@pytest.fixture
def officer(house: House) -> Visitor:
    return visitor_of(house, OFFICER)


def approved(house: House, *lists: object) -> str:
    return taken(house, registered(house, RSA_COMPANY, *lists), "declare", "approve")


def on_the_way(house: House, finish_hour: str) -> str:
    made = a_goods_list(f"BK{finish_hour}")
    number = registered(house, RSA_COMPANY, made, start_hour="20", finish_hour=finish_hour)
    return taken(house, number, "declare", "approve", "depart")


def acts(visitor: Visitor, number: str) -> list[str]:
    return re.findall(r'data-act="([a-z-]+)"', visitor.get(f"/desk/gate/{number}").text)


def test_a_number_is_understood_as_it_is_typed_or_scanned(house: House, officer: Visitor) -> None:
    number = approved(house)
    head, tail = number[:8], number[8:]
    for typed in (
        number,
        f" {number} ",
        f"*{number}*",
        f"{head[:4]} {head[4:]} {tail}",
        f"{head[:1]}.{head[1:]}.{tail}",
    ):
        answer = officer.get("/desk/gate", params={"number": typed})
        assert (answer.status_code, answer.headers.get("location")) == (303, f"/desk/gate/{number}"), typed


def test_the_number_of_a_list_opens_its_declaration(house: House, officer: Visitor) -> None:
    number = approved(house, a_goods_list("BK-77"))
    assert officer.get("/desk/gate?number=bk-77").headers["location"] == f"/desk/gate/{number}"


def test_what_is_not_there_is_told_and_the_field_stays(house: House, officer: Visitor) -> None:
    page = officer.get("/desk/gate?number=500000009990")
    assert page.status_code == 200
    assert "Không có tờ khai nào như thế ở cửa của bạn" in page.text
    assert 'value="500000009990"' in page.text


def test_officers_of_other_offices_see_nothing(house: House) -> None:
    number = approved(house)
    with_officer(house, ELSEWHERE.account, "079180000188", office="03CC")
    stranger = visitor_of(house, ELSEWHERE)
    assert number not in stranger.get("/desk/gate").text
    assert stranger.get(f"/desk/gate/{number}").status_code == 404
    assert "<article" not in stranger.get(f"/desk/gate?number={number}", headers=PART).text


def test_what_leaves_is_before_one_office_and_what_is_on_the_way_before_the_other(house: House) -> None:
    number = approved(house)
    leaving, arriving = visitor_of(house, OFFICER), visitor_of(house, ARRIVING)
    listed = f'data-open="{number}"'
    assert (listed in leaving.get("/desk/gate").text, listed in arriving.get("/desk/gate").text) == (True, False)
    taken(house, number, "seal", "depart")
    assert (listed in leaving.get("/desk/gate").text, listed in arriving.get("/desk/gate").text) == (False, True)


def test_only_what_is_possible_is_offered(house: House, officer: Visitor) -> None:
    number = registered(house)
    arriving = visitor_of(house, ARRIVING)
    seen = []
    for steps in ((), ("declare", "approve"), ("seal", "depart"), ("arrive",)):
        taken(house, number, *steps)
        seen.append((acts(officer, number), acts(arriving, number)))
    assert seen == [([], []), (["seal", "depart"], []), ([], ["arrive", "arrive-differing"]), ([], [])]


def test_each_vehicle_is_sealed_by_itself(house: House, officer: Visitor) -> None:
    number = approved(house, a_goods_list(run=1, runs=2), a_goods_list(run=2, runs=2))
    take(house, number, "seal", vehicle="51C-99999", seals=["HQ7"])
    page = officer.get(f"/desk/gate/{number}").text
    assert re.findall(r'data-act="seal" data-run="(\d)"', page) == ["1", "2"]
    assert "Còn phương tiện chưa niêm phong" in page
    for told in ("51C-99999", "HQ7", "CH11", "CH20"):
        assert told in page


def test_nothing_is_sealed_or_leaves_while_its_cancellation_is_asked_for(house: House, officer: Visitor) -> None:
    number = approved(house)
    take(house, number, "ask-cancellation")
    assert acts(officer, number) == []
    assert "đang đề nghị hủy" in officer.get(f"/desk/gate/{number}").text


def test_nothing_is_sealed_or_leaves_before_its_amended_lines_are_answered(house: House, officer: Visitor) -> None:
    number = approved(house, a_goods_list())
    amend(house, number, changes={8: "HB1-9"})
    assert acts(officer, number) == []
    assert "1 dòng sửa chưa xác nhận" in officer.get(f"/desk/gate/{number}").text


def test_what_drivers_told_stands_with_their_transport(house: House, officer: Visitor) -> None:
    number, other = approved(house), approved(house, a_goods_list())
    tell(house, secret_of(house, number), "trouble", note="thủng lốp")
    assert "thủng lốp" in officer.get(f"/desk/gate/{number}").text
    assert "Lái xe báo" not in officer.get(f"/desk/gate/{other}").text


def test_what_is_overdue_stands_on_top(house: House) -> None:
    later, sooner = (on_the_way(house, finish_hour=hour) for hour in ("23", "20"))
    house.clock.now = house.clock.now.replace(hour=15)  # 22:00 in Viet Nam
    page = visitor_of(house, ARRIVING).get("/desk/gate").text
    assert page.index(f'data-open="{sooner}"') < page.index(f'data-open="{later}"')
    assert page.count("quá hạn") == 1


def test_the_page_holds_gate_held_of_each_for_when_there_is_no_network(
    house: House, officer: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LIMITS.gate_held == 25
    numbers = [approved(house, a_goods_list(f"BK{place}")) for place in range(3)]
    for most, told in ((3, False), (2, True)):
        monkeypatch.setattr(transport_gate, "LIMITS", replace(LIMITS, gate_held=most))
        page = officer.get("/desk/gate", headers=PART).text
        held = page.partition('id="gate-held"')[2]
        assert sorted(re.findall(r'<article data-number="(\d+)"', held)) == numbers[:most]
        assert 'data-lists="[&#34;BK0&#34;]"' in held
        assert ("Chỉ những tờ khai đến hạn sớm nhất" in page) is told


def test_the_camera_is_allowed_here_alone(house: House, officer: Visitor) -> None:
    assert "camera=(self)" in officer.get("/desk/gate").headers["permissions-policy"]
    assert "camera=()" in officer.get("/desk/declarations").headers["permissions-policy"]


def test_the_page_says_how_long_what_is_kept(officer: Visitor) -> None:
    page = officer.get("/desk/gate").text
    told = {"offline": 600, "key": 600, "camera": 20, "waiting": 20}
    limits = ("gate_offline_seconds", "gate_key_seconds", "gate_camera_seconds", "gate_waiting")
    assert [getattr(LIMITS, name) for name in limits] == [*told.values()]
    assert all(f'data-{name}="{value}"' in page for name, value in told.items())
