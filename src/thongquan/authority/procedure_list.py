"""Every kind of deed that can be carried out here."""

from thongquan.authority import certificate_confirm, certificate_register, certificate_suspend
from thongquan.authority.procedures import Procedure

PROCEDURES: dict[str, Procedure] = {
    one.says.kind: one
    for one in (
        certificate_register.PROCEDURE,
        certificate_confirm.BY_COMPANY,
        certificate_confirm.BY_OFFICER,
        certificate_suspend.SUSPEND,
        certificate_suspend.END,
    )
}
