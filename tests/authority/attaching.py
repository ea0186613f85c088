"""Companies register attachments: the authority composes the text, they sign it, the bytes go beside it."""

from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from authority.deeds import composed, signed
from authority.giving import CONTRACT, INVOICE, Files, keep, named
from authority.house import House, the_pki
from demo_pki import RSA_COMPANY
from thongquan.authority.attachments_seen import AttachmentShown, attachment_seen, note_look
from thongquan.authority.deed_door import admit_deed
from thongquan.authority.deed_work import Carried, carry_out
from thongquan.authority.procedure_list import PROCEDURES

LIST = ("bản kê 04-BKHH.txt", "Bản kê hàng hóa\n".encode())
FILES = [INVOICE, LIST]
REGISTER, CHANGE, SEND, EXAMINE = "attachment-register", "attachment-change", "attachment-send", "attachment-examine"


def user_of(house: House, company: str = RSA_COMPANY) -> str:
    """Whoever declares with the company's certificate now."""
    certificate = the_pki().certificate("rsa" if company == RSA_COMPANY else "p256")
    return str(house.books.accounts.user_of(certificate.issuer_serial).name)


def said(files: Files = FILES, **changes: Any) -> dict[str, Any]:
    return {"office": "02DS", "procedure": "BKH", "documents": named(files), **changes}


def passed(house: House, kind: str, says: dict[str, Any], company: str = RSA_COMPANY) -> Any:
    """The deed behind the door."""
    text = composed(house, kind, user_of(house, company), **says).text
    received = signed(text, the_pki().rsa if company == RSA_COMPANY else the_pki().p256)
    return house.sit(lambda now: admit_deed(now, received, PROCEDURES))


def carried(house: House, kind: str, says: dict[str, Any], files: Files = (), company: str = RSA_COMPANY) -> Carried:
    """`files`: what comes beside the text."""
    deed = passed(house, kind, says, company)
    keep(house, files, company)
    ready = replace(deed, beside={sha256(data).hexdigest(): "text" for _, data in files})
    return house.sit(lambda now: carry_out(now, ready, {}, PROCEDURES))


def register(house: House, files: Files = FILES, company: str = RSA_COMPANY, **changes: Any) -> str:
    """Its number."""
    return carried(house, REGISTER, said(files, **changes), files, company).outcome["attachment"]


def send_files(house: House, files: Files = FILES, company: str = RSA_COMPANY, **changes: Any) -> str:
    says = {"office": "02DS", "team": "00", "documents": named(files), **changes}
    return carried(house, SEND, says, files, company).outcome["attachment"]


def change(house: House, number: str, files: Files, new: Files = (), **changes: Any) -> Carried:
    """`files`: all that belong to it afterwards; `new`: those that come."""
    seen = see(house, number)
    company = changes.pop("company", RSA_COMPANY)
    says = {"number": number, "version": str(seen.version), "documents": named(files), **changes}
    return carried(house, CHANGE, says, new, company)


def see(house: House, number: str, account: str = "", version: int | None = None) -> AttachmentShown:
    who = account or user_of(house)
    return house.sit(lambda now: attachment_seen(now.books, who, number, version))


def look(house: House, number: str, officer: str = "cb01") -> AttachmentShown:
    seen = see(house, number, officer)
    house.sit(lambda now: note_look(now, officer, number, seen.version))
    return seen


def examine(house: House, number: str, officer: str = "cb01", **changes: Any) -> Carried:
    seen = look(house, number, officer)
    says = {"number": number, "version": str(seen.version), "company": seen.company, **changes}
    received = signed(composed(house, EXAMINE, officer, **says).text, the_pki().officer(officer))
    deed = house.sit(lambda now: admit_deed(now, received, PROCEDURES))
    return house.sit(lambda now: carry_out(now, deed, {}, PROCEDURES))


__all__ = ["CONTRACT", "FILES", "INVOICE", "LIST"]
