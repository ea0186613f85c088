"""The summary sheet of a checked manifest: counts, colours, remarks on the file, and how often each code occurs."""

from collections import Counter
from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from thongquan.base.moment import VIETNAM, read_stamp
from thongquan.law import Wording
from thongquan.manifest.grid import Book, lines_high, lines_of
from thongquan.manifest.judged import Accounts, Judged, Totals
from thongquan.manifest.model import Manifest

_WIDTHS = (46, 24, 80)


def add_summary(book: Book, manifest: Manifest, verdicts: Sequence[Judged], summary: Totals, words: Wording) -> None:
    page = book.small_sheet(words.say("workbook.summary"))
    for index, width in enumerate(_WIDTHS):
        page.set_column(index, index, width)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    table = _Table(page, book)
    table.heading(words.say("workbook.summary"))
    table.row(words.say("workbook.file"), manifest.file)
    table.row(words.say("workbook.day"), summary.day)
    table.row(words.say("workbook.houses"), len(verdicts))
    table.heading(words.say("workbook.outcome"))
    outcomes = Counter(verdict.outcome for verdict in verdicts)
    for outcome, style in (("ready", "ready"), ("refused", "fault"), ("elsewhere", "warning")):
        if outcomes[outcome]:
            table.row(words.say(f"workbook.{outcome}"), outcomes[outcome], style=style)
    table.heading(words.say("workbook.form"))
    forms = Counter(verdict.form for verdict in verdicts)
    for form in ("MIC", "MEC", "HQ01", "ordinary"):
        if forms[form]:
            table.row(words.say(f"workbook.form.{form}"), forms[form])
    _add_amounts(table, summary, words)
    table.heading(words.say("workbook.legend"))
    for style in ("fault", "warning", "mended"):
        table.row(words.say(f"workbook.legend-{style}"), "", style=style)
    _add_remarks(table, manifest, summary, words)
    _add_codes(table, verdicts, words)


def _add_amounts(table: "_Table", summary: Totals, words: Wording) -> None:
    table.heading(words.say("workbook.amounts"))
    table.row(words.say("workbook.customs-value"), summary.customs_value)
    for tax, dong in summary.taxes.items():
        table.row(words.say(f"workbook.tax.{tax}"), dong)
    if summary.foreseen:
        table.heading(words.say("workbook.foreseen"))
    for tax, dong in summary.foreseen.items():
        table.row(words.say(f"workbook.tax.{tax}"), dong)
    if summary.covering is not None:
        _add_accounts(table, summary.covering, words)


def _add_accounts(table: "_Table", told: Accounts, words: Wording) -> None:
    """What each account holds, and what is left of it when the flight is registered."""
    at = read_stamp(told.at).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
    table.heading(words.say("workbook.accounts", company=told.company, at=at))
    for one in told.accounts:
        known = one.secured_by not in ("", "deposit")
        by = one.secured_by if known else words.say(f"workbook.accounts.{one.secured_by or 'none'}")
        table.row(f"{one.office} · {by}", "")
        for name in ("taxes", "available", "left"):
            amount = getattr(one, name)
            if amount is not None:
                table.row(words.say(f"workbook.accounts.{name}"), amount)
        if one.uncovered:
            table.row(words.say("workbook.accounts.missing"), one.missing, style="fault")
            named = ", ".join(one.first_uncovered) + ("…" if one.uncovered > len(one.first_uncovered) else "")
            table.row(words.say("workbook.accounts.uncovered"), one.uncovered, named, style="fault")


def _add_remarks(table: "_Table", manifest: Manifest, summary: Totals, words: Wording) -> None:
    remarks = [remark for remark in summary.file_faults if remark.get("file", manifest.file) == manifest.file]
    if remarks:
        table.heading(words.say("workbook.remarks"))
    for remark in remarks:
        table.row(remark["text"][words.language], remark["code"], remark["fix"][words.language])


def _add_codes(table: "_Table", verdicts: Sequence[Judged], words: Wording) -> None:
    """How often each fault, warning and mend was found: what must be mended first, then the most frequent."""
    example: dict[str, str] = {}
    told: dict[str, Counter[str]] = {"fault": Counter(), "warning": Counter(), "mended": Counter()}
    for verdict in verdicts:
        for style, found in (("fault", verdict.faults), ("warning", verdict.warnings)):
            for fault in found:
                told[style][fault["code"]] += 1
                example.setdefault(fault["code"], fault["text"][words.language])
        for change in verdict.mended:
            told["mended"][change.code] += 1
            example.setdefault(change.code, words.text(change.code))
    table.heading(words.say("workbook.codes"))
    for style, counts in told.items():
        for code, count in counts.most_common():
            table.row(code, count, example[code], style=style)


class _Table:
    """Rows of a small sheet, one below the other."""

    def __init__(self, page: Worksheet, book: Book) -> None:
        self._page = page
        self._book = book
        self._line = 0

    def heading(self, text: str) -> None:
        self._line += 1 if self._line else 0
        self._page.write_string(self._line, 0, text, self._book.styles["heading"])
        self._line += 1

    def row(self, name: str, value: str | int, more: str = "", *, style: str = "text") -> None:
        look = self._book.styles[style]
        self._page.write_string(self._line, 0, name, self._book.styles["wrapped"] if style == "text" else look)
        if isinstance(value, int):
            self._page.write_number(self._line, 1, value, self._book.styles["figure"])
        elif value:
            self._page.write_string(self._line, 1, value)
        if more:
            self._page.write_string(self._line, 2, more, self._book.styles["wrapped"])
        high = max(lines_of(name, _WIDTHS[0]), lines_of(more, _WIDTHS[2]))
        if high > 1:
            self._page.set_row(self._line, lines_high(high))
        self._line += 1
