"""Hostile clients against a real server: damaged requests, traps in signatures, replays, and what the log says."""

import contextlib
import os
import random
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from authority.house import SECRET, a_batch_id, a_filing, lines_of, multipart, the_pki
from authority.running import Server
from server.test_raw_sockets import head, request, said
from signing.forging import Forger, attribute, looping_issuers
from thongquan.authority.stages import Received
from thongquan.signing.der import CONTEXT_0, INTEGER, SEQUENCE, encode, object_identifier

DRILL = bool(os.environ.get("THONGQUAN_DRILL"))
MULTIPART = b"multipart/mixed; boundary=thongquan-test"
OF_NO_MEANING = object_identifier("1.2.3.4.5")


@pytest.fixture(scope="module")
def forger() -> Forger:
    return Forger(the_pki())


def forged(forger: Forger, house: str, **changes: Any) -> Received:
    """A filing of the company with the P-256 key; `changes` are those of its signed message."""
    filing = a_filing(lines_of(house), key="p256")
    return replace(filing, signature=forger.message(content=filing.statement, **changes))


def registered(server: Server, house: str) -> bool:
    """Whether the house is taken, as a filing of it would be told."""
    outcome = server.file(a_filing(lines_of(house))).json()["outcomes"][0]
    return bool(outcome["outcome"] == "refused")


def log_line(server: Server, request_id: str) -> dict[str, Any]:
    return msgspec.json.decode(server.line_of(request_id), type=dict[str, Any])


class TestDamage:
    def test_of_whole_requests_never_breaks_the_server_and_never_changes_an_answer(self, server: Server) -> None:
        """One to five random bits of the body. Damage in the unsigned parts gets the same answer again."""
        chance = random.Random(9)
        filing = a_filing(lines_of("BITS1", "BITS2"))
        first, body = server.file(filing).content, multipart(filing)
        for _ in range(3000 if DRILL else 300):
            flipped = bytearray(body)
            for _ in range(chance.choice([1, 1, 2, 5])):
                flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
            told = said(server, request(bytes(flipped), kind=MULTIPART))
            answer = told.partition(b"\r\n\r\n")[2]
            assert told[9:10] == b"4" or (told[9:12] == b"200" and answer == first), told[:300]
        assert "Traceback" not in server.logged()

    def test_of_the_head_neither(self, server: Server) -> None:
        chance = random.Random(10)
        filing = a_filing(lines_of("HEADBITS1"))
        first, good = server.file(filing).content, request(multipart(filing), kind=MULTIPART)
        at_body = good.index(b"\r\n\r\n") + 4
        for _ in range(600 if DRILL else 60):
            flipped = bytearray(good)
            flipped[chance.randrange(at_body)] ^= 1 << chance.randrange(8)
            told = said(server, bytes(flipped))
            assert told[9:10] in {b"4", b""} or told.endswith(first), told[:300]

    def test_what_was_never_signed_is_never_registered(self, server: Server) -> None:
        """A bit of the statement or of a line, before anything of the filing was seen."""
        chance = random.Random(11)
        for number in range(200 if DRILL else 12):
            filing = a_filing(lines_of(f"UNSIGNED{number}"))
            part = chance.choice(["statement", "declarations"])
            data = bytearray(getattr(filing, part))
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            assert server.file(replace(filing, **{part: bytes(data)})).status_code in {400, 403, 413, 422}
            assert not registered(server, f"UNSIGNED{number}")


