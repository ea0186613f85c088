"""Every kind of deed that can be carried out here."""

from thongquan.authority import (
    admin_account,
    application_decide,
    application_send,
    certificate_register,
    credentials_check,
    credentials_read,
    credentials_renew,
    log_in,
    password_change,
    terminal_end,
    terminal_rotate,
)
from thongquan.authority.procedures import Procedure

_ALL = (
    certificate_register,
    admin_account,
    log_in,
    password_change,
    application_send,
    application_decide,
    credentials_read,
    credentials_renew,
    credentials_check,
    terminal_rotate,
    terminal_end,
)

PROCEDURES: dict[str, Procedure] = {one.PROCEDURE.says.kind: one.PROCEDURE for one in _ALL}
