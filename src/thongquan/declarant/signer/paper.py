"""What may be signed: a text that is understood wholly, and can be shown wholly."""

from contextlib import suppress
from hashlib import sha256
from unicodedata import normalize

import msgspec

from thongquan.base.fault import Refusal
from thongquan.base.text import bad_in_text
from thongquan.declarant.signer import kinds as _kinds  # noqa: F401 - makes every kind known
from thongquan.registration.deed import TITLE, read_deed
from thongquan.signing.refusal import SignatureRefused
from thongquan.signing.statement import Statement, read_statement

FIRST_BYTES = 1_000
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Paper(msgspec.Struct, frozen=True):
    text: str
    """Exactly what is signed, in UTF-8."""
    system: str
    """The name of the server it is meant for."""
    batch: Statement | None = None
    """Where it is a filing: its batch, named."""

    @property
    def content(self) -> bytes:
        return self.text.encode()

    @property
    def digest(self) -> str:
        return sha256(self.content).hexdigest()

    @property
    def lines(self) -> list[str]:
        return self.text.removesuffix("\n").split("\n")


class NotShowable(Refusal):
    """Neither a deed nor the statement of a batch, or with signs that a screen does not show as they are."""

    code = "SIGNER-NOT-SHOWABLE"


def read_paper(text: str) -> Paper:
    """A deed in its only spelling, or the statement of one batch.

    Raises:
        Refusal: anything else: a hash, a file, a text that is nearly a deed.
    """
    content = text.encode()
    batch = None
    with suppress(SignatureRefused):
        batch = read_statement(content)
    system = batch.system if batch else read_deed(content).system
    paper = Paper(text, system, batch)
    if any(bad_in_text(line) for line in paper.lines):
        raise NotShowable
    return paper


def deed_in(content: bytes) -> Paper | None:
    """The deed that a file holds, None where it holds something else.

    Raises:
        Refusal: it is nearly a deed. The system would not take it, and its signer would have signed for nothing.
    """
    if _letters(TITLE) not in _letters(_first_line(content)):
        return None
    try:
        return read_paper(content.decode())
    except UnicodeDecodeError as fault:
        raise NotShowable from fault


def _first_line(content: bytes) -> str:
    """As an editor may have left it: with blanks before, or in the other spelling of Unicode that Windows knows."""
    head = content[:FIRST_BYTES]
    text = head.decode("utf-16" if head[:2] in UTF_16 else "utf-8", "replace")
    return next((line for line in text.splitlines() if _letters(line)), "")


def _letters(text: str) -> str:
    return "".join(sign for sign in normalize("NFKC", text).casefold() if sign.isalnum())
