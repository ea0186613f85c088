"""What declarations are paid from, in their order: a deposit account or a guarantee, or nothing that is kept here."""

from collections.abc import Iterable
from typing import Protocol

from thongquan import law
from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault
from thongquan.deposit.guarantee import TOO_LITTLE, Filed, Guarantee

ACCOUNT_NEEDED = law.parameter("account_needed", bool)
DEPOSIT_TOO_LITTLE = cite("DEPOSIT-TOO-LITTLE", "CV 1813/BTC-TCHQ", "assumption")
NO_ACCOUNT = cite("DEPOSIT-NO-ACCOUNT", "VNACCS 2014 MIC E7000", "term-2014", result_code="E7000", form="MIC")


class Holder(Guarantee, Protocol):
    """A deposit account, which has no terms, or a guarantee."""

    @property
    def number(self) -> str: ...


class Purse:
    """One that exceeds what is left is not paid, the others go on (assumption: no text says what happens then).

    The authority pays from it what it registers; `check` asks it beforehand what would be paid.
    """

    def __init__(self, holder: Holder | None, available: int, filed: Filed) -> None:
        """Without a `holder` taxes are paid elsewhere, unless the law of the day wants an account."""
        self.left = available if holder else 0
        """đồng."""
        self._holder = holder
        self.is_elsewhere = holder is None and not (filed.form == "MIC" and ACCOUNT_NEEDED.on(filed.day))

    def takes(self, owed: int) -> bool:
        """Takes out all of this, in đồng, if there is so much."""
        if owed > self.left:
            return False
        self.left -= owed
        return True

    def unpaid(self, totals: Iterable[int]) -> dict[int, Fault]:
        """Takes out what each owes, in đồng. By place among them: why those that are not paid are not."""
        if self.is_elsewhere:
            return {}
        found, left = {}, self.left
        for place, total in enumerate(totals):
            if total > left:
                found[place] = self._short(total, left)
            else:
                left -= total
        self.left = left
        return found

    def _short(self, needed: int, left: int) -> Fault:
        if self._holder is None:
            return Fault(NO_ACCOUNT, "", {"needed": needed})
        return too_little(self._holder, needed, left)


def too_little(holder: Holder, needed: int, left: int) -> Fault:
    facts: dict[str, Fact] = {"needed": needed, "left": left, "company": holder.company}
    facts |= {"office": holder.office, "missing": needed - left}
    if holder.terms is None:
        return Fault(DEPOSIT_TOO_LITTLE, "", facts)
    return Fault(TOO_LITTLE[holder.terms.scope], "", facts | {"guarantee": holder.number})
