"""An operator registers a company and its certificates, each of which may declare at once."""

from collections.abc import Sequence

from thongquan.authority.operator_record import OPERATOR
from thongquan.authority.plain_text import plain_name
from thongquan.authority.refusals import AlreadyRegistered
from thongquan.authority.sitting import Sitting
from thongquan.base.moment import stamp
from thongquan.numbering.unit_code import unit_code
from thongquan.registration.model import Company


def company_add(now: Sitting, name: str, tax_code: str, certificates: Sequence[bytes], by: str = OPERATOR) -> Company:
    """Register the company if it is new, and each certificate whose profile, chain and tax code are in order.

    Asked again with the same particulars it changes nothing. What it changes stands in the record of deeds.
    """
    books = now.books
    plain_name("name", name)
    company = books.company(tax_code)
    is_new = company is None
    if company is None:
        company = Company(tax_code, name, unit_code(books.companies() + 1))
        books.add_company(company, stamp(now.at))
    elif company.name != name:
        raise AlreadyRegistered(what=tax_code)


from thongquan.registration.model import Company
