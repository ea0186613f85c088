"""Whether whoever is logged in could file a statement now: asked first, so that nobody signs in vain."""

from thongquan.authority.acting import who_files
from thongquan.authority.authority import office_of
from thongquan.authority.own_account import require_user
from thongquan.authority.refusals import SignerUnknown
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import business_day
from thongquan.registration.rules import AccountCannotDeclare
from thongquan.signing.statement import Statement


def may_file(now: Sitting, account: str, kind: str, statement: Statement) -> None:
    """The front door asks the same again, of whoever signed.

    Raises:
        Refusal: with the reason; NotFound where the account is closed.
    """
    if kind != "user":
        raise AccountCannotDeclare
    user = require_user(now, account)
    signer = now.books.signer(user.certificate)
    if signer is None:
        raise SignerUnknown
    office_of(statement.office, "", business_day(now.at))
    who_files(signer, statement, now.books, now.at)
