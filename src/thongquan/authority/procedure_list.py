"""Every kind of deed that can be carried out here."""

from thongquan.authority import certificate_register
from thongquan.authority.procedures import Procedure

PROCEDURES: dict[str, Procedure] = {one.says.kind: one for one in (certificate_register.PROCEDURE,)}
