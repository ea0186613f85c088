"""The way out for whoever lost a password or key, or read it too late: new ones, and the old ones are dead at once."""

from functools import partial

from thongquan.authority import credentials
from thongquan.authority.procedures import Procedure
from thongquan.registration.deeds_applying import CredentialsRenew

PROCEDURE = Procedure(
    CredentialsRenew,
    "account",
    credentials.give,
    partial(credentials.faults, first=False),
    in_session=True,
    completed=credentials.completed,
    fills=credentials.FILLED_IN,
    draws=credentials.drawn_for,
)
