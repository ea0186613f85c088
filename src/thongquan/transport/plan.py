"""From what is to be moved to transport declarations and their lists (TT 191/2015 PL III).

Different purposes are different declarations (2.đ). What the system does not demand is filled where it is known and
never asked for (1, 2.d).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from thongquan.base.citation import cite
from thongquan.base.fault import Fault, Refusal
from thongquan.transport import checks
from thongquan.transport.cargo import CargoLine, Consigned, gathered
from thongquan.transport.cases import BY_DECLARATION, NOTHING, CaseName, Decided, Direction, Form, decide
from thongquan.transport.filling import CargoRow, PackageRow, filled, notes_1, wants_number
from thongquan.transport.lists import BillLine, BillList, GoodsList, PackageLine
from thongquan.transport.vehicles import Load, Loaded, Run, loaded

SIMPLE = "KS"
"""Vận chuyển hàng hóa có thủ tục đơn giản: 2.a."""

NUMBERS_MADE = cite("TRANSPORT-PACKAGE-NUMBERS-MADE", "TT 191/2015 PL III 04-BKHH (8)", "assumption")
BILL_ROWS = cite("TRANSPORT-BILL-ROWS", "TT 191/2015 PL III 04-BKHH (8)", "assumption")
NO_LIST = cite("TRANSPORT-NO-LIST", "TT 191/2015 PL III.2.c", "seed")
ATTACHMENT = cite("TRANSPORT-ATTACHMENT", "TT 191/2015 PL III.2.c", "assumption")
PURPOSES = cite("TRANSPORT-PURPOSES", "TT 191/2015 PL III.2.đ", "seed")
_NAMED = 10


class Asked(msgspec.Struct, frozen=True):
    """What the enterprise says besides the cargo."""

    direction: Direction
    day: date
    """The day of the lists, which chooses the law."""
    numbers: Sequence[str] = ()
    """The enterprise's numbers, one for each list that is to be made."""
    enterprise: str = ""
    """The transport enterprise's name."""
    place: str = ""
    purpose: str = ""
    """Of rows that name none."""
    vehicles: int = 0
    """Vehicle runs of each declaration; 0 leaves it to the rows."""
    air: bool = False
    """Whether the cargo came by air: its manifest holds shorter numbers."""


class TransportPlan(msgspec.Struct, frozen=True):
    """One transport declaration before it is declared, and the lists that go with it."""

    direction: Direction
    purpose: str
    """Mã mục đích vận chuyển; "" until it is told."""
    case: CaseName
    cites: str
    says: str
    """The sentence that the case stands on."""
    transport_type: str
    """Loại hình vận chuyển: "KS" where a list is made, else "": as appropriate."""
    documents: int
    """Bills, or export declarations."""
    packages: int
    weight: Decimal | None
    """In kilograms; None where no row tells any."""
    cargo: Sequence[CargoRow]
    """Số hàng hóa (Số B/L/AWB), with the goods' name of each."""
    export_declarations: Sequence[str]
    """Số tờ khai xuất khẩu."""
    package_rows: Sequence[PackageRow]
    """Số hiệu container/Số hiệu toa/số hiệu kiện."""
    form: Form | None
    """Of the list to make."""
    number: str
    """Of the list, or of a transport without one where the enterprise gave it."""
    attachment: str
    """Số tệp tin đính kèm that HYS gave the list; "" until it is known."""
    notes_1: str
    """Ghi chú 1."""
    vehicles: Sequence[str]
    """As the rows name them, one for each list 04-BKHH."""
    bill_list: BillList | None = None
    goods_lists: Sequence[GoodsList] = ()
    notes: Sequence[Fault] = ()
    """What was assumed."""

    @property
    def lists(self) -> Sequence[BillList | GoodsList]:
        return self.goods_lists or ([self.bill_list] if self.bill_list else [])


class Planned(msgspec.Struct, frozen=True):
    """The declarations to make; none where anything is wrong."""

    plans: Sequence[TransportPlan] = ()
    faults: Sequence[Fault] = ()
    notes: Sequence[Fault] = ()
    """What concerns all of them."""


def plan(lines: Sequence[CargoLine], asked: Asked) -> Planned:
    """A declaration for each purpose, in the order in which the rows name them, or all that is wrong."""
    by_declaration = asked.direction in BY_DECLARATION
    if not lines:
        return Planned(faults=[Fault(NOTHING, "")])
    if faults := checks.faults_of_lines(lines, by_declaration=by_declaration):
        return Planned(faults=faults)
    groups: dict[str, list[CargoLine]] = {}
    for line in lines:
        groups.setdefault(line.purpose or asked.purpose, []).append(line)
    drafts = [_draft(purpose, gathered(some, by_declaration=by_declaration), asked) for purpose, some in groups.items()]
    numbers, faults = _numbered(drafts, asked)
    faults += checks.faults_of_packages([one for draft in drafts for one in draft.consigned])
    made = [_made(draft, number, asked) for draft, number in zip(drafts, numbers, strict=True)]
    faults += [fault for one in made for fault in one.faults]
    return Planned(faults=faults) if faults else Planned([one.plan for one in made], notes=_notes(lines, groups))


