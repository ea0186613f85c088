"""An operator takes in a revocation list. Its issuer signed it, the trust desk judges it; here stands who brought it.

What `thongquan fetch` brings by itself, no operator signs for.
"""

from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.registration.deeds_operators import RevocationListTake


def faults(_now: Sitting, _account: str, _says: RevocationListTake) -> list[Fault]:
    return []


def list_take(_now: Sitting, _signed: Signed, _secrets: Secrets) -> Done:
    return Done({"state": "taken"})


PROCEDURE = Procedure(RevocationListTake, "operator", list_take, faults)
