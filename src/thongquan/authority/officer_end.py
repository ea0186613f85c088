"""An operator ends an officer who leaves: account and certificates end with it. What he or she decided stays."""

import msgspec

from thongquan.authority.officer_change import working
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Fault
from thongquan.base.moment import stamp
from thongquan.registration.deeds_officers import OfficerEnd


def faults(now: Sitting, _account: str, says: OfficerEnd) -> list[Fault]:
    working(now, says.id)
    return []


def officer_end(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says, officers = signed.deed.says, now.books.officers
    assert isinstance(says, OfficerEnd)
    officers.put(msgspec.structs.replace(working(now, says.id), ended_at=stamp(now.at)))
    for one in officers.certificates_of(says.id):
        if one.state == "registered":
            officers.put_certificate(one.certificate.issuer_serial, "ended")
    account = now.books.accounts.account(says.id)
    if account is not None and not account.ended_at:
        now.books.accounts.put(msgspec.structs.replace(account, ended_at=stamp(now.at)))
    return Done({"state": "ended"})


PROCEDURE = Procedure(OfficerEnd, "operator", officer_end, faults)
