"""Deeds as people make them: composed by the authority, signed with a real key, sent back."""

from typing import Any, Protocol

from authority.house import NAMES, House
from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import Carried, Composed, carry_out, compose
from thongquan.authority.procedure_list import PROCEDURES
from thongquan.base.fault import Refusal
from thongquan.signing.sign import Pkcs12Signer


class Signs(Protocol):
    def sign(self, content: bytes) -> bytes: ...


def composed(house: House, kind: str, account: str, **says: Any) -> Composed:
    return house.sit(lambda now: compose(now, PROCEDURES, kind, account, says))


def signed(text: str, signer: Signs) -> ReceivedDeed:
    return ReceivedDeed(text.encode(), signer.sign(text.encode()))


def sent(house: House, received: ReceivedDeed, **secrets: str) -> Carried:
    passed = house.sit(lambda now: admit_deed(now, received, PROCEDURES))
    return house.sit(lambda now: carry_out(now, passed, secrets, PROCEDURES))


def code_of(work: Any, *arguments: Any, **more: Any) -> str:
    """The code of the refusal, or "" when there is none."""
    try:
        work(*arguments, **more)
    except Refusal as refusal:
        return refusal.code
    return ""


def a_registration(signer: Pkcs12Signer, **changes: Any) -> dict[str, Any]:
    certificate = signer.certificate
    return {
        "serial": certificate.serial,
        "fingerprint": certificate.fingerprint,
        "owner": NAMES.get(certificate.tax_code, f"Công ty {certificate.tax_code}"),
        "until": "2029-07-01",
        **changes,
    }
