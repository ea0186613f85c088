"""Asking the clerk for one transaction, or to take a filing, for whoever answers people."""

from collections.abc import Awaitable, Callable
from typing import Protocol, TypeVar

from thongquan.authority.sitting import Sitting
from thongquan.authority.stages import Received
from thongquan.server.clerk import Clerk, Overloaded, Unavailable
from thongquan.server.problem import Busy, NotNow

T = TypeVar("T")


class Ask(Protocol):
    async def __call__(self, work: Callable[[Sitting], T]) -> T:
        """What `work` gives, once it is on the disk. Raises its refusal, or NotNow if nothing was entered."""
        ...


def asker(clerk: Clerk) -> Ask:
    async def ask(work: Callable[[Sitting], T]) -> T:
        try:
            done: T = await clerk.ask(work)
        except Unavailable:
            raise NotNow from None
        return done

    return ask


def filer(clerk: Clerk) -> Callable[[Received], Awaitable[bytes]]:
    """The answer to a filing, once it is on the disk: through the same door as those of programs.

    Raises what refuses it, Busy where too much waits, or NotNow if nothing was entered.
    """

    async def file(received: Received) -> bytes:
        try:
            return await clerk.file(received, received.declarations.count(b"\n"), _nobody)
        except Overloaded:
            raise Busy(seconds=clerk.pace.seconds(clerk.waiting_lines)) from None
        except Unavailable:
            raise NotNow from None

    return file


def _nobody(_checked: int, _of: int) -> None:
    """A page waits for the answer."""
