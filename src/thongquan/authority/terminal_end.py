"""A terminal is closed at once, by its company alone: waiting for customs would leave a leaked key open."""

from msgspec.structs import replace

from thongquan.authority.credentials import own_terminal
from thongquan.authority.own_account import administered
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.registration.deeds_applying import TerminalEnd


def faults(now: Sitting, account: str, says: TerminalEnd) -> list[Fault]:
    tax_code = administered(now, account)
    if own_terminal(now, tax_code, says.terminal) is None:
        return [Fault("TERMINAL-UNKNOWN", "terminal", {"terminal": says.terminal})]
    return []


def terminal_end(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, TerminalEnd)
    terminal = now.books.terminals.terminal(says.terminal)
    assert terminal is not None
    now.books.terminals.put(replace(terminal, ended_at=stamp(now.at), key=b"", old_key=b"", old_until=""))
    return Done({"terminal": says.terminal, "ended_at": stamp(now.at)})


PROCEDURE = Procedure(TerminalEnd, "account", terminal_end, faults, in_session=True)
