"""Every kind of deed that can be carried out here."""

from thongquan.authority import (
    admin_account,
    certificate_confirm,
    certificate_confirm_by_officer,
    certificate_end,
    certificate_register,
    certificate_suspend,
    decide,
    delegation_give,
    delegation_revoke,
    log_in,
    password_change,
)
from thongquan.authority.procedures import Procedure

_ALL = (
    certificate_register,
    certificate_confirm,
    certificate_confirm_by_officer,
    certificate_suspend,
    certificate_end,
    admin_account,
    log_in,
    password_change,
    delegation_give,
    delegation_revoke,
    decide,
)

PROCEDURES: dict[str, Procedure] = {one.PROCEDURE.says.kind: one.PROCEDURE for one in _ALL}
