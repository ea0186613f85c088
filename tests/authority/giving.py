"""Filers give documents: they choose files, the authority composes the text, they sign it, the bytes go beside it."""

import io
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from msgspec.structs import replace

from authority.deciding import decide
from authority.deeds import composed, signed
from authority.house import House, a_filing, an_owner, the_pki
from building import a_mic
from demo_pki import RSA_COMPANY
from thongquan.authority.deed_door import admit_deed
from thongquan.authority.deed_work import carry_out
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.declaration.codec import encode_line
from thongquan.declaration.model import Decision

NUMBER = "100000000010"
KIND = "documents-give"
INVOICE = ("hóa đơn.txt", "Hóa đơn số 1\n".encode())
CONTRACT = ("hợp đồng.txt", "Hợp đồng số 2\n".encode())
Files = Sequence[tuple[str, bytes]]


def asked_for_documents(house: House, bill: str = "MINE1") -> House:
    """A declaration of the first company that waits for its documents."""
    house.file(a_filing([an_import(bill)]))
    decide(house, NUMBER, "ask-documents", "hóa đơn")
    return house


def an_import(bill: str) -> bytes:
    return encode_line(a_mic(goods_description="Drone mini", house_bill=bill, **an_owner(bill)))


def named(files: Files) -> list[dict[str, str]]:
    return [{"name": name, "size": str(len(data)), "sha256": sha256(data).hexdigest()} for name, data in files]


def said(house: House, files: Files, **changes: Any) -> dict[str, Any]:
    state = house.books.case(NUMBER).decision.state
    return {"number": NUMBER, "state": state, "documents": named(files), **changes}


def user_of(house: House, company: str = RSA_COMPANY) -> str:
    return next(one.name for one in house.books.accounts.of_company(company) if one.kind == "user")


def keep(house: House, files: Files, company: str = RSA_COMPANY) -> None:
    for _, data in files:
        house.parts.ledger.attachments.keep(company, sha256(data).hexdigest(), io.BytesIO(data))


def passed(house: House, files: Files, *, company: str = RSA_COMPANY, **changes: Any) -> Any:
    """The deed behind the door."""
    key = "rsa" if company == RSA_COMPANY else "p256"
    text = composed(house, KIND, user_of(house, company), **said(house, files, **changes)).text
    received = signed(text, getattr(the_pki(), key))
    return house.sit(lambda now: admit_deed(now, received, PROCEDURES))


def give(house: House, files: Files, *, company: str = RSA_COMPANY, **changes: Any) -> Decision:
    deed = passed(house, files, company=company, **changes)
    keep(house, files, company)
    ready = replace(deed, beside={sha256(data).hexdigest(): "text" for _, data in files})
    house.sit(lambda now: carry_out(now, ready, {}, PROCEDURES))
    decision: Decision = house.books.case(NUMBER).decision
    return decision
