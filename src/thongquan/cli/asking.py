"""What a person at a terminal answers, within a time."""

import getpass
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType


class NoAnswer(Exception):  # noqa: N818 - no error: nobody was there
    """The time is over."""


def typed(prompt: str, seconds: float) -> str:
    """A line in clear. Raises `NoAnswer`, EOFError."""
    return _within(seconds, lambda: input(prompt)).strip()


def secret(prompt: str, seconds: float) -> str:
    """A line that is not shown. Raises `NoAnswer`, EOFError."""
    return _within(seconds, lambda: getpass.getpass(prompt))


def _within(seconds: float, ask: Callable[[], str]) -> str:
    """What was typed before the question was there does not answer it."""
    with suppress(ImportError, OSError):
        import termios

        termios.tcflush(sys.stdin, termios.TCIFLUSH)
    with _alarm(seconds):
        return ask()


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Windows has no such alarm: there a question waits, and the page has its own limit."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def over(_number: int, _frame: FrameType | None) -> None:
        raise NoAnswer

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