class TestTraps:
    """Row 36: what is costly to judge is not judged, and the answer says why it is refused."""

    def timed(self, server: Server, filing: Received) -> tuple[str, float]:
        """The code, and the milliseconds that the server itself needed: the best of five."""
        answers = [server.file(filing) for _ in range(5)]
        best = min(log_line(server, told.headers["x-request-id"])["ms"] for told in answers)
        return answers[0].json().get("code", ""), best

    def test_looping_issuers_in_a_message_cost_nothing(self, server: Server, forger: Forger) -> None:
        loop = encode(CONTEXT_0, b"".join(looping_issuers(8)))
        code, milliseconds = self.timed(server, forged(forger, "LOOP1", certificates=loop))
        assert (code, milliseconds <= 20) == ("", True), milliseconds

    def test_looping_issuers_of_a_stranger_neither(self, server: Server, forger: Forger) -> None:
        loop = encode(CONTEXT_0, b"".join(looping_issuers(8)))
        stranger = encode(SEQUENCE, encode(SEQUENCE, b"") + encode(INTEGER, b"\x01"))
        code, milliseconds = self.timed(server, forged(forger, "LOOP2", certificates=loop, sid=stranger))
        assert code in {"SIGNER-UNKNOWN", "CMS-SIGNER"}
        assert milliseconds <= 20

    @pytest.mark.parametrize("depth", [5, 2000])
    def test_depth(self, server: Server, forger: Forger, depth: int) -> None:
        nested = encode(INTEGER, b"\x01")
        for _ in range(depth):
            nested = encode(SEQUENCE, nested)
        more = [attribute(OF_NO_MEANING, nested)]
        code, milliseconds = self.timed(server, forged(forger, f"DEPTH{depth}", more_attributes=more))
        assert (code, milliseconds < 20) == ("" if depth == 5 else "CMS-DEPTH", True)

    def test_giant_integers(self, server: Server, forger: Forger) -> None:
        more = [attribute(OF_NO_MEANING, encode(INTEGER, b"\x7f" * 14_000))]
        code, milliseconds = self.timed(server, forged(forger, "GIANT1", more_attributes=more))
        assert (code, milliseconds < 20) == ("", True)

    def test_giant_object_identifiers(self, server: Server, forger: Forger) -> None:
        more = [attribute(encode(6, b"\x2a" + b"\xff" * 14_000 + b"\x7f"), encode(INTEGER, b"\x01"))]
        code, milliseconds = self.timed(server, forged(forger, "GIANT2", more_attributes=more))
        assert (code, milliseconds < 20) == ("", True)

    def test_signed_attributes_of_a_past_message_are_no_statement(self, server: Server, forger: Forger) -> None:
        """What was signed for a filing, shown as the statement itself without signed attributes."""
        filing = a_filing(lines_of("PAST1"), key="p256")
        past = forger.message(content=filing.statement)
        attributes = b"".join(sorted(forger.good_attributes(filing.statement)))
        document = encode(0x31, attributes)
        assert server.file(replace(filing, statement=document, signature=past)).json()["code"] == "STATEMENT-UNREADABLE"
        bare = forger.message(content=filing.statement, attributes_element=b"")
        assert server.file(replace(filing, signature=bare)).status_code == 422
        assert not registered(server, "PAST1")


class TestReplays:
    def test_across_kill_9_have_one_effect(self, tmp_path: Path) -> None:
        """Row 29: fifty times, eight at once, and the server dies in between."""
        server = Server(tmp_path)
        filing, told = a_filing(lines_of("REPLAY1", "REPLAY2")), set()

        def send(_: int) -> bytes | None:
            try:
                return server.file(filing).content
            except Exception:  # noqa: BLE001 - the server was killed under it
                return None

        for _ in range(3):
            with ThreadPoolExecutor(8) as pool:
                sent = [pool.submit(send, number) for number in range(17)]
                time.sleep(0.02)
                server.process.send_signal(signal.SIGKILL)
            told |= {one.result() for one in sent}
            server.end(signal.SIGKILL)
            server.start()
        told |= {server.file(filing).content}
        assert len(told - {None}) == 1
        server.end()

    def test_the_signature_of_one_filing_is_no_signature_of_another(self, server: Server) -> None:
        one, other = (a_filing(lines_of(house)) for house in ("SWAP1", "SWAP2"))
        assert server.file(replace(one, signature=other.signature)).json()["code"] == "SIG-DIGEST"
        assert server.file(replace(one, declarations=other.declarations)).json()["code"] == "ROOT-DIFFERS"

    def test_two_filings_of_the_same_houses_by_eight_clients_register_each_house_once(self, server: Server) -> None:
        """Row 30, disguised: dashes, points and slashes make no other house."""
        houses = [f"RACE{number:03}" for number in range(100 if DRILL else 10)]
        disguised = [f"RACE-{number:03}/." for number in range(len(houses))]
        filings = [
            a_filing(lines_of(*names), key=key)
            for names, key in ((houses, "rsa"), (disguised, "p256"), (houses, "p256"), (disguised, "rsa"))
        ]
        with ThreadPoolExecutor(8) as pool:
            answers = [told.json() for told in pool.map(server.file, filings * 2)]
        numbers = {
            one["decision"]["number"]
            for answer in answers
            for one in answer["outcomes"]
            if one["outcome"] == "registered"
        }
        assert len(numbers) == len(houses)


