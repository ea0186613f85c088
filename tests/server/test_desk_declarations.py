"""The API of an officer's desk for declarations, at a running server: from the queue to the decision."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from authority.applying import officer_signer
from authority.house import a_filing, an_owner
from authority.running import Server
from building import a_mic
from demo_pki import RSA_COMPANY
from server.applying import Applicant, logged_in, prepared
from thongquan.declaration.codec import encode_line

DESK = "/api/v1/desk"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = prepared(Path(tmp_path_factory.mktemp("desk")))
    yield server
    assert server.end() == 0


@pytest.fixture(scope="module")
def officer(server: Server) -> Applicant:
    return logged_in(server, "cb01", officer_signer("cb01"))


def filed(server: Server, bill: str) -> str:
    line = encode_line(a_mic(goods_description="Drone mini", house_bill=bill, **an_owner(bill)))
    return str(server.file(a_filing([line])).json()["outcomes"][0]["decision"]["number"])


def test_from_the_queue_to_the_decision(server: Server, officer: Applicant) -> None:
    number = filed(server, "API1")
    [waiting] = [
        one["waiting"]
        for one in officer.get(f"{DESK}/declarations").json()["rows"]
        if one["waiting"]["number"] == number
    ]
    says = {"number": number, "channel": waiting["channel"], "state": waiting["state"], "verdict": "goods-fit"}
    unseen = officer.post("/api/v1/deeds/declaration-decide", {"account": "cb01", "says": says})
    assert (unseen.status_code, unseen.json()["code"]) == (409, "NOT-LOOKED-AT")
    shown = officer.get(f"{DESK}/declarations/{number}").json()
    assert "goods-fit" in {one["name"] for one in shown["steps"]}
    assert shown["signature"]["report"]["verdict"] == "valid"
    assert officer.do("declaration-decide", **says).json()["outcome"]["state"] == "inspection"


def test_whoever_tries_unseen_is_counted(server: Server, officer: Applicant) -> None:
    def tried() -> float:
        lines = server.client.get("/metrics").text.splitlines()
        return float(next(one for one in lines if one.startswith("thongquan_unseen_decisions_total ")).split()[1])

    before = tried()
    says = {"number": filed(server, "API2"), "channel": "3", "state": "registered", "verdict": "goods-fit"}
    officer.post("/api/v1/deeds/declaration-decide", {"account": "cb01", "says": says})
    assert tried() == before + 1


def test_what_is_scanned_is_found(server: Server, officer: Applicant) -> None:
    number = filed(server, "API3")
    assert officer.get(f"{DESK}/found?text=api-3").json() == [number]
    assert officer.get(f"{DESK}/found?text={number}").json() == [number]


def test_nobody_else_reads_any_of_it(server: Server) -> None:
    number, admin = filed(server, "API4"), logged_in(server, RSA_COMPANY)
    for path in ("declarations", f"declarations/{number}", f"found?text={number}"):
        assert admin.get(f"{DESK}/{path}").json()["code"] == "NOT-FOUND"
        assert server.client.get(f"{DESK}/{path}").status_code in (401, 403, 404)


def test_several_are_decided_on_over_the_api_once_each_was_opened(server: Server, officer: Applicant) -> None:
    numbers = [filed(server, "API5"), filed(server, "API6")]
    opened = [officer.get(f"{DESK}/declarations/{number}").json()["decision"] for number in numbers]
    rows = {one["waiting"]["number"]: one for one in officer.get(f"{DESK}/declarations").json()["rows"]}
    assert [rows[number]["is_seen"] for number in numbers] == [True, True]
    each = [
        {
            "number": one["number"],
            "version": str(rows[one["number"]]["waiting"]["version"]),
            "channel": one["channel"],
            "state": one["state"],
        }
        for one in opened
    ]
    unseen = [{**each[0], "version": "1"}]
    says = {"verdict": "hold", "reason": "chờ lệnh"}
    told = {"account": "cb01", "says": {**says, "declarations": unseen}}
    assert officer.post("/api/v1/deeds/declarations-decide", told).json()["code"] == "NOT-LOOKED-AT"
    outcome = officer.do("declarations-decide", **says, declarations=each).json()["outcome"]
    assert [outcome[number] for number in numbers] == ["held", "held"]
    assert {one["waiting"]["state"] for one in officer.get(f"{DESK}/declarations?team=00").json()["rows"]} >= {"held"}
