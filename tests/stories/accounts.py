"""The forms of a day that was closed in a story."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from authority import closing
from authority.house import House
from demo_pki import P256_COMPANY
from thongquan.forms.day_sheet import DaySheet
from thongquan.forms.render_day import texts_of


def papers(house: House, day: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each form of a closed day by name, with its texts."""
    on = date.fromisoformat(day)
    for name, sheet in (("HQ 03", closing.hq03(house, on)), ("HQ 04", closing.hq04(house, on, company=P256_COMPANY))):
        yield f"{name} {day}", {"giấy": name, **_texts(sheet)}


def _texts(sheet: DaySheet) -> dict[str, Any]:
    known = texts_of(sheet)
    heads = " | ".join(f"{one['title']} {one['number']}" for one in known["columns"])
    rows = "\n    ".join([heads, *(" | ".join(map(_on_one_line, row)) for row in [*known["rows"], known["sums"]])])
    title = " ".join(known["title"])
    return {name: one for name, one in known.items() if name not in ("columns", "sums")} | {
        "title": title, "rows": f"\n    {rows}",
    }  # fmt: skip


def _on_one_line(cell: str) -> str:
    return cell.replace("\n", ", ")