class TestReadingBack:
    def test_the_first_of_two_filers_with_one_id_and_one_reader_is_meant(self, server: Server) -> None:
        """Both are in every receipt. Who copies them cannot put his own answer in the place of the first."""
        batch = a_batch_id()
        first = server.file(a_filing(lines_of("READER1"), batch=batch, key="p256"))
        copied = server.file(a_filing(lines_of("READER2"), batch=batch))
        assert (first.status_code, copied.status_code) == (200, 200)
        headers = {"Authorization": f"Bearer {SECRET.decode()}"}
        assert server.client.get(f"/api/v1/filings/{batch}", headers=headers).content == first.content


class TestHeads:
    BODY = b"0\r\n\r\n"

    @pytest.mark.parametrize(
        "data",
        [
            head(b"Transfer-Encoding: gzip, chunked") + BODY,
            head(b"Transfer-Encoding: chunked").replace(b"HTTP/1.1", b"HTTP/1.0") + BODY,
            head(b"Content-Length: 0", b"Content-Encoding: gzip"),
            head(b"Content-Length: 0").replace(b"Host: x\r\n", b""),
            b"GET /healthz\r\n\r\n",
            b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /?" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
            b"GET /\xff HTTP/1.1\r\nHost: x\r\n\r\n",
            head(b"Content-Length: 0", b"Connection: Upgrade", b"Upgrade: websocket"),
        ],
    )
    def test_over_which_two_servers_could_differ_are_refused(self, server: Server, data: bytes) -> None:
        assert said(server, data)[8:10] in {b" 4", b""}

    def test_slow_ones_in_hundreds_do_not_keep_good_traffic_out(self, server: Server) -> None:
        slow = []
        for _ in range(500 if DRILL else 150):
            wire = socket.create_connection(("127.0.0.1", server.port))
            wire.sendall(b"POST /api/v1/filings HTTP/1.1\r\nHost: x\r\n")
            slow.append(wire)
        began = time.monotonic()
        assert server.file(a_filing(lines_of("SLOW1"))).status_code == 200
        assert time.monotonic() - began < 2
        for wire in slow:
            wire.close()


def test_a_caller_who_takes_no_answer_is_let_go(server: Server) -> None:
    """He asks for far more than the wires hold, and reads nothing of it until his time is over."""
    answer = server.file(a_filing(lines_of(*(f"UNREAD{number}" for number in range(600)))))
    ask = (
        f"GET /api/v1/filings/{answer.json()['filing']} HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: Bearer {SECRET.decode()}\r\n\r\n"
    ).encode()
    with socket.socket() as wire:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.settimeout(8)
        wire.connect(("127.0.0.1", server.port))
        wire.sendall(ask * 60)
        time.sleep(server.limits.body_seconds + 1)
        taken = 0
        with contextlib.suppress(ConnectionResetError):
            while more := wire.recv(1 << 20):
                taken += len(more)
    assert taken < 60 * len(answer.content)
    assert "Traceback" not in server.logged()


@pytest.mark.parametrize("changes", [{"system": "elsewhere"}, {"root": "00" * 32}])
def test_the_log_names_the_code_of_every_refusal(server: Server, changes: dict[str, str]) -> None:
    told = server.file(a_filing(lines_of("CODE1"), **changes))
    assert log_line(server, told.headers["x-request-id"])["code"] == told.json()["code"]


def test_the_log_names_the_code_of_what_is_not_found(server: Server) -> None:
    told = server.client.get("/api/v1/declarations/1")
    assert log_line(server, told.headers["x-request-id"])["code"] == "NOT-FOUND"


@pytest.fixture(autouse=True, scope="module")
def and_an_honest_filing_is_still_taken(server: Server) -> Iterator[None]:
    yield
    assert server.file(a_filing(lines_of("HONEST2"))).status_code == 200
    assert server.client.get("/readyz").status_code == 200
