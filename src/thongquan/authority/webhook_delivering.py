"""What is to be sent to which webhook, and what becomes of it. Whoever sends it is another process (decision 0052).

A webhook's cursor goes on only when its receiver answered that it took what lies before: so every event arrives at
least once, in order, however often either side is stopped in between.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec
from msgspec.structs import replace

from thongquan.authority.authority import Authority
from thongquan.authority.feed import events_after, present_mark, read_cursor
from thongquan.authority.notices import tell_webhook_stopped
from thongquan.authority.ports import Register
from thongquan.authority.sitting import Sitting
from thongquan.authority.webhook_signing import headers_of, secret_of
from thongquan.base.limits import Limits
from thongquan.base.moment import read_stamp, stamp
from thongquan.registration.webhook import Webhook

_MESSAGE_CHARACTERS = 32


class Delivery(msgspec.Struct, frozen=True):
    """One POST, signed and ready to be sent."""

    webhook: str
    address: str
    headers: dict[str, str]
    body: str
    """The JSON that `GET /api/v1/events` answers with."""
    after: str
    next: str
    """The cursors before and after what it holds."""


class Delivered(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What became of a delivery. `fault`: a code, "" if the receiver took it."""

    webhook: str
    after: str
    next: str
    fault: str = ""


def due(
    room: Register, authority: Authority, at: datetime, busy: Collection[str] = (), limit: int = 0
) -> list[Delivery]:
    """For each webhook whose next try has come, what it gets then. `busy`: webhooks that something is sent to now."""
    limits = authority.limits
    waiting = room.webhooks.due(stamp(at), present_mark(room), busy, limit or limits.webhooks_at_once)
    return [_delivery(room, authority, at, one) for one in waiting]


def _delivery(room: Register, authority: Authority, at: datetime, one: Webhook) -> Delivery:
    found = events_after(room, one.company, one.cursor, authority.limits.webhook_events)
    numbers = [one.number, *([one.number - 1] if one.old_until > stamp(at) else [])]
    secrets = [secret_of(authority.webhook, one.id, number) for number in numbers]
    body = msgspec.json.encode(found)
    told = f"{one.id} {one.cursor} {found.next}".encode()
    message = f"msg_{sha256(told).hexdigest()[:_MESSAGE_CHARACTERS]}"
    headers = headers_of(secrets, message, int(at.timestamp()), body)
    return Delivery(one.id, one.address, headers, body.decode(), one.cursor, found.next)


def note(now: Sitting, told: Delivered, chance: float) -> None:
    """Enter it. Of what was sent before the webhook went on, was paused or ended, nothing is entered.

    `chance`: from 0 to 1, by which waits differ from each other.

    Raises:
        CursorUnknown: what it says came next is no cursor.
    """
    one = now.books.webhooks.webhook(told.webhook)
    if one is None or one.state != "active" or one.cursor != told.after:
        return
    at = stamp(now.at)
    if not told.fault:
        next_ = str(read_cursor(told.next))
        now.books.webhooks.put(replace(one, cursor=next_, next_try=at, failures=0, failing_since="", delivered_at=at))
        return
    failed = replace(one, failures=one.failures + 1, failing_since=one.failing_since or at)
    _failed(now, replace(failed, failed_at=at, failed_with=told.fault), chance)


def _failed(now: Sitting, one: Webhook, chance: float) -> None:
    limits = now.authority.limits
    if now.at - read_stamp(one.failing_since) >= timedelta(days=limits.webhook_days):
        now.books.webhooks.put(replace(one, state="stopped"))
        tell_webhook_stopped(now, one.company, one.id)
        return
    wait = timedelta(seconds=wait_seconds(one.failures, chance, limits))
    now.books.webhooks.put(replace(one, next_try=stamp(now.at + wait)))


def wait_seconds(failures: int, chance: float, limits: Limits) -> float:
    """After so many failures one after another: twice as long each time up to some hours, less up to a half by chance.

    So many receivers that failed together do not come back together.
    """
    longest: int = min(limits.webhook_wait_seconds, limits.webhook_first_wait_seconds * 2 ** min(failures - 1, 40))
    return longest * (1 - chance / 2)
