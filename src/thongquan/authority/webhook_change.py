"""A webhook is paused, resumed where it got to, given another secret, or ended: at once, by its company alone."""

from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from thongquan.authority.own_account import administered
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.authority.webhook_add import SHOWN
from thongquan.authority.webhook_signing import secret_of, spelled
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.registration.deeds_webhooks import WebhookChange, Work
from thongquan.registration.webhook import State, Webhook

POSSIBLE: dict[State, tuple[Work, ...]] = {
    "active": ("pause", "renew", "end"),
    "paused": ("resume", "renew", "end"),
    "stopped": ("resume", "renew", "end"),
    "ended": (),
}


def completed(now: Sitting, account: str, given: dict[str, Any]) -> dict[str, Any]:
    one = _own(now, account, given.get("webhook"))
    known = {} if one is None else {"number": one.number + (given.get("change") == "renew")}
    return {**known, **given}


def faults(now: Sitting, account: str, says: WebhookChange) -> list[Fault]:
    one = _own(now, account, says.webhook)
    if one is None:
        return [Fault("WEBHOOK-UNKNOWN", "webhook", {"webhook": says.webhook})]
    if says.change not in POSSIBLE[one.state]:
        return [Fault("WEBHOOK-STEP", "change", {"webhook": one.id})]
    number = one.number + (says.change == "renew")
    return [Fault("CREDENTIALS-NUMBER", "number", {"number": number})] if says.number != number else []


def webhook_change(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, WebhookChange)
    one = now.books.webhooks.webhook(says.webhook)
    assert one is not None
    changed = _changed(now, one, says.change)
    now.books.webhooks.put(changed)
    made = {SHOWN: spelled(secret_of(now.authority.webhook, one.id, changed.number))} if says.change == "renew" else {}
    return Done({"webhook": one.id, "state": changed.state}, made)


def _changed(now: Sitting, one: Webhook, change: Work) -> Webhook:
    if change == "pause":
        return replace(one, state="paused")
    if change == "end":
        return replace(one, state="ended", old_until="")
    if change == "renew":
        until = stamp(now.at + timedelta(hours=now.authority.limits.webhook_overlap_hours))
        return replace(one, number=one.number + 1, old_until=until)
    return replace(one, state="active", next_try=stamp(now.at), failures=0, failing_since="")


def _own(now: Sitting, account: str, webhook: object) -> Webhook | None:
    """Another company's looks like one that is not there."""
    company = administered(now, account)
    found = now.books.webhooks.webhook(webhook) if isinstance(webhook, str) else None
    return found if found is not None and found.company == company else None


PROCEDURE = Procedure(
    WebhookChange, "account", webhook_change, faults, in_session=True, completed=completed, fills=("number",)
)
