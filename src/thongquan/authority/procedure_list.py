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
    certificate_suspend_for,
    company_add,
    completed_list_confirm,
    completed_list_send,
    credentials_check,
    credentials_read,
    credentials_renew,
    decide,
    decide_several,
    declaration_ask,
    delegation_give,
    delegation_revoke,
    document_list_answer,
    document_list_send,
    documents_give,
    issuer_add,
    list_take,
    log_in,
    officer_add,
    officer_change,
    officer_end,
    officer_password,
    officer_suspend,
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
    decide_several,
    declaration_ask,
    completed_list_send,
    completed_list_confirm,
    document_list_send,
    document_list_answer,
    documents_give,
)

_OF_OPERATORS = (
    company_add,
    certificate_suspend_for,
    officer_add,
    officer_change,
    officer_password,
    officer_end,
    officer_suspend,
    issuer_add,
    list_take,
)

PROCEDURES: dict[str, Procedure] = {one.PROCEDURE.says.kind: one.PROCEDURE for one in _ALL}
"""Over the API."""

OPERATING: dict[str, Procedure] = {one.PROCEDURE.says.kind: one.PROCEDURE for one in _OF_OPERATORS}
"""Only over the office's own socket: an operator's certificate alone does nothing from elsewhere."""
