"""From where a request comes, and how often one source may ask."""

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address, ip_network

from thongquan.portal.counter import Scope
from thongquan.portal.refusals import TooOften

_IPV6_HOUSEHOLD = 64


def source_of(scope: Scope, *, behind_proxy: bool) -> str:
    """The peer's address; behind a proxy of our own what that saw last, never what the caller claims before it."""
    peer = scope.get("client")
    address = str(peer[0]) if peer else ""
    if behind_proxy:
        told = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        last = told[-1].decode("latin-1").rpartition(",")[2].strip() if told else ""
        address = last or address
    try:
        return str(ip_address(address))
    except ValueError:
        return ""


class Rate:
    """So many questions of one source within so many seconds. Sources are forgotten when there are too many."""

    def __init__(self, most: int, seconds: float, sources: int) -> None:
        self._most, self._seconds, self._sources = most, seconds, sources
        self._asked: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def take(self, source: str, now: float) -> None:
        """`now` in seconds.

        Raises:
            TooOften: this source must wait.
        """
        key = _household(source)
        since, count = self._asked.pop(key, (now, 0))
        if not 0 <= now - since < self._seconds:
            since, count = now, 0
        self._asked[key] = (since, count + 1)
        while len(self._asked) > self._sources:
            self._asked.popitem(last=False)
        if count >= self._most:
            raise TooOften(seconds=max(1, round(since + self._seconds - now)))


def _household(source: str) -> str:
    """One subscriber has 2^64 addresses of IPv6: they count as one."""
    try:
        address = ip_address(source)
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        return str(ip_network((address, _IPV6_HOUSEHOLD), strict=False))
    return source
