"""Texts for narrow columns: a word that is wider than its column may be broken, all others stay whole to be copied."""

import re

from thongquan.forms.masks import safe

_BREAK_HERE = "\u200b"
_SIX = re.compile(r".{6}(?=.)")
_WORD = re.compile(r"[^\s\u200b]+")
_SLIM, _USUAL, _WIDEST = 0.56, 0.78, 1.0
_SLIM_LETTERS = frozenset("0123456789abcdefghijklnopqrstuvxyz-/._:,;()[]'IJ ")
_USUAL_LETTERS = frozenset("ABCDEFGHKLNOPQRSTUVXYZ+=<>#&")


def narrow(text: str, ems: float) -> str:
    r"""Text that leaves no column of this width, in units of its letter size.

    >>> narrow("DHL1234567890", 10), narrow("W" * 13, 10).count("\u200b")
    ('DHL1234567890', 2)
    """
    shown = safe(text)
    return _WORD.sub(lambda word: _broken(word[0], ems), shown) if len(shown) > ems else shown


def _broken(word: str, ems: float) -> str:
    return _SIX.sub(rf"\g<0>{_BREAK_HERE}", word) if len(word) > ems and _width(word) > ems else word


def _width(word: str) -> float:
    """At most too much: letters with marks and those of other scripts count as the widest."""
    return sum(_SLIM if one in _SLIM_LETTERS else _USUAL if one in _USUAL_LETTERS else _WIDEST for one in word)
