"""`thongquan deposit movements`: each double entry of a company's accounts, with the balance that runs."""

import argparse
from calendar import monthrange
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from thongquan.base.moment import business_day
from thongquan.cli.deposit_own import Connection
from thongquan.cli.lists import print_json
from thongquan.cli.progress import progress
from thongquan.cli.refusals import FileKindUnknown
from thongquan.cli.table import day_of, figure, moment_of, print_table
from thongquan.cli.words import Words
from thongquan.declarant.deposit_desk import Moved, MovementTold
from thongquan.declarant.deposit_statement import AccountTold, DepositStatement
from thongquan.forms.day_sheet import Part
from thongquan.forms.day_workbook import Table, workbook

SHOWN = 500
"""So many are shown on the terminal, the latest; a file or JSON has all."""
COLUMNS = ("at", "kind", "number", "tax", "amount", "balance", "available", "receipt")
_MONEY = ("amount", "balance", "available", "reserved")


def run(arguments: argparse.Namespace, say: Words) -> int:
    if arguments.out is not None and arguments.out.suffix.lower() != ".xlsx":
        raise FileKindUnknown(file=str(arguments.out), known=[".xlsx"])
    since, until = days(arguments, datetime.now(UTC))
    with closing(Connection(arguments)) as connection:
        accounts = chosen(connection.statement(say), arguments)
        if not accounts and not arguments.json:
            print(say("deposit-own.nowhere"))
        sink = sink_of(arguments, since, until, say)
        for account in accounts:
            moved = Moved(account)
            sink.take(moved, moved.over(connection.desk.movements(account.account, since, until), arguments.kind))
    sink.end()
    return 0


def days(arguments: argparse.Namespace, now: datetime) -> tuple[date, date]:
    """The first and the last that are asked for: of neither day nor month, the month that runs in Viet Nam."""
    if arguments.day:
        return arguments.day, arguments.day
    first = arguments.month or business_day(now).replace(day=1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def chosen(statement: DepositStatement, arguments: argparse.Namespace) -> list[AccountTold]:
    """Deposit accounts, or the guarantee of that number."""
    kind = "guarantee" if arguments.guarantee else "deposit"
    return [
        one
        for one in statement.accounts
        if one.kind == kind and one.number == (arguments.guarantee or "") and arguments.office in (None, one.office)
    ]


class OnTerminal:
    def __init__(self, when: str, say: Words) -> None:
        self._when, self._say = when, say

    def take(self, moved: Moved, movements: Iterator[MovementTold]) -> None:
        say = self._say
        with progress(say("deposit-form.reading")):
            shown = deque(movements, maxlen=SHOWN)
        if not shown:
            print(say("deposit-own.nothing", account=name_of(moved.account, say), when=self._when))
            return
        rows = [[_cell(value, say) for value in row_of(one, say)] for one in shown]
        figures = [place for place, name in enumerate(COLUMNS) if name in _MONEY]
        print_table(title_of(moved.account, self._when, say), headings(say), rows, figures=figures)
        if moved.movements > len(shown):
            print(say("deposit-own.more", count=moved.movements - len(shown)))
        opening, closed = (figure(dong or 0, say.lang) for dong in (moved.opening, moved.closing))
        print(say("deposit-own.from-to", opening=opening, closing=closed))

    def end(self) -> None:
        """Everything stands there."""


class AsJson:
    """A line for each movement, then one that sums up."""

    def __init__(self, since: date, until: date) -> None:
        self._all: list[Moved] = []
        self._days = {"since": since.isoformat(), "until": until.isoformat()}

    def take(self, moved: Moved, movements: Iterator[MovementTold]) -> None:
        of = {"office": moved.account.office, "guarantee": moved.account.number}
        for one in movements:
            print_json({**of, **msgspec.to_builtins(one), "balance": one.balance})
        self._all.append(moved)

    def end(self) -> None:
        accounts = [
            {
                "office": one.account.office,
                "guarantee": one.account.number,
                "opening": one.opening,
                "closing": one.closing,
                "movements": one.movements,
            }
            for one in self._all
        ]
        print_json({"summary": {**self._days, "unit": "VND", "accounts": accounts}})


class InWorkbook:
    """A sheet for each account."""

    def __init__(self, path: Path, when: str, say: Words, *, quiet: bool) -> None:
        self._path, self._when, self._say, self._quiet = path, when, say, quiet
        self._tables: list[Table] = []

    def take(self, moved: Moved, movements: Iterator[MovementTold]) -> None:
        say, parts = self._say, list[Part]()
        for name, heading in zip(COLUMNS, headings(say), strict=True):
            parts.append(Part(name, heading, is_money=name in _MONEY))
        with progress(say("deposit-form.reading")):
            rows = [dict(zip(COLUMNS, row_of(one, say), strict=True)) for one in movements]
        sums = {"at": say("deposit-own.closing")} | ({} if moved.closing is None else {"balance": moved.closing})
        above = [title_of(moved.account, self._when, say), say("deposit-own.unit")]
        if moved.opening is not None:
            above.append(say("deposit-own.opening", opening=moved.opening))
        name = f"{moved.account.office} {moved.account.account}"
        self._tables.append(Table(name, above, parts, rows, sums))

    def end(self) -> None:
        if not self._tables:
            return
        self._path.write_bytes(workbook(*self._tables))
        if self._quiet:
            print_json({"file": str(self._path)})
        else:
            print(self._say("deposit-form.written", file=self._path))


def sink_of(arguments: argparse.Namespace, since: date, until: date, say: Words) -> OnTerminal | AsJson | InWorkbook:
    first, last = (day_of(one.isoformat(), say.lang) for one in (since, until))
    when = first if since == until else f"{first} – {last}"
    if arguments.out is not None:
        return InWorkbook(arguments.out, when, say, quiet=arguments.json)
    return AsJson(since, until) if arguments.json else OnTerminal(when, say)


def row_of(one: MovementTold, say: Words) -> list[str | int]:
    """In the order of `COLUMNS`."""
    at, kind = moment_of(one.at, say.lang), say(f"deposit.kind.{'transport-' if one.transport else ''}{one.kind}")
    return [at, kind, one.number or one.transport, one.tax, one.amount, one.balance, one.available, one.receipt]


def headings(say: Words) -> list[str]:
    return [say(f"deposit-own.column.{name}") for name in COLUMNS]


def title_of(account: AccountTold, when: str, say: Words) -> str:
    return f"{account.company} · {name_of(account, say)} · {when}"


def name_of(account: AccountTold, say: Words) -> str:
    return say(f"deposit-own.name.{account.kind}", office=account.office, number=account.number)


def _cell(value: str | int, say: Words) -> str:
    return figure(value, say.lang) if isinstance(value, int) else value
