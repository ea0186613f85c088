"""A terminal gets a new access key; the old one works for some hours more, so that no computer stands still."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from thongquan.authority.credentials import FILLED_IN, key_faults, new_key, of_key, own_terminal
from thongquan.authority.own_account import administered
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.base.moment import stamp
from thongquan.registration.deeds_applying import NewKey, TerminalRotate


def completed(now: Sitting, account: str, given: dict[str, Any]) -> dict[str, Any]:
    tax_code = administered(now, account)
    return {**of_key(now, tax_code, given.get("terminal"), given.get("user")), **given}


def faults(now: Sitting, account: str, says: TerminalRotate) -> list[Fault]:
    tax_code = administered(now, account)
    found = [Fault(one.code, one.at.removeprefix("."), one.facts) for one in key_faults(now, tax_code, _key(says), "")]
    return [*found, *_own_faults(now, tax_code, says)]


def terminal_rotate(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, TerminalRotate)
    until = stamp(now.at + timedelta(hours=says.overlap_hours)) if says.overlap_hours else ""
    made = new_key(now, _key(says), overlap_until=until)
    return Done({"terminal": says.terminal, "old_key_until": until}, {f"access_key {says.terminal}": made})


def _own_faults(now: Sitting, tax_code: str, says: TerminalRotate) -> Iterator[Fault]:
    terminal = own_terminal(now, tax_code, says.terminal)
    if terminal is not None and not terminal.key:
        yield Fault("TERMINAL-NO-KEY", "terminal", {"terminal": says.terminal})
    if not 0 <= says.overlap_hours <= LIMITS.terminal_key_overlap_hours:
        yield Fault("TERMINAL-OVERLAP", "overlap_hours", {"limit": LIMITS.terminal_key_overlap_hours})


def _key(says: TerminalRotate) -> NewKey:
    return NewKey(says.terminal, says.number, says.user, says.certificate)


PROCEDURE = Procedure(
    TerminalRotate, "account", terminal_rotate, faults, in_session=True, completed=completed, fills=FILLED_IN
)
