"""A company registers an address that its events are sent to from then on; its secret is told once."""

import os

from thongquan.authority.feed import end_of
from thongquan.authority.own_account import administered
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.authority.webhook_signing import secret_of, spelled
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.registration.deeds_webhooks import WebhookAdd
from thongquan.registration.webhook import Webhook, is_address

SHOWN = "webhook_secret"


def faults(now: Sitting, account: str, says: WebhookAdd) -> list[Fault]:
    limits = now.authority.limits
    live = [one for one in now.books.webhooks.of_company(administered(now, account)) if one.state != "ended"]
    found = []
    if not is_address(says.address, limits.webhook_port):
        found.append(Fault("WEBHOOK-ADDRESS", "address"))
    if any(one.address == says.address for one in live):
        found.append(Fault("WEBHOOK-TWICE", "address"))
    if len(live) >= limits.company_webhooks:
        found.append(Fault("WEBHOOK-TOO-MANY", "address", {"limit": limits.company_webhooks}))
    return found


def webhook_add(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, WebhookAdd)
    company, at = administered(now, signed.deed.account), stamp(now.at)
    made = Webhook(
        f"WH{os.urandom(6).hex().upper()}", company, says.address, 1, "active", at, end_of(now.books, company), at
    )
    now.books.webhooks.add(made)
    secret = secret_of(now.authority.webhook, made.id, made.number)
    return Done({"webhook": made.id}, {SHOWN: spelled(secret)})


PROCEDURE = Procedure(WebhookAdd, "account", webhook_add, faults, in_session=True)
