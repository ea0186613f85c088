"""Who acts for whom: the user that signs, and the delegation by which it is another company's business."""

from datetime import datetime

import msgspec

from thongquan.authority.ports import Books
from thongquan.base.moment import stamp
from thongquan.registration.delegation import Delegation, ForAnother
from thongquan.registration.model import Signer
from thongquan.registration.rules import account_is_open, may_act
from thongquan.signing.statement import Statement

DOING = {"filing": "file", "correction": "correct"}
"""What a delegation must allow for each kind of statement."""


class Acting(msgspec.Struct, frozen=True, gc=False):
    user: str
    """The User ID that declares with the certificate."""
    delegation: Delegation | None = None
    """None where a company files for itself."""


def who_files(signer: Signer, statement: Statement, books: Books, at: datetime) -> Acting:
    """Asked at receipt and again in the transaction: what was revoked meanwhile does not count any more.

    Raises:
        Refusal: the company, certificate or user may not, or not for this principal.
    """
    user = account_is_open(signer, at)
    broker, principal = statement.filer, statement.on_behalf_of
    if broker == principal == signer.company.tax_code:
        return Acting(user)
    act = ForAnother(broker, user, principal, statement.direction, statement.office, DOING[statement.kind])
    given = [] if is_suspended(books, principal) else books.delegations.between(broker, principal)
    return Acting(user, may_act(signer, act, given, stamp(at)))


def is_suspended(books: Books, tax_code: str) -> bool:
    """Nobody acts for a company that may not act itself."""
    company = books.company(tax_code)
    return company is None or company.suspended
