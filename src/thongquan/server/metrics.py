"""What the server counts, in Prometheus' text format: written by hand, for counting must cost next to nothing.

Labels come from closed lists or from our own code, never from what a caller sends, so that no flood of odd requests
makes them grow. Each figure has one writer: the event loop counts requests, the clerk's thread its groups.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import NamedTuple

PLAIN_TEXT = b"text/plain; version=0.0.4; charset=utf-8"

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
SIZES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1_000.0, 5_000.0, 25_000.0)

FILINGS = "/api/v1/filings"
METRICS = "/metrics"
_EXACT = {
    FILINGS: "filings",
    "/api/v1/openapi.json": "openapi",
    "/healthz": "healthz",
    "/readyz": "readyz",
    METRICS: "metrics",
}
_WITH_AN_ID = (("/api/v1/filings/", "filing"), ("/api/v1/declarations/", "declaration"), ("/office/", "office"))
ROUTES = (*_EXACT.values(), *(route for _, route in _WITH_AN_ID), "other")
METHODS = frozenset({"GET", "POST", "HEAD"})
MOST_CODES = 300
"""Refusal codes are ours and fewer than this. Whatever came beyond would be counted as one."""


def route_of(path: str) -> str:
    """The class of an address; ids, and addresses that are not ours, leave no trace."""
    exact = _EXACT.get(path)
    if exact is not None:
        return exact
    for beginning, route in _WITH_AN_ID:
        if path.startswith(beginning):
            return route
    return "other"


class Reading(NamedTuple):
    """A figure that is looked up when somebody asks. None: there is nothing to tell now."""

    name: str
    kind: str
    meaning: str
    read: Callable[[], float | None]


class Histogram:
    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def observe(self, value: float) -> None:
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def lines(self, name: str, labels: str = "") -> Iterable[str]:
        """Buckets as Prometheus adds them up: each holds those before it."""
        counts, below = list(self._counts), 0
        more = f",{labels}" if labels else ""
        for bound, count in zip((*self._bounds, float("inf")), counts, strict=True):
            below += count
            le = "+Inf" if bound == float("inf") else bound
            yield f'{name}_bucket{{le="{le}"{more}}} {below}'
        whole = f"{{{labels}}}" if labels else ""
        yield f"{name}_sum{whole} {self._sum:.6f}"
        yield f"{name}_count{whole} {below}"


class Metrics:
    def __init__(self) -> None:
        self._requests: dict[tuple[str, str, int], int] = {}
        self._refusals: dict[str, int] = {}
        self._seconds = {route: Histogram(SECONDS) for route in ROUTES}
        self._filings = {"accepted": 0, "refused": 0}
        self._declarations = {"registered": 0, "refused": 0}
        self._replays = 0
        self._groups = {
            "thongquan_group_filings": Histogram(SIZES),
            "thongquan_group_declarations": Histogram(SIZES),
            "thongquan_group_seconds": Histogram(SECONDS),
            "thongquan_commit_seconds": Histogram(SECONDS),
        }
        self._readings: list[Reading] = []

    # counting

    def request(self, method: str, path: str, status: int, code: str, seconds: float) -> None:
        """One answered request; `code` is that of its refusal, or ""."""
        route = route_of(path)
        key = (route, method if method in METHODS else "other", status)
        self._requests[key] = self._requests.get(key, 0) + 1
        self._seconds[route].observe(seconds)
        if route == "filings" and method == "POST":
            self._filings["accepted" if status == 200 and not code else "refused"] += 1
        if code:
            known = code if code in self._refusals or len(self._refusals) < MOST_CODES else "other"
            self._refusals[known] = self._refusals.get(known, 0) + 1

    def group_done(
        self,
        filings: int,
        lines: int,
        registered: int,
        refused: int,
        *,
        seconds: float,
        commit_seconds: float,
    ) -> None:
        """One group commit. `registered` and `refused` are declarations."""
        sizes = (filings, lines, seconds, commit_seconds)
        for histogram, size in zip(self._groups.values(), sizes, strict=True):
            histogram.observe(size)
        self._declarations["registered"] += registered
        self._declarations["refused"] += refused

    def replay(self) -> None:
        """A filing that was answered before got its answer again."""
        self._replays += 1

    def watch(self, name: str, kind: str, meaning: str, read: Callable[[], float | None]) -> None:
        self._readings.append(Reading(name, kind, meaning, read))

    # telling

    def text(self) -> bytes:
        return ("\n".join(self._lines()) + "\n").encode()

    def _lines(self) -> Iterable[str]:
        yield from _head("thongquan_requests_total", "counter", "Requests answered.")
        for (route, method, status), count in sorted(self._requests.items()):
            yield f'thongquan_requests_total{{route="{route}",method="{method}",status="{status}"}} {count}'
        yield from _head("thongquan_request_seconds", "histogram", "From a request's head to the end of its answer.")
        for route, histogram in self._seconds.items():
            yield from histogram.lines("thongquan_request_seconds", f'route="{route}"')
        yield from _counted("thongquan_refusals_total", "Requests refused, by code.", "code", self._refusals)
        yield from _counted("thongquan_filings_total", "Filings answered.", "outcome", self._filings)
        meaning = "Declarations decided on."
        yield from _counted("thongquan_declarations_total", meaning, "outcome", self._declarations)
        yield from _head("thongquan_replays_total", "counter", "Filings sent again, which got their first answer.")
        yield f"thongquan_replays_total {self._replays}"
        for name, histogram in self._groups.items():
            yield from _head(name, "histogram", "Of each group commit.")
            yield from histogram.lines(name)
        for reading in self._readings:
            if (value := reading.read()) is not None:
                yield from _head(reading.name.partition("{")[0], reading.kind, reading.meaning)
                yield f"{reading.name} {value:.15g}"


def _head(name: str, kind: str, meaning: str) -> Iterable[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} {kind}"


def _counted(name: str, meaning: str, label: str, counts: dict[str, int]) -> Iterable[str]:
    yield from _head(name, "counter", meaning)
    for value, count in sorted(counts.items()):
        yield f'{name}{{{label}="{value}"}} {count}'
