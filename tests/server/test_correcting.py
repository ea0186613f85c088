"""Corrections over a real server: against a clearance at the same moment, and what their filer reads back."""

from base64 import b64encode
from collections.abc import Callable
from threading import Barrier, Thread
from time import sleep
from typing import Any

import httpx
import pytest
from msgspec.structs import asdict

from authority.deciding import KIND, decide_over
from authority.house import SECRET, a_filing, an_owner, the_pki
from authority.running import Server
from building import a_mic
from thongquan.authority.stages import Received
from thongquan.declaration.codec import encode_line
from thongquan.declaration.model import ImportCorrection

READER = {"Authorization": f"Bearer {SECRET.decode()}"}


def a_yellow(house: str, **changes: Any) -> dict[str, Any]:
    return asdict(a_mic(goods_description="Drone mini", house_bill=house, **an_owner(house), **changes))


def registered(server: Server, house: str) -> str:
    answer = server.file(a_filing([encode_line(a_mic(**a_yellow(house)))])).json()
    number: str = answer["outcomes"][0]["decision"]["number"]
    with server.office() as office:
        assert decide_over(office, number, "goods-fit").status_code == 200
    return number


def a_correction(number: str, house: str, **changes: Any) -> Received:
    line = encode_line(ImportCorrection(**a_yellow(house, **changes), number=number))
    return a_filing([line], kind="correction")


def outcome(answer: httpx.Response) -> str:
    """The number that was given, or why none was."""
    [one] = answer.json()["outcomes"]
    return str(one["decision"]["number"] if one["outcome"] == "registered" else one["faults"][0]["code"])


def a_clearance(office: httpx.Client, number: str) -> dict[str, str]:
    """Signed by an officer who looked at it as it is now."""
    told = office.get(f"/office/declarations/{number}").json()["decision"]
    says = {"number": told["number"], "channel": told["channel"], "state": told["state"], "verdict": "clear"}
    says |= {"reason": "", "ground": ""}
    text = office.post(f"/office/deeds/{KIND}", json={"account": "cb01", "says": says}).json()["text"]
    return {"text": text, "signature": b64encode(the_pki().officer("cb01").sign(text.encode())).decode()}


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What each came to; they begin at the same moment."""
    barrier, done = Barrier(len(works)), dict[int, Any]()

    def run(place: int, work: Callable[[], Any]) -> None:
        barrier.wait(10)
        done[place] = work()

    threads = [Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return [done[place] for place in range(len(works))]


@pytest.mark.parametrize("attempt", range(7))
def test_of_a_correction_and_a_clearance_at_once_exactly_one_wins_and_the_other_is_told_why(
    server: Server, attempt: int
) -> None:
    house = f"RACE{attempt}"
    number = registered(server, house)
    correction = a_correction(number, house, packages=2)
    with server.office() as office:
        deed = a_clearance(office, number)
        sooner, later = (
            max(0, attempt - 3) / 100,
            max(0, 3 - attempt) / 100,
        )  # from the lead of one to that of the other
        filed, cleared = at_once(
            lambda: sleep(sooner) or server.file(correction),
            lambda: sleep(later) or office.post("/office/deeds", json=deed),
        )
        now = office.get(f"/office/declarations/{number}").json()["decision"]
    if outcome(filed) == f"{number[:11]}1":
        assert (cleared.json()["faults"][0]["code"], now["state"]) == ("DECLARATION-CHANGED", "inspection")
    else:
        assert outcome(filed) == "MIC-CORRECTION-CLEARED"
        assert (cleared.status_code, now["state"], now["number"]) == (200, "cleared", number)


def test_who_looked_at_it_before_it_was_corrected_does_not_clear_it(server: Server) -> None:
    number = registered(server, "LOOKED1")
    with server.office() as office:
        deed = a_clearance(office, number)
        assert outcome(server.file(a_correction(number, "LOOKED1", packages=2))) == f"{number[:11]}1"
        told = office.post("/office/deeds", json=deed)
    assert [one["code"] for one in told.json()["faults"]] == ["DECLARATION-CHANGED"]


def test_a_correction_after_the_clearance_is_told_why_it_came_too_late(server: Server) -> None:
    number = registered(server, "LATE1")
    with server.office() as office:
        assert office.post("/office/deeds", json=a_clearance(office, number)).is_success
    assert outcome(server.file(a_correction(number, "LATE1", packages=2))) == "MIC-CORRECTION-CLEARED"


def test_nine_corrections_and_the_refused_tenth(server: Server) -> None:
    number = registered(server, "NINE1")
    for count in range(1, 11):
        told = outcome(server.file(a_correction(f"{number[:11]}{count - 1}", "NINE1", packages=count + 1)))
        assert told == (f"{number[:11]}{count}" if count < 10 else "MIC-CORRECTION-LIMIT")
    asked = {"direction": "import", "number": number}
    called = server.client.get("/api/v1/call-ups", params=asked, headers=READER)
    assert (called.status_code, called.json()["facts"]["result_code"]) == (409, "E0003")
    told = server.client.get("/api/v1/references", params=asked, headers=READER).json()
    assert [one["changes"][0]["after"] for one in told["versions"]] == [str(count) for count in range(2, 11)]


def test_what_was_decided_on_a_correction_is_told_to_its_reader(server: Server) -> None:
    number = registered(server, "SINCE9")
    answer = server.file(a_correction(number, "SINCE9", packages=2)).json()
    path = f"/api/v1/filings/{answer['filing']}/decisions"
    assert server.client.get(path, headers=READER).content == b""
    with server.office() as office:
        decide_over(office, number, "hold", "chờ")
    [told] = server.client.get(path, headers=READER).text.splitlines()
    assert (f'"number":"{number[:11]}1"' in told, '"state":"held"' in told) == (True, True)


@pytest.mark.parametrize("what", ["call-ups", "references"])
def test_without_secret_or_session_nothing_is_called_up(server: Server, what: str) -> None:
    told = server.client.get(f"/api/v1/{what}", params={"direction": "import", "number": "100000000010"})
    assert told.json()["code"] == "LOGIN-NEEDED"
