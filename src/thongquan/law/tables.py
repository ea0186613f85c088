"""Decision tables of the law's own package, each with the shape its file must have."""

from datetime import date
from typing import Literal

import msgspec

from thongquan.law.acts import Mark

Effect = Literal["prohibited", "ordinary", "warning", ""]
"""`prohibited`: must not be filed. `ordinary`: belongs on an ordinary declaration. "": no effect on the form."""


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    vi: str
    en: str


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A permit, inspection or ban, and the phrases that betray goods under it.

    The HS codes under it are the rows of code table `goods_controls` that name its `tag`.
    """

    tag: str
    effect: Effect
    name: Names
    since: date
    mark: Mark
    cites: str = ""
    words: list[str] = []
    note: str = ""


class GoodsControls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An illustrative start, as `status` says, not an official list."""

    status: str
    control: list[Control]


class WordList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases to look for, folded by the reader as it folds what it reads."""

    status: str
    since: date
    mark: Mark
    words: list[str]
    cites: str = ""


SHAPES: dict[str, type] = {
    "goods_controls": GoodsControls,
    "vague_words": WordList,
    "document_words": WordList,
}
