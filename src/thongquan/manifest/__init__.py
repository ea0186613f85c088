"""Couriers' files: read and mended with every value's place kept, and written back with what was found.

Writing is imported by its module, `manifest.workbook` or `manifest.template`: reading must not wait for XlsxWriter.

>>> from thongquan import manifest
>>> manifest.letter_of(27)
'AB'
"""

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
