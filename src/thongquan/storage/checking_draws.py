"""Every draw signed, chained and fitting; and every day on which a declaration was given a channel has one."""

from collections.abc import Collection
from datetime import date
from hashlib import sha256

import apsw
import msgspec

from thongquan.authority.draw_ports import DrawEntered
from thongquan.base.canonical import read_canonical
from thongquan.channel.draw import Draw, commitment_to, secret_of
from thongquan.signing.endorsement import is_endorsed
from thongquan.storage.draws import HAS_DRAWS
from thongquan.storage.events import believed
from thongquan.storage.findings import Findings

_DRAWS = "SELECT seq, day, told, signature, certificate FROM draw ORDER BY seq"
_DAYS = "SELECT DISTINCT date(at, '+7 hours') FROM act WHERE seq > ? AND kind <> 'decided'"
"""In Viet Nam, which keeps one time all year."""


def check_draws(
    connection: apsw.Connection, choice: bytes, authority: Collection[bytes] | None, found: Findings
) -> None:
    """`choice` is the key of choice; without it, whether the commitments fit is not looked at."""
    if connection.pragma("user_version") < HAS_DRAWS:
        return
    days, before = set(), b""
    for row in connection.execute(_DRAWS):
        one = DrawEntered(*row)
        if not (_is_signed(one, authority) and _fits(one, before, choice)):
            found.add("draw", one.day)
        days.add(one.day)
        before = one.told
    for (day,) in connection.execute(_DAYS, (_acts_before(connection, authority),)):
        if day not in days:
            found.add("draw", str(day))


def _is_signed(one: DrawEntered, authority: Collection[bytes] | None) -> bool:
    known = authority is None or one.certificate in authority
    try:
        return known and is_endorsed(one.told, one.signature, one.certificate)
    except Exception:  # noqa: BLE001 - what cannot be read is not signed
        return False


def _fits(one: DrawEntered, before: bytes, choice: bytes) -> bool:
    """To its row, to the draw before, and to the key."""
    try:
        draw, day = read_canonical(one.told, Draw), date.fromisoformat(one.day)
    except (msgspec.MsgspecError, ValueError):
        return False
    previous = sha256(before).hexdigest() if before else ""
    commitment = commitment_to(secret_of(choice, day)) if choice else draw.commitment
    return (draw.seq, draw.day, draw.previous, draw.commitment) == (one.seq, one.day, previous, commitment)


def _acts_before(connection: apsw.Connection, authority: Collection[bytes] | None) -> int:
    """How many acts stood in the books when they came to know draws."""
    migrated = [one for one in believed(connection, authority) if one.kind == "migrated"]
    return max((one.acts for one in migrated if int(one.facts["schema_before"]) < HAS_DRAWS), default=0)
