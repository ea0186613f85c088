"""Decision tables of the law's own package, each with the shape its file must have."""

from datetime import date, time
from typing import Literal

import msgspec

from thongquan.law.acts import Mark

Effect = Literal["prohibited", "ordinary", "warning", ""]
"""`prohibited`: must not be filed. `ordinary`: belongs on an ordinary declaration. "": no effect on the form."""


class Names(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    vi: str
    en: str


class Control(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A permit, inspection or ban, and the phrases that betray goods under it.

    The HS codes under it are the rows of code table `goods_controls` that name its `tag`.
    """

    tag: str
    effect: Effect
    name: Names
    since: date
    mark: Mark
    cites: str = ""
    words: list[str] = []
    note: str = ""


class GoodsControls(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An illustrative start, as `status` says, not an official list."""

    status: str
    control: list[Control]


class WordList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases to look for, folded by the reader as it folds what it reads."""

    status: str
    since: date
    mark: Mark
    words: list[str]
    cites: str = ""
    accented: list[str] = []
    """Phrases that mean something else without their diacritics."""


class Locked(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An item that a correction may not change: by `row` of Annex II part B, or under the strict profile only."""

    form: Literal["MIC", "MEC"]
    field: str
    row: str = ""
    strict: bool = False
    result_code: str = ""
    cites: str
    mark: Mark


class Vacuous(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of part B that names an item which the form does not have."""

    form: Literal["MIC", "MEC"]
    row: str
    cites: str
    mark: Mark


class Immutable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Annex II part B, and what the 2014 client locks beside it."""

    locked: list[Locked]
    vacuous: list[Vacuous] = []


class NamePlace(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An attribute of a name that may hold who a certificate belongs to."""

    oid: str
    name: str
    mark: Mark
    speaks: bool = False
    """A tax code here is the one that the certificate speaks for; elsewhere it is only shown."""


class WrittenAs(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number of a person or company, the marks that stand before it, and what it looks like."""

    what: str
    signs: list[str]
    shape: str
    mark: Mark
    note: str = ""


class CertificateNames(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where Vietnamese certificates say whose they are."""

    status: str
    place: list[NamePlace]
    written: list[WrittenAs]


class Holiday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day of a working week on which offices are closed; `first` and `last` both belong to it."""

    first: date
    last: date
    name: str
    mark: Mark
    cites: str = ""
    note: str = ""


class WorkingCalendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When customs offices work: Monday to Friday but for holidays, and at these hours."""

    status: str
    years: list[int]
    """Those whose holidays are all here."""
    hours: list[tuple[time, time]]
    holiday: list[Holiday]


class Ground(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Why a declaration may be cancelled, who says so, and after how many days from its registration."""

    id: str
    by: Literal["declarant", "customs"]
    directions: list[Literal["import", "export"]] = []
    """None named: both."""
    states: list[str]
    days: int = 0
    counted: Literal["days", "working-days"] = "days"
    name: Names
    cites: str
    mark: Mark
    note: str = ""


class Cancellation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The grounds of cancellation; whether the day of registration counts is an assumption, as `status` says."""

    status: str
    ground: list[Ground]


SHAPES: dict[str, type] = {
    "working_calendar": WorkingCalendar,
    "cancellation": Cancellation,
    "goods_controls": GoodsControls,
    "vague_words": WordList,
    "document_words": WordList,
    "immutable": Immutable,
    "certificate_names": CertificateNames,
}
