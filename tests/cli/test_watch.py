"""`thongquan watch` at a running server: what it shows, and where it goes on."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from authority.running import Server
from commands import Ended
from server.following import filed
from thongquan.cli.watch import told
from thongquan.cli.words import Words
from thongquan.declarant import Event

Run = Callable[..., Ended]


@pytest.fixture
def watching(there: list[object]) -> list[object]:
    return ["watch", *there, "--once"]


def test_says_what_happened_and_how_it_stands(thongquan: Run, house: Server, watching: list[object]) -> None:
    [number] = filed(house, "WORDS1")
    ended = thongquan(*watching)
    assert (ended.code, ended.err) == (0, "")
    [line] = [line for line in ended.out.splitlines() if number in line]
    assert line.endswith(f"  {number}  registered · cleared · green channel")


def test_goes_on_where_it_ended(thongquan: Run, house: Server, watching: list[object]) -> None:
    filed(house, "AGAIN1")
    thongquan(*watching)
    numbers = filed(house, "AGAIN2")
    ended = thongquan(*watching, "--json")
    assert {json.loads(line)["number"] for line in ended.out.splitlines()} == numbers
    assert thongquan(*watching, "--json").out == ""


def test_a_file_holds_each_once_and_the_screen_stays_empty(
    thongquan: Run, house: Server, watching: list[object], tmp_path: Path
) -> None:
    out = tmp_path / "events.ndjson"
    for house_bill in ("FILE1", "FILE2"):
        filed(house, house_bill)
        assert thongquan(*watching, "--json", "--out", out).out == ""
    cursors = [int(json.loads(line)["cursor"]) for line in out.read_text().splitlines()]
    assert cursors == sorted(set(cursors))
    assert len(cursors) >= 2


def test_a_wrong_key_is_told_and_nothing_else(thongquan: Run, watching: list[object], tmp_path: Path) -> None:
    (tmp_path / "key").write_text("x" * 16)
    ended = thongquan(*watching)
    assert (ended.code, ended.out) == (2, "")
    assert "This Terminal ID and access key open nothing." in ended.err


def test_without_a_key_nobody_is_asked(
    thongquan: Run, watching: list[object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("THONGQUAN_ACCESS_KEY", raising=False)
    (tmp_path / "key").write_text("\n")
    assert "access key" in thongquan(*watching).err


def test_a_server_that_is_away_ends_a_single_look(thongquan: Run, watching: list[object]) -> None:
    away = [*watching, "--patience", "0"]
    away[2] = "http://127.0.0.1:9"
    assert thongquan(*away).code == 3


def test_a_webhook_that_was_stopped_is_told_by_its_name() -> None:
    stopped = Event("7-1", "WH0123456789AB", "webhook-stopped", "", "", "", "2026-09-02T03:00:00.000000Z")
    for language, word in (("vi", "ngừng gửi"), ("en", "nothing more is sent")):
        line = told(stopped, Words(language))
        assert line.startswith("02/09/2026 10:00:00  Webhook WH0123456789AB")
        assert word in line


def test_a_step_of_a_transport_is_told_in_the_words_of_its_life() -> None:
    at = "2026-09-02T03:00:00.000000Z"
    for step, vi, en in (
        ("depart", "khởi hành · đang vận chuyển", "depart · on the way"),
        ("amendment-accept", "xác nhận nội dung sửa · đang vận chuyển", "amendment confirmed · on the way"),
    ):
        event = Event("7-1", "500000000001", "transport", step, "departed", "", at, version=7)
        for language, words in (("vi", vi), ("en", en)):
            assert told(event, Words(language)) == f"02/09/2026 10:00:00  500000000001  {words}"
