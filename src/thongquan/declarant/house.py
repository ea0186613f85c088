"""One house bill: what it is, where it belongs, and what is wrong with it."""

import re
from datetime import date

import msgspec

from thongquan import manifest
from thongquan.base.citation import cite
from thongquan.base.fault import Fact, Fault, Mended
from thongquan.consignment.goods import look_at_goods
from thongquan.consignment.model import HouseBill
from thongquan.consignment.party import look_at_party
from thongquan.declarant.fields import SOURCE
from thongquan.declaration.drafting import ExportDrafter, ImportDrafter
from thongquan.declaration.model import Declaration, ImportDeclaration
from thongquan.declaration.plan import Judgement, plan_for
from thongquan.declaration.profile import Profile
from thongquan.declaration.value import export_parts, import_parts
from thongquan.duty.vat import owes_vat, rate_for
from thongquan.valuation.customs_value import terms_with_freight

TWICE = cite("HOUSE-BILL-TWICE", "TT 191/2015 PL II.A.14", "assumption", criterion="14")
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

_NOT_IN_NUMBER = re.compile(r"[^0-9A-Z]")


class Looked(msgspec.Struct):
    """A house with everything found about it. `value` is the customs value in đồng, 0 where it cannot be told."""

    file: str
    sheet: manifest.Sheet
    row: manifest.HouseRow
    form: str
    declaration: Declaration | None
    value: int
    faults: list[Fault]
    warnings: list[Fault]
    mended: list[Mended]


class Looker:
    """Looks at house after house; it remembers their numbers, for of equal numbers the first stands."""

    def __init__(self, profile: Profile, day: date) -> None:
        self.day = day
        self.imports = ImportDrafter(profile, day)
        self.exports = ExportDrafter(profile, day)
        self._seen: dict[tuple[str, str], tuple[str, int, int]] = {}

    def look(self, file: str, sheet: manifest.Sheet, row: manifest.HouseRow) -> Looked:
        """Draft the declaration of one house, judge it, and say which form the house belongs on."""
        form, drafter = ("MEC", self.exports) if sheet.direction == "export" else ("MIC", self.imports)
        bill = row.bill
        draft = drafter.draft(bill)
        plan = plan_for(form, self.day)
        judged = plan.judge(draft.declaration)
        warnings = [*self._warnings(sheet, row), *plan.warnings(draft.declaration)]
        form, faults = self._placed(form, bill, draft.declaration, judged, warnings)
        faults = [*row.faults, *_not_told(faults, row.faults, SOURCE[sheet.direction]), *self._twice(file, sheet, row)]
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
        if sheet.direction == "export" and bill.price_term in terms_with_freight(self.day) and not bill.freight:
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
            return "HQ01", [fault for fault in faults if fault.at in ON_HQ01 and fault.code not in IF_ANY_ON_HQ01]
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

    def _twice(self, file: str, sheet: manifest.Sheet, row: manifest.HouseRow) -> list[Fault]:
        number = _house_number(row.bill.number)
        if not number:
            return []
        key = sheet.direction, number
        here = (file, row.ordinal, row.line)
        first = self._seen.setdefault(key, here)
        if first == here:
            return []
        facts: dict[str, Fact] = {"house_bill": row.bill.number, "file": first[0], "row": first[1], "line": first[2]}
        return [Fault(TWICE, "house_bill", facts)]


def _house_number(number: str) -> str:
    """What makes two spellings one house: its letters and digits."""
    number = number.upper()
    return number if number.isalnum() and number.isascii() else _NOT_IN_NUMBER.sub("", number)


def _reckoned(declaration: Declaration) -> str:
    """How the value came about, in the file's own figures: `190.38 CNY + 3.6 USD`."""
    parts = import_parts(declaration) if isinstance(declaration, ImportDeclaration) else export_parts(declaration)
    return " + ".join(f"{amount:f} {currency}" for amount, currency in parts if amount)


def _not_told(faults: list[Fault], told: list[Fault], source: dict[str, str]) -> list[Fault]:
    """Faults whose cause reading has not told already: a value that cannot be read is not missing as well."""
    if not told or not faults:
        return faults
    known = {fault.at for fault in told}
    return [fault for fault in faults if source.get(fault.at, fault.at) not in known]
