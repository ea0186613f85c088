"""What writing a workbook needs to know of a verdict and of a summary; `declarant.verdict` has them."""

from typing import Protocol

from thongquan.base.fault import Mended
from thongquan.declaration.explain import Explained


class Judged(Protocol):
    """What is needed of a verdict."""

    @property
    def sheet(self) -> str: ...
    @property
    def row(self) -> int: ...
    @property
    def form(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def faults(self) -> list[Explained]: ...
    @property
    def warnings(self) -> list[Explained]: ...
    @property
    def mended(self) -> list[Mended]: ...


class Totals(Protocol):
    """What is needed of a summary."""

    @property
    def day(self) -> str: ...
    @property
    def customs_value(self) -> int: ...
    @property
    def vat(self) -> int: ...
    @property
    def file_faults(self) -> list[Explained]: ...
