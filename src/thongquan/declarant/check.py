"""`check`: every house bill of a manifest judged offline, with the rules that the authority will apply."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
from msgspec.structs import replace

from thongquan import manifest
from thongquan.base.fault import Fault
from thongquan.base.moment import business_day
from thongquan.consignment.aggregation import (
    PERHAPS_SPLIT,
    SPLIT,
    Share,
    Split,
    named,
    perhaps_split,
    split_consignments,
)
from thongquan.consignment.bill import normalised
from thongquan.declarant.documents import Listed, document_line
from thongquan.declarant.fields import SOURCE
from thongquan.declarant.house import TWICE, Looked, Looker
from thongquan.declarant.verdict import AggregationGroup, Summary, Verdict
from thongquan.declaration.explain import Explained, explained
from thongquan.declaration.model import Declaration, ImportDeclaration
from thongquan.declaration.profile import Profile
from thongquan.declaration.registers import parties_are_known
from thongquan.duty.assessment import TAXES, taxes
from thongquan.duty.foreseen import foreseen

NOT_CHECKED = [
    "registered-parties",
    "live-house-bills",
    "registered-consignments",
    "account-balance",
    "export-duty",
    "storage-place-use",
]
"""What only the authority knows; worded in the wording files under `not-checked.…`. First what registers may tell."""

SLICE = 500
"""How many houses are judged together."""

Progress = Callable[[int, int], None]


class Checked(msgspec.Struct):
    """Everything that `check` found. `ready` are the declarations that can be filed, in the order of their rows.

    `principal` is for whom they are made: a tax code, "" for whoever signs them.
    """

    verdicts: list[Verdict]
    summary: Summary
    ready: list[Declaration]
    manifests: list[manifest.Manifest]
    principal: str = ""
    documents: list[Listed] = []
    """Of group 1, ready for a list HQ 01, in the order of their rows."""

    @property
    def all_ready(self) -> bool:
        """Whether every house can be filed or listed."""
        return set(self.summary.outcomes) <= {"ready"}


def check_files(
    paths: Sequence[Path],
    *,
    profile: Profile,
    day: date | None = None,
    direction: str | None = None,
    columns: manifest.ColumnMap | None = None,
    progress: Progress | None = None,
) -> Checked:
    """Judge all house bills of the files as on `day`, offline, with the rules that the authority will apply.

    Without a `day` as on this one, in Viet Nam. A file is xlsx, csv, FHL/4 or XFZB. Without `direction` ("import",
    "export") the file or the profile tells it.
    `columns` names columns that are not recognised: field → header title or letter. `progress` is told how many
    houses are judged, and of how many. What is wrong with a house is in its verdict and raises nothing. Every value
    that was normalised, computed or defaulted stands under `mended` of its verdict. A file with only some faulty
    houses has the others ready.

    Raises:
        manifest.Unreadable: a file cannot be read at all; nothing was judged.
        NotYetLaw: `day` is before the first day whose law is known.
    """
    began, day = time.perf_counter(), day or business_day(datetime.now(UTC))
    checked = check_manifests(
        [_read(path, direction, columns, day) for path in paths], profile=profile, day=day, progress=progress
    )
    checked.summary.seconds = round(time.perf_counter() - began, 3)
    return checked


def check_manifests(
    manifests: list[manifest.Manifest], *, profile: Profile, day: date, progress: Progress | None = None
) -> Checked:
    """Judge all house bills of manifests that are read already, as on `day`."""
    looked = _look_at_all(manifests, Looker(profile, day), progress)
    counting = _counting(looked)
    told = [_told(house) for house in counting]
    splits = _split(told, [_declared(house, share) for house, share in zip(counting, told, strict=True)], day)
    _apply(splits, looked)
    _warn_of(perhaps_split(told, day), looked)
    verdicts = [_verdict(house, day) for house in looked]
    summary = _summarise(looked, verdicts, splits, manifests, day)
    ready = [
        house.declaration for house in looked if house.form in ("MIC", "MEC") and not house.faults and house.declaration
    ]
    documents = [_document(house) for house in looked if house.form == "HQ01" and not house.faults]
    return Checked(verdicts, summary, ready, manifests, profile.on_behalf_of or profile.filer, documents)


def _document(house: Looked) -> Listed:
    bill = house.row.bill
    place = house.file, house.row.ordinal, house.sheet.direction
    return Listed(*place, bill.flight, bill.master_bill, document_line(bill))


def _read(path: Path, direction: str | None, columns: manifest.ColumnMap | None, day: date) -> manifest.Manifest:
    """Of several files the refusal names the one that cannot be read."""
    try:
        return manifest.read(path, direction=direction, columns=columns, on=day)
    except manifest.Unreadable as refusal:
        refusal.facts.setdefault("file", path.name)
        raise


def _look_at_all(manifests: list[manifest.Manifest], looker: Looker, progress: Progress | None) -> list[Looked]:
    looked: list[Looked] = []
    total = sum(len(sheet.rows) for one in manifests for sheet in one.sheets)
    for one in manifests:
        for sheet in one.sheets:
            for start in range(0, len(sheet.rows), SLICE):
                looked.extend(looker.look_at(one.file, sheet, sheet.rows[start : start + SLICE]))
                if progress is not None:
                    progress(len(looked), total)
    return looked


def _split(shares: list[Share], declared: list[Share], day: date) -> list[Split]:
    """By the owner whom the file tells and by the one whom the declaration tells, for the authority knows only that."""
    splits = [*split_consignments(shares, day), *split_consignments(declared, day)]
    return list({(split.master_bill, *split.house_bills): split for split in splits}.values())


def _counting(looked: list[Looked]) -> list[Looked]:
    """The houses whose values count together. One that is listed twice is one house, and counts once."""
    return [
        house
        for house in looked
        if house.sheet.direction == "import"
        and house.form in ("MIC", "ordinary")
        and house.value > 0
        and not any(fault.code == TWICE for fault in house.faults)
    ]


def _told(house: Looked) -> Share:
    bill = house.row.bill
    return Share(bill.number, bill.receiver, bill.master_bill, house.value)


def _declared(house: Looked, told: Share) -> Share:
    """The same house as its declaration tells it: a number that does not belong on the form is left off."""
    code = house.declaration.importer_code if isinstance(house.declaration, ImportDeclaration) else ""
    if code == told.party.code:
        return told
    return replace(told, party=replace(told.party, code=code))


def _apply(splits: list[Split], looked: list[Looked]) -> None:
    """Houses that lose the exemption together belong on ordinary declarations; each names the others."""
    split_of = _by_house(splits)
    for house in looked if split_of else []:
        bill = house.row.bill
        split = split_of.get((normalised(bill.master_bill), bill.number))
        if split is None or house.form == "HQ01" or house.sheet.direction == "export":
            continue
        others = named(split.house_bills, but=bill.number)
        house.form, house.together = "ordinary", split.total
        house.warnings.append(Fault(SPLIT, "receiver_name", {"others": others, "total": split.total}))


def _by_house(splits: list[Split]) -> dict[tuple[str, str], Split]:
    """Master and house bill to the split that the house is part of; of several the greatest."""
    found: dict[tuple[str, str], Split] = {}
    for split in sorted(splits, key=lambda split: (-split.total, split.house_bills)):
        for number in split.house_bills:
            found.setdefault((normalised(split.master_bill), number), split)
    return found


def _warn_of(splits: list[Split], looked: list[Looked]) -> None:
    """Houses that stay on a MIC although their owner may be another house's: each names the others, once."""
    likely = _by_house(splits)
    for house in looked if likely else []:
        bill = house.row.bill
        found = likely.get((normalised(bill.master_bill), bill.number))
        if found is not None and house.form == "MIC":
            others = named(found.house_bills, but=bill.number)
            house.warnings.append(Fault(PERHAPS_SPLIT, "receiver_name", {"others": others, "total": found.total}))


