"""`GET /api/v1/events` at a running server: who may ask, how long an answer waits, and what wakes it."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from msgspec.structs import replace

from authority.deciding import decide_over
from authority.running import Server
from demo_pki import P256_COMPANY, RSA_COMPANY
from server.applying import MANY, Applicant, logged_in, prepared
from server.following import a_terminal, filed
from server.logging_in import code_of
from thongquan.server.doorbell import Doorbell, TooManyWaiting

EVENTS = "/api/v1/events"
FEW = replace(MANY, feed_waiters_of_one=2)
ONE = replace(MANY, feed_waiters=1)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = prepared(tmp_path_factory.mktemp("s"), FEW, at_once=True)
    yield server
    server.end()


@pytest.fixture(scope="module")
def admin(server: Server) -> Applicant:
    return logged_in(server, RSA_COMPANY)


@pytest.fixture(scope="module")
def other(server: Server) -> Applicant:
    return logged_in(server, P256_COMPANY)


@pytest.fixture(scope="module")
def terminal(server: Server, admin: Applicant) -> tuple[str, str]:
    """Its id and access key."""
    return a_terminal(server, admin)


def latest(who: Applicant) -> str:
    """The cursor after all that is there."""
    after = ""
    while (page := who.get(f"{EVENTS}?after={after}").json())["events"]:
        after = page["next"]
    return str(page["next"])


def numbers(answer: httpx.Response) -> set[str]:
    return {one["number"] for one in answer.json()["events"]}


class Waiting(threading.Thread):
    """Somebody whose answer waits."""

    def __init__(self, who: Applicant, after: str, seconds: int = 20) -> None:
        super().__init__(daemon=True)
        self.who, self.path = who, f"{EVENTS}?after={after}&wait={seconds}"
        self.began = time.monotonic()
        self.start()

    def run(self) -> None:
        headers = {"cookie": f"__Host-thongquan={self.who.cookie}"}
        with httpx.Client(base_url=self.who.server.address, trust_env=False, timeout=40, headers=headers) as client:
            self.answer = client.get(self.path)
        self.took = time.monotonic() - self.began


def until_waiting(server: Server, count: int) -> None:
    deadline = time.monotonic() + 10
    while f"\nthongquan_events_waiting {count}\n" not in server.client.get("/metrics").text:
        assert time.monotonic() < deadline
        time.sleep(0.05)


class TestWhoMayAsk:
    def test_nobody_without_credentials(self, server: Server) -> None:
        assert code_of(server.client.get(EVENTS)) == "LOGIN-NEEDED"

    def test_each_company_is_told_its_own(self, server: Server, admin: Applicant, other: Applicant) -> None:
        before = [latest(one) for one in (admin, other)]
        mine, theirs = filed(server, "OWN1", "OWN2"), filed(server, "OWN3", key="p256")
        found = [numbers(one.get(f"{EVENTS}?after={after}")) for one, after in zip((admin, other), before, strict=True)]
        assert found == [mine, theirs]

    def test_a_terminal_with_its_access_key(self, server: Server, admin: Applicant, terminal: tuple[str, str]) -> None:
        after = latest(admin)
        mine = filed(server, "TERM1")
        filed(server, "TERM2", key="p256")
        assert numbers(server.client.get(f"{EVENTS}?after={after}", auth=terminal)) == mine

    @pytest.mark.parametrize("header", ["Basic", "Basic !", "Basic 4pyT", "Bearer abc", "Basic QUFBQUFBOng="])
    def test_other_credentials_open_nothing_whatever_is_wrong(
        self, server: Server, admin: Applicant, terminal: tuple[str, str], header: str
    ) -> None:
        assert code_of(server.client.get(EVENTS, headers={"authorization": header})) == "READER-UNKNOWN"
        assert code_of(server.client.get(EVENTS, auth=(terminal[0], "x" * 16))) == "READER-UNKNOWN"


class TestTheAnswer:
    def test_is_lines_for_whoever_wants_lines(self, server: Server, terminal: tuple[str, str]) -> None:
        filed(server, "LINE1")
        headers = {"accept": "application/x-ndjson"}
        told = server.client.get(EVENTS, auth=terminal, headers=headers)
        plain = server.client.get(EVENTS, auth=terminal).json()["events"]
        import msgspec

        assert [msgspec.json.decode(line) for line in told.content.splitlines()] == plain

    def test_to_a_cursor_that_nobody_gave_out_is_a_refusal(self, admin: Applicant) -> None:
        assert code_of(admin.get(f"{EVENTS}?after=999999")) == "CURSOR-UNKNOWN"


class TestWaiting:
    def test_ends_with_the_commit(self, server: Server, admin: Applicant) -> None:
        waiting = Waiting(admin, latest(admin))
        until_waiting(server, 1)
        mine = filed(server, "WAKE1")
        waiting.join(10)
        assert numbers(waiting.answer) == mine
        assert waiting.took < 5

    def test_ends_with_an_officers_step(self, server: Server, admin: Applicant) -> None:
        [number] = filed(server, "RED1", goods_description="Drone")
        waiting = Waiting(admin, latest(admin))
        until_waiting(server, 1)
        with server.office() as office:
            decide_over(office, number, "refuse", "hàng cấm")
        waiting.join(10)
        assert [one["step"] for one in waiting.answer.json()["events"]] == ["refuse"]

    def test_is_not_ended_by_anothers(self, server: Server, admin: Applicant) -> None:
        waiting = Waiting(admin, latest(admin), 1)
        time.sleep(0.2)
        filed(server, "OTHER1", key="p256")
        waiting.join(10)
        assert waiting.answer.json()["events"] == []
        assert waiting.took >= 1

    def test_is_for_so_many_of_one_company_and_leaves_the_others_their_turn(
        self, server: Server, admin: Applicant, other: Applicant
    ) -> None:
        after = latest(admin)
        waiting = [Waiting(admin, after, 5) for _ in range(FEW.feed_waiters_of_one)]
        until_waiting(server, FEW.feed_waiters_of_one)
        assert code_of(admin.get(f"{EVENTS}?after={after}&wait=3")) == "TOO-MANY-WAITING"
        assert admin.get(f"{EVENTS}?after={after}").json()["events"] == []
        assert other.get(f"{EVENTS}?after={latest(other)}&wait=1").status_code == 200
        for one in waiting:
            one.join(10)
        assert [one.answer.status_code for one in waiting] == [200, 200]

    def test_is_for_so_many_in_all(self) -> None:
        bell = Doorbell(ONE)
        with bell.hung_up(RSA_COMPANY), pytest.raises(TooManyWaiting), bell.hung_up(P256_COMPANY):
            pass
        with bell.hung_up(P256_COMPANY):
            assert bell.waiting == ONE.feed_waiters

    def test_ends_when_the_caller_hangs_up(self, server: Server, admin: Applicant) -> None:
        path = f"{EVENTS}?after={latest(admin)}&wait=20"
        for _ in range(3 * FEW.feed_waiters_of_one):
            headers = {"cookie": f"__Host-thongquan={admin.cookie}"}
            with pytest.raises(httpx.ReadTimeout):
                httpx.get(server.address + path, headers=headers, timeout=0.2, trust_env=False)
        until_waiting(server, 0)
        assert admin.get(f"{EVENTS}?after={latest(admin)}&wait=1").status_code == 200

    @pytest.mark.parametrize(("seconds", "status"), [(MANY.feed_wait_seconds, 200), (MANY.feed_wait_seconds + 1, 400)])
    def test_has_an_end(self, server: Server, admin: Applicant, seconds: int, status: int) -> None:
        filed(server, f"END{seconds}")
        assert admin.get(f"{EVENTS}?wait={seconds}").status_code == status

    @pytest.mark.parametrize(("rows", "status"), [(MANY.feed_events, 200), (MANY.feed_events + 1, 400)])
    def test_a_page_has_one_too(self, admin: Applicant, rows: int, status: int) -> None:
        assert admin.get(f"{EVENTS}?limit={rows}").status_code == status


def test_the_server_ends_although_somebody_waits(tmp_path: Path) -> None:
    server = prepared(tmp_path)
    waiting = Waiting(logged_in(server, RSA_COMPANY), "", 25)
    until_waiting(server, 1)
    began = time.monotonic()
    assert server.end() == 0
    assert time.monotonic() - began < 5
    waiting.join(5)
    assert waiting.answer.json()["events"] == []
