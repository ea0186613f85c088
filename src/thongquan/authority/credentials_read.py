"""*Lấy Password mặc định và Terminal Access key*, after approval: once, and in time. Later `credentials_renew.py`."""

from functools import partial

from thongquan.authority import credentials
from thongquan.authority.procedures import Done, Procedure, Secrets, Signed
from thongquan.authority.sitting import Sitting
from thongquan.registration.deeds_applying import CredentialsRead


def credentials_read(now: Sitting, signed: Signed, _secrets: Secrets) -> Done:
    says = signed.deed.says
    assert isinstance(says, CredentialsRead)
    return Done(credentials.told(says), credentials.hand_out(now, signed, says))


PROCEDURE = Procedure(
    CredentialsRead,
    "account",
    credentials_read,
    partial(credentials.faults, first=True),
    in_session=True,
    completed=credentials.completed,
    draws=credentials.drawn_for,
)