def _verdict(house: Looked, day: date) -> Verdict:
    outcome = "refused" if house.faults else "elsewhere" if house.form == "ordinary" else "ready"
    imported = outcome == "elsewhere" and house.sheet.direction == "import" and house.value > 0
    code = house.row.bill.hs_code
    return Verdict(
        file=house.file,
        sheet=house.sheet.name,
        row=house.row.ordinal,
        house_bill=house.row.bill.number,
        form=house.form,
        outcome=outcome,
        faults=[_placed(fault, house) for fault in house.faults],
        warnings=[_placed(warning, house) for warning in house.warnings],
        mended=house.mended,
        taxes=dict(taxes(house.form, house.value, code, day)) if outcome == "ready" else {},
        foreseen=foreseen(house.value, code, day, together=house.together > 0) if imported else None,
    )


def _placed(fault: Fault, house: Looked) -> Explained:
    """The explained fault with the address of its cell."""
    source = SOURCE[house.sheet.direction].get(fault.at, fault.at)
    cell = house.sheet.cell_of(house.row, source)
    if not cell and source == "goods_en":
        cell = house.sheet.cell_of(house.row, "goods_vi")
    told = explained(fault)
    told["cell"] = cell
    return told


def _summarise(
    looked: list[Looked],
    verdicts: list[Verdict],
    splits: list[Split],
    manifests: list[manifest.Manifest],
    day: date,
) -> Summary:
    files: list[Explained] = [{**explained(remark), "file": one.file} for one in manifests for remark in one.remarks]
    due = _sums(verdict.taxes for verdict in verdicts if verdict.taxes)
    estimates = [verdict.foreseen for verdict in verdicts if verdict.foreseen]
    return Summary(
        day=day.isoformat(),
        houses=len(looked),
        forms=dict(Counter(verdict.form for verdict in verdicts)),
        outcomes=dict(Counter(verdict.outcome for verdict in verdicts)),
        codes=dict(Counter(fault.code for house in looked for fault in (*house.faults, *house.warnings))),
        customs_value=sum(house.value for house in looked if house.form in ("MIC", "MEC") and not house.faults),
        vat=due.get("GTGT", 0),
        taxes=due,
        foreseen=_sums({**one.taxes, "PHI": one.fee} for one in estimates),
        to_be_chosen=sum(bool(one.open) for one in estimates),
        aggregation=[AggregationGroup(split.master_bill, split.house_bills, split.total) for split in splits],
        file_faults=files,
        not_checked=NOT_CHECKED[parties_are_known(day) :],
    )


def _sums(amounts: Iterable[Mapping[str, int | None]]) -> dict[str, int]:
    """đồng of each tax, in the order of form HQ 03; what cannot be told yet counts nothing."""
    sums = dict.fromkeys((*TAXES, "PHI"), 0)
    for one in amounts:
        for tax, dong in one.items():
            sums[tax] += dong or 0
    return {tax: dong for tax, dong in sums.items() if dong}
