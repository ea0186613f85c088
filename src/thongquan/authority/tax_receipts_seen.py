"""Tax receipts and the VAT of a month, as the company reads them, or an officer of the office that issued them."""

from datetime import date

import msgspec

from thongquan.authority.deposit_day import month_of
from thongquan.authority.ports import ReadingRoom
from thongquan.authority.refusals import NotFound
from thongquan.authority.whose import whose
from thongquan.deposit.receipt import Receipt, receipt_of
from thongquan.deposit.vat_list import VatList, vat_list
from thongquan.forms.tax_receipt import PrintedReceipt
from thongquan.numbering.tax_receipt import printed, read_receipt


class ReceiptShown(msgspec.Struct, frozen=True):
    """What a receipt says, and whether it holds."""

    receipt: str
    """As it is printed."""
    office: str
    company: str
    declaration: str
    """As it was registered."""
    registered_at: str
    at: str
    taxes: dict[str, int]
    total: int
    voided_at: str
    """"" while it holds."""
    voided_by: list[int]
    """The places in the ledger of the entries that undo it."""
    given_back: int


def receipt_seen(room: ReadingRoom, account: str, office: str, spelled: str) -> ReceiptShown:
    """`spelled` as it is printed, `0000123/2026`, or as the books keep it.

    Raises:
        NotFound: there is none, or another's.
    """
    one, declared_at = _found(room, account, office, spelled)
    return ReceiptShown(
        printed(one.receipt),
        office,
        one.company,
        str(one.number),
        declared_at,
        one.at,
        one.taxes,
        one.total,
        one.voided_at,
        one.voided_by,
        sum(one.voided.values()),
    )


def printed_receipt(room: ReadingRoom, account: str, office: str, spelled: str) -> PrintedReceipt:
    """What the paper shows. Raises NotFound."""
    one, declared_at = _found(room, account, office, spelled)
    company = room.company(one.company)
    return PrintedReceipt(one, office, company.name if company else one.company, declared_at)


def vat_seen(room: ReadingRoom, account: str, month: date, company: str = "") -> VatList:
    """The VAT of the month that begins with this day, at every office; a company need not name itself.

    Raises:
        NotFound: it is nobody's account, another company's, or an officer who does not name one.
    """
    who = whose(room, account)
    if (who.company and company not in ("", who.company)) or not (who.company or company):
        raise NotFound
    company = who.company or company
    rows = room.closings.of_company(company, month_of(month), who.office)
    declared = room.closings.consigned({one.number for _, one in rows if one.used})
    return vat_list(company, f"{month:%Y-%m}", rows, declared)


def _found(room: ReadingRoom, account: str, office: str, spelled: str) -> tuple[Receipt, str]:
    who, receipt = whose(room, account), read_receipt(spelled)
    if receipt is None or who.office not in ("", office):
        raise NotFound
    one = receipt_of(room.closings.of_receipt(office, receipt, who.company))
    if one is None:
        raise NotFound
    return one, room.closings.registered({one.number}).get(one.number, "")
