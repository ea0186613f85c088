"""Webhooks against the deeds: nothing is sent to where nobody signed for it, or signed with another secret."""

from typing import Any

import apsw
from cryptography.exceptions import InvalidTag

from thongquan.storage.findings import Findings
from thongquan.storage.register_told import Told
from thongquan.storage.sealing import Vault
from thongquan.storage.webhooks import HAS_WEBHOOKS, address_place

_WEBHOOKS = "SELECT id, address, company, number, state FROM webhook ORDER BY id"

_MAY_BE = {"active": ("active", "stopped"), "paused": ("paused",), "stopped": ("stopped",), "ended": ("ended",)}
"""State after the last deed → what the row may say: no deed stops one."""


def check_webhooks(connection: apsw.Connection, vault: Vault, told: Told, found: Findings) -> None:
    if connection.pragma("user_version") < HAS_WEBHOOKS:
        return
    missing = set(told.webhooks)
    row: Any
    for row in connection.execute(_WEBHOOKS):
        webhook, sealed, company, number, state = row
        missing.discard(webhook)
        known = told.webhooks.get(webhook)
        said = (_address(vault, webhook, sealed), company, number)
        if known is None or said != (known.address, known.company, known.number) or state not in _MAY_BE[known.state]:
            found.add("webhook", webhook)
    for webhook in sorted(missing):
        found.add("webhook", webhook)


def _address(vault: Vault, webhook: str, sealed: bytes) -> str:
    try:
        return vault.open(sealed, address_place(webhook)).decode()
    except (InvalidTag, ValueError):
        return ""
