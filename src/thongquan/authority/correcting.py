"""Corrections of one filing: each on the declaration as it stands in this transaction, which keeps its old versions."""

import os
from datetime import date
from typing import NamedTuple

from msgspec.structs import replace

from thongquan.authority.aggregating import Owners
from thongquan.authority.charging import corrected, taxes_of
from thongquan.authority.houses import Housed, whose
from thongquan.authority.judging import Hearing
from thongquan.authority.ports import Books, Case, Entry
from thongquan.authority.registering import routings_of
from thongquan.authority.returns import Whose, originals_of
from thongquan.authority.till import Till
from thongquan.base.canonical import canonical
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day, read_stamp
from thongquan.declaration.codec import decode_line
from thongquan.declaration.correction import correction_faults, form_of, next_number, unknown
from thongquan.declaration.model import Correction, Decision, Declaration
from thongquan.numbering.declaration_number import is_number
from thongquan.signing.checkpoint import SALT_BYTES, receipt_leaf

CITES = "TT 191/2015 PL II.B"


class Standing(NamedTuple):
    """What the group has registered, counted and moved so far."""

    books: Books
    owners: Owners
    till: Till
    corrected: set[int]
    """Declarations that an earlier filing of the group corrected: the books do not say so yet."""


class Corrector:
    """Corrects in the order of the lines: a second line for one number finds it under its new one."""

    def __init__(self, hearing: Hearing, standing: Standing, *, day: date, at: str) -> None:
        self._filing = hearing.filing
        self._passed = hearing.passed
        self._router = hearing.desk.router
        self._books, self._owners, self._till, self._before = standing
        self._day = day
        self._at = at
        self._corrected: set[int] = set()

    def entries(self, housed: list[Housed], faults: dict[int, list[Fault]]) -> list[Entry]:
        """One for each line that corrects; the faults of the others are added to `faults`."""
        for passed in self._passed:
            if passed.line in faults and self._case(passed.declaration) is None:
                faults[passed.line] = unknown(passed.declaration)
        entries = []
        for one in housed:
            entry = self._entry(one)
            if isinstance(entry, Entry):
                entries.append(entry)
            else:
                faults[one.passed.line] = entry
        self._before |= self._corrected
        return entries

    def _entry(self, one: Housed) -> Entry | list[Fault]:
        correction = one.passed.declaration
        assert isinstance(correction, Correction)
        case = self._case(correction)
        if case is None or int(case.number) in self._corrected | self._before:
            return unknown(correction)
        registered = decode_line(case.signed)
        if found := correction_faults(registered, case.decision, correction, self._day):
            return found
        faults: dict[int, list[Fault]] = {}
        whose_return = Whose(case.filer, case.decision.on_behalf_of, self._filing.statement.direction)
        originals = originals_of([one], self._books, whose_return, faults)
        if faults:
            return faults[one.passed.line]
        trial = self._till.trial()
        made = self._made(one, case, originals.get(one.passed.line, ""), trial)
        if not isinstance(made, Entry):
            return made
        [before] = self._books.owner_keys([whose(registered)])
        value = case.decision.customs_value
        split = self._owners.corrected(one, correction.number, before, value, self._filing.filer)
        if split is not None:
            return [split]
        self._till.keep(trial)
        self._corrected.add(made.number)
        return made

    def _case(self, correction: Declaration) -> Case | None:
        """Forbidden looks like absent: another's, another principal's, another direction's."""
        assert isinstance(correction, Correction)
        case = self._books.case(correction.number) if is_number(correction.number) else None
        if case is None:
            return None
        statement = self._filing.statement
        principal = statement.on_behalf_of if statement.on_behalf_of != statement.filer else ""
        own = (self._filing.filer, principal, form_of(correction), statement.office)
        return (
            case
            if (case.filer, case.decision.on_behalf_of, case.decision.form, case.decision.office.code) == own
            else None
        )

    def _made(self, one: Housed, case: Case, original: str, till: Till) -> Entry | list[Fault]:
        [routing] = routings_of([one], self._router)
        decision = replace(self._decision(one, case.decision, routing.channel), original=original)
        moved = corrected(till, case.decision, decision, case.filer, int(case.number))
        if isinstance(moved, Fault):
            return [moved]
        spelled, salt = canonical(decision), os.urandom(SALT_BYTES)
        return Entry(
            number=int(case.number),
            line=one.passed.line,
            signed=one.passed.signed,
            house=one.house,
            owned=one.owned,
            decision=decision,
            canonical_decision=spelled,
            salt=salt,
            leaf=receipt_leaf(salt, one.passed.signed, spelled),
            reasons=list(dict.fromkeys([*case.reasons, *routing.reasons])),
            movements=moved,
        )

    def _decision(self, one: Housed, before: Decision, channel: str) -> Decision:
        """No correction leads to a lighter channel; what was found of the goods is asked again."""
        judgement, registered = one.passed.judgement, business_day(read_stamp(before.registered_at))
        taxes = taxes_of(one.passed.declaration, before.form, judgement.customs_value, registered)
        return replace(
            before,
            taxes=taxes,
            receipt=before.receipt if taxes == before.taxes else 0,
            number=next_number(before.number),
            filing=self._filing.statement.batch,
            line=one.passed.line,
            channel=max(before.channel, channel),
            customs_value=judgement.customs_value,
            value_was_typed=judgement.value_was_typed,
            rates=judgement.rates,
            inspection="",
            step="correct",
            step_at=self._at,
            corrected_at=self._at,
            under=CITES,
            decided_by=self._filing.acting.user,
            reason="",
            ground="",
        )
