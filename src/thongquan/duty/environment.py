"""Environment tax (thuế BVMT): đồng for each kilogram of some goods; an extract, from general knowledge."""

from decimal import Decimal

from thongquan import law
from thongquan.base.citation import cite
from thongquan.duty.model import Consignment
from thongquan.duty.rounding import whole
from thongquan.duty.working import Source, Working, plain

GOODS = law.codes("environment_tax")

PERHAPS = cite("ASSESS-ENVIRONMENT-PERHAPS", "NQ 579/2018/UBTVQH14", "public-L")
NO_WEIGHT = cite("ASSESS-ENVIRONMENT-NO-WEIGHT", "NQ 579/2018/UBTVQH14", "public-L")
UNKNOWN = cite("ASSESS-ENVIRONMENT-UNKNOWN", "", "assumption")


def environment_tax(told: Consignment, sheet: Working) -> int | None:
    """đồng; 0 where nobody says that these are such goods, None where their weight is not told."""
    rows = GOODS.on(sheet.day)
    if told.environment_goods == "NONE":
        return 0
    if not told.environment_goods:
        for row in rows.values():
            if told.hs_code and told.hs_code.startswith(tuple(row["headings"].split(";"))):
                sheet.ask(PERHAPS, "hs_code", goods=row["name_vi"], goods_en=row["name_en"], kind=row["code"])
        return 0
    row = rows.get(told.environment_goods, {})
    if not row:
        sheet.ask(UNKNOWN, "", kind=told.environment_goods, day=sheet.day.isoformat())
        return None
    names = {"goods": row["name_vi"], "goods_en": row["name_en"]}
    if told.kilograms is None:
        sheet.ask(NO_WEIGHT, "gross_weight", **names)
        return None
    exact = told.kilograms * Decimal(row["vnd_per_kg"])
    source = Source(row["valid_from"], row["cites"], row["mark"])
    return sheet.step(
        "ENVIRONMENT", "BVMT", source, base=f"{plain(told.kilograms)} kg", rate=row["vnd_per_kg"], exact=exact,
        amount=whole(exact, sheet.day), kilograms=plain(told.kilograms), per_kg=int(row["vnd_per_kg"]), **names,
    )  # fmt: skip
