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


class Cover(msgspec.Struct, frozen=True):
    """What the taxes of one customs office's declarations would take from an account, in đồng.

    `secured_by` is "deposit", the number of a guarantee, or "" where there is no account: taxes are paid elsewhere
    then. `available` is what is free now, `left` what is afterwards, null without an account; `missing` what must be
    paid in so that all are covered. `first_uncovered` are house bills, in the order of filing; `faults` why, each code
    once, as the authority would tell of the first; `codes` how many of each.
    """

    office: str
    form: str
    secured_by: str
    declarations: int
    taxes: int
    available: int | None
    left: int | None
    missing: int
    uncovered: int
    first_uncovered: list[str]
    faults: list[Explained]
    codes: dict[str, int]


class Covering(msgspec.Struct, frozen=True):
    """What `check --account` and `check --server` add: whose accounts, as they stood at `at`, and who told them."""

    source: str
    company: str
    at: str
    accounts: list[Cover]
    warnings: list[Explained]

    @property
    def is_whole(self) -> bool:
        return not any(one.uncovered for one in self.accounts)


class Summary(msgspec.Struct):
    """The last object of `check --json`. Amounts in đồng; `seconds` is wall time.

    `taxes` are those of what is ready, `vat` the VAT among them; `foreseen` sums what is estimated of imports on
    ordinary declarations, their fees as PHI, and `to_be_chosen` counts those that a person must look at first.
    `covering` is told where accounts were asked.
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
    covering: Covering | None = None
    seconds: float = 0.0
