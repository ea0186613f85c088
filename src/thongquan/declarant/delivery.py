"""From the outbox to the authority and back: each entry ends with a proved answer, or with why it was refused."""

from collections.abc import Callable

import msgspec

from thongquan.declarant.answer import Answer
from thongquan.declarant.decided import note_corrections
from thongquan.declarant.outbox import Entry, Outbox
from thongquan.declarant.sending import Authority, Problem, Told
from thongquan.signing.statement import read_statement

Prove = Callable[[Entry, bytes], Answer]


class Delivered(msgspec.Struct, frozen=True):
    """What became of one entry: an answer, or the authority's reason for refusing all of it."""

    entry: Entry
    answer: Answer | None = None
    problem: Problem | None = None


def deliver(outbox: Outbox, entry: Entry, authority: Authority, *, begun_before: bool, prove: Prove) -> Delivered:
    """Send an entry and keep what came back. What was begun in an earlier run is asked for before it is sent again.

    Raises:
        ServerAway: nobody answered; the entry stays pending.
        AnswerUnproven: what came back proves nothing; the entry stays pending.
    """
    told = (authority.answered_before(entry) if begun_before else None) or authority.file(entry)
    return kept(outbox, entry, told, prove)


def kept(outbox: Outbox, entry: Entry, told: Told, prove: Prove) -> Delivered:
    if told.refusal:
        outbox.keep_refusal(entry, told.refusal)
        return Delivered(entry, problem=msgspec.json.decode(told.refusal, type=Problem))
    answer = prove(entry, told.answer)
    outbox.keep_answer(entry, told.answer)
    if read_statement(entry.statement()).kind == "correction":
        note_corrections(outbox, entry, answer)
    return Delivered(entry, answer=answer)
