"""What `check` says of one house bill, and of the file as a whole."""

import msgspec

from thongquan.base.fault import Mended
from thongquan.declaration.explain import Explained


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """One line of `check --json`; `docs/formats.md` tells each key.

    `row` is the ordinal of the house row in its file, first is 1. `form` is where the house belongs: MIC, MEC, HQ01 or
    ordinary. `outcome`: ready, refused (has faults) or elsewhere. Faults and warnings are explained ones, with the
    address of their cell.
    """

    file: str
    sheet: str
    row: int
    house_bill: str
    form: str
    outcome: str
    faults: list[Explained]
    warnings: list[Explained]
    mended: list[Mended]


class AggregationGroup(msgspec.Struct, frozen=True):
    """Houses of one owner under one master bill that lose the exemption together; the sum in đồng."""

    master_bill: str
    house_bills: list[str]
    customs_value: int


class Summary(msgspec.Struct):
    """The last object of `check --json`. Values and VAT in đồng; `seconds` is wall time."""

    day: str
    houses: int = 0
    forms: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    codes: dict[str, int] = {}
    customs_value: int = 0
    vat: int = 0
    aggregation: list[AggregationGroup] = []
    file_faults: list[Explained] = []
    not_checked: list[str] = []
    seconds: float = 0.0
