"""How a whole filing stands, in one question: the answer, and what was decided since."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest

from authority.deciding import decide, decide_over
from authority.house import SECRET, House, a_filing, an_owner
from authority.running import Server
from building import a_mic
from thongquan.authority.ports import Numbers
from thongquan.declaration.codec import encode_line
from thongquan.storage.database import open_for_reading
from thongquan.storage.reading_room import SqliteReadingRoom
from thongquan.storage.sealing import open_vault

READER = {"Authorization": f"Bearer {SECRET.decode()}"}


def a_drone(house: str) -> bytes:
    """Controlled goods: they wait for an officer."""
    return encode_line(a_mic(goods_description="Drone mini", house_bill=house, **an_owner(house)))


def numbers_of(answer: dict[str, Any]) -> list[str]:
    return [one["decision"]["number"] for one in answer["outcomes"]]


def clear(server: Server, number: str) -> dict[str, Any]:
    with server.office() as office:
        decided: dict[str, Any] = decide_over(office, number, reason="đã xem").json()["decision"]
    return decided


def decisions(server: Server, answer: dict[str, Any]) -> list[dict[str, Any]]:
    told = server.client.get(f"/api/v1/filings/{answer['filing']}/decisions", headers=READER)
    assert (told.status_code, told.headers["content-type"].partition(";")[0]) == (200, "application/x-ndjson")
    return [msgspec.json.decode(line) for line in told.content.splitlines()]


def test_only_what_was_decided_since_the_answer_is_told(server: Server) -> None:
    answer = server.file(a_filing([a_drone(f"SINCE{n}") for n in range(3)])).json()
    assert decisions(server, answer) == []
    done = clear(server, numbers_of(answer)[1])
    assert decisions(server, answer) == [done]


def test_a_filing_with_nothing_registered_has_no_decisions(server: Server) -> None:
    server.file(a_filing([a_drone("TWICE1")]))
    assert decisions(server, server.file(a_filing([a_drone("TWICE1")])).json()) == []


def test_decisions_on_another_readers_filing_are_not_told(server: Server) -> None:
    ours = server.file(a_filing([a_drone("NEARA1")])).json()
    theirs = server.file(a_filing([a_drone("NEARB1")], reader="cd" * 32)).json()
    clear(server, numbers_of(theirs)[0])
    assert decisions(server, ours) == []
    path = f"/api/v1/filings/{theirs['filing']}/decisions"
    assert server.client.get(path, headers=READER).json()["code"] == "NOT-FOUND"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    yield house
    house.close()


def test_pages_follow_each_other_and_never_leave_the_filing(house: House) -> None:
    """Even a reader who asks for all numbers there are gets their own filing's only."""
    answers = [house.file(a_filing([a_drone(f"{name}{n}") for n in range(5)]))[0] for name in ("PAGEA", "PAGEB")]
    for answer in answers:
        for number in numbers_of(answer):
            decide(house, number, "clear", "đã xem")
    room = SqliteReadingRoom(open_for_reading(house.service.data), open_vault(house.service.keys_folder()))
    batch, reader = bytes.fromhex(answers[0]["filing"].replace("-", "")), sha256(SECRET).digest()
    among, pages = Numbers(0, 10**12), []
    while page := room.decided_since(batch, reader, among, 2, 0):
        pages.append([str(one.number) for one in page])
        among = Numbers(page[-1].number + 1, among.last)
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [number for page in pages for number in page] == numbers_of(answers[0])
    assert room.decided_since(batch, sha256(b"another").digest(), Numbers(0, 10**12), 2, 0) == []
