"""Where a name leads. It is looked up once, and the connection goes to the very address that was judged."""

import ipaddress
import socket
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLong

from thongquan.base.limits import LIMITS
from thongquan.fetching.refusals import FetchFailed, FetchForbidden, FetchSlow

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def resolved(host: str, port: int, inside: Collection[str]) -> str:
    """The address to connect to.

    Raises:
        FetchForbidden: the name leads, among others, to an address inside that is not in `inside`.
        FetchFailed, FetchSlow: it leads nowhere, or nobody says where in time.
    """
    lookup = ThreadPoolExecutor(1)
    try:
        told = lookup.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(LIMITS.fetch_seconds)
    except TooLong:
        raise FetchSlow(address=host, limit=LIMITS.fetch_seconds) from None
    except (OSError, UnicodeError) as error:
        raise FetchFailed(address=host, reason=type(error).__name__) from error
    finally:
        lookup.shutdown(wait=False)
    addresses = list(dict.fromkeys(str(one[4][0]) for one in told))
    if not addresses or not all(may_ask(address, inside) for address in addresses):
        raise FetchForbidden(address=host)
    return addresses[0]


def may_ask(address: str, inside: Collection[str]) -> bool:
    """An address of the open network, or one that is allowed by itself.

    >>> may_ask("93.184.216.34", ()), may_ask("127.0.0.1", ()), may_ask("127.0.0.1", ["127.0.0.1"])
    (True, False, True)
    >>> may_ask("169.254.169.254", ()), may_ask("::ffff:10.0.0.1", ()), may_ask("64:ff9b::7f00:1", ())
    (False, False, False)
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    if parsed in {ipaddress.ip_address(one) for one in inside}:
        return True
    return _is_outside(parsed)


def _is_outside(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        hidden = [address.sixtofour, *(address.teredo or ())]
        if any(one is not None for one in hidden) or address not in UNICAST:
            return False
    return address.is_global and not address.is_multicast


UNICAST = ipaddress.ip_network("2000::/3")
"""All that is given out of IPv6. What lies elsewhere is inside, or carries another address within (`::7f00:1`,
`64:ff9b::7f00:1`), which nobody's responder needs."""
