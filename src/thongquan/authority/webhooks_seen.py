"""A company's webhooks as its administrator sees them, without any secret."""

from datetime import datetime

import msgspec

from thongquan.authority.own_account import administered_by
from thongquan.authority.ports import Register
from thongquan.authority.webhook_change import POSSIBLE
from thongquan.base.moment import stamp
from thongquan.registration.deeds_webhooks import Work
from thongquan.registration.webhook import State, Webhook


class WebhookShown(msgspec.Struct, frozen=True):
    webhook: str
    address: str
    state: State
    """`stopped`: nothing was taken for days; resumed, it goes on where it got to."""
    added_at: str
    cursor: str
    """Of the last event that was taken there."""
    secret_number: int
    old_secret_until: str
    """Until then bodies are signed with the secret before, too; "" no longer."""
    delivered_at: str
    """When something was taken there last; "" never. So are the others."""
    failed_at: str
    failed_with: str
    """A code, or what the receiver answered, such as `HTTP 500`."""
    failures: int
    """One after another, since something was taken."""
    next_try: str
    """Of what failed; "" of what did not."""
    possible: list[Work]
    """What can be signed for it now."""


def webhooks_of(room: Register, account: str, at: datetime) -> list[WebhookShown]:
    """Of the company that the account administers, those that have ended too.

    Raises:
        NotFound: it is no administrator's account.
    """
    company, now = administered_by(room, account, at), stamp(at)
    return [_shown(one, now) for one in room.webhooks.of_company(company)]


def _shown(one: Webhook, at: str) -> WebhookShown:
    return WebhookShown(
        one.id,
        one.address,
        one.state,
        one.added_at,
        one.cursor,
        one.number,
        one.old_until if one.old_until > at else "",
        one.delivered_at,
        one.failed_at,
        one.failed_with,
        one.failures,
        one.next_try if one.failures and one.state == "active" else "",
        list(POSSIBLE[one.state]),
    )
