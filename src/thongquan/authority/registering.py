"""Numbers, channels and decisions for the lines of a filing that passed."""

import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypedDict

from thongquan.authority.acting import Acting
from thongquan.authority.authority import Desk, office_of
from thongquan.authority.charging import Charge
from thongquan.authority.houses import Housed
from thongquan.authority.judging import salts
from thongquan.authority.ports import Entry
from thongquan.authority.stages import Verified
from thongquan.authority.till import Till
from thongquan.base.canonical import canonical_lines
from thongquan.channel.model import GREEN, Routing
from thongquan.channel.routing import LOOKS_LIKE_ANOTHER, Router, address, doubtful
from thongquan.declaration.derived import receiving_team
from thongquan.declaration.filled import filled_in
from thongquan.declaration.model import CustomsOffice, Decision
from thongquan.deposit.holding import steps
from thongquan.deposit.model import DEPOSIT, Account, Movement
from thongquan.numbering.declaration_number import ALARM_PERMILLE, issue, used_permille
from thongquan.signing.checkpoint import SALT_BYTES, receipt_leaf

LOG = logging.getLogger("thongquan.authority")


class Paying(NamedTuple):
    """From which account the declarations of a filing are paid, if any, and where it is reckoned."""

    account: Account | None
    till: Till


class Registrar:
    """What is the same for all declarations of one filing, so that each costs only what differs."""

    def __init__(self, filing: Verified, acting: Acting, desk: Desk, paying: Paying, *, head: str, at: str) -> None:
        self._filing = filing
        self._agent_code = acting.delegation.agent_code if acting.delegation else filing.signer.company.code
        self._for_another = for_another(acting)
        self._desk = desk
        self._account, self._till = paying
        self._head = head
        self._at = at
        self._blank_team = receiving_team("", filing.statement.office, desk.day)

    def entries(
        self, housed: Sequence[Housed], charges: Sequence[Charge], first: int, originals: Mapping[int, str]
    ) -> list[Entry]:
        """Each with its number, channel and leaf. The numbers from `first` count as used when the books say so.

        `originals` are those of lines whose goods come back undelivered.
        """
        numbers = issue(self._desk.direction, first, len(housed), self._desk.day)
        routings = routings_of(housed, self._desk.router)
        decisions = [
            self._decision(str(number), one, charge, routing, originals.get(one.passed.line, ""))
            for number, one, charge, routing in zip(numbers, housed, charges, routings, strict=True)
        ]
        return [
            Entry(
                number=number,
                line=one.passed.line,
                signed=one.passed.signed,
                house=one.house,
                owned=one.owned,
                decision=decision,
                canonical_decision=spelled,
                salt=salt,
                leaf=receipt_leaf(salt, one.passed.signed, spelled),
                reasons=routing.reasons,
                movements=self._movements(number, decision),
            )
            for number, one, routing, decision, spelled, salt in zip(
                numbers,
                housed,
                routings,
                decisions,
                canonical_lines(decisions),
                salts(len(housed), SALT_BYTES),
                strict=True,
            )
        ]

    def _office(self, team: str) -> CustomsOffice:
        """The office of the statement, which is every declaration's own, and the team, derived where it is blank."""
        office, day = self._filing.statement.office, self._desk.day
        return office_of(office, team or self._blank_team, day)

    def _movements(self, number: int, decision: Decision) -> Sequence[Movement]:
        if self._account is None or not decision.taxes:
            return ()
        return self._till.move(self._account.id, steps(None, decision), self._at, number)

    def _receipt(self, charge: Charge, *, green: bool) -> int:
        """What is cleared at once is paid at once, but for what a guarantee secures."""
        if not green or not charge.taxes or charge.secured_by != DEPOSIT:
            return 0
        return self._till.next_receipt(self._filing.statement.office, self._desk.day.year)

    def _decision(self, number: str, one: Housed, charge: Charge, routing: Routing, original: str) -> Decision:
        """Green is cleared at once; yellow and red wait for an officer."""
        passed, statement, company = one.passed, self._filing.statement, self._filing.signer.company
        green = routing.channel == GREEN
        return Decision(
            number=number,
            form=self._desk.form,
            filing=statement.batch,
            line=passed.line,
            registered_at=self._at,
            channel=routing.channel,
            office=self._office(passed.declaration.customs_team),
            agent_code=self._agent_code,
            agent_name=company.name,
            customs_value=passed.judgement.customs_value,
            value_was_typed=passed.judgement.value_was_typed,
            rates=passed.judgement.rates,
            state="cleared" if green else "registered",
            cleared_at=self._at if green else "",
            head_of_office=self._head if green else "",
            filled=filled_in(passed.declaration, self._desk.day),
            original=original,
            documents=[],
            taxes=charge.taxes,
            secured_by=charge.secured_by,
            receipt=self._receipt(charge, green=green),
            **self._for_another,
        )


class ForAnother(TypedDict, total=False):
    """The fields of `Decision` that only a broker's has."""

    on_behalf_of: str
    delegation: str
    user: str
    employee_code: str


def for_another(acting: Acting) -> ForAnother:
    """What a decision says of a broker: who of it, for whom, and by which delegation."""
    if acting.delegation is None:
        return {}
    one = acting.delegation
    return {
        "on_behalf_of": one.principal,
        "delegation": one.id,
        "user": acting.user,
        "employee_code": one.employee_code,
    }


def routings_of(housed: Sequence[Housed], router: Router) -> list[Routing]:
    """The channel of each line of a filing, by itself and beside the others."""
    places = [address(one.passed.declaration) for one in housed]
    same = Counter(places)
    return [_routing(one, router, same[place]) for one, place in zip(housed, places, strict=True)]


def _routing(one: Housed, router: Router, same_address: int) -> Routing:
    routing = router.route(one.passed.declaration, one.passed.judgement.customs_value, one.number, same_address)
    return doubtful(routing, LOOKS_LIKE_ANOTHER) if one.looks_like_another else routing


def warn_when_scarce(direction: str, next_free: int) -> None:
    """The alarm rings in the log, with every filing, long before there is nothing left to give."""
    if used_permille(next_free) >= ALARM_PERMILLE:
        LOG.warning("the %s numbers are %d per mille used up", direction, used_permille(next_free))
