"""Every kind of deed that can be carried out here."""

from thongquan.authority import (
    admin_account,
    application_decide,
    application_send,
    certificate_confirm,
    certificate_confirm_by_officer,
    certificate_end,
    certificate_refuse_by_officer,
    certificate_register,
    certificate_suspend,
    credentials_check,
    credentials_read,
    credentials_renew,
    decide,
    delegation_give,
    delegation_revoke,
    log_in,
    password_change,
    terminal_end,
    terminal_rotate,
)
from thongquan.authority.procedures import Procedure

_ALL = (
    certificate_register,
    certificate_confirm,
    certificate_confirm_by_officer,
    certificate_refuse_by_officer,
    certificate_suspend,
    certificate_end,
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
    delegation_give,
    delegation_revoke,
    decide,
)

PROCEDURES: dict[str, Procedure] = {one.PROCEDURE.says.kind: one.PROCEDURE for one in _ALL}
