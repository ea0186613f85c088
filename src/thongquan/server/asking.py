"""Asking the clerk for one transaction, for whoever answers people."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from thongquan.authority.sitting import Sitting
from thongquan.server.clerk import Clerk, Unavailable
from thongquan.server.problem import NotNow

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
