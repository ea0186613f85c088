"""Events between a running server, the process that sends them, and receivers of two companies over real TLS.

Rows 8, 34 and 39: receivers that fail in every way, a server and a sender that are killed in between; each event
arrives, in order, and once when repeats are dropped by its cursor; nobody else's; the secret is told once.
"""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from authority.running import Server
from commands import run_command
from demo_pki import P256_COMPANY, RSA_COMPANY
from fetching.receiver import HERE, Receiver, answering, receiving
from fetching.test_delivering import garbage, reset, silent
from server.applying import MANY, Applicant, logged_in, prepared
from server.following import filed
from thongquan.cli.desk_of_office import Office
from thongquan.cli.refusals import OfficeAway
from thongquan.declarant.watching import Event
from thongquan.fetching.delivering import Sender

SECONDS = 30
INSIDE = [word for address in HERE for word in ("--webhooks-inside", address)]
TO_FETCH = [sys.executable, "-m", "thongquan.cli.main", "fetch"]


class Company:
    """An administrator with a webhook, and what came there."""

    def __init__(self, server: Server, receiver: Receiver, tax_code: str, path: str = "") -> None:
        self.receiver, self.path = receiver, f"/{tax_code}{path}"
        self.admin: Applicant = logged_in(server, tax_code)
        self._before = len(self.events())
        done = self.admin.do("webhook-add", address=receiver.at(self.path)).json()
        self.webhook, self.secret = done["outcome"]["webhook"], done["shown"]["webhook_secret"]

    def events(self) -> list[dict[str, str]]:
        found: list[dict[str, str]] = self.admin.get("/api/v1/events").json()["events"]
        return found

    def due(self) -> list[str]:
        """The cursors of all that happened since it was registered."""
        return [one["cursor"] for one in self.events()[self._before :]]

    def got(self) -> list[Event]:
        """What was answered with 2xx, each signed with this company's secret, repeats dropped by their cursor."""
        came = [event for one in self.receiver.taken if one.path == self.path for event in one.events(self.secret)]
        return list({event.cursor: event for event in came}.values())

    def shown(self) -> dict[str, object]:
        [one] = [one for one in self.admin.get("/api/v1/webhooks").json() if one["webhook"] == self.webhook]
        found: dict[str, object] = one
        return found


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    with receiving(tmp_path_factory.mktemp("r") / "receiver") as made, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(made.ca))
        yield made


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, receiver: Receiver) -> Iterator[Server]:
    limits = replace(MANY, webhook_port=receiver.port, webhook_events=2, webhook_first_wait_seconds=0)
    server = prepared(tmp_path_factory.mktemp("s"), limits)
    yield server
    server.end()


@pytest.fixture(scope="module")
def mine(server: Server, receiver: Receiver) -> Company:
    filed(server, "HOOK0")
    return Company(server, receiver, RSA_COMPANY)


@pytest.fixture(scope="module")
def theirs(server: Server, receiver: Receiver) -> Company:
    return Company(server, receiver, P256_COMPANY)


@pytest.fixture
def sending(server: Server) -> Iterator["Sending"]:
    made = Sending(server.folder / "data")
    yield made
    made.kill()


class Sending:
    """`thongquan fetch` as a service runs it."""

    def __init__(self, data: Path) -> None:
        self._command = [*TO_FETCH, "--data", str(data), "--every", "600", *INSIDE]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(SECONDS)


def until(found: list[object], count: int = 1) -> None:
    deadline = time.monotonic() + SECONDS
    while len(found) < count:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_every_event_arrives_in_order_and_nobody_elses_whatever_receivers_do(
    server: Server, receiver: Receiver, mine: Company, theirs: Company
) -> None:
    before = len(receiver.taken)
    filed(server, *(f"HOOK{n}" for n in range(1, 6)))
    filed(server, "HOOK6", key="p256")
    receiver.tempers += [answering("500 Oops"), answering("302 Found", "Location: /x"), garbage, reset, silent]
    sender = Sender(Office(server.folder / "data"), HERE, replace(server.limits, webhook_seconds=1))
    sender.until_nothing_is_due()
    assert (sender.refused, sender.taken) == (5, 4), "five events of the one by two, one of the other"
    assert len(receiver.taken) == before + 4
    assert [one.cursor for one in mine.got()] == mine.due(), "from its registration on"
    assert [one.cursor for one in theirs.got()] == theirs.due()
    assert {one.path for one in receiver.came} == {mine.path, theirs.path}, "no redirect was followed"


def test_every_event_arrives_once_by_its_name_whoever_is_killed_in_between(
    server: Server, receiver: Receiver, mine: Company, sending: Sending, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    before, killed = len(receiver.taken), list[object]()

    def kill_server(wire: socket.socket) -> None:
        """It took what came, and the server is gone before it is told so."""
        receiver.taken.append(receiver.came[-1])
        server.process.send_signal(signal.SIGKILL)
        server.process.wait(SECONDS)
        answering("200 OK")(wire)
        killed.append(wire)

    def kill_sender(wire: socket.socket) -> None:
        sending.kill()
        killed.append(wire)

    filed(server, "HOOK7", "HOOK8", "HOOK9")
    receiver.tempers.append(kill_server)
    sending.start()
    until(killed)
    server.end(signal.SIGKILL)
    receiver.tempers.append(kill_sender)
    server.start()
    until(killed, 2)
    told = run_command(capfdbinary, "fetch", "--data", server.folder / "data", *INSIDE)
    assert (told.code, "2 deliveries taken, 0 not" in told.out) == (0, True), told
    assert len(receiver.taken) == before + 1 + 2, "what was taken before the kill came again"
    mine.admin = logged_in(server, RSA_COMPANY)
    assert [one.cursor for one in mine.got()] == mine.due()
    shown = mine.shown()
    assert (shown["state"], shown["failures"], shown["cursor"]) == ("active", 0, mine.due()[-1])


def test_a_secret_that_was_shown_is_nowhere_again(server: Server, mine: Company) -> None:
    admin = mine.admin = logged_in(server, RSA_COMPANY)
    told = [admin.get(path).text for path in ("/company/webhooks", "/api/v1/webhooks", "/api/v1/deeds")]
    assert mine.webhook in told[0]
    written = b"".join(path.read_bytes() for path in (server.folder / "data").rglob("*") if path.is_file())
    bare = mine.secret.removeprefix("whsec_")
    assert not [one for one in (*told, server.logged()) if bare in one]
    assert bare.encode() not in written


def test_accepting_waits_for_no_receiver(server: Server, receiver: Receiver) -> None:
    """Row 34: nothing is sent on behalf of a request."""
    company = Company(server, receiver, P256_COMPANY, "/slow")
    held, began_to_wait = threading.Event(), list[object]()

    def wait(wire: socket.socket) -> None:
        began_to_wait.append(wire)
        held.wait(SECONDS)

    receiver.tempers.append(wait)
    filed(server, "SLOW1", key="p256")
    sender = Sender(Office(server.folder / "data"), HERE, server.limits)
    sending = threading.Thread(target=sender.until_nothing_is_due)
    sending.start()
    until(began_to_wait)
    began = time.monotonic()
    filed(server, "SLOW2", key="p256")
    assert time.monotonic() - began < 2
    held.set()
    sending.join(SECONDS)
    assert [one.cursor for one in company.got()] == company.due()
    company.admin.do("webhook-change", webhook=company.webhook, change="end")


def test_a_sender_without_its_server_says_so(tmp_path: Path) -> None:
    with pytest.raises(OfficeAway):
        Sender(Office(tmp_path), HERE).until_nothing_is_due()
