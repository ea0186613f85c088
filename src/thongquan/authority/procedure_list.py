"""Every kind of deed that can be carried out here."""

from thongquan.authority import (
    admin_account,
    certificate_confirm,
    certificate_register,
    certificate_suspend,
    delegating,
    log_in,
    password_change,
)
from thongquan.authority.procedures import Procedure

PROCEDURES: dict[str, Procedure] = {
    one.says.kind: one
    for one in (
        certificate_register.PROCEDURE,
        certificate_confirm.BY_COMPANY,
        certificate_confirm.BY_OFFICER,
        certificate_suspend.SUSPEND,
        certificate_suspend.END,
        admin_account.PROCEDURE,
        log_in.PROCEDURE,
        password_change.PROCEDURE,
        delegating.GIVE,
        delegating.REVOKE,
    )
}
