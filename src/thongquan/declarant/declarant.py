"""A declarant before one authority, as a courier's program and the commands of this house see it.

What holds for everything here: a declaration is signed once and lies on disk, with its signature, before its first
byte is sent; the authority gives the same bytes the same answer however often they come; an answer counts only when
it proves what became of each line. So any call may be cut short at any moment, by a kill or a dead network, and be
made again.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from msgspec.structs import replace

from thongquan.base.moment import business_day
from thongquan.declarant.check import Checked
from thongquan.declarant.correcting import standing
from thongquan.declarant.correction import Corrected, corrected
from thongquan.declarant.decided import ask_again
from thongquan.declarant.desk import Desk
from thongquan.declarant.filing import Address
from thongquan.declarant.ledger import Place
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.outcome import Filed
from thongquan.declarant.parcels import Parcel, look_up
from thongquan.declarant.printing import pdfs_of
from thongquan.declarant.proving import prover
from thongquan.declarant.refusals import ServerAway
from thongquan.declarant.sending import Authority
from thongquan.declarant.transport_filing import TransportDesk
from thongquan.declarant.watching import WAIT_SECONDS, After, Event, Follower
from thongquan.signing.sign import Signer, open_signer
from thongquan.signing.statement import Security

Key = Callable[[], AbstractContextManager[Signer]]
"""How a company's key is opened. It is called only when there is something to sign, once for all of it."""
Busy = Callable[[], AbstractContextManager[object]]
"""Entered while the authority is asked: for a sign of life."""


def key_at(address: str | Path, password: str, *, module: str = "") -> Key:
    """The key in a PKCS#12 file, or at the `pkcs11:` address of a token, whose maker's library is `module`.

    Opening it raises FileNotFoundError, or SignatureRefused (KEY-PASSWORD, KEY-FILE, TOKEN-…).
    """
    return partial(open_signer, str(address), lambda _name: password, module=module)


