"""What the requests about applications and terminals need from whoever keeps the books."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from thongquan.authority.account_ports import Accounts, AccountSought
from thongquan.authority.deed_ports import Certificates
from thongquan.authority.paging import Page, Wanted
from thongquan.registration.application import Application
from thongquan.registration.terminal import Terminal


class WaitingApplication(msgspec.Struct, frozen=True, gc=False):
    """One line of an office's queue."""

    id: str
    tax_code: str
    company: str
    """As it is registered, not as it calls itself."""
    state: str
    version: int
    sent_at: str
    seconded_by: str


class QueueSought(msgspec.Struct, frozen=True):
    """What of a queue is asked for; "" leaves it open."""

    state: str = ""
    company: str = ""
    """The beginning of a tax code, or a part of a name, without regard to case and accents."""


class Elsewhere(msgspec.Struct, frozen=True, gc=False):
    """Where else an identity number stands: with a company, in an application or as one of its users."""

    tax_code: str
    what: str


Due = tuple[str, str]
"""A place among what is due: the moment since when, and the application's id."""
BEGINNING: Due = ("", "")


class Applications(Protocol):
    """Each question names whose: there is none that finds another company's or office's."""

    def own(self, tax_code: str, application: str) -> Application | None: ...
    def of_company(self, tax_code: str, limit: int) -> list[Application]:
        """The latest first."""
        ...

    def on_their_way(self, tax_code: str) -> list[Application]:
        """Those of a company that are open, or approved and not in effect yet."""
        ...

    def at_office(self, office: str, application: str) -> Application | None:
        """One that was sent to this office."""
        ...

    def page_of_company(self, tax_code: str, state: str, wanted: Wanted) -> Page[Application]:
        """By `changed`; `state` "" is all."""
        ...

    def waiting(self, office: str, sought: QueueSought, wanted: Wanted) -> Page[WaitingApplication]:
        """By `sent`, `company` or `tax_code`."""
        ...

    def offices(self, tax_code: str) -> list[str]:
        """To which the company has sent any."""
        ...

    def due(self, at: str, limit: int, behind: Due) -> list[Application]:
        """Approved, and to take effect by then: the first of those behind a place."""
        ...

    def add(self, application: Application) -> None: ...
    def put(self, application: Application) -> None:
        """Everything of it as it is now; id and company never change."""
        ...

    def look(self, officer: str, application: str, version: int, at: str) -> None:
        """Record that the officer has this version before him."""
        ...

    def has_looked(self, officer: str, application: str, version: int) -> bool: ...
    def identify(self, what: str, tax_code: str, identities: Sequence[str]) -> None:
        """An application or user speaks of the persons with these numbers, and of no others."""
        ...

    def elsewhere(self, identity: str, but: str) -> list[Elsewhere]:
        """With companies other than `but`."""
        ...


class Terminals(Protocol):
    def terminal(self, terminal: str) -> Terminal | None: ...
    def of_company(self, tax_code: str) -> list[Terminal]:
        """All of them, ended ones too, by id."""
        ...

    def page_of_company(self, tax_code: str, sought: AccountSought, at: str, wanted: Wanted) -> Page[Terminal]:
        """By `terminal` or `since`."""
        ...

    def add(self, terminal: Terminal) -> None: ...
    def put(self, terminal: Terminal) -> None:
        """Everything of it as it is now; id and company never change."""
        ...


class Registry(Protocol):
    """The books' parts about a company's users, to write or only to read."""

    @property
    def certificates(self) -> Certificates: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def applications(self) -> Applications: ...
    @property
    def terminals(self) -> Terminals: ...
