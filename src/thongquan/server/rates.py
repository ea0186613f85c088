"""How many requests one network address may make of what needs no account, such as composing a text.

Behind a proxy of one's own (`--behind-proxy`) it is the last address that the proxy put down; otherwise that of the
connection, whatever the caller writes into a header.
"""

from collections import OrderedDict
from ipaddress import IPv6Address, ip_address

from thongquan.authority.refusals import TooOften
from thongquan.base.limits import Limits
from thongquan.server.asgi import Scope

UNKNOWN = "unknown"
_HOUSEHOLD = 64


def source_of(scope: Scope, *, behind_proxy: bool) -> str:
    """What the request's network address is counted as; one for all whose address cannot be told."""
    peer: str = scope["client"][0] if scope["client"] else ""
    if behind_proxy:
        passed_on = [value for name, value in scope["headers"] if name == b"x-forwarded-for"]
        peer = passed_on[-1].rpartition(b",")[2].strip().decode("latin-1") if passed_on else peer
    return household(peer)


def household(address: str) -> str:
    """What an address is counted as: of IPv6 its first 64 bits, for one subscriber has them all."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return UNKNOWN
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> _HOUSEHOLD << _HOUSEHOLD)}/{_HOUSEHOLD}"


class Rates:
    """So many requests of one source at once, then so many a second. The time is an argument."""

    def __init__(self, limits: Limits) -> None:
        self._most = limits.tries_remembered
        self._gap = 1 / limits.address_per_second
        self._slack = self._gap * limits.address_burst
        self._paid_until: OrderedDict[str, float] = OrderedDict()
        """By source: until when its requests have used up its time. By their last request."""

    def __len__(self) -> int:
        return len(self._paid_until)

    def take(self, source: str, now: float) -> None:
        """One request more of this source.

        Raises:
            TooOften: it is not counted, and may come again later.
        """
        wait = self.wait(source, now)
        if wait > 0.0:
            raise TooOften(seconds=int(wait) + 1)

    def wait(self, source: str, now: float) -> float:
        """0.0: the request may go on and is counted; else the seconds after which one may."""
        until = max(self._paid_until.get(source, now), now) + self._gap
        if until - now > self._slack + 1e-9:
            return until - now - self._slack
        self._paid_until[source] = until
        self._paid_until.move_to_end(source)
        if len(self._paid_until) > self._most:
            self._paid_until.popitem(last=False)
        return 0.0