class Declarant:
    """Files with the authority at `server`, and keeps everything in the folder `outbox`: there is no other state.

    `system` is the authority's name; what is signed for one counts nowhere else. With `anchors`, a folder of
    certificates (PEM), an answer must be signed by a known authority too; without, it must only be whole. `ca` (PEM)
    are the only certificates trusted for https. `patience`: seconds for which one request is tried before its filing
    is left waiting.

    Several may use one outbox, but only one at a time may file or correct. Nothing is asked before it is needed.
    """

    def __init__(
        self,
        server: str,
        outbox: Path,
        *,
        system: str = "thongquan",
        anchors: Path | None = None,
        ca: Path | None = None,
        patience: float = 20.0,
    ) -> None:
        self.server = server.rstrip("/")
        self.outbox = Outbox(outbox)
        self._system = system
        self._anchors = anchors
        self._connect = partial(Authority, ca=ca, patience=patience)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. Nothing else is open between calls."""
        if "_authority" in self.__dict__:
            self._authority.close()

    def file(
        self,
        checked: Checked,
        key: Key,
        *,
        on_behalf_of: str = "",
        security: Security | None = None,
        offline: bool = False,
        receipts: Path | None = None,
        busy: Busy = nullcontext,
    ) -> Filed:
        """Bring to its end what earlier runs began, then sign what is ready and new, and send it.

        Exactly once: what lies in the outbox with the same content is told as "already" and not signed again. A house
        with other content is signed, and the authority refuses it if it is registered: to change it is to correct it.
        `on_behalf_of` is the principal's tax code if the manifest's profile names another or none. `security` is the
        guarantee that is to secure the taxes instead of the deposit account. `offline` signs and keeps only.
        `receipts` is a folder: one file for each registered parcel, from which anybody can prove it offline.

        Raises:
            OutboxBusy, OutboxOpen, OutboxDamaged: nothing was signed.
            PrincipalMalformed, SignatureRefused, FileNotFoundError: of the key; nothing was signed.

        A server that is away raises nothing: the parcels are "waiting", `Filed.away` says why, and `finish` goes on.
        """
        filed = Filed(self.outbox, receipts)
        with self._run(filed, offline=offline, busy=busy) as desk:
            filed.leave_out(checked)
            sorted_out = desk.sort_out(checked.ready)
            filed.hold(sorted_out.held)
            named = [one.file for one in checked.manifests]
            address = replace(self._address(on_behalf_of or checked.principal, named), security=security)
            if sorted_out.fresh:
                filed.signed = self._signed(partial(desk.keep, sorted_out.fresh), key, address)
            if not offline:
                with busy():
                    filed.deliver(desk.send(filed.signed))
        return filed

    def finish(self, *, offline: bool = False, receipts: Path | None = None, busy: Busy = nullcontext) -> Filed:
        """Bring to its end what earlier runs signed; `offline` only tells what waits. Raises as `file`, but no key."""
        filed = Filed(self.outbox, receipts)
        with self._run(filed, offline=offline, busy=busy):
            pass
        return filed

    def correct(
        self,
        asked: Sequence[Mapping[str, Any]],
        key: Key | None = None,
        *,
        day: date | None = None,
        report: bool = False,
        offline: bool = False,
        receipts: Path | None = None,
        show: Callable[[Corrected], None] = lambda _one: None,
    ) -> Filed:
        """Correct declarations that this outbox registered (MIE, MEE), by the law of `day` (today, in Viet Nam).

        Each of `asked` has the declaration's `number` and each item that changes; "" or None blanks it. All are
        looked at first, told to `show`, and stand in `Filed.corrections` with the changes and everything that is
        wrong with them. If one has faults, none is signed. Without a `key` none is signed either: that is a look. One
        that would change nothing is "already". `report` marks it as made of the declarant's own accord after
        clearance.

        Raises:
            NotInOutbox, FieldUnknown, ValueUnreadable: nothing was signed.
            ServerAway: how a declaration stands could not be asked; nothing was signed.
            What `file` raises.
        """
        filed, flag = Filed(self.outbox, receipts), "P" if report else ""
        with self._run(filed, offline=offline) as desk:
            if desk.away is None:
                authority, day = None if offline else self._authority, day or business_day(datetime.now(UTC))
                filed.corrections = [
                    corrected(standing(self.outbox, str(one["number"]), authority), one, day, flag) for one in asked
                ]
            for one in filed.corrections:
                show(one)
            entries = [] if filed.is_faulty else self._kept(desk, filed, key)
            if not offline:
                filed.deliver(desk.send(entries))
        return filed

    def parcels(self, *sought: str, ask: bool = True) -> list[Parcel]:
        """How parcels stand, by batch, declaration number or house bill; without `sought` all of the outbox.

        With `ask` the authority is asked for what officers decided since, one question for each filing made with it.

        Raises:
            NotInOutbox, ServerAway
        """
        return look_up(self.outbox, sought, self._ask_again if ask else None).parcels

    def print_pdf(self, sought: str) -> dict[str, bytes]:
        """The official printout of each declaration that a number or house bill names: number → PDF.

        It is made of the outbox alone.

        It is the clearance where there is one, the channel result until then: `parcels` first asks what was decided
        since.

        Raises:
            NotInOutbox
            NothingToPrint: none is registered.
            CorrectedElsewhere
        """
        return dict(pdfs_of(self.outbox, sought))

    def events(
        self,
        terminal: str,
        access_key: str,
        *,
        after: str = "",
        once: bool = False,
        wait: int = WAIT_SECONDS,
        away: Callable[[ServerAway], None] | None = None,
    ) -> Iterator[Event]:
        """Everything that happens to the company's declarations and transports, in order, after the cursor `after`.

        It goes on for ever, and with `once` until nothing more is there. The feed forgets nothing: whoever keeps the
        `cursor` of an event in the same transaction as what he did with it, and starts again after the last one kept,
        has each event exactly once, whenever he was killed. Credentials are those of a terminal; each question may
        wait `wait` seconds (at most 25) for something to happen.

        Raises:
            ServerAway: nobody answered for `patience` seconds. With `away` that is told, and asking goes on.
            ServerUnverified: at once.
            ServerRefused: with the authority's code, such as READER-UNKNOWN or CURSOR-UNKNOWN.
        """
        follower = Follower(self._authority, terminal, access_key)
        for page in follower.pages(After(after), once=once, wait=wait, away=away):
            for line in page:
                yield line.event

    def transports(self, terminal: str, access_key: str) -> TransportDesk:
        """The company's transports: lodged, declared, corrected, amended, moved and read back.

        Each text is composed by the authority, is signed by whoever calls, and is sent once: see `TransportDesk`.
        """
        return TransportDesk(self._authority, terminal, access_key)

    @cached_property
    def _authority(self) -> Authority:
        return self._connect(self.server)

    @contextmanager
    def _run(self, filed: Filed, *, offline: bool, busy: Busy = nullcontext) -> Iterator[Desk]:
        """The outbox held, what was begun brought to its end, and told what waits in the end."""
        with self.outbox.alone():
            desk = Desk(self.outbox, self._authority, prover(self._anchors))
            if not offline:
                with busy():
                    filed.deliver(desk.finish())
            yield desk
            filed.wait(desk.pending())
            filed.away = desk.away

    def _kept(self, desk: Desk, filed: Filed, key: Key | None) -> list[Entry]:
        """The statements over what is new, on disk. What was corrected so before, even in a run cut short, is told."""
        for one in filed.corrections:
            if not one.changes:
                now = one.standing.decision
                filed.hold([(one.correction.house_bill, Place(now.filing, now.line, now.number))])
        sorted_out = desk.sort_out([one.correction for one in filed.corrections if one.changes])
        filed.hold(sorted_out.held)
        fresh = [one for one in filed.corrections if one.correction in sorted_out.fresh]
        if key is None:
            filed.unsigned = len(fresh)
        if not fresh or key is None:
            return []
        return self._signed(partial(desk.keep_corrections, fresh), key, self._address("", []))

    def _signed(self, keep: Callable[[Signer, Address], list[Entry]], key: Key, address: Address) -> list[Entry]:
        with key() as signer:
            return keep(signer, address)

    def _address(self, on_behalf_of: str, manifests: Iterable[str]) -> Address:
        return Address(self.server, self._system, on_behalf_of, list(manifests), datetime.now(UTC))

    def _ask_again(self, entry: Entry) -> None:
        """Of the authority with which it was filed."""
        if entry.meta.server == self.server:
            ask_again(self.outbox, entry, self._authority)
