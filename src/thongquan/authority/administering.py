"""What only a company's administrator account may do."""

from thongquan.authority.sitting import Sitting
from thongquan.base.fault import Refusal
from thongquan.registration.model import Company


class AdministratorOnly(Refusal):
    """It is for a company's administrator account."""

    code = "ADMINISTRATOR-ONLY"


def administered(now: Sitting, account: str) -> Company:
    """The company whose administrator the account is.

    Raises:
        AdministratorOnly: it is a user's or an officer's, or there is none of this name.
    """
    found = now.books.accounts.account(account)
    company = now.books.company(found.tax_code) if found is not None and found.kind == "admin" else None
    if company is None:
        raise AdministratorOnly
    return company
