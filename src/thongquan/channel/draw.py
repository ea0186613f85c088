"""The random share of a day: drawn from a secret to which the authority commits itself before the day's filings come.

The commitment is published at once and the secret when its day is over; then anybody can draw the lots again.
"""

from datetime import date
from hashlib import blake2b, sha256
from hmac import digest
from typing import Annotated, Literal

import msgspec

from thongquan import law
from thongquan.signing.statement import Hex256

RANDOM_INSPECTION_SHARE = law.parameter("random_inspection_share", int)


class Draw(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the authority signs, in canonical JSON, before the day's first declaration is given a channel."""

    record: Literal["thongquan-draw-1"]
    system: str
    seq: Annotated[int, msgspec.Meta(ge=1)]
    day: str
    """The day in Viet Nam, `2026-09-02`."""
    commitment: Hex256
    """SHA-256 of the day's secret."""
    at: str
    previous: str
    """SHA-256 of the record before, or ""."""


class DrawTold(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A draw as it is published: enough to be checked from the file alone."""

    draw: Draw
    signature: str
    """Of the authority over the draw in canonical JSON: ECDSA P-256 with SHA-256, DER in base64."""
    certificate: str
    """DER in base64."""
    secret: Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?\Z")] = ""
    """Only once the day is over."""


class Lots:
    """The lots of one direction under one secret."""

    def __init__(self, direction: str, secret: bytes) -> None:
        self._begun = blake2b(f"{direction} ".encode(), key=secret, digest_size=8)

    def lot(self, house: str) -> int:
        """0 to 999, for a normalised house bill number: however it is spelled, and however often it is filed."""
        one = self._begun.copy()
        one.update(house.encode())
        return int.from_bytes(one.digest()) % 1000

    def is_drawn(self, house: str, day: date) -> bool:
        return self.lot(house) < RANDOM_INSPECTION_SHARE.on(day)


def secret_of(choice: bytes, day: date) -> bytes:
    """The secret of a day, 32 bytes. Nobody picks it: it follows from the authority's key of choice."""
    return digest(choice, f"draw {day.isoformat()}".encode(), "sha256")


def commitment_to(secret: bytes) -> str:
    return sha256(secret).hexdigest()
