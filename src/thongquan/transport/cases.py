"""Which lists a transport needs: Annex III as a table of cases, its gaps decided by dated parameters.

TT 191/2015 PL III.1 and 2.c. Each row compares two counts with what a declaration holds: bills or export declarations,
and loose packages. Where the text leaves a count out, the row's case is a parameter marked *assumption*, and whoever
plans is told so.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, cast

import msgspec

from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault, Refusal
from thongquan.law import parameter

Direction = Literal["import", "export", "inbound-transit", "outbound-transit"]
DIRECTIONS: tuple[Direction, ...] = ("import", "export", "inbound-transit", "outbound-transit")
READ_AS: Mapping[Direction, str] = {
    "import": "import", "inbound-transit": "import", "export": "export", "outbound-transit": "export",
}  # fmt: skip
"""Direction of a transport → that in which its manifest is read."""
CaseName = Literal["fits", "c.1", "c.2", "c.3"]
Form = Literal["01-BKVD/TKXX", "04-BKHH"]
Counted = Literal["bills", "export-declarations"]
Against = Literal["below", "at", "above"]
Gap = Literal["packages", "documents"]

BY_DECLARATION: frozenset[Direction] = frozenset({"export", "outbound-transit"})
"""Their goods stand on export declarations; those of the others on bills."""

FORM: Mapping[CaseName, Form | None] = {"fits": None, "c.1": "01-BKVD/TKXX", "c.2": "04-BKHH", "c.3": "04-BKHH"}

BILLS = parameter("transport_bills", int)
EXPORT_DECLARATIONS = parameter("transport_export_declarations", int)
PACKAGES = parameter("transport_packages", int)
GAP_PACKAGES = parameter("transport_gap_packages", str)
GAP_BILLS = parameter("transport_gap_bills", str)
GAP_EXPORT_DECLARATIONS = parameter("transport_gap_export_declarations", str)

NOTHING = cite("TRANSPORT-NOTHING", "TT 191/2015 PL III.1", "assumption")
PACKAGES_TOLD = cite("TRANSPORT-GAP-PACKAGES", "TT 191/2015 PL III.2.c", "assumption")
BILLS_TOLD = cite("TRANSPORT-GAP-BILLS", "TT 191/2015 PL III.2.c", "assumption")
EXPORT_DECLARATIONS_TOLD = cite("TRANSPORT-GAP-EXPORT-DECLARATIONS", "TT 191/2015 PL III.2.c", "assumption")


class NothingToTransport(Refusal):
    """Neither a bill or export declaration nor a package."""

    code = NOTHING


class Row(msgspec.Struct, frozen=True):
    """A row of the table."""

    case: CaseName | None
    """None in a gap: a parameter says which."""
    documents: frozenset[Against]
    packages: frozenset[Against]
    cites: str
    says: Mapping[Counted, str]
    """The sentence of the circular; in a gap the two that leave the count out."""
    gap: Gap | None = None
    """Which count the text leaves out; None where it decides."""

    def matches(self, documents: Against, packages: Against) -> bool:
        return documents in self.documents and packages in self.packages


_ALL: frozenset[Against] = frozenset({"below", "at", "above"})
_HOLDS: frozenset[Against] = frozenset({"below", "at"})
_BELOW, _AT, _ABOVE = (frozenset[Against]({one}) for one in ("below", "at", "above"))

TABLE: Sequence[Row] = (
    Row(
        "fits",
        _HOLDS,
        _HOLDS,
        "TT 191/2015 PL III.1",
        {
            "bills": "có tối đa 05 vận đơn và tối đa 100 gói, kiện rời",
            "export-declarations": "hoặc tối đa 50 tờ khai xuất khẩu và tối đa 100 gói, kiện rời",
        },
    ),
    Row(
        "c.1",
        _ABOVE,
        _BELOW,
        "TT 191/2015 PL III.2.c.1",
        {
            "bills": "hàng nhập khẩu và hàng quá cảnh nhập khẩu có trên 05 vận đơn nhưng có số lượng gói, kiện rời "
            "nhỏ hơn 100",
            "export-declarations": "hàng xuất khẩu và hàng quá cảnh xuất khẩu có trên 50 tờ khai xuất khẩu nhưng có "
            "số lượng gói, kiện rời nhỏ hơn 100",
        },
    ),
    Row(
        "c.2",
        _ABOVE,
        _ABOVE,
        "TT 191/2015 PL III.2.c.2",
        {
            "bills": "hàng nhập khẩu, hàng quá cảnh nhập khẩu có trên 100 gói, kiện rời (không giới hạn số vận đơn)",
            "export-declarations": "hàng xuất khẩu và hàng quá cảnh xuất khẩu có trên 100 gói, kiện rời (không giới "
            "hạn số lượng tờ khai xuất khẩu)",
        },
    ),
    Row(
        "c.3",
        _BELOW,
        _ABOVE,
        "TT 191/2015 PL III.2.c.3",
        {
            "bills": "hàng hóa nhập khẩu và hàng hóa quá cảnh nhập khẩu dưới 5 vận đơn … nhưng có trên 100 gói, kiện "
            "rời thì ngoài việc lập Bản kê hàng hóa, người khai hải quan vẫn phải khai đầy đủ thông tin",
            "export-declarations": "hàng xuất khẩu và hàng quá cảnh xuất khẩu dưới 50 tờ khai xuất, nhưng có trên 100 "
            "gói, kiện rời thì ngoài việc lập Bản kê hàng hóa, người khai hải quan vẫn phải khai đầy đủ thông tin",
        },
    ),
    Row(
        None,
        _ABOVE,
        _AT,
        "TT 191/2015 PL III.2.c",
        {
            "bills": "c.1 “nhỏ hơn 100”, c.2 “trên 100”",
            "export-declarations": "c.1 “nhỏ hơn 100”, c.2 “trên 100”",
        },
        "packages",
    ),
    Row(
        None,
        _AT,
        _ABOVE,
        "TT 191/2015 PL III.2.c",
        {
            "bills": "c.2 “không giới hạn số vận đơn”, c.3 “dưới 5 vận đơn”",
            "export-declarations": "c.2 “không giới hạn số lượng tờ khai xuất khẩu”, c.3 “dưới 50 tờ khai xuất”",
        },
        "documents",
    ),
)


class Decided(msgspec.Struct, frozen=True):
    """The case of one transport, and on what it stands."""

    case: CaseName
    counted: Counted
    documents: int
    """Bills, or export declarations."""
    packages: int
    cites: str
    says: str
    """The circular's sentence; in a gap the two that leave the count out."""
    notes: Sequence[Fault] = ()
    """Where the text has a gap: what was assumed."""

    @property
    def form(self) -> Form | None:
        """The list to make."""
        return FORM[self.case]


