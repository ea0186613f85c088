"""The table of verdicts: found by outcome, fault or house bill, some rows at a time, each with what became of it."""

import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from thongquan import law
from thongquan.authority.paging import CursorUnknown
from thongquan.base.fault import Fault
from thongquan.base.limits import LIMITS
from thongquan.declarant.flight_model import Brief, Cell, Row
from thongquan.declaration.explain import Explained, explained, wording_code
from thongquan.portal.declaration_words import channels, states_of_declarations
from thongquan.portal.flight_desk import FlightDesk
from thongquan.portal.flight_filing import waits_for_money
from thongquan.portal.flight_record import FAULTS_OF, Filed, Flight
from thongquan.portal.flight_words import forms_of, outcomes
from thongquan.portal.language import number, tongue
from thongquan.portal.listing import Column, Filter, Listing, Question, listing
from thongquan.portal.visit import Asked, Visit

_DIGITS = 7
_FACT = re.compile(r"\{[^}]*\}")
_FILED = ("unfiled", "1", "2", "3", "waits", "turned-down")


class Seen(msgspec.Struct, frozen=True):
    """One row as the table shows it. `filed` is None while it is no declaration."""

    row: Row
    filed: Filed | None
    is_open: bool
    """Its cells stand there to be mended."""
    refused: list[Explained] = []
    """Why the authority did not register it."""
    waits: bool = False
    """For money, or for another guarantee."""


class Table(msgspec.Struct, frozen=True):
    listing: Listing
    rows: list[Seen]
    outcomes: dict[str, tuple[str, str]]
    channels: dict[str, tuple[str, str]]
    states: dict[str, tuple[str, str]]
    forms: dict[str, str]
    told: Callable[[dict[str, Any], list[Cell]], dict[str, Any]]


def table(visit: Visit, request: Asked, desk: FlightDesk, flight: Flight) -> Table:
    """What the address asks for. Reads the brief index, and the pieces that hold the rows that are shown."""
    index, filed = desk.index(flight), desk.filed(flight)
    shown = _listing(visit, request, index)
    found = [place for place, one in enumerate(index) if _fits(one, filed.get(one.row), shown.asked)]
    some, onward = _page(found, shown.asked.after)
    wish = str(request.query_params.get("row", ""))
    rows = [_seen(row, filed.get(row.verdict.row), wish) for row in desk.rows(flight, some)]
    return Table(
        shown.leading_to(onward).counted(len(found), is_counted=True),
        rows,
        outcomes(visit.language),
        channels(visit.language),
        states_of_declarations(visit.language),
        forms_of(visit.language),
        partial(told, visit.language),
    )


def _seen(row: Row, filed: Filed | None, wish: str) -> Seen:
    waits = filed is not None and waits_for_money(filed)
    return Seen(row, filed, str(row.verdict.row) == wish, refusals_of(filed) if filed else [], waits)


def refusals_of(filed: Filed) -> list[Explained]:
    """Why it was not registered; of rows that were answered before facts were kept, without them."""
    return [explained(one) for one in FAULTS_OF.decode(filed.faults)] or [_without_facts(code) for code in filed.codes]


def _without_facts(code: str) -> Explained:
    told = explained(Fault(code, ""))
    for words in (told["text"], told["fix"]):
        words.update({lang: _FACT.sub("…", text) for lang, text in words.items()})
    return told


def _page(found: list[int], after: str) -> tuple[list[int], str]:
    if after and not (after.isascii() and after.isdecimal() and len(after) <= _DIGITS):
        raise CursorUnknown
    left = [place for place in found if not after or place > int(after)]
    some = left[: LIMITS.page_rows]
    return some, str(some[-1]) if len(left) > len(some) else ""


def _fits(one: Brief, filed: Filed | None, asked: Question) -> bool:
    where = asked.where
    if where.get("outcome", one.outcome) != one.outcome:
        return False
    if "fault" in where and where["fault"] not in one.codes:
        return False
    if where.get("house", "").upper() not in one.house_bill.upper():
        return False
    return "filed" not in where or where["filed"] == _standing(filed)


def _standing(filed: Filed | None) -> str:
    if filed is None:
        return "unfiled"
    return "waits" if waits_for_money(filed) else filed.channel or "turned-down"


def _listing(visit: Visit, request: Asked, index: list[Brief]) -> Listing:
    _ = tongue(visit.language).gettext
    counts = Counter(code for one in index for code in one.codes)
    faults = [(code, f"{_short(visit.language, code)} ({number(count)})") for code, count in counts.most_common()]
    words = [_("Chưa nộp"), *(word for word, _tone in channels(visit.language).values())]
    words += [_("Chờ tiền hoặc bảo lãnh"), _("Hải quan từ chối")]
    filters = [
        Filter(
            "outcome", _("Kết quả kiểm tra"), [(code, word) for code, (word, _tone) in outcomes(visit.language).items()]
        ),
        Filter("fault", _("Lỗi hoặc lưu ý"), faults),
        Filter("filed", _("Đã nộp"), list(zip(_FILED, words, strict=True))),
        Filter("house", _("Số vận đơn có")),
    ]
    return listing(request, [Column("row", _("Dòng"))], filters)


def _short(language: str, code: str) -> str:
    """The beginning of what the fault says, its facts left out, and its code."""
    text = _FACT.sub("…", law.wording(language).text(wording_code(code)).partition(". ")[0])
    return f"{text[:60].rstrip()} · {code}"


def told(language: str, one: dict[str, Any], cells: list[Cell]) -> dict[str, Any]:
    """A fault as the row shows it: the sentence, what to do, the cell, the citation."""
    cell = next((cell for cell in cells if cell.address == one["cell"]), None)
    return {
        "text": one["text"][language],
        "fix": one["fix"][language],
        "address": one["cell"],
        "cell": cell,
        "cites": one["cites"],
        "code": one["code"],
        "criterion": one["criterion"],
        "result_code": one["result_code"],
        "only": only_value(one) if cell is not None else "",
    }


def only_value(one: dict[str, Any]) -> str:
    """The mended value, where there is exactly one: the number with its right check digit, or the least count."""
    if one["code"] == "MAWB-CHECK-DIGIT":
        return f"{one['facts']['master_bill'][:-1]}{one['facts']['expected']}"
    return "1" if one["code"] in ("MIC-16-ONE", "MEC-16-ONE") else ""
