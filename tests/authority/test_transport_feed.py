"""The steps of a transport in its company's feed: each once, in order, among the acts; to nobody else."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from authority.accounts import register_admin
from authority.house import House, a_filing, lines_of, the_pki
from authority.test_feed import told
from authority.test_webhooks import FEW, events
from authority.transporting import a_goods_list, amend, answer, at_both_ends, kept, registered, take, taken
from authority.webhooking import added, tell, waiting
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.transport_case import TransportNotNow


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "h", FEW)
    at_both_ends(house)
    yield house
    house.close()


def test_every_step_is_told_once_in_order_after_the_acts_that_were_there(house: House) -> None:
    number = registered(house, RSA_COMPANY, a_goods_list())
    taken(house, number, "declare", "approve")
    house.file(a_filing(lines_of("A1")))
    amend(house, number, changes={7: "Kem chống nắng"})
    amended = house.books.transports.body(kept(house, number)).goods_lists[0].lines[0].amended
    answer(house, number, amended)
    taken(house, number, "seal", "depart")
    house.file(a_filing(lines_of("X1"), key="p256"))
    take(house, number, "arrive-differing")
    told_of = [(one.cursor, one.step, one.state, one.version) for one in told(house) if one.kind == "transport"]
    assert told_of == [
        ("0-1", "register", "drafted", 1),
        ("0-2", "declare", "declared", 2),
        ("0-3", "approve", "approved", 3),
        ("1-1", "amend", "approved", 4),
        ("1-2", "amendment-accept", "approved", 5),
        ("1-3", "seal", "approved", 6),
        ("1-4", "depart", "departed", 7),
        ("2-1", "arrive-differing", "differing", 8),
    ]
    whole = told(house)
    assert [one.kind for one in whole[3:5]] == ["registered", "transport"]
    assert {one.number for one in whole if one.kind == "transport"} == {number}
    assert b"version" not in msgspec.json.encode(whole[3]), "what is no transport says what it always said"
    pages, after = list[str](), ""
    while page := told(house, after=after, limit=2):
        pages += [one.cursor for one in page]
        after = pages[-1]
    assert pages == [one.cursor for one in whole]
    assert [one.kind for one in told(house, P256_COMPANY)] == ["registered"]


def test_a_step_that_was_refused_is_not_told(house: House) -> None:
    number = registered(house)
    before = told(house)
    with pytest.raises(TransportNotNow):
        take(house, number, "depart")
    assert told(house) == before


def test_who_follows_is_woken_and_a_webhook_gets_it(house: House) -> None:
    register_admin(house, the_pki().rsa)
    added(house)
    house.books.companies_told()
    number = registered(house)
    assert house.books.companies_told() == {RSA_COMPANY}
    [delivery] = waiting(house)
    [event] = events(delivery)
    assert (event["kind"], event["number"], event["step"], event["version"]) == ("transport", number, "register", 1)
    tell(house, delivery)
    assert waiting(house) == []
