"""Couriers' files: read and mended with every value's place kept, and written back with what was found.

>>> from thongquan import manifest
>>> manifest.letter_of(27)
'AB'
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thongquan.manifest.model import Column, ColumnMap, HouseRow, Manifest, Sheet, Unreadable, letter_of
    from thongquan.manifest.reading import read
    from thongquan.manifest.template import write_template
    from thongquan.manifest.workbook import write_rows, write_workbook

__all__ = [
    "Column",
    "ColumnMap",
    "HouseRow",
    "Manifest",
    "Sheet",
    "Unreadable",
    "letter_of",
    "read",
    "write_rows",
    "write_template",
    "write_workbook",
]

_HOME = {
    "read": "reading",
    "write_rows": "workbook",
    "write_template": "template",
    "write_workbook": "workbook",
}


def __getattr__(name: str) -> Any:
    """Parts are loaded when they are asked for: the process that reads untrusted bytes needs no law and no writers."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'model')}"), name)
