"""Who owns a consignment, for the aggregation rule and for warnings."""

import re
import unicodedata
from functools import lru_cache

from thongquan import law
from thongquan.consignment.model import Party

PERSON_CODE = law.parameter("person_party_code", str)
"""What private persons without a number of their own are declared under: the code of many. "" while nobody knows it."""

_LATIN_MARKS = re.compile("[\u0300-\u034e\u0350-\u036f]+")
"""Nearly all there are; they go at once, which is several times quicker than one letter after another."""
_NOT_WORD = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """Lower case, without diacritics and punctuation, single blanks: `Trần Thị Ánh` and `TRAN THI ANH` are one."""
    if not text.isascii():
        text = _LATIN_MARKS.sub("", unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D")))
    if not text.isascii():
        text = "".join(c for c in text if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", text.lower()).strip()


def own_code(party: Party) -> str:
    """The party's code without its hyphen; "" where it is the one that many are declared under, whenever that was."""
    code = party.code.replace("-", "")
    return "" if code in [entry.is_ for entry in PERSON_CODE.entries()] else code


def telephone(party: Party) -> str:
    """Its digits: `0901 234 567` and `0901234567` are one."""
    return party.phone if party.phone.isdecimal() else "".join(filter(str.isdecimal, party.phone))


def alike_keys(party: Party) -> tuple[str, ...]:
    """One name with one telephone, or one name at one address, is likely one person (assumption)."""
    name = folded(party.name)
    return tuple(f"{name}|{other}" for other in (telephone(party), folded(party.address)) if name and other)


def owner_key(party: Party) -> str:
    """The code if there is one, else name, telephone and address together (assumption)."""
    code = own_code(party)
    if code:
        return code
    if not party.name:
        return ""
    return f"{folded(party.name)}|{telephone(party)}|{folded(party.address)}"
