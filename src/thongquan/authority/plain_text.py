"""Who founds an operator is shown and recorded like what people sign: of the same characters."""

from thongquan.authority.refusals import TextNotPlain
from thongquan.base.limits import LIMITS
from thongquan.base.text import bad_in_text


def plain_name(at: str, text: str) -> str:
    """The text.

    Raises:
        TextNotPlain: empty, control, bidi or invisible characters, blanks at the ends or doubled, or far too long.
    """
    found = bad_in_text(text) if text else ["empty"]
    if len(text) > LIMITS.office_text_characters:
        found.append(f"> {LIMITS.office_text_characters}")
    if found:
        raise TextNotPlain(at=at, found=found)
    return text
