"""A filer reads back what was answered and decided. The secret was named, by its hash, in the signed statement."""

from hashlib import sha256
from uuid import UUID

from thongquan.authority.ports import Decided, Numbers, ReadingRoom, Shown
from thongquan.authority.refusals import NotFound
from thongquan.numbering.declaration_number import is_number

DECISIONS = 500


def filing_status(room: ReadingRoom, batch: str, secret: bytes) -> bytes:
    """The answer to a filing, byte for byte.

    Raises:
        NotFound: no such filing, or not for the one who asks: the two look alike.
    """
    answer = room.answer(_batch_id(batch), sha256(secret).digest())
    if answer is None:
        raise NotFound
    return answer


def declaration_status(room: ReadingRoom, number: str, secret: bytes) -> Shown:
    """A declaration as it stands now, with the line that was signed and its latest decision."""
    shown = room.declaration(number, sha256(secret).digest()) if is_number(number) else None
    if shown is None:
        raise NotFound
    return shown


def filing_numbers(room: ReadingRoom, batch: str, secret: bytes) -> Numbers:
    """Between which numbers the filing's declarations lie.

    Raises:
        NotFound: as for `filing_status`.
    """
    numbers = room.numbers(_batch_id(batch), sha256(secret).digest())
    if numbers is None:
        raise NotFound
    return numbers


def decided_since(room: ReadingRoom, batch: str, secret: bytes, among: Numbers, after: int = 0) -> list[Decided]:
    """The next of those that were decided on after the answer left: with it they tell how the whole filing stands.

    At most `DECISIONS` of them, so that a big filing does not keep other readers waiting.
    `after`: only what was decided after this place of the log.
    """
    return room.decided_since(_batch_id(batch), sha256(secret).digest(), among, DECISIONS, after)


def _batch_id(text: str) -> bytes:
    try:
        batch = UUID(text)
    except ValueError:
        raise NotFound from None
    if str(batch) != text:
        raise NotFound
    return batch.bytes
