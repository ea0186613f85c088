"""Filing: the filings that were judged are entered in one transaction, and proved by one signed checkpoint."""

import logging
from collections.abc import Sequence
from datetime import date

import msgspec

from thongquan.authority.acting import who_files
from thongquan.authority.aggregating import Owners
from thongquan.authority.answer import outcomes
from thongquan.authority.authority import FORMS, desk_for, office_of
from thongquan.authority.charging import Charges
from thongquan.authority.concluding import RegisteredFiling, conclude
from thongquan.authority.correcting import Corrector, Standing
from thongquan.authority.draws import draw_for
from thongquan.authority.houses import Houses
from thongquan.authority.judging import Hearing
from thongquan.authority.ports import Entry, KnownFiling
from thongquan.authority.refusals import Erased, FilingIdTaken, JudgingFailed
from thongquan.authority.registering import Paying, Registrar, warn_when_scarce
from thongquan.authority.returns import Whose, originals_of
from thongquan.authority.securing import secured_by
from thongquan.authority.sitting import Sitting
from thongquan.authority.stages import Verified
from thongquan.authority.till import Till
from thongquan.base.fault import Fault, Refusal
from thongquan.base.moment import business_day, stamp
from thongquan.consignment.aggregation import counts_from

LOG = logging.getLogger("thongquan.authority")

Replies = list[bytes | Refusal]


def hear(filing: Verified, day: date, choice: bytes) -> Hearing:
    """The filing before whoever judges its lines, by the law of that day.

    Raises:
        OfficeUnknown: it is addressed to no office of that day.
    """
    office_of(filing.statement.office, "", day)
    return Hearing(filing, desk_for(filing.statement.direction, day, choice))


def answered_before(filing: Verified, known: KnownFiling | None) -> bytes | None:
    """Step 8: the same batch id and root get the first answer again; the id with another root is refused."""
    if known is None:
        return None
    if filing.root != known.root:
        raise FilingIdTaken(filing=filing.statement.batch)
    if known.answer is None:
        raise Erased
    return known.answer


def file_group(hearings: Sequence[Hearing], sitting: Sitting) -> Replies:
    """The answer to each, in order. Called inside one transaction; no answer may leave before its commit.

    Should they not be entered together, for a reason that nobody foresaw, each is tried by itself.

    Raises:
        DrawUnfit: no declaration is given a channel today.
    """
    draw_for(sitting, business_day(sitting.at))
    try:
        with sitting.books.separately():
            return _Group(hearings, sitting).replies()
    except sitting.books.failures:
        raise
    except Exception:  # a `Conflict`, or our own mistake: one filing must not undo the others of its group
        LOG.exception("a group could not be entered")
    if len(hearings) == 1:
        return [JudgingFailed()]
    return [reply for one in hearings for reply in file_group([one], sitting)]


class _Known(msgspec.Struct, frozen=True):
    """Filed before: in an earlier group (with its answer) or earlier in this one (with its position)."""

    answer: bytes = b""
    position: int = -1


