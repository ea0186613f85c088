"""One house bill: what it is, where it belongs, and what is wrong with it."""

from collections.abc import Sequence
from datetime import date

import msgspec

from thongquan import law, manifest
from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault, Mended
from thongquan.consignment.bill import likeness, normalised
from thongquan.consignment.goods import look_at_goods
from thongquan.consignment.model import HouseBill
from thongquan.consignment.party import is_company, look_at_party
from thongquan.declarant.documents import document_faults
from thongquan.declarant.fields import SOURCE
from thongquan.declaration.drafting import Draft, ExportDrafter, ImportDrafter
from thongquan.declaration.model import Declaration
from thongquan.declaration.plan import Judgement, plan_for
from thongquan.declaration.profile import Profile
from thongquan.declaration.value import value_parts
from thongquan.duty.vat import owes_vat, rate_for
from thongquan.valuation.customs_value import terms_with_freight
from thongquan.valuation.exchange import rates_on

TWICE = cite("HOUSE-BILL-TWICE", "TT 191/2015 PL II.A.14", "assumption", criterion="14")
ALIKE = cite("HOUSE-BILL-ALIKE", "TT 191/2015 PL II.A.14", "assumption", criterion="14")
DOCUMENT_WITH_VALUE = cite("DOCUMENT-WITH-VALUE", "TT 191/2015 PL I HQ 01-TKTLCT", "seed", criterion="28")
ABOVE_CEILING = cite(
    "ABOVE-CEILING", "NĐ 134/2016 Điều 29 khoản 2", "public-H", criterion="28", result_code="E0049", form="MIC"
)
EXPORT_ABOVE_CEILING = cite(
    "EXPORT-ABOVE-CEILING", "TT 191/2015", "public-H", criterion="28", result_code="E0049", form="MEC"
)
NOT_FOB = cite("PRICE-NOT-FOB", "TT 191/2015 PL II.A.28 (in ở STT 23)", "seed", criterion="28", form="MEC")
VAT_UNSETTLED = cite("VAT-RATE-ASSUMED", "NQ giảm thuế GTGT 2025", "assumption")

CEILINGS = {"MIC-28-CEILING": ABOVE_CEILING, "MEC-28-CEILING": EXPORT_ABOVE_CEILING}
ON_HQ01 = frozenset(
    {
        "house_bill",
        "packages",
        "gross_weight",
        "goods_description",
        "importer_code",
        "importer_name",
        "importer_address",
        "exporter_code",
        "exporter_name",
        "exporter_address",
        "consignee_name",
    }
)
"""Items of the declaration that form HQ 01 has too and must have (TT 191/2015 PL I, HQ 01-TKTLCT)."""

IF_ANY_ON_HQ01 = frozenset({"MIC-HAB-EMPTY", "MEC-AWB-EMPTY"})
"""The form says "nếu có" of these."""


LOOK_ALIKE = law.parameter("look_alike_characters", frozenset)

Place = tuple[str, int, int]
"""The file, which house row of it, and its line."""


class Looked(msgspec.Struct):
    """A house with everything found about it.

    `value` is the customs value in đồng, 0 where it cannot be told; `together` that of all houses of its owner where
    they lose the exemption, else 0.
    """

    file: str
    sheet: manifest.Sheet
    row: manifest.HouseRow
    form: str
    declaration: Declaration | None
    value: int
    faults: list[Fault]
    warnings: list[Fault]
    mended: list[Mended]
    together: int = 0


