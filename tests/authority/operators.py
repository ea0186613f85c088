"""What operators do, as they do it: composed, signed with the operator's own certificate, carried out."""

from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import httpx
import msgspec

from demo_pki import OFFICERS, Pki
from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import Carried, carry_out, compose
from thongquan.authority.drawing import passwords_to_draw
from thongquan.authority.operator_found import Founder, operator_found
from thongquan.authority.procedure_list import OPERATING
from thongquan.authority.procedures import DrawnPassword
from thongquan.registration.model import Officer
from thongquan.signing.frame import read_frame

OPERATOR = "vh01"
IDENTITY = "079180000109"
KEPT = "kept"
"""In place of the hash of a password."""


def named(der: bytes) -> dict[str, str]:
    return {"serial": read_frame(der).serial, "fingerprint": sha256(der).hexdigest()}


def beside(ders: Sequence[bytes]) -> dict[str, str]:
    return {"certificates": " ".join(b64encode(der).decode() for der in ders)}


def found(house: Any, pki: Pki, operator: str = OPERATOR, by: str = "root") -> Officer:
    """With a password of his own already."""
    der = pki.officer(operator).certificate.der
    founder = Founder(operator, OFFICERS.get(operator, operator), "02DS", IDENTITY, der)
    officer: Officer = house.sit(lambda now: operator_found(now, by, founder, DrawnPassword("", KEPT)))
    settle(house, operator)
    return officer


def operated(
    house: Any,
    kind: str,
    says: dict[str, Any],
    *,
    pki: Pki,
    ders: Sequence[bytes] | None = None,
    by: str = OPERATOR,
    signer: Any = None,
) -> Carried:
    """Raises what refuses it, at whichever step. One-time codes are marks, not hashes."""
    text = house.sit(lambda now: compose(now, OPERATING, f"operator-{kind}", by, says)).text.encode()
    received = ReceivedDeed(text, (signer or pki.officer(by)).sign(text))
    passed = house.sit(lambda now: admit_deed(now, received, OPERATING))
    made = passwords_to_draw(passed, OPERATING[f"operator-{kind}"])
    passed = msgspec.structs.replace(passed, drawn={one: DrawnPassword(made[one], KEPT) for one in made})
    secrets = {} if ders is None else beside(ders)
    carried: Carried = house.sit(lambda now: carry_out(now, passed, secrets, OPERATING))
    return carried


def add_company(house: Any, name: str, tax_code: str, ders: Sequence[bytes], *, pki: Pki) -> Carried:
    says = {"tax_code": tax_code, "name": name, "certificates": [named(der) for der in ders]}
    return operated(house, "company-add", says, pki=pki, ders=ders)


def add_officer(house: Any, officer: Officer, der: bytes = b"", identity: str = "", *, pki: Pki) -> Carried:
    """With an account if there is an identity number, and a password of his own already."""
    one = officer
    says = {"id": one.id, "name": one.name, "office": one.office, "role": one.role, "team": one.team}
    more = {"hours": one.hours, "identity": identity, "account": bool(identity), **(named(der) if der else {})}
    done = operated(house, "officer-add", {**says, **more}, pki=pki, ders=[der] if der else [])
    if done.shown:
        settle(house, one.id)
    return done


def settle(house: Any, officer: str) -> None:
    """The one-time code was changed to a password."""
    account = house.books.accounts.account(officer)
    own = msgspec.structs.replace(account, password_state="own", password_until="")
    house.sit(lambda now: now.books.accounts.put(own))


def operate_over(
    office: httpx.Client,
    kind: str,
    says: dict[str, Any],
    *,
    pki: Pki,
    ders: Sequence[bytes] | None = None,
    path: str = "/office/deeds",
    by: str = OPERATOR,
    signer: Any = None,
) -> httpx.Response:
    """Over the office's socket: the first answer that refuses, or that of the deed."""
    composed = office.post(f"/office/deeds/operator-{kind}", json={"account": by, "says": says})
    if not composed.is_success:
        return composed
    text = composed.json()["text"]
    signature = b64encode((signer or pki.officer(by)).sign(text.encode())).decode()
    secrets = {} if ders is None else beside(ders)
    return office.post(path, json={"text": text, "signature": signature, "secrets": secrets}, timeout=30)


def add_company_over(
    office: httpx.Client, name: str, tax_code: str, ders: Sequence[bytes], *, pki: Pki
) -> httpx.Response:
    says = {"tax_code": tax_code, "name": name, "certificates": [named(der) for der in ders]}
    return operate_over(office, "company-add", says, pki=pki, ders=ders)
