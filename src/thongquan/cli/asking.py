"""What a person at a terminal answers, within a time; and a process that keeps what was typed to itself."""

import ctypes
import getpass
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType

PR_SET_DUMPABLE = 4


class NoAnswer(Exception):  # noqa: N818 - no error: nobody was there
    """The time is over."""


def typed(prompt: str, seconds: float) -> str:
    """A line in clear. Raises `NoAnswer`, EOFError."""
    return _within(seconds, lambda: input(prompt)).strip()


def secret(prompt: str, seconds: float) -> str:
    """A line that is not shown. Raises `NoAnswer`, EOFError."""
    return _within(seconds, lambda: getpass.getpass(prompt))


def keep_to_itself() -> None:
    """No core file and no look into our memory from a program of the same user: a PIN goes through it."""
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


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