class Assumed(msgspec.Struct, frozen=True):
    """What a parameter decides in a gap, and the code with which that is told."""

    case: CaseName
    code: str


class Rules(msgspec.Struct, frozen=True):
    """What holds for one side on one day."""

    counted: Counted
    documents: int
    """As many as a declaration holds."""
    packages: int
    assumed: Mapping[Gap, Assumed]

    def row_of(self, documents: int, packages: int) -> Row:
        """The one row that applies.

        Raises:
            NothingToTransport: both counts are 0.
        """
        if not (documents or packages):
            raise NothingToTransport
        stands = against(documents, self.documents), against(packages, self.packages)
        return next(row for row in TABLE if row.matches(*stands))

    def case_in(self, row: Row) -> CaseName:
        if row.case is not None:
            return row.case
        assert row.gap is not None
        return self.assumed[row.gap].case


def against(count: int, held: int) -> Against:
    return "below" if count < held else "at" if count == held else "above"


@lru_cache(maxsize=64)
def rules_on(direction: Direction, day: date) -> Rules:
    """The counts and assumptions in force on `day`, the day on which the transport is declared."""
    packages = Assumed(cast("CaseName", GAP_PACKAGES.on(day)), PACKAGES_TOLD)
    if direction in BY_DECLARATION:
        held, documents = (
            EXPORT_DECLARATIONS.on(day),
            Assumed(cast("CaseName", GAP_EXPORT_DECLARATIONS.on(day)), EXPORT_DECLARATIONS_TOLD),
        )
        return Rules("export-declarations", held, PACKAGES.on(day), {"packages": packages, "documents": documents})
    documents = Assumed(cast("CaseName", GAP_BILLS.on(day)), BILLS_TOLD)
    return Rules("bills", BILLS.on(day), PACKAGES.on(day), {"packages": packages, "documents": documents})


def decide(direction: Direction, documents: int, packages: int, day: date) -> Decided:
    """The case of so many bills or export declarations and loose packages.

    Raises:
        NothingToTransport: both counts are 0.
    """
    rules = rules_on(direction, day)
    row = rules.row_of(documents, packages)
    case = rules.case_in(row)
    facts: dict[str, Fact] = {"documents": documents, "packages": packages, "case": case}
    notes = [Fault(rules.assumed[row.gap].code, "", facts)] if row.gap else []
    return Decided(case, rules.counted, documents, packages, row.cites, row.says[rules.counted], notes)