class _Draft(msgspec.Struct, frozen=True):
    """One declaration before it has its number."""

    purpose: str
    consigned: Sequence[Consigned]
    decided: Decided
    wants_number: bool


class _Made(msgspec.Struct, frozen=True):
    plan: TransportPlan
    faults: Sequence[Fault]


def _draft(purpose: str, consigned: Sequence[Consigned], asked: Asked) -> _Draft:
    packages = sum(len(one.packages) for one in consigned)
    decided = decide(asked.direction, len(consigned), packages, asked.day)
    return _Draft(purpose, consigned, decided, wants_number(decided, asked.direction, consigned))


def _numbered(drafts: Sequence[_Draft], asked: Asked) -> tuple[list[str], list[Fault]]:
    """The enterprise's numbers, in the order of the declarations that want one."""
    wanted = sum(draft.wants_number for draft in drafts)
    given = iter(number for number in asked.numbers if number)
    numbers = [next(given, "") if draft.wants_number else "" for draft in drafts]
    return numbers, list(checks.faults_of_numbers(asked.numbers, wanted, asked.day, air=asked.air))


def _made(draft: _Draft, number: str, asked: Asked) -> _Made:
    decided, consigned = draft.decided, draft.consigned
    on = filled(decided, asked.direction, consigned, number)
    load = loaded(consigned, asked.vehicles) if decided.form == "04-BKHH" else Loaded([])
    names = [row.number for row in on.cargo]
    if number in names:
        names.remove(number)
    weight = sum((one.weight for one in consigned), Decimal(0))
    made = TransportPlan(
        direction=asked.direction,
        purpose=draft.purpose,
        case=decided.case,
        cites=decided.cites,
        says=decided.says,
        transport_type=SIMPLE if decided.form else "",
        documents=decided.documents,
        packages=decided.packages,
        weight=weight or None,
        cargo=on.cargo,
        export_declarations=on.export_declarations,
        package_rows=on.packages,
        form=decided.form,
        number=number,
        attachment="",
        notes_1=notes_1(decided.form, ""),
        vehicles=[run.vehicle for run in load.runs],
        bill_list=_bill_list(consigned, number, asked) if decided.form == "01-BKVD/TKXX" else None,
        goods_lists=_goods_lists(load.runs, number, asked),
        notes=[*decided.notes, *load.notes, *on.notes],
    )
    faults = checks.faults_of_cargo(names, number, asked.day, air=asked.air)
    return _Made(made, [*on.faults, *load.faults, *faults])


def _bill_list(consigned: Sequence[Consigned], number: str, asked: Asked) -> BillList:
    lines = [BillLine(one.document) for one in consigned]
    return BillList(asked.enterprise, number, asked.place, asked.day, lines)


def _goods_lists(runs: Sequence[Run], number: str, asked: Asked) -> list[GoodsList]:
    """One for each vehicle or wagon (note 4); (13) is the departing office's to enter."""
    return [
        GoodsList(
            asked.enterprise,
            number,
            asked.place,
            asked.day,
            [line for load in run.loads for line in _package_lines(load)],
            place,
            len(runs),
        )
        for place, run in enumerate(runs, start=1)
    ]


def _package_lines(load: Load) -> list[PackageLine]:
    if not load.packages:
        return [PackageLine(load.document, "")]
    return [PackageLine(load.document, one.number, one.goods, ", ".join(one.carrier_seals)) for one in load.packages]


def _notes(lines: Sequence[CargoLine], groups: Mapping[str, object]) -> list[Fault]:
    made = sum(line.packages for line in lines if not line.package)
    notes = list(checks.notes_of_packages(lines))
    if made:
        notes.append(Fault(NUMBERS_MADE, "package", {"how_many": made}))
    rows = Counter(line.bill for line in lines if not line.package)
    if several := [bill for bill, count in rows.items() if count > 1]:
        notes.append(Fault(BILL_ROWS, "house_bill", {"how_many": len(several), "named": several[:_NAMED]}))
    if len(groups) > 1:
        notes.append(Fault(PURPOSES, "purpose", {"how_many": len(groups), "named": [name or "–" for name in groups]}))
    return notes


class AttachmentRefused(Refusal):
    """The declaration has no list to be attached, or what was given is no number of an attachment."""

    def __init__(self, code: str, **facts: str) -> None:
        self.code = code
        super().__init__(**facts)


def with_attachment(one: TransportPlan, attachment: str) -> TransportPlan:
    """The plan with the number that HYS gave its list, in Ghi chú 1.

    Raises:
        AttachmentRefused
    """
    if one.form is None:
        raise AttachmentRefused(NO_LIST)
    if not (attachment.isascii() and attachment.isalnum()):
        raise AttachmentRefused(ATTACHMENT, written=attachment)
    return msgspec.structs.replace(one, attachment=attachment, notes_1=notes_1(one.form, attachment))
