"""A printed form is compared with the books: who has both numbers learns the state, nobody else anything."""

import msgspec
import pytest

from authority.deciding import decide
from authority.house import House, a_filing, lines_of
from thongquan.authority.refusals import NotFound
from thongquan.authority.verifying_print import PrintedState, printed_state
from thongquan.storage.database import open_for_reading
from thongquan.storage.reading_room import SqliteReadingRoom

HOUSE_BILL = "SEL00000001VN"


@pytest.fixture
def registered(house: House) -> str:
    [answer] = house.file(a_filing(lines_of(HOUSE_BILL, "SEL00000002VN")))
    return str(answer["outcomes"][0]["decision"]["number"])


def asked(house: House, number: str, bill: str) -> PrintedState | None:
    ledger = house.parts.ledger
    room = SqliteReadingRoom(open_for_reading(house.service.data), ledger.vault)
    try:
        return printed_state(room, number, bill)
    except NotFound:
        return None


@pytest.mark.parametrize("bill", [HOUSE_BILL, "sel-0000-0001 vn"])
def test_both_numbers_lead_to_state_day_and_office(house: House, registered: str, bill: str) -> None:
    found = asked(house, registered, bill)
    assert found is not None
    assert (found.number, found.form) == (registered, "MIC")
    assert found.registered_at.startswith("2026-09-02")
    assert found.office_name


def test_what_is_told_holds_nothing_of_the_goods_or_the_people(house: House, registered: str) -> None:
    told = msgspec.json.encode(asked(house, registered, HOUSE_BILL)).decode()
    assert {*msgspec.json.decode(told)} == {
        "number",
        "form",
        "state",
        "registered_at",
        "cleared_at",
        "office_code",
        "office_name",
    }


@pytest.mark.parametrize(
    ("number", "bill"),
    [
        ("{number}", "SEL00000002VN"),
        ("{number}", "SEL0000000IVN"),
        ("{number}", ""),
        ("{number}", "-"),
        ("100000009990", HOUSE_BILL),
        ("000000000000", HOUSE_BILL),
        ("", HOUSE_BILL),
        ("1e11", HOUSE_BILL),
        ("١٠٠٠٠٠٠٠٠٠١٠", HOUSE_BILL),
        ("9" * 400, HOUSE_BILL),
        ("{number}", "x" * 100_000),
        ("{number}' OR 1=1 --", HOUSE_BILL),
    ],
)
def test_one_number_alone_leads_nowhere(house: House, registered: str, number: str, bill: str) -> None:
    assert asked(house, number.format(number=registered), bill) is None


def test_the_state_is_the_latest(house: House) -> None:
    [answer] = house.file(a_filing(lines_of(HOUSE_BILL, goods_description="Drone")))
    waiting = answer["outcomes"][0]["decision"]
    before = asked(house, waiting["number"], HOUSE_BILL)
    decide(house, waiting["number"], "refuse", "Hàng cấm")
    after = asked(house, waiting["number"], HOUSE_BILL)
    assert before is not None
    assert after is not None
    assert (before.state, after.state, after.cleared_at) == ("registered", "refused", "")
