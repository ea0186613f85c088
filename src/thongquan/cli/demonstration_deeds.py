"""What the made-up people sign: composed, signed, admitted and carried out as for anybody else."""

from typing import Any

import msgspec

from thongquan.authority.deed_door import ReceivedDeed, admit_deed
from thongquan.authority.deed_work import carry_out, compose
from thongquan.authority.drawing import passwords_to_draw
from thongquan.authority.password_work import OWN
from thongquan.authority.procedure_list import OPERATING, PROCEDURES
from thongquan.authority.procedures import DrawnPassword
from thongquan.authority.sitting import Sitting
from thongquan.registration.password import hashed
from thongquan.signing.sign import Signer


def does(
    now: Sitting,
    key: Signer,
    kind: str,
    says: dict[str, Any],
    *,
    account: str,
    password: str,
    secrets: dict[str, str] | None = None,
) -> dict[str, str]:
    """A deed as always, but that every password drawn for it is this one. What it shows once, by name."""
    procedures = PROCEDURES | OPERATING
    text = compose(now, procedures, kind, account, says).text.encode()
    signed = admit_deed(now, ReceivedDeed(text, key.sign(text)), procedures)
    drawn = {one: DrawnPassword("", hashed(password)) for one in passwords_to_draw(signed, procedures[kind])}
    return carry_out(now, msgspec.structs.replace(signed, drawn=drawn), secrets or {}, procedures).shown


def keep_password(now: Sitting, name: str) -> None:
    """A demonstration is not to begin with changing passwords: the code stays."""
    account = now.books.accounts.account(name)
    assert account is not None  # opened in this very transaction
    kept = msgspec.structs.replace(account, password_state=OWN, password_until="")  # nosec B106 - no end, no password
    now.books.accounts.put(kept)
