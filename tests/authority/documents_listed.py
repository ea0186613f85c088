"""Lists HQ 01 as people make them: drafted, signed by the company's user, answered by an officer."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from authority.deeds import composed, sent, signed
from authority.house import House, the_pki
from authority.listing import user_of
from demo_pki import P256_COMPANY, RSA_COMPANY
from thongquan.authority.deed_work import Carried
from thongquan.authority.document_list_send import drafted
from thongquan.base.moment import stamp
from thongquan.declaration.document_list import DocumentLine, packed, spelled

ASKED = {"direction": "import", "office": "02DS"}
SALT = "5a" * 16


def a_document(bill: str = "SEL1", **changes: Any) -> DocumentLine:
    line = DocumentLine(
        sender_name="SEOUL BEAUTY CO LTD",
        sender_address="12-3 TEHERAN-RO, GANGNAM-GU, SEOUL, KR",
        receiver_name="Hoàng Khánh Hương",
        receiver_address="12 Lê Lợi, Quận 1, TP Hồ Chí Minh",
        goods="Bộ chứng từ",
        packages=1,
        weight=Decimal("0.25"),
        house_bill=bill,
        receiver_code="020339820394",
        hs_code="49111090",
        origin="KR",
    )
    return replace(line, **changes)


def documents(*bills: str) -> list[DocumentLine]:
    return [a_document(one) for one in bills]


def beside(lines: Sequence[DocumentLine], salt: str = SALT) -> str:
    return packed(spelled(lines, salt))


def drafted_documents(
    house: House, lines: Sequence[DocumentLine], company: str = RSA_COMPANY, **says: Any
) -> dict[str, Any]:
    user = user_of(house, company)
    return house.sit(lambda now: drafted(now, user, {**ASKED, **says}, beside(lines)))


def file_documents(house: House, lines: Sequence[DocumentLine], company: str = RSA_COMPANY, **says: Any) -> Carried:
    user, key = user_of(house, company), "p256" if company == P256_COMPANY else "rsa"
    text = composed(house, "hq01-send", user, **drafted_documents(house, lines, company, **says)).text
    return sent(house, signed(text, getattr(the_pki(), key)), lines=beside(lines))


def what_of_documents_is_answered(house: House, list_id: str, answer: str = "confirm", **says: Any) -> dict[str, Any]:
    one = house.books.document_lists.list_of(list_id)
    shown = {"number": one.number, "company": one.company, "count": one.says.count, "digest": one.says.digest}
    inspected = "yes" if one.inspection_at else "no"
    return {"list_id": list_id, **shown, "inspected": inspected, "answer": answer, **says}


def answer_documents(
    house: House, list_id: str, answer: str = "confirm", officer: str = "cb01", **says: Any
) -> Carried:
    house.sit(lambda now: now.books.applications.look(officer, list_id, 1, stamp(now.at)))
    text = composed(house, "hq01-answer", officer, **what_of_documents_is_answered(house, list_id, answer, **says)).text
    return sent(house, signed(text, the_pki().officer(officer)))
