"""The webhooks of companies, as whoever keeps the books is asked for them."""

from collections.abc import Collection
from typing import Protocol

from thongquan.registration.webhook import Webhook


class Webhooks(Protocol):
    def webhook(self, webhook: str) -> Webhook | None: ...
    def of_company(self, company: str) -> list[Webhook]:
        """All that it ever had, in the order in which they were registered."""
        ...

    def due(self, at: str, mark: str, busy: Collection[str], limit: int) -> list[Webhook]:
        """Those that something waits for and whose next try has come, whoever waits longest first.

        Of companies that may act. `mark`: of the history of the feed that holds now. `busy` are left out.
        """
        ...

    def add(self, webhook: Webhook) -> None: ...
    def put(self, webhook: Webhook) -> None: ...
