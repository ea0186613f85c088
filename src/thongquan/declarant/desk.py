"""The declarant's desk: finish what was begun, sign what is new, send it, in this order, so that nothing goes twice."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from thongquan.declarant.delivery import Delivered, Prove, deliver
from thongquan.declarant.filing import Address, Signer, keep_filings, sort_out
from thongquan.declarant.ledger import Place, ledger_of
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.refusals import AnswerUnproven, ServerAway
from thongquan.declarant.sending import Authority
from thongquan.declaration.model import Declaration


class Kept(msgspec.Struct, frozen=True):
    """What is new and now signed in the outbox, and what lay there already: (house bill, place)."""

    entries: list[Entry]
    held: list[tuple[str, Place]]


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
        mine = [entry for entry in self._outbox.pending() if entry.meta.server == self._authority.server]
        return self._bring(mine, begun_before=True)

    def keep(self, ready: Sequence[Declaration], signer: Signer, address: Address) -> Kept:
        """Sign what is not in the outbox yet. When this returns it is on disk."""
        sorted_out = sort_out(ready, ledger_of(self._outbox, self._authority.server))
        return Kept(keep_filings(self._outbox, sorted_out.fresh, signer, address), sorted_out.held)

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
