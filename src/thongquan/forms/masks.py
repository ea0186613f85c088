"""How a value is printed: the masks of the annex, dots between thousands, a comma before decimals."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from thongquan.forms.model import Item

_VIETNAMESE = str.maketrans(",.", ".,")
_LONGEST_WORD = 24  # longer than any code or bill, and short enough for the narrowest box that holds free text
_LONG_WORD = re.compile(rf"\S{{{_LONGEST_WORD + 1},}}")
_TWELVE = re.compile(r".{12}(?=.)")
_BREAK_HERE = "\u200b"
_UNPRINTABLE = "\ufffd"


def number(value: int | Decimal) -> str:
    """Every digit that was declared, none added.

    >>> number(12345678), number(Decimal("1234.50")), number(Decimal("1E+3"))
    ('12.345.678', '1.234,50', '1.000')
    """
    return format(value, "," if isinstance(value, int) else ",f").translate(_VIETNAMESE)


def party_code(code: str) -> str:
    """A branch has its three digits behind a hyphen; shorter codes have none.

    >>> party_code("0101234567001"), party_code("0101234567"), party_code("001099012345")
    ('0101234567-001', '0101234567', '001099012345')
    """
    return f"{code[:10]}-{code[10:]}" if len(code) == 13 and "-" not in code else code


def bill(text: str) -> str:
    """Three characters, the airline's prefix on a master bill, then a hyphen.

    >>> bill("18012345675"), bill("180-12345675")
    ('180-12345675', '180-12345675')
    """
    return text if len(text) <= 3 or text[3] == "-" else f"{text[:3]}-{text[3:]}"


def inspection_class(code: str) -> str:
    return f"{code[:2]} {code[2:]}" if len(code) > 2 else code


def day(value: date) -> str:
    return f"{value:%d/%m/%Y}"


def time(value: datetime) -> str:
    return f"{value:%H:%M:%S}"


def ticked(mark: str) -> str:
    return f"[ {mark or ' '} ]"


MASKS: dict[str, Callable[[Any], str]] = {
    "AAAAAAAAAA-AAA": party_code,
    "AAA-AAAAAAAAAAAAAAAAA": bill,
    "AA A": inspection_class,
    "dd/MM/yyyy": day,
    "hh:mm:ss": time,
}


def shown(item: Item, value: Any) -> str:
    """The value of an item as it is printed; brackets stand even when nothing is in them."""
    if item.mask == "[ X ]":
        return ticked(value)
    if value is None or value == "":
        return ""
    if item.mask:
        return MASKS[item.mask](value)
    return value if isinstance(value, str) else number(value)


def safe(text: str) -> str:
    r"""Text that can neither leave its box nor turn the reading direction.

    Control and formatting characters become the sign for "not shown"; words too long for a line may be broken.

    >>> safe("a\u202eb") == "a\ufffdb", safe("tên\u00a0hàng")
    (True, 'tên hàng')
    """
    if not text.isprintable():
        text = "".join(_visible(character) for character in text)
    return _LONG_WORD.sub(_breakable, text) if len(text) > _LONGEST_WORD else text


def _breakable(word: re.Match[str]) -> str:
    return _TWELVE.sub(rf"\g<0>{_BREAK_HERE}", word[0])


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return " " if character.isspace() else _UNPRINTABLE
