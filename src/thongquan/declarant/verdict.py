"""What `check` says of one house bill, and of the file as a whole."""

import msgspec

from thongquan.base.fault import Mended
from thongquan.declaration.explain import Explained
from thongquan.duty.foreseen import Foreseen


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """One line of `check --json`; `docs/formats.md` tells each key.

    `row` is the ordinal of the house row in its file, first is 1. `form` is where the house belongs: MIC, MEC, HQ01 or
    ordinary. `outcome`: ready, refused (has faults) or elsewhere. Faults and warnings are explained ones, with the
    address of their cell. `taxes` are those of a MIC that is ready, in đồng by their names on form HQ 03; `foreseen` is
    an estimate of what an import on an ordinary declaration will owe.
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
    taxes: dict[str, int] = {}
    foreseen: Foreseen | None = None


class AggregationGroup(msgspec.Struct, frozen=True):
    """Houses of one owner under one master bill that lose the exemption together; the sum in đồng."""

    master_bill: str
    house_bills: list[str]
    customs_value: int


class Summary(msgspec.Struct):
    """The last object of `check --json`. Amounts in đồng; `seconds` is wall time.

    `taxes` are those of what is ready, `vat` the VAT among them; `foreseen` sums what is estimated of imports on
    ordinary declarations, their fees as PHI, and `to_be_chosen` counts those that a person must look at first.
    """

    day: str
    houses: int = 0
    forms: dict[str, int] = {}
    outcomes: dict[str, int] = {}
    codes: dict[str, int] = {}
    customs_value: int = 0
    vat: int = 0
    taxes: dict[str, int] = {}
    foreseen: dict[str, int] = {}
    to_be_chosen: int = 0
    aggregation: list[AggregationGroup] = []
    file_faults: list[Explained] = []
    not_checked: list[str] = []
    seconds: float = 0.0
