"""What was erased by retention is answered as gone (410), in both languages, never as an error of ours."""

from datetime import UTC, datetime
from pathlib import Path

import httpx

from authority.deciding import decide_over
from authority.house import SECRET, a_filing, lines_of
from authority.running import Server
from storage.operating import operator_at, work_of
from thongquan.storage.erasing import erase

READER = {"Authorization": f"Bearer {SECRET.decode()}"}


def test_what_was_erased_is_gone_over_http(tmp_path: Path) -> None:
    server = Server(tmp_path)
    red = a_filing(lines_of("A1", goods_description="Drone"))
    told = server.file(red).json()
    number = told["outcomes"][0]["decision"]["number"]
    with server.office() as office:
        assert decide_over(office, number, "refuse", "hàng cấm").status_code == 200
    server.end()
    operator = operator_at(tmp_path, datetime(2031, 9, 3, 5, tzinfo=UTC))
    with operator.ledger() as ledger:
        assert erase(ledger, work_of(operator), None).filings == 1
    server.start()
    verdict = {"number": number, "channel": "3", "state": "refused", "verdict": "clear"}
    answers: list[httpx.Response] = [
        server.file(red),
        server.client.get(f"/api/v1/filings/{told['filing']}", headers=READER),
        server.client.get(f"/api/v1/declarations/{number}", headers=READER),
    ]
    with server.office() as office:
        answers += [
            office.get(f"/office/declarations/{number}"),
            office.post("/office/deeds/declaration-decide", json={"account": "cb01", "says": verdict}),
        ]
    assert [(one.status_code, one.json()["code"]) for one in answers] == [(410, "ERASED")] * 5
    assert all(one.json()["text"].keys() == {"vi", "en"} for one in answers)
    other = {"Authorization": "Bearer another"}
    assert server.client.get(f"/api/v1/filings/{told['filing']}", headers=other).status_code == 404
    assert server.file(a_filing(lines_of("A1"))).json()["outcomes"][0]["outcome"] == "registered"
    server.end()
