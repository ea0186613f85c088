"""Lists that grow are read a page at a time. A page begins after the last row of the page before, not at a number.

So nothing is told twice or left out while rows are added, and a page costs the same however much is stored.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.limits import LIMITS

T = TypeVar("T")
U = TypeVar("U")

Key = tuple[str | bytes | int, ...]
"""What the last row of a page is ordered by; of two rows it is never the same."""


_BEYOND = 2**63
"""The books hold no such number."""


class CursorUnknown(Refusal):
    """The cursor is none that was given out for this list in this order."""

    code = "CURSOR-UNKNOWN"


class Wanted(msgspec.Struct, frozen=True):
    """Which page of a list."""

    sort: str
    """What it is ordered by: a name that the list knows."""
    descending: bool = False
    after: str = ""
    """The cursor that the page before told; "" is the beginning."""
    rows: int = LIMITS.page_rows

    def key(self, width: int) -> Key:
        """Of the row after which the page begins, made of `width` values; () at the beginning.

        Raises:
            CursorUnknown
        """
        if not self.after:
            return ()
        try:
            told = msgspec.msgpack.decode(urlsafe_b64decode(self.after + "=" * (-len(self.after) % 4)), type=_Cursor)
        except (msgspec.DecodeError, Error, ValueError):
            raise CursorUnknown from None
        fits = (told.sort, told.descending, len(told.key)) == (self.sort, self.descending, width)
        if not fits or not all(_is_value(value) for value in told.key):
            raise CursorUnknown
        return told.key

    def cursor(self, key: Key) -> str:
        """How `key` is told to whoever asks for the page after it."""
        spelled = msgspec.msgpack.encode(_Cursor(self.sort, self.descending, key))
        return urlsafe_b64encode(spelled).rstrip(b"=").decode()


def _is_value(value: object) -> bool:
    return isinstance(value, str | bytes) or (isinstance(value, int) and -_BEYOND <= value < _BEYOND)


class _Cursor(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    sort: str
    descending: bool
    key: tuple[Any, ...]


class Page(msgspec.Struct, Generic[T], frozen=True):
    rows: list[T]
    next: str
    """`after` of the next page; "" on the last."""
    total: int
    """How many rows there are on all pages. They are counted up to a limit only."""
    is_counted: bool
    """False: there are more than `total`."""

    def told(self, tell: Callable[[T], U]) -> "Page[U]":
        return Page([tell(row) for row in self.rows], self.next, self.total, self.is_counted)


def ordered(spelled: str, after: str = "", rows: int = LIMITS.page_rows) -> Wanted:
    """`-at` is by `at`, the last first."""
    return Wanted(spelled.removeprefix("-"), spelled.startswith("-"), after, rows)
