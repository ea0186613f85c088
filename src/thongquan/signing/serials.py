"""The serial numbers of a revocation list, packed and sorted: a look-up is a search among fixed places of bytes."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice

from thongquan.base.limits import LIMITS

WIDTH = LIMITS.serial_octets

_AT_ONCE = 4_096
"""So many are sorted in one go. Sorting is one call that lets no other thread run, and a list may have 500,000."""


class Serials:
    """`packed` holds them in ascending order, each in `WIDTH` octets."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed

    @classmethod
    def of(cls, numbers: Iterable[bytes]) -> "Serials":
        """From numbers of at most `WIDTH` octets each."""
        chunks = [sorted(chunk) for chunk in _chunks(number.rjust(WIDTH, b"\0") for number in numbers)]
        return cls(b"".join(merge(*chunks)))

    def __len__(self) -> int:
        return len(self.packed) // WIDTH

    def __contains__(self, serial: int) -> bool:
        if serial < 0 or serial.bit_length() > 8 * WIDTH:
            return False
        wanted = serial.to_bytes(WIDTH)
        place = bisect_left(range(len(self)), wanted, key=self._at)
        return place < len(self) and self._at(place) == wanted

    def _at(self, place: int) -> bytes:
        return self.packed[place * WIDTH : (place + 1) * WIDTH]


def _chunks(numbers: Iterator[bytes]) -> Iterator[list[bytes]]:
    while chunk := list(islice(numbers, _AT_ONCE)):
        yield chunk
