"""Goods that could not be delivered: the notes of their return name the first declaration (TT 191/2015 PL II.A.30).

An import that could not be delivered goes back with a MEC, an export that could not comes back with a MIC.
"""

from thongquan.declaration.model import Declaration
from thongquan.declaration.rules.notes import ORIGINAL
from thongquan.numbering.declaration_number import is_number

DIGITS = 12
RETURNS = {"import": "export", "export": "import"}
"""Direction of a return → direction of its first declaration."""
_WORDS = ("gốc", "ban đầu")


def may_name_one(notes: str) -> bool:
    """False: no original is named in it, for none of the words stands there."""
    text = notes.casefold()
    return any(word in text for word in _WORDS)


def original_named(declaration: Declaration) -> str:
    """The number that the notes call the original one, "" where they name none.

    Its first 11 digits identify a declaration: of a number with 11 the twelfth is told as 0.

    >>> from thongquan.declaration.model import ExportDeclaration
    >>> original_named(ExportDeclaration(notes="TK gốc: 10000000001"))
    '100000000010'
    """
    if not declaration.notes:
        return ""
    found = ORIGINAL.search(declaration.notes)
    number = found[1].ljust(DIGITS, "0") if found else ""
    return number if is_number(number) else ""
