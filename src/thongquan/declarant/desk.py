"""The declarant's desk: finish what was begun, sign what is new, send it, in this order, so that nothing goes twice."""

from collections.abc import Iterable, Iterator, Sequence

from thongquan.declarant.correcting import keep_corrections
from thongquan.declarant.correction import Corrected
from thongquan.declarant.delivery import Delivered, Prove, deliver
from thongquan.declarant.filing import Address, Sorted, keep_filings, sort_out
from thongquan.declarant.ledger import ledger_of
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.refusals import AnswerUnproven, ServerAway
from thongquan.declarant.sending import Authority
from thongquan.declaration.model import Declaration
from thongquan.signing.sign import Signer


class Desk:
    """One run of filing with one authority. Use it while `outbox.alone()` is held.

    `away` is the first reason for which some entry could not be brought to its end; such entries stay pending.
    """

    def __init__(self, outbox: Outbox, authority: Authority, prove: Prove) -> None:
        self._outbox = outbox
        self._authority = authority
        self._prove = prove
        self.away: ServerAway | None = None

    def finish(self) -> Iterator[Delivered]:
        """Bring what earlier runs began to its end."""
        return self._bring(self.pending(), begun_before=True)

    def pending(self) -> list[Entry]:
        """What waits for this authority's answer."""
        return [entry for entry in self._outbox.pending() if entry.meta.server == self._authority.server]

    def sort_out(self, ready: Sequence[Declaration]) -> Sorted:
        """What of `ready` is new to this authority, and what lies in the outbox already."""
        return sort_out(ready, ledger_of(self._outbox, self._authority.server))

    def keep(self, fresh: Sequence[Declaration], signer: Signer, address: Address) -> list[Entry]:
        """Sign what is new. When this returns it is on disk."""
        return keep_filings(self._outbox, fresh, signer, address)

    def keep_corrections(self, fresh: Sequence[Corrected], signer: Signer, address: Address) -> list[Entry]:
        """Sign corrections. When this returns they are on disk."""
        return keep_corrections(self._outbox, fresh, signer, address)

    def send(self, entries: Iterable[Entry]) -> Iterator[Delivered]:
        return self._bring(entries, begun_before=False)

    def _bring(self, entries: Iterable[Entry], *, begun_before: bool) -> Iterator[Delivered]:
        """One doubtful answer does not hold up the others; a server that is away does."""
        for entry in entries:
            if self.away is not None and not isinstance(self.away, AnswerUnproven):
                return
            try:
                yield deliver(self._outbox, entry, self._authority, begun_before=begun_before, prove=self._prove)
            except ServerAway as away:
                self.away = away