class Looker:
    """Looks at house after house; it remembers their numbers, for of equal numbers the first stands."""

    def __init__(self, profile: Profile, day: date) -> None:
        self.day = day
        self._own_code = (profile.on_behalf_of or profile.filer) if profile.own_goods else ""
        self.imports = ImportDrafter(profile, day)
        self.exports = ExportDrafter(profile, day)
        self._look_alike = LOOK_ALIKE.on(day)
        self._seen: dict[tuple[str, str], Place] = {}
        self._looks: dict[tuple[str, str], tuple[Place, str]] = {}

    def look_at(self, file: str, sheet: manifest.Sheet, rows: Sequence[manifest.HouseRow]) -> list[Looked]:
        """Draft the declarations of some houses, judge them, and say which form each house belongs on."""
        drafter = self.exports if sheet.direction == "export" else self.imports
        if self._own_code:
            rows = [own_goods(row, sheet.direction, self._own_code) for row in rows]
        drafts = [drafter.draft(row.bill) for row in rows]
        plan = plan_for(_form_of(sheet), self.day)
        judgements = plan.judge_all([draft.declaration for draft in drafts], warn=True)
        return [
            self._looked(file, sheet, row, draft, judged)
            for row, draft, judged in zip(rows, drafts, judgements, strict=True)
        ]

    def _looked(
        self, file: str, sheet: manifest.Sheet, row: manifest.HouseRow, draft: Draft, judged: Judgement
    ) -> Looked:
        form, bill = _form_of(sheet), row.bill
        warnings = [*self._warnings(sheet, row), *judged.warnings]
        form, faults = self._placed(form, bill, draft.declaration, judged, warnings)
        twice = self._twice(file, sheet, row, warnings)
        faults = [*row.faults, *_not_told(faults, row.faults, SOURCE[sheet.direction]), *twice]
        owed = form == "MIC" and not faults and owes_vat(judged.customs_value, self.day)
        if owed and not rate_for(bill.hs_code, self.day).settled:
            warnings.append(Fault(VAT_UNSETTLED, "hs_code", {"percent": rate_for(bill.hs_code, self.day).percent}))
        return Looked(
            file=file,
            sheet=sheet,
            row=row,
            form=form,
            declaration=draft.declaration,
            value=judged.customs_value,
            faults=faults,
            warnings=warnings,
            mended=[*row.mended, *draft.mended],
        )

    def _warnings(self, sheet: manifest.Sheet, row: manifest.HouseRow) -> list[Fault]:
        here = ("sender", row.bill.sender) if sheet.direction == "export" else ("receiver", row.bill.receiver)
        warnings = [*row.warnings, *look_at_party(here[1], here[0], self.day)]
        bill = row.bill
        taken_off = bill.freight and bill.freight_currency in rates_on(self.day)
        if sheet.direction == "export" and bill.price_term in terms_with_freight(self.day) and not taken_off:
            warnings.append(Fault(NOT_FOB, "value", {"price_term": bill.price_term}))
        return warnings

    def _placed(
        self, form: str, bill: HouseBill, declaration: Declaration, judged: Judgement, warnings: list[Fault]
    ) -> tuple[str, list[Fault]]:
        """The form on which the house belongs (goods group 1, 2 or 3), and the faults that count there.

        Above the ceiling, what is wrong with the box of criterion 28 itself no longer matters.
        """
        faults = judged.faults
        goods = look_at_goods(bill.goods_vi, bill.goods_en, bill.hs_code, self.day)
        warnings.extend(goods.warnings)
        if goods.effect == "prohibited" and goods.fault is not None:
            return "ordinary", [*faults, goods.fault]
        documents = bill.kind == "documents" or goods.is_documents
        if documents and not bill.value and goods.fault is None:
            kept = [fault for fault in faults if fault.at in ON_HQ01 and fault.code not in IF_ANY_ON_HQ01]
            source = SOURCE["export" if form == "MEC" else "import"]
            return "HQ01", [*kept, *document_faults(bill, self.day, kept, source)]
        if bill.kind == "documents":
            warnings.append(Fault(DOCUMENT_WITH_VALUE, "kind", {"value": judged.customs_value}))
        if goods.fault is not None:
            warnings.append(goods.fault)
            form = "ordinary"
        above = next((fault for fault in faults if fault.code in CEILINGS), None) if faults else None
        if above is None:
            return form, faults
        warnings.append(Fault(CEILINGS[above.code], "value", {**above.facts, "reckoned": _reckoned(declaration)}))
        return "ordinary", [fault for fault in faults if fault.at != above.at]

    def _twice(self, file: str, sheet: manifest.Sheet, row: manifest.HouseRow, warnings: list[Fault]) -> list[Fault]:
        number = normalised(row.bill.number)
        if not number:
            return []
        here = (file, row.ordinal, row.line)
        first = self._seen.setdefault((sheet.direction, number), here)
        if first == here:
            warnings.extend(self._alike(sheet.direction, number, row.bill.number, here))
            return []
        facts: dict[str, Fact] = {"house_bill": row.bill.number, "file": first[0], "row": first[1], "line": first[2]}
        return [Fault(TWICE, "house_bill", facts)]

    def _alike(self, direction: str, number: str, house_bill: str, here: Place) -> list[Fault]:
        """A house that is easily taken for one before it."""
        looks = direction, likeness(number, self._look_alike)
        (file, _, line), other = self._looks.setdefault(looks, (here, house_bill))
        if other == house_bill:
            return []
        facts: dict[str, Fact] = {"house_bill": house_bill, "other": other, "file": file, "line": line}
        return [Fault(ALIKE, "house_bill", facts)]


def own_goods(row: manifest.HouseRow, direction: str, code: str) -> manifest.HouseRow:
    """The house with the filer's own tax code as its party, where the file gives none (TT 191/2015 PL II.A.4).

    A private person is never taken for the filer.
    """
    here = "sender" if direction == "export" else "receiver"
    party = getattr(row.bill, here)
    if party.code or (party.name and not is_company(party.name)):
        return row
    at = "exporter_code" if direction == "export" else "importer_code"
    bill = msgspec.structs.replace(row.bill, **{here: msgspec.structs.replace(party, code=code)})
    return msgspec.structs.replace(row, bill=bill, mended=[*row.mended, Mended(at, "", code, "FILER-IS-PARTY")])


def _form_of(sheet: manifest.Sheet) -> str:
    return "MEC" if sheet.direction == "export" else "MIC"


def _reckoned(declaration: Declaration) -> str:
    """How the value came about, in the file's own figures: `190.38 CNY + 3.6 USD`."""
    return " + ".join(f"{amount:f} {currency}" for amount, currency in value_parts(declaration) if amount)


def _not_told(faults: list[Fault], told: list[Fault], source: dict[str, str]) -> list[Fault]:
    """Faults whose cause reading has not told already: a value that cannot be read is not missing as well."""
    if not told or not faults:
        return faults
    known = {fault.at for fault in told}
    return [fault for fault in faults if source.get(fault.at, fault.at) not in known]
