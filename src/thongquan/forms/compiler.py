"""typst with our own fonts alone, so that every machine draws the same."""

from functools import cache
from typing import Any

import typst

from thongquan.forms.model import FOLDER


@cache
def compiler(template: str) -> Any:
    """Of one form, kept: fonts and parts are read once. One drawing at a time; whoever draws holds a lock."""
    return typst.Compiler(
        str(FOLDER / f"{template}.typ"),
        root=str(FOLDER),
        font_paths=[str(FOLDER / "fonts")],
        ignore_system_fonts=True,
    )
