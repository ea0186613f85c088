"""Words made comparable: without case, diacritics and punctuation."""

import re
import unicodedata
from functools import lru_cache

_GAPS = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text as titles and names are compared.

    >>> fold("Số vận đơn / HAWB No."), fold("G.W (KG)")
    ('so van don hawb no', 'g w kg')
    """
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _GAPS.sub(" ", bare.casefold()).strip()
