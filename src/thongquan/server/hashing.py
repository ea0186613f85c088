"""Passwords are hashed by few workers, so that nobody keeps the server busy with wrong ones (threat 5).

One hash costs some 30 ms of a processor. So only so many wait; who comes then is asked to come back. A right password
is remembered for some minutes: what is kept is a hash under a key of this process, over the password and what the
books keep of it, so that a change of the password forgets it by itself.
"""

import asyncio
import hashlib
import hmac
import os
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from time import monotonic
from typing import TypeVar

from thongquan.base.fault import Refusal
from thongquan.base.limits import Limits
from thongquan.registration.password import hashed, is_password, normal

T = TypeVar("T")

_COME_BACK_SECONDS = 2


class HashingBusy(Refusal):
    """As many passwords wait to be checked as may."""

    code = "PASSWORDS-BUSY"


@cache
def nobodys(limits: Limits) -> str:
    """A hash that no password fits, made as all others are."""
    return hashed(os.urandom(16).hex(), limits)


class Hashing:
    def __init__(self, limits: Limits, clock: Callable[[], float] = monotonic) -> None:
        self.waiting = 0
        """Being hashed or waiting for it."""
        self.hashed = 0
        """How many passwords cost a hash since the start."""
        self._limits = limits
        self._clock = clock
        self._key = os.urandom(32)
        self._remembered: OrderedDict[str, tuple[bytes, float]] = OrderedDict()
        self._pool = ThreadPoolExecutor(limits.hash_workers, thread_name_prefix="hashing")

    async def is_right(self, account: str, kept: str | None, password: str) -> bool:
        """Whether it is the account's password. `kept` None: there is no such account, and finding out takes as long.

        Raises:
            HashingBusy: too many wait.
        """
        if kept is not None and self._is_remembered(account, kept, password):
            return True
        self.hashed += 1
        right = await self.work(lambda: is_password(password, kept or nobodys(self._limits), self._limits))
        if kept is None or not right:
            return False
        self._remember(account, kept, password)
        return True

    async def hashed_new(self, password: str) -> str:
        """What is kept of a new password.

        Raises:
            HashingBusy: too many wait.
        """
        self.hashed += 1
        return await self.work(lambda: hashed(password, self._limits))

    def forget(self, account: str) -> None:
        """The account was closed, blocked or changed."""
        self._remembered.pop(account, None)

    @property
    def remembered(self) -> int:
        return len(self._remembered)

    def close(self) -> None:
        self._pool.shutdown(cancel_futures=True)

    async def work(self, work: Callable[[], T]) -> T:
        """Something slow on a worker: Argon2 lets go of the interpreter while it reckons.

        Raises:
            HashingBusy: too many wait.
        """
        if self.waiting >= self._limits.hash_workers + self._limits.hashes_waiting:
            raise HashingBusy(seconds=_COME_BACK_SECONDS)
        self.waiting += 1
        future = asyncio.get_running_loop().run_in_executor(self._pool, work)
        future.add_done_callback(self._done)
        return await future

    def _done(self, _: "asyncio.Future[T]") -> None:
        """When the work ends, not when the caller goes away: the worker is busy until then."""
        self.waiting -= 1

    def _is_remembered(self, account: str, kept: str, password: str) -> bool:
        tag, until = self._remembered.get(account, (b"", 0.0))
        if self._clock() >= until:
            self._remembered.pop(account, None)
            return False
        return hmac.compare_digest(tag, self._tag(kept, password))

    def _remember(self, account: str, kept: str, password: str) -> None:
        until = self._clock() + self._limits.remembered_password_seconds
        self._remembered[account] = (self._tag(kept, password), until)
        self._remembered.move_to_end(account)
        if len(self._remembered) > self._limits.remembered_passwords:
            self._remembered.popitem(last=False)

    def _tag(self, kept: str, password: str) -> bytes:
        told = normal(password).encode("utf-8", "surrogatepass")
        return hashlib.blake2b(kept.encode() + b"\0" + told, key=self._key, digest_size=32).digest()
