"""The record of deeds as a table: the whole of it for auditors, and a company's own part."""

from typing import Any

from thongquan.authority.own_records import LATEST, DeedShown
from thongquan.portal.language import moment, tongue
from thongquan.portal.listing import Column, Filter, Listing, listing
from thongquan.portal.visit import Asked, Visit
from thongquan.registration.deed import KINDS

_PLACE_DIGITS = 19


def record_listing(visit: Visit, request: Asked, *, whole: bool = False) -> Listing:
    """`whole`: of all companies."""
    _ = tongue(visit.language).gettext
    columns = [
        Column("place", _("Thứ tự"), is_number=True),
        Column("at", _("Lúc")),
        Column("work", _("Việc")),
        Column("account", _("Ai")),
        Column("company", _("Cho doanh nghiệp")),
        Column("delegation", _("Theo ủy quyền")),
        Column("certificate", _("Chứng thư số (SHA-256)")),
    ]
    kinds = sorted(((kind, _work(visit, kind)) for kind in KINDS), key=lambda pair: pair[1])
    filters = [Filter("kind", _("Loại việc"), kinds), Filter("account", _("Tài khoản"))]
    if whole:
        filters.append(Filter("company", _("Mã số thuế")))
    return listing(request, columns, filters)


def place_before(cursor: str) -> int:
    """Where a page begins: below this place of the record."""
    return int(cursor) if cursor.isdecimal() and len(cursor) < _PLACE_DIGITS else LATEST


def deed_row(visit: Visit, one: DeedShown) -> dict[str, Any]:
    return {
        "href": f"#text-{one.place}",
        "place": one.place,
        "at": moment(one.at),
        "work": _work(visit, one.kind),
        "account": one.account,
        "company": one.company or "–",
        "delegation": one.delegation[:12] or "–",
        "certificate": one.certificate[:16] or "–",
    }


def _work(visit: Visit, kind: str) -> str:
    known = KINDS.get(kind)
    if known is None:
        return kind
    return known.work_en if visit.language == "en" else known.work
