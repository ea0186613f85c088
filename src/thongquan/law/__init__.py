"""The law as data with dates. Nothing is read before it is asked for; see `README.md` for the files.

>>> from datetime import date
>>> parameter("vat_free_ceiling", int).on(date(2025, 2, 17)), parameter("vat_free_ceiling", int).on(date(2025, 2, 18))
(1000000, 0)
"""

import os
from pathlib import Path

from thongquan.law.acts import Act
from thongquan.law.book import LANGUAGES, Law
from thongquan.law.codes import CodeTable, Row
from thongquan.law.criteria import Group, Item
from thongquan.law.parameter import Entry, NotYetLaw, Parameter
from thongquan.law.reading import LawBroken
from thongquan.law.wording import Wording

__all__ = [
    "CURRENT",
    "LANGUAGES",
    "Act",
    "CodeTable",
    "Entry",
    "Group",
    "Item",
    "Law",
    "LawBroken",
    "NotYetLaw",
    "Parameter",
    "Row",
    "Wording",
    "act",
    "codes",
    "criteria",
    "groups",
    "parameter",
    "table",
    "wording",
]

_OWN = os.environ.get("THONGQUAN_LAW", "")

CURRENT = Law(overlay=Path(_OWN) if _OWN else None)
"""The law of this process: the built-in folder under the operator's own code lists, if `THONGQUAN_LAW` names them."""

parameter = CURRENT.parameter
codes = CURRENT.codes
criteria = CURRENT.criteria
groups = CURRENT.groups
table = CURRENT.table
wording = CURRENT.wording
act = CURRENT.act
