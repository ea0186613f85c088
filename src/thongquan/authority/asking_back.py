"""Who asks for a declaration of his own, by which procedure, and the acts on it: what is another's is not there."""

from hashlib import sha256
from typing import Literal

import msgspec

from thongquan.authority.called_codes import NotAnswered
from thongquan.authority.ports import PastAct, ReadingRoom
from thongquan.numbering.declaration_number import is_number

Direction = Literal["import", "export"]
FORM = {"import": "MIC", "export": "MEC"}


class Asking(msgspec.Struct, frozen=True):
    """Whoever asks: by the secret that a signed statement named, or logged in."""

    secret: bytes = b""
    account: str = ""

    def __repr__(self) -> str:
        return f"Asking(account={self.account!r})"


def own_acts(room: ReadingRoom, procedure: str, direction: Direction, number: str, asking: Asking) -> list[PastAct]:
    """All acts on the declaration, the first of which registered it.

    Raises:
        NotAnswered: no number, none of a declaration, or none of one that is the asker's.
    """
    if not number:
        raise NotAnswered(procedure, "NEITHER")
    if not is_number(number):
        raise NotAnswered(procedure, "CHARACTERS")
    account = room.accounts.account(asking.account) if asking.account else None
    reader = sha256(asking.secret).digest() if asking.secret else b""
    acts = room.past(number, reader, account.tax_code if account else "")
    if acts is None or acts[0].decision.form != FORM[direction]:
        raise NotAnswered(procedure, "UNKNOWN", number=number)
    return acts
