"""How names are found by people who type without accents."""

import unicodedata

_LETTERS = str.maketrans({"đ": "d", "ð": "d"})


def folded(text: str) -> str:
    """Without case and accents: what the fold of a part of a name is looked for in, and what names are ordered by.

    >>> folded("Công ty CP Giao nhận Đường Sáng")
    'cong ty cp giao nhan duong sang'
    """
    apart = unicodedata.normalize("NFD", text.casefold())
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.translate(_LETTERS).split())
