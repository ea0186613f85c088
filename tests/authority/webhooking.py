"""Webhooks of companies as people register and change them, and what would be sent to them."""

import hmac
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Any

from authority.applying import a_signer, deed
from authority.deeds import composed
from authority.house import House
from demo_pki import RSA_COMPANY
from thongquan.authority.deed_work import Carried
from thongquan.authority.refusals import FormFaulty
from thongquan.authority.webhook_delivering import Delivered, Delivery, due, note
from thongquan.base.moment import stamp
from thongquan.registration.webhook import Webhook

ADDRESS = "https://hooks.example.vn/hai-quan"


def added(house: House, address: str = ADDRESS, company: str = RSA_COMPANY) -> tuple[str, str]:
    """Its id and secret. The company has its administrator already."""
    done = deed(house, "webhook-add", company, a_signer(company), address=address)
    return done.outcome["webhook"], done.shown["webhook_secret"]


def changed(house: House, webhook: str, change: str, company: str = RSA_COMPANY, **says: Any) -> Carried:
    return deed(house, "webhook-change", company, a_signer(company), webhook=webhook, change=change, **says)


def faults_of(house: House, kind: str, company: str = RSA_COMPANY, **says: Any) -> set[str]:
    try:
        composed(house, kind, company, **says)
    except FormFaulty as faulty:
        return {one.code for one in faulty.faults}
    return set()


def webhook_of(house: House, webhook: str) -> Webhook:
    found: Webhook = house.books.webhooks.webhook(webhook)
    return found


def waiting(house: House) -> list[Delivery]:
    return due(house.books, house.parts.authority, house.clock.now)


def tell(house: House, one: Delivery, fault: str = "", chance: float = 0) -> None:
    told = Delivered(one.webhook, one.after, one.next, fault)
    house.sit(lambda now: note(now, told, chance))


def signature(secret: str, one: Delivery) -> str:
    """As a receiver reckons it, from the conventions alone."""
    key = b64decode(secret.removeprefix("whsec_"))
    signed = f"{one.headers['webhook-id']}.{one.headers['webhook-timestamp']}.{one.body}".encode()
    return f"v1,{b64encode(hmac.digest(key, signed, sha256)).decode()}"


def now_of(house: House) -> str:
    return stamp(house.clock.now)
