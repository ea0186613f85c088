"""What the authority needs from whoever keeps its books. `storage/` keeps them in SQLite."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import NamedTuple, Protocol

import msgspec

from thongquan.authority.account_ports import Accounts
from thongquan.authority.application_ports import Applications, Terminals
from thongquan.authority.attachment_ports import RegisteredAttachments
from thongquan.authority.closing_ports import Closings
from thongquan.authority.completed_list_ports import CompletedLists
from thongquan.authority.day_folds import DayFolds
from thongquan.authority.declaration_ports import Declarations
from thongquan.authority.deed_ports import Certificates, Deeds
from thongquan.authority.delegation_ports import Delegations
from thongquan.authority.deposit_ports import Deposits
from thongquan.authority.document_list_ports import DocumentLists
from thongquan.authority.document_ports import Documents
from thongquan.authority.draw_ports import Draws
from thongquan.authority.feed_ports import Feed, NoticeTold
from thongquan.authority.officer_ports import Officers
from thongquan.authority.own_declaration_ports import OwnDeclarations
from thongquan.authority.refund_ports import Refunds
from thongquan.authority.statement_ports import Statements
from thongquan.authority.transport_link_ports import TransportLinks
from thongquan.authority.transport_ports import Transports
from thongquan.authority.webhook_ports import Webhooks
from thongquan.consignment.aggregation import NAMED
from thongquan.declaration.model import Decision
from thongquan.deposit.model import Movement
from thongquan.registration.model import Company, Officer, Signer


class KnownFiling(msgspec.Struct, frozen=True, gc=False):
    """A filing that was answered before."""

    root: bytes
    answer: bytes | None
    """None once its term has ended and it was erased."""


class LiveHouse(msgspec.Struct, frozen=True, gc=False):
    """The declaration that holds a house bill at present."""

    number: str
    filer: str


class OfOwner(msgspec.Struct, frozen=True, gc=False):
    """The live declarations of one owner that count together: as many as there are, it stays as small."""

    numbers: list[str]
    """Of the first few, one more than are ever told."""
    filer: str
    """"" where they are of several."""
    customs_value: int
    """Of all together, in đồng."""

    def and_one(self, number: str, filer: str, customs_value: int) -> "OfOwner":
        numbers = self.numbers if len(self.numbers) > NAMED else [*self.numbers, number]
        return OfOwner(numbers, self.filer if filer == self.filer else "", self.customs_value + customs_value)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """One declaration ready to be entered: its line as signed, the decision, and the leaf that binds both."""

    number: int
    """As it was registered: the key of the books. The decision has the one that counts corrections."""
    line: int
    signed: bytes
    house: bytes
    owned: bytes
    """Under which it counts together with others; empty where nothing does."""
    decision: Decision
    canonical_decision: bytes
    salt: bytes
    leaf: bytes
    reasons: list[str]
    movements: Sequence[Movement] = ()
    """What its taxes move on an account."""


class NewEntries(msgspec.Struct, frozen=True, gc=False):
    """The declarations, or the corrections, of one filing that is concluded in the same transaction."""

    filer: str
    direction: str
    entries: list[Entry]
    corrects: bool = False


class FilingEntry(msgspec.Struct, frozen=True, gc=False):
    """One filing ready to be concluded with its answer."""

    batch: bytes
    filer: str
    office: str
    direction: str
    root: bytes
    reader: bytes
    registered: int
    refused: int
    received_at: str
    statement: bytes
    signature: bytes
    answer: bytes


class Checkpointed(msgspec.Struct, frozen=True, gc=False):
    number: int
    filings: int
    root: bytes
    at: str
    signature: bytes


class Act(msgspec.Struct, frozen=True, gc=False):
    """A later decision on a declaration, with its own leaf."""

    decision: Decision
    canonical_decision: bytes
    salt: bytes
    leaf: bytes
    at: str
    movements: Sequence[Movement] = ()


class Case(msgspec.Struct, frozen=True, gc=False):
    """One declaration as an officer sees it."""

    number: str
    filer: str
    live: bool
    signed: bytes
    decision: Decision
    salt: bytes
    reasons: list[str]
    latest: int
    """The place of its latest act in the log: whoever looked at it saw this version."""


class Waiting(msgspec.Struct, frozen=True, gc=False):
    """One line of the list of what waits for an officer."""

    number: str
    direction: str
    channel: str
    filer: str
    customs_value: int
    registered_at: str


class Shown(msgspec.Struct, frozen=True, gc=False):
    """One declaration as its filer may read it back: without the reasons of the channel."""

    signed: bytes
    decision: Decision
    salt: bytes
    leaf: bytes
    returned_by: list[str] = []
    """The declarations with which its goods came back undelivered, by the numbers as registered."""


class PastAct(msgspec.Struct, frozen=True, gc=False):
    """One act on a declaration: `registered`, `corrected` or `decided`, and the line where one was signed for it."""

    kind: str
    decision: Decision
    signed: bytes


class RecordedAct(msgspec.Struct, frozen=True, gc=False):
    """One act on a declaration, opened."""

    seq: int
    kind: str
    at: str
    by: str
    signed: bytes
    """Empty where the act changed nothing in the line."""
    decision: Decision
    salt: bytes
    leaf: bytes
    reasons: list[str]


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """A declaration with every act on it, in their order."""

    number: str
    filer: str
    acts: list[RecordedAct]


class Conflict(Exception):  # noqa: N818 - a state of the books, not an error of the program
    """What was to be entered contradicts what stands in the books; nothing of it was entered."""


class Register(Protocol):
    """Who is registered, and the deeds that made it so."""

    @property
    def deeds(self) -> Deeds: ...
    @property
    def certificates(self) -> Certificates: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def applications(self) -> Applications: ...
    @property
    def terminals(self) -> Terminals: ...
    @property
    def delegations(self) -> Delegations: ...
    @property
    def officers(self) -> Officers: ...
    @property
    def draws(self) -> Draws: ...
    @property
    def declarations(self) -> Declarations: ...
    @property
    def completed_lists(self) -> CompletedLists: ...
    @property
    def document_lists(self) -> DocumentLists: ...
    @property
    def transports(self) -> Transports: ...
    @property
    def transport_links(self) -> TransportLinks: ...
    @property
    def own_declarations(self) -> OwnDeclarations: ...
    @property
    def documents(self) -> Documents: ...
    @property
    def attachments(self) -> RegisteredAttachments: ...
    @property
    def feed(self) -> Feed: ...
    @property
    def webhooks(self) -> Webhooks: ...
    @property
    def deposits(self) -> Deposits: ...
    @property
    def closings(self) -> Closings: ...
    @property
    def statements(self) -> Statements: ...
    @property
    def refunds(self) -> Refunds: ...


class Books(Register, Protocol):
    """The books, held by the one who writes. Everything between two commits is one transaction."""

    @property
    def failures(self) -> tuple[type[Exception], ...]:
        """What the books raise when they cannot be read or written: never a judgement on a filing."""
        ...

    def signer(self, issuer_serial: bytes) -> Signer | None: ...
    def filings(self, batches: Sequence[bytes]) -> dict[tuple[bytes, str], KnownFiling]:
        """Those of these batch ids that were answered before, by id and filer."""
        ...

    def house_keys(self, direction: str, houses: Sequence[str]) -> list[bytes]: ...
    def live_houses(self, houses: Sequence[bytes]) -> dict[bytes, LiveHouse]: ...
    def owner_keys(self, together: Sequence[tuple[str, str]]) -> list[bytes]:
        """The keys of these master bills and owners; empty where either is."""
        ...

    def live_of_owners(self, owned: Sequence[bytes], since: date) -> dict[bytes, OfOwner]:
        """What is live and not refused under these keys, registered on `since` or later."""
        ...

    def next_number(self, direction: str) -> int:
        """The first of the sequence that nobody was given."""
        ...

    def next_checkpoint(self) -> int: ...
    def head_of(self, office: str) -> str: ...
    def separately(self) -> AbstractContextManager[object]:
        """Writes inside are kept together or not at all, and do not disturb those outside.

        Raises:
            Conflict: the writes broke a rule of the books, and were undone.
        """
        ...

    def enter(self, filings: Sequence[NewEntries], next_numbers: Mapping[str, int]) -> None:
        """Enter the declarations of these filings with their acts, and up to where the numbers are used."""
        ...

    def conclude(self, checkpoint: Checkpointed, filings: Sequence[FilingEntry]) -> None:
        """Enter the same filings, in the same order, with their answers, and the checkpoint over them."""
        ...

    def case(self, number: str) -> Case | None: ...
    def decide(self, case: Case, act: Act) -> None: ...
    def waiting(self, office: str, limit: int) -> list[Waiting]: ...
    def company(self, tax_code: str) -> Company | None: ...
    def companies(self) -> int:
        """How many there are. None ever leaves."""
        ...

    def companies_told(self) -> set[str]:
        """Whose business it was that was entered since this was asked last."""
        ...

    def give_notice(self, company: str, notice: NoticeTold) -> None:
        """In its feed; the company is among those told."""
        ...

    def officer(self, officer: str) -> Officer | None: ...
    def add_company(self, company: Company, at: str) -> None: ...
    def add_officer(self, officer: Officer, at: str) -> None: ...
    def last_moment(self) -> str:
        """The stamp of the latest act or checkpoint, or ""."""
        ...


class Numbers(NamedTuple):
    """The first and the last number of a filing; none lies between (1, 0)."""

    first: int
    last: int


class Decided(NamedTuple):
    number: int
    decision: bytes
    """In its one spelling."""


class ReadingRoom(Register, Protocol):
    """What filers may read back. Whoever cannot show the reader's secret finds nothing, inside the data layer."""

    @property
    def folds(self) -> DayFolds: ...
    def company(self, tax_code: str) -> Company | None: ...
    def answer(self, batch: bytes, reader: bytes) -> bytes | None: ...
    def declaration(self, number: str, reader: bytes) -> Shown | None: ...
    def past(self, number: str, reader: bytes, company: str) -> list[PastAct] | None:
        """All acts on a declaration, in their order, for its filing's reader or the companies that it is of."""
        ...

    def recorded(self, number: str) -> Recorded | None:
        """For auditors alone: it asks for no reader's secret."""
        ...

    def numbers(self, batch: bytes, reader: bytes) -> Numbers | None:
        """Those that the filing was given; None when there is no such filing for this reader."""
        ...

    def printed(self, number: str, house: str) -> Decision | None:
        """The latest decision on a number, for whoever knows the house bill too: compared by its keyed hash."""
        ...

    def registered_signers(self, after: bytes, limit: int) -> list[bytes]:
        """Certificates (DER) that may sign, or soon may, in the order of issuer and serial number, after that one."""
        ...

    def decided_since(self, batch: bytes, reader: bytes, among: Numbers, limit: int, after: int) -> list[Decided]:
        """What the filing registered or corrected and was decided on since its answer, by the number as issued.

        `after`: only those whose latest act stands after this place of the log.
        """
        ...
