"""Couriers' files: read and mended with every value's place kept, and written back with what was found.

Writing is imported by its module, `manifest.workbook` or `manifest.template`: reading must not wait for XlsxWriter.

>>> from thongquan import manifest
>>> manifest.letter_of(27)
'AB'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thongquan.manifest.model import Column, ColumnMap, HouseRow, Manifest, Sheet, Unreadable, letter_of
    from thongquan.manifest.reading import read

__all__ = [
    "Column",
    "ColumnMap",
    "HouseRow",
    "Manifest",
    "Sheet",
    "Unreadable",
    "letter_of",
    "read",
]


def __getattr__(name: str) -> Any:
    """Parts are loaded when they are asked for: the process that reads untrusted bytes needs no law."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{'reading' if name == 'read' else 'model'}"), name)
