"""The way out for whoever lost a password or key, or read it too late: new ones, and the old ones are dead at once."""

from functools import partial

from thongquan.authority import credentials
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.registration.deeds_applying import CredentialsRenew


def credentials_renew(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, CredentialsRenew)
    return Done(credentials.told(says), credentials.hand_out(now, signed, says))


PROCEDURE = Procedure(
    CredentialsRenew,
    "account",
    credentials_renew,
    partial(credentials.faults, first=False),
    in_session=True,
    completed=credentials.completed,
    draws=credentials.drawn_for,
)
