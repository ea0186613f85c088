"""Figures that are looked up when `/metrics` is asked for: the books, the certificates, the clock, the process."""

import resource
import sys
import time
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import apsw
from cryptography import x509

from thongquan.server.clerk import Clerk
from thongquan.server.logs import Log
from thongquan.server.metrics import Metrics
from thongquan.server.passwords import Passwords
from thongquan.server.tls import Tls
from thongquan.server.unseen import Unseen
from thongquan.storage.ledger import Ledger

_PROCESS = Path("/proc/self")


def watch_authority(metrics: Metrics, clerk: Clerk, ledger: Ledger) -> None:
    seal_ends = x509.load_der_x509_certificate(clerk.authority.seal.certificate).not_valid_after_utc.timestamp()
    gauges = (
        ("thongquan_healthy", "1 while filings can be entered.", lambda: float(clerk.healthy)),
        ("thongquan_waiting_declarations", "Declarations that wait for the clerk.", lambda: clerk.waiting_lines),
        ("thongquan_waiting_filers", "Filers of whom declarations are being judged.", lambda: clerk.waiting_filers),
        ("thongquan_events_waiting", "Programs that wait for events.", lambda: clerk.bell.waiting),
        ("thongquan_log_pages", "Pages in the write-ahead log, not yet folded in.", lambda: ledger.log_pages),
        ("thongquan_clock_seconds", "The server's clock, in Unix time.", lambda: clerk.clock().timestamp()),
        ("thongquan_authority_certificate_end_seconds", "When the authority's certificate ends.", lambda: seal_ends),
        (
            "thongquan_revocation_lists_end_seconds",
            "When the first revocation list runs out.",
            lambda: _unix(clerk.authority.trust.lists_end()),
        ),
    )
    for name, meaning, read in gauges:
        metrics.watch(name, "gauge", meaning, read)


def watch_log(metrics: Metrics, log: Log) -> None:
    lost = "Lines of the log that could not be written."
    metrics.watch("thongquan_log_lines_lost_total", "counter", lost, lambda: log.lost)


def watch_passwords(metrics: Metrics, passwords: Passwords) -> None:
    """Guessing shows here: what was hashed, what was told to wait, and how often waits began."""
    hashing, guesses = passwords.hashing, passwords.guesses
    counters = (
        ("thongquan_password_hashes_total", "Passwords hashed.", lambda: hashing.hashed),
        ("thongquan_password_tries_slowed_total", "Tries told to wait.", lambda: guesses.slowed),
        ("thongquan_password_alarms_total", "How often somebody began to be slowed.", lambda: guesses.alarms),
    )
    for name, meaning, read in counters:
        metrics.watch(name, "counter", meaning, read)
    waiting = "Passwords being hashed or waiting for it."
    metrics.watch("thongquan_passwords_waiting", "gauge", waiting, lambda: hashing.waiting)


def watch_unseen(metrics: Metrics, unseen: Unseen) -> None:
    """Officers who decide without looking show here."""
    for name, meaning, read in (
        ("thongquan_unseen_decisions_total", "Decisions refused because nobody had looked.", lambda: unseen.tried),
        (
            "thongquan_unseen_alarms_total",
            "Rows of several by one officer.",
            lambda: unseen.alarms,
        ),
    ):
        metrics.watch(name, "counter", meaning, read)


def watch_tls(metrics: Metrics, tls: Tls | None) -> None:
    if tls is not None:
        ends = "When the TLS certificate ends."
        metrics.watch("thongquan_tls_certificate_end_seconds", "gauge", ends, lambda: _unix(tls.ends))


def watch_process(metrics: Metrics) -> None:
    """Under the names that Prometheus uses for every process."""
    python = ".".join(map(str, sys.version_info[:3]))
    labels = f'version="{version("thongquan")}",python="{python}",sqlite="{apsw.sqlitelibversion()}"'
    metrics.watch(f"thongquan_build_info{{{labels}}}", "gauge", "What is running.", lambda: 1)
    metrics.watch("process_cpu_seconds_total", "counter", "Processor time used.", _cpu_seconds)
    if not _PROCESS.exists():
        return
    started, files = time.time(), resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    metrics.watch("process_start_time_seconds", "gauge", "When it was started, in Unix time.", lambda: started)
    metrics.watch("process_resident_memory_bytes", "gauge", "Memory held.", _resident_bytes)
    metrics.watch("process_open_fds", "gauge", "Files and connections open.", _open_files)
    metrics.watch("process_max_fds", "gauge", "Files and connections allowed.", lambda: files)


def _unix(moment: datetime | None) -> float | None:
    return None if moment is None else moment.timestamp()


def _cpu_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _open_files() -> float:
    return sum(1 for _ in (_PROCESS / "fd").iterdir())


def _resident_bytes() -> float:
    return int((_PROCESS / "statm").read_text().split()[1]) * resource.getpagesize()
