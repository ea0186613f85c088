"""Numbers, channels and decisions for the lines of a filing that passed."""

import logging
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from thongquan.authority.authority import Desk, office_of
from thongquan.authority.judging import Passed, salts
from thongquan.authority.ports import Books, Entry
from thongquan.authority.stages import Verified
from thongquan.base.canonical import canonical
from thongquan.base.moment import stamp
from thongquan.channel.model import GREEN
from thongquan.channel.routing import address, addresses
from thongquan.declaration.model import Decision
from thongquan.numbering.declaration_number import ALARM_PERMILLE, issue, used_permille
from thongquan.signing.checkpoint import SALT_BYTES, receipt_leaf

LOG = logging.getLogger("thongquan.authority")


def register(filing: Verified, passed: Sequence[Passed], desk: Desk, books: Books, at: datetime) -> list[Entry]:
    """Give each its number, channel and leaf. The numbers count as used only when the transaction commits."""
    direction = filing.statement.direction
    first = books.take_numbers(direction, len(passed)) if passed else 1
    numbers = issue(direction, first, len(passed), desk.day)
    warn_when_scarce(direction, first)
    same = addresses([one.declaration for one in passed])
    maker = _Maker(filing, desk, books.head_of(filing.statement.office), stamp(at), same)
    return [
        maker.entry(number, one, salt)
        for number, one, salt in zip(numbers, passed, salts(len(passed), SALT_BYTES), strict=True)
    ]


class _Maker:
    """What is the same for all declarations of one filing, so that each costs only what differs."""

    def __init__(self, filing: Verified, desk: Desk, head: str, at: str, same_address: Counter[str]) -> None:
        self._filing = filing
        self._desk = desk
        self._head = head
        self._at = at
        self._same_address = same_address

    def entry(self, number: int, one: Passed, salt: bytes) -> Entry:
        value = one.judgement.customs_value
        same = self._same_address[address(one.declaration)]
        routing = self._desk.router.route(one.declaration, value, one.house, same)
        decision = self._decision(str(number), one, routing.channel)
        spelled = canonical(decision)
        leaf = receipt_leaf(salt, one.signed, spelled)
        return Entry(number, one.line, one.signed, one.house, decision, spelled, salt, leaf, routing.reasons)

    def _decision(self, number: str, one: Passed, channel: str) -> Decision:
        """Green is cleared at once; yellow and red wait for an officer."""
        statement = self._filing.statement
        green = channel == GREEN
        return Decision(
            number=number,
            form=self._desk.form,
            filing=statement.batch,
            line=one.line,
            registered_at=self._at,
            channel=channel,
            office=office_of(statement.office, one.declaration.customs_team, self._desk.day),
            agent_code=self._filing.signer.company.code,
            agent_name=self._filing.signer.company.name,
            customs_value=one.judgement.customs_value,
            value_was_typed=one.judgement.value_was_typed,
            rates=one.judgement.rates,
            state="cleared" if green else "registered",
            cleared_at=self._at if green else "",
            head_of_office=self._head if green else "",
        )


def warn_when_scarce(direction: str, next_free: int) -> None:
    """The alarm rings in the log, with every filing, long before there is nothing left to give."""
    if used_permille(next_free) >= ALARM_PERMILLE:
        LOG.warning("the %s numbers are %d per mille used up", direction, used_permille(next_free))
