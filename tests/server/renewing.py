"""Telling a running server to read its files anew."""

import signal
import time

from authority.running import Server


def told_to_renew(server: Server, expected: str) -> None:
    """SIGHUP, and wait for the line of the log that says what came of it."""
    seen = server.logged().count(expected)
    server.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 10
    while server.logged().count(expected) == seen:
        assert time.monotonic() < deadline, server.logged()[-2000:]
        time.sleep(0.02)