class _Group:
    """The filings of one transaction. Each is registered on paper; the books are written at the end."""

    def __init__(self, hearings: Sequence[Hearing], sitting: Sitting) -> None:
        books = sitting.books
        self._hearings = hearings
        self._sitting = sitting
        self._at = stamp(sitting.at)
        self._numbers = {direction: books.next_number(direction) for direction in FORMS}
        self._known = books.filings([one.filing.batch for one in hearings])
        self._positions: dict[tuple[bytes, str], int] = {}
        self._till = Till(books.deposits)
        self._corrected: set[int] = set()
        self._registered: list[RegisteredFiling] = []

    def replies(self) -> Replies:
        results = self._file_all()
        answers = conclude(self._registered, self._numbers, self._sitting) if self._registered else []
        return [_reply(result, answers) for result in results]

    def _file_all(self) -> list[_Known | Refusal]:
        heard = [self._heard_today(one) for one in self._hearings]
        books, today = self._sitting.books, business_day(self._sitting.at)
        self._houses = Houses([one for one in heard if isinstance(one, Hearing)], books)
        self._owners = Owners(books.live_of_owners(self._houses.owned(), counts_from(today)), today)
        return [self._file(one) if isinstance(one, Hearing) else one for one in heard]

    def _heard_today(self, hearing: Hearing) -> Hearing | Refusal:
        """Judged before midnight and registered after it: the law of the day of registration counts."""
        today = business_day(self._sitting.at)
        try:
            if hearing.desk.day != today:
                office_of(hearing.filing.statement.office, "", today)
                hearing.start_again(desk_for(hearing.desk.direction, today, self._sitting.authority.choice))
            hearing.go_on(hearing.left)
        except Refusal as refusal:
            return refusal
        return hearing

    def _file(self, hearing: Hearing) -> _Known | Refusal:
        """One filing. A refused one leaves no trace, and uses up no number."""
        try:
            return self._filed_before(hearing.filing) or self._register(hearing)
        except Refusal as refusal:
            return refusal
        except self._sitting.books.failures:
            raise
        except Exception:  # fail closed
            LOG.exception("a filing failed")
            return JudgingFailed()

    def _filed_before(self, filing: Verified) -> _Known | None:
        position = self._positions.get((filing.batch, filing.filer))
        if position is not None:
            answered_before(filing, KnownFiling(self._registered[position].filing.root, b""))
            return _Known(position=position)
        answer = answered_before(filing, self._known.get((filing.batch, filing.filer)))
        return None if answer is None else _Known(answer=answer)

    def _register(self, hearing: Hearing) -> _Known:
        """Step 9: business rules over the houses together, then numbers, records and audit leaves."""
        filing, desk, books = hearing.filing, hearing.desk, self._sitting.books
        signer = books.signer(filing.signer.certificate.issuer_serial) or filing.signer
        acting = who_files(signer, filing.statement, books, self._sitting.at)
        free, faults = self._houses.without_duplicates(hearing)
        till = self._till.trial()
        if filing.statement.kind == "correction":
            standing = Standing(books, self._owners, till, self._corrected)
            corrector = Corrector(hearing, standing, day=business_day(self._sitting.at), at=self._at)
            return self._entered(hearing, corrector.entries(free, faults), faults, till)
        whose = Whose(filing.filer, acting.delegation.principal if acting.delegation else "", desk.direction)
        originals = originals_of(free, books, whose, faults)
        right = [one for one in free if one.passed.line not in faults] if originals or faults else free
        alone = self._owners.without_splits(right, filing.filer, faults)
        security = secured_by(filing.statement, whose.principal or filing.filer, books.deposits, desk)
        account = security.account
        housed, charges = Charges(*security, till, desk).without_unpaid(alone, faults)
        first, head = self._numbers[desk.direction], books.head_of(filing.statement.office)
        registrar = Registrar(filing, acting, desk, Paying(account, till), head=head, at=self._at)
        entries = registrar.entries(housed, charges, first, originals)
        warn_when_scarce(desk.direction, first)
        self._numbers[desk.direction] = first + len(entries)
        self._owners.registered(entries, filing.filer)
        return self._entered(hearing, entries, faults, till)

    def _entered(self, hearing: Hearing, entries: list[Entry], faults: dict[int, list[Fault]], till: Till) -> _Known:
        filing = hearing.filing
        told = outcomes(len(filing.lines), entries, hearing.faults | faults)
        hearing.registered = len(entries)
        self._houses.registered(entries, filing.filer)
        self._till.keep(till)
        self._positions[filing.batch, filing.filer] = len(self._registered)
        self._registered.append(RegisteredFiling(filing, entries, told))
        return _Known(position=len(self._registered) - 1)


def _reply(result: _Known | Refusal, answers: Sequence[bytes]) -> bytes | Refusal:
    if isinstance(result, Refusal):
        return result
    return answers[result.position] if result.position >= 0 else result.answer
