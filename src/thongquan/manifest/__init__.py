"""Couriers' files: read and mended with every value's place kept, and written back with what was found.

>>> from thongquan import manifest
>>> manifest.letter_of(27)
'AB'
"""

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
