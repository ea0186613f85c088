"""Plans of transports that users look at before they sign: kept in memory, the latest of each, for nobody else.

Nothing is promised of them: what is not signed binds nobody, and a plan is made again from its file.
"""

import asyncio
import secrets
import zlib
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock
from typing import TypeVar

import msgspec

from thongquan.base.fault import Fault
from thongquan.base.limits import Limits
from thongquan.transport.lodged import SALT_BYTES
from thongquan.transport.model import TransportDeclaration
from thongquan.transport.plan import TransportPlan

T = TypeVar("T")
_READ_AT_ONCE = 2


class Drawn(msgspec.Struct, frozen=True):
    """The plans of one file or form, and what was typed to it since."""

    id: str
    since: str
    """The moment it was made, a `stamp`: what it became is registered later."""
    plans: Sequence[TransportPlan]
    notes: Sequence[Fault]
    salts: Sequence[str]
    """Of each plan the salt of what it is lodged as: by it one knows which were registered."""
    typed: TransportDeclaration | None = None
    """What was declared beside the last plan, offered for the next."""


_DRAWN = msgspec.msgpack.Decoder(Drawn)


def drawn(plans: Sequence[TransportPlan], notes: Sequence[Fault], since: str) -> Drawn:
    salts = [secrets.token_hex(SALT_BYTES) for _ in plans]
    return Drawn(secrets.token_hex(SALT_BYTES), since, plans, notes, salts)


class Plans:
    def __init__(self, limits: Limits) -> None:
        self._most = limits.transport_plans
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()
        self._threads = ThreadPoolExecutor(_READ_AT_ONCE, thread_name_prefix="transports")

    async def work(self, work: Callable[[], T]) -> T:
        """Files are read and planned a few at once, beside whoever is served meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def keep(self, account: str, one: Drawn) -> None:
        """In the place of the user's plan before; the oldest of all goes where there are too many."""
        packed = zlib.compress(msgspec.msgpack.encode(one), 1)
        with self._lock:
            self._kept.pop(account, None)
            self._kept[account] = packed
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def of(self, account: str) -> Drawn | None:
        packed = self._kept.get(account)
        return _DRAWN.decode(zlib.decompress(packed)) if packed else None
