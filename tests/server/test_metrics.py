"""What the server counts, and who may see it."""

import asyncio
import random
import string
from typing import Any, cast

import pytest
from prometheus_client.parser import text_string_to_metric_families

from authority.house import a_filing, lines_of
from authority.running import Server
from thongquan.base.limits import LIMITS
from thongquan.server.asgi import Message, Receive, Scope, Send, answer
from thongquan.server.filing_door import FilingDoor
from thongquan.server.front import Front
from thongquan.server.logs import Log
from thongquan.server.metrics import METHODS, MOST_CODES, ROUTES, SECONDS, Metrics

Told = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def parsed(text: str) -> Told:
    """Every sample, as Prometheus itself would read it."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def counters(text: str) -> Told:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        if family.type in {"counter", "histogram"}
        for sample in family.samples
    }


def told_by(server: Server) -> str:
    answer = server.client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    return answer.text


def figure(told: Told, name: str, **labels: str) -> float:
    return told.get((name, tuple(sorted(labels.items()))), 0.0)


class TestOfARunningServer:
    def test_a_filing_and_a_refusal_are_counted(self, server: Server) -> None:
        before = parsed(told_by(server))
        server.file(a_filing(lines_of("METRIC1")))
        server.file(a_filing(lines_of("METRIC2"), system="elsewhere"))
        after = parsed(told_by(server))

        def more(name: str, **labels: str) -> float:
            return figure(after, name, **labels) - figure(before, name, **labels)

        assert more("thongquan_filings_total", outcome="accepted") == 1
        assert more("thongquan_filings_total", outcome="refused") == 1
        assert more("thongquan_refusals_total", code="OTHER-SYSTEM") == 1
        assert more("thongquan_requests_total", route="filings", method="POST", status="200") == 1
        assert more("thongquan_request_seconds_count", route="filings") == 2

    @pytest.mark.parametrize(
        "name",
        [
            "thongquan_healthy",
            "thongquan_connections",
            "thongquan_log_pages",
            "thongquan_clock_seconds",
            "thongquan_authority_certificate_end_seconds",
            "thongquan_revocation_lists_end_seconds",
            "process_cpu_seconds_total",
            "process_resident_memory_bytes",
            "process_open_fds",
            "process_max_fds",
            "process_start_time_seconds",
        ],
    )
    def test_its_state_is_told(self, server: Server, name: str) -> None:
        server.file(a_filing(lines_of(f"STATE{name[-9:].upper()}".replace("_", ""))))
        assert figure(parsed(told_by(server)), name) > 0

    def test_nothing_waits_when_all_is_answered(self, server: Server) -> None:
        assert parsed(told_by(server))["thongquan_waiting_declarations", ()] == 0

    def test_no_counter_ever_goes_down(self, server: Server) -> None:
        before = counters(told_by(server))
        for n in range(20):
            server.client.get(f"/nothing/{n}")
        after = counters(told_by(server))
        assert all(after[sample] >= value for sample, value in before.items())

    def test_odd_requests_add_no_labels(self, server: Server) -> None:
        """Methods, paths and codes that a caller invents are counted, each under one word for all of them."""
        rng = random.Random(7)
        told_by(server)
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "MKCOL", "PROPFIND"):
            server.client.request(method, "/x")
        before = len(parsed(told_by(server)))
        for _ in range(300):
            path = "".join(rng.choices(string.ascii_letters + "/%{}\"'", k=12))
            server.client.request(rng.choice(("GET", "PUT", "SEARCH", "PURGE")), f"/api/v1/filings/{path}")
            server.client.request(rng.choice(("GET", "LOCK", "TRACE")), f"/{path}")
        told = parsed(told_by(server))
        assert len(told) <= before + 40
        labels = [dict(pairs) for name, pairs in told if name == "thongquan_requests_total"]
        assert {one["route"] for one in labels} <= set(ROUTES)
        assert {one["method"] for one in labels} <= METHODS | {"other"}


def asked_by(peer: tuple[str, int] | None) -> list[str]:
    """Whether a request for the metrics came as far as the part that knows no such address."""
    came: list[str] = []

    async def rest(_scope: Scope, _receive: Receive, send: Send) -> None:
        came.append("here")
        await answer(send, 404, b"", b"text/plain")

    async def nothing() -> Message:
        return {"type": "http.request"}

    async def nowhere(_message: Message) -> None: ...

    head = {"method": "GET", "path": "/metrics", "raw_path": b"/metrics", "query_string": b"", "http_version": "1.1"}
    scope = {"type": "http", **head, "headers": [(b"host", b"x")], "client": peer}
    front = Front(cast("FilingDoor", rest), rest, LIMITS, Log(), Metrics())
    asyncio.run(front(scope, nothing, nowhere))
    return came


class TestWhoSeesIt:
    @pytest.mark.parametrize(
        "header", ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via", "x-forwarded-for"]
    )
    def test_whoever_was_passed_on_by_a_proxy_finds_nothing(self, server: Server, header: str) -> None:
        told = server.client.get("/metrics", headers={header: "203.0.113.7"})
        nothing = server.client.get("/readyz/nothing-of-the-kind", headers={header: "203.0.113.7"})
        assert told.status_code == nothing.status_code == 404
        assert {**told.json(), "request": ""} == {**nothing.json(), "request": ""}
        assert set(told.headers) == set(nothing.headers)

    @pytest.mark.parametrize(
        ("peer", "sees"),
        [
            ("127.0.0.1", True),
            ("127.8.8.8", True),
            ("::1", True),
            ("::ffff:127.0.0.1", True),
            ("10.0.0.7", False),
            ("203.0.113.7", False),
            ("::2", False),
            ("::ffff:10.0.0.7", False),
            ("fe80::1", False),
            ("1270.example", False),
        ],
    )
    def test_only_this_machine_itself_is_answered(self, peer: str, sees: bool) -> None:
        assert asked_by((peer, 50_000)) == (["here"] if not sees else [])

    def test_nobody_known_is_not_answered(self) -> None:
        assert asked_by(None) == ["here"]

    def test_the_office_always_sees_it(self, server: Server) -> None:
        with server.office() as office:
            assert "thongquan_healthy 1" in office.get("/metrics").text

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
    def test_it_is_only_to_be_read(self, server: Server, method: str) -> None:
        assert server.client.request(method, "/metrics").status_code == 404


class TestCounting:
    """What the clerk tells of each group."""

    def test_groups_are_told_with_their_sizes_and_times(self) -> None:
        metrics = Metrics()
        metrics.group_done(3, 120, 100, 20, seconds=0.05, commit_seconds=0.004)
        metrics.replay()
        metrics.group_done(1, 1, 1, 0, seconds=0.002, commit_seconds=0.001)
        told = parsed(metrics.text().decode())
        assert figure(told, "thongquan_declarations_total", outcome="registered") == 101
        assert figure(told, "thongquan_declarations_total", outcome="refused") == 20
        assert figure(told, "thongquan_replays_total") == 1
        assert figure(told, "thongquan_group_filings_sum") == 4
        assert figure(told, "thongquan_group_declarations_sum") == 121
        assert figure(told, "thongquan_commit_seconds_bucket", le="0.0025") == 1
        assert figure(told, "thongquan_group_seconds_count") == 2

    @pytest.mark.parametrize(
        ("seconds", "bucket"), [(0.001, "0.001"), (0.0011, "0.0025"), (30.0, "30.0"), (31.0, "+Inf")]
    )
    def test_a_time_counts_in_each_bucket_that_holds_it(self, seconds: float, bucket: str) -> None:
        metrics = Metrics()
        metrics.request("GET", "/healthz", 200, "", seconds)
        told = parsed(metrics.text().decode())
        holding = [
            bound
            for bound in (*map(str, SECONDS), "+Inf")
            if figure(told, "thongquan_request_seconds_bucket", route="healthz", le=bound) == 1
        ]
        assert holding[0] == bucket
        assert holding[-1] == "+Inf"

    def test_codes_beyond_the_most_there_can_be_are_counted_as_one(self) -> None:
        metrics = Metrics()
        for n in range(MOST_CODES + 50):
            metrics.request("GET", "/x", 422, f"CODE-{n}", 0.001)
        told = {pairs for name, pairs in parsed(metrics.text().decode()) if name == "thongquan_refusals_total"}
        assert len(told) == MOST_CODES + 1

    def test_a_reading_without_a_figure_is_left_out(self) -> None:
        metrics = Metrics()
        figures: dict[str, Any] = {"now": None}
        metrics.watch("thongquan_something", "gauge", "Something.", lambda: figures["now"])
        assert b"thongquan_something" not in metrics.text()
        figures["now"] = 3
        assert b"thongquan_something 3" in metrics.text()
