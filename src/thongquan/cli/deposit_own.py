"""`thongquan deposit show` and `movements`: how a company's accounts stand, and what was moved on them."""

import argparse
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.deposit_statement import AccountTold, DepositStatement

KINDS = ("top-up", "grant", "reserve", "settle", "charge", "release", "reverse", "pay-back")
"""Of movements: those of `deposit.model.MOVES`, whose module is not loaded for a help text."""


def add(commands: Commands, say: Words) -> None:
    show = command(commands, "show", say, "deposit-own.show")
    show.add_argument("--out", type=Path, metavar="FILE.json", help=say("deposit-own.show.out"))
    args.json(show, say)
    terminal(show, say, required=True)
    show.set_defaults(run="thongquan.cli.deposit_own:run_show")
    moved = command(commands, "movements", say, "deposit-own.movements")
    moved.add_argument("--office", metavar=say("arg.office"), help=say("deposit-own.office"))
    moved.add_argument("--guarantee", metavar=say("arg.number"), help=say("deposit-own.of-guarantee"))
    when = moved.add_mutually_exclusive_group()
    when.add_argument("--day", type=args.day, metavar=say("arg.date"), help=say("deposit-form.day"))
    when.add_argument("--month", type=_month, metavar=say("deposit-form.arg.month"), help=say("deposit-own.month"))
    moved.add_argument("--kind", choices=KINDS, help=say("deposit-own.kind"))
    moved.add_argument("--out", "--xlsx", type=Path, metavar="FILE.xlsx", help=say("deposit-own.movements.out"))
    args.json(moved, say)
    terminal(moved, say, required=True)
    moved.set_defaults(run="thongquan.cli.deposit_movements:run")


def _month(text: str) -> date:
    """Its first day."""
    return date.fromisoformat(f"{text}-01")


def terminal(parser: argparse.ArgumentParser, say: Words, *, required: bool) -> None:
    """Whom to ask, with the credentials of a terminal."""
    if required:
        parser.add_argument("--server", type=args.server, required=True, metavar="URL", help=say("server.help"))
    args.server_ca(parser, say)
    parser.add_argument("--terminal", required=required, metavar="ID", help=say("watch.terminal"))
    parser.add_argument("--key-file", type=Path, metavar="FILE", help=say("watch.key-file"))
    args.patience(parser, say)


class Connection:
    """To the server, with the credentials of the terminal."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from thongquan.cli.watch import access_key
        from thongquan.declarant.deposit_desk import DepositDesk
        from thongquan.declarant.sending import Authority

        key = access_key(arguments)
        self._authority = Authority(arguments.server, ca=arguments.server_ca, patience=arguments.patience)
        self.desk: DepositDesk = DepositDesk(self._authority, arguments.terminal, key)

    def statement(self, say: Words) -> "DepositStatement":
        from thongquan.cli.progress import progress

        with progress(say("deposit-form.reading")):
            return self.desk.statement(datetime.now(UTC))

    def close(self) -> None:
        self._authority.close()


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    import msgspec

    from thongquan.cli.refusals import FileKindUnknown

    if arguments.out is not None and arguments.out.suffix.lower() != ".json":
        raise FileKindUnknown(file=str(arguments.out), known=[".json"])
    with closing(Connection(arguments)) as connection:
        statement = connection.statement(say)
    packed = msgspec.json.encode(statement)
    if arguments.out is not None:
        arguments.out.write_bytes(packed + b"\n")
    if arguments.json:
        print(packed.decode())
        return 0
    print_statement(statement, say)
    if arguments.out is not None:
        print(say("deposit-own.written", file=arguments.out))
    return 0


def print_statement(statement: "DepositStatement", say: Words) -> None:
    """Empty: says so, and what to do."""
    if not statement.accounts:
        print(say("deposit-own.none"))
        return
    deposits = [one for one in statement.accounts if one.kind == "deposit"]
    if deposits:
        _print_deposits(deposits, statement, say)
    else:
        print(say("deposit-own.no-deposit"))
    guarantees = [one for one in statement.accounts if one.kind == "guarantee"]
    if guarantees:
        _print_guarantees(guarantees, statement, say)


def _print_deposits(deposits: "list[AccountTold]", statement: "DepositStatement", say: Words) -> None:
    from thongquan.cli.table import figure, moment_of, print_table

    lang = say.lang
    held = [(one.office, (one.balance, one.reserved, one.available)) for one in deposits]
    if len(held) > 1:
        held.append((say("deposit-own.sum"), tuple(map(sum, zip(*(row for _, row in held), strict=True)))))  # type: ignore[arg-type] # three sums, as of each row
    headings = [say("deposit.office"), *(say(f"deposit-own.{name}") for name in ("balance", "reserved", "available"))]
    title = say("deposit-own.title", company=statement.company, at=moment_of(statement.at, lang))
    rows = [(office, *(figure(dong, lang) for dong in row)) for office, row in held]
    print(title)  # wider than the table
    print_table("", headings, rows, figures=(1, 2, 3))


def _print_guarantees(guarantees: "list[AccountTold]", statement: "DepositStatement", say: Words) -> None:
    from thongquan.cli.table import day_of, figure, print_table

    lang, rows = say.lang, list[list[str]]()
    for one in guarantees:
        terms = one.terms
        assert terms is not None  # as every guarantee has
        amounts = [figure(dong, lang) for dong in (terms.amount, one.reserved, one.available)]
        days = [day_of(terms.since, lang), day_of(terms.until, lang)]
        state = say(f"deposit-own.guarantee.{_state(one, statement)}")
        rows.append([one.number, say(f"deposit-own.scope.{terms.scope}"), one.office, *amounts, *days, state])
    names = ("number", "scope", "office", "limit", "secured", "room", "since", "until", "state")
    headings = [say(f"deposit-own.guarantee.{name}") for name in names]
    print_table(say("deposit-own.guarantees"), headings, rows, figures=(3, 4, 5))


def _state(one: "AccountTold", statement: "DepositStatement") -> str:
    """On the day of the statement."""
    from thongquan.base.moment import business_day

    day, terms = business_day(statement.moment).isoformat(), one.terms
    if one.ended_at or terms is None:
        return "ended"
    return "not-yet" if terms.since > day else "expired" if terms.until < day else "in-effect"
