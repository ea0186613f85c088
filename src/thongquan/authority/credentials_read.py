"""*Lấy Password mặc định và Terminal Access key*, after approval: once, and in time. Later `credentials_renew.py`."""

from functools import partial

from thongquan.authority import credentials
from thongquan.authority.procedures import Procedure
from thongquan.registration.deeds_applying import CredentialsRead

PROCEDURE = Procedure(
    CredentialsRead,
    "account",
    credentials.give,
    partial(credentials.faults, first=True),
    in_session=True,
    completed=credentials.completed,
    fills=credentials.FILLED_IN,
    draws=credentials.drawn_for,
)
