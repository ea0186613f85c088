"""`thongquan hq02`: lists of completed declarations, drawn up, signed and sent, and read back."""

import argparse
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli import arguments as args
from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command, group
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongquan.declarant.lists import ListDesk
    from thongquan.declarant.outbox import Entry
    from thongquan.declarant.terminal_desk import FaultsTold


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "hq02", say)
    make = _connected(command(parts, "make", say, "hq02.make"), say, "run_make")
    make.add_argument("numbers", nargs="*", metavar=say("arg.number"), help=say("hq02.numbers"))
    make.add_argument("--office", required=True, metavar=say("arg.office"), help=say("hq02.office"))
    make.add_argument("--direction", choices=("import", "export"), default="import", help=say("direction.help"))
    make.add_argument("--on", type=args.day, metavar=say("arg.date"), help=say("hq02.on"))
    make.add_argument("--flight", default="", help=say("hq02.flight"))
    make.add_argument("--measure", choices=("packages", "weight"), default="packages", help=say("hq02.measure"))
    make.add_argument("--vat-rate", default="", metavar="%", help=say("hq02.vat-rate"))
    signer.add(make, say, required=False)
    seen = _connected(command(parts, "list", say, "hq02.list"), say, "run_list")
    seen.add_argument("--state", choices=("sent", "confirmed", "declined"), default="", help=say("hq02.state"))
    show = _connected(command(parts, "show", say, "hq02.show"), say, "run_show")
    printed = _connected(command(parts, "print", say, "hq02.print"), say, "run_print")
    for parser in (show, printed):
        parser.add_argument("list_id", metavar=say("arg.id"), help=say("hq02.id"))
    printed.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=say("hq02.out"))

    away = command(parts, "provisional", say, "hq02.provisional")
    away.add_argument("--batch", metavar="ID", help=say("hq02.provisional.batch"))
    args.out(away, say, "hq02.provisional.out", required=True)
    args.outbox(away, say)
    away.set_defaults(run="thongquan.cli.lists:run_provisional")


def _connected(parser: argparse.ArgumentParser, say: Words, run: str) -> argparse.ArgumentParser:
    parser.add_argument("--server", type=args.server, required=True, metavar="URL", help=say("server.help"))
    args.server_ca(parser, say)
    parser.add_argument("--terminal", required=True, metavar="ID", help=say("watch.terminal"))
    parser.add_argument("--key-file", type=Path, metavar="FILE", help=say("watch.key-file"))
    args.patience(parser, say)
    args.json(parser, say)
    parser.set_defaults(run=f"thongquan.cli.lists:{run}")
    return parser


def run_make(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.declarant.terminal_desk import FaultsTold

    with closing(_Connection(arguments)) as connection:
        try:
            return make(connection.desk, arguments, say)
        except FaultsTold as told:
            return tell_faults(told, arguments, say)


def make(desk: "ListDesk", arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.progress import progress
    from thongquan.cli.table import plain

    with progress(say("hq02.making")):
        numbers = arguments.numbers or found(desk, arguments, say)
        if not numbers:
            print(say("hq02.nothing"), file=sys.stderr)
            return 1
        text = desk.drafted(**_heading(arguments), measure=arguments.measure, numbers=numbers)
    print("".join(f"  {plain(line)}\n" for line in text.splitlines()), end="", file=sys.stderr, flush=True)
    if arguments.certificate is None:
        print(say("hq02.unsigned"), file=sys.stderr)
        return 0
    with signer.opened(arguments, say) as key:
        signature = key.sign(text.encode())
    with progress(say("hq02.sending")):
        outcome = desk.send(text, signature, numbers)
    if arguments.json:
        print_json({**outcome, "count": len(numbers)})
    else:
        print(say("hq02.made", number=outcome["number"], count=len(numbers), id=outcome["list"]))
    return 0


def found(desk: "ListDesk", arguments: argparse.Namespace, say: Words) -> list[str]:
    """What was cleared on the day and stands on no open list."""
    from thongquan.base.moment import business_day

    asked = _heading(arguments)
    day = arguments.on or business_day(datetime.now(UTC))
    told = desk.possible(**asked, day=day.isoformat())
    if told["is_cut"]:
        print(say("hq02.cut"), file=sys.stderr)
    numbers: list[str] = told["numbers"]
    return numbers


def run_list(arguments: argparse.Namespace, say: Words) -> int:
    with closing(_Connection(arguments)) as connection:
        return tell_lists(connection.desk.lists(arguments.state), arguments, say)


def tell_lists(rows: list[dict[str, Any]], arguments: argparse.Namespace, say: Words) -> int:
    if arguments.json:
        print_json(rows)
    else:
        show_lists(rows, say)
    return 0


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.progress import progress

    with closing(_Connection(arguments)) as connection, progress(say("hq02.reading")):
        one = connection.desk.one(arguments.list_id)
    return tell_list(one, arguments, say)


def tell_list(one: dict[str, Any], arguments: argparse.Namespace, say: Words) -> int:
    if arguments.json:
        print_json(one)
    else:
        show_list(one, say)
    return 0


def run_print(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.progress import progress

    with closing(_Connection(arguments)) as connection, progress(say("printing")):
        pdf = connection.desk.pdf(arguments.list_id)
    return written(pdf, arguments, say)


def written(pdf: bytes, arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.printing import write

    if arguments.json:
        arguments.out.write_bytes(pdf)
        print_json({"file": str(arguments.out)})
    else:
        write(arguments.out, pdf, say)
    return 0


def run_provisional(arguments: argparse.Namespace, say: Words) -> int:
    """Of everything that still waits, or of one filing: with the numbers that it was given since."""
    from thongquan.cli.places import outbox_folder
    from thongquan.declarant.outbox import Outbox

    outbox = Outbox(outbox_folder(arguments.outbox))
    entries = [outbox.entry(arguments.batch)] if arguments.batch else outbox.pending()
    print_provisional(entries, arguments.out, say)
    return 0


def print_provisional(entries: "Sequence[Entry]", folder: Path, say: Words, *, quiet: bool = False) -> None:
    """A file for each list. `quiet`: its places are not told."""
    from thongquan.cli.progress import progress
    from thongquan.declarant.provisional import is_provisional, provisional_lists
    from thongquan.forms.render_list import render_list

    folder.mkdir(parents=True, exist_ok=True)
    with progress(say("printing")):
        for entry in entries:
            for place, one in enumerate(provisional_lists(entry) if is_provisional(entry) else (), start=1):
                path = folder / f"hq02-tam-{entry.batch}{f'-{place}' if place > 1 else ''}.pdf"
                path.write_bytes(render_list(one))
                if not quiet:
                    print(say("provisional.done", file=path))


def show_lists(rows: list[dict[str, Any]], say: Words) -> None:
    from thongquan.base.moment import VIETNAM, read_stamp
    from thongquan.cli.table import plain

    for one in rows:
        at = read_stamp(one["sent_at"]).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M")
        told = say("hq02.row", number=one["number"], count=one["says"]["count"], state=say(f"hq02.{one['state']}"))
        print(plain(f"{at}  {one['list_id']}  {one['company']}  {told}"))


def show_list(one: dict[str, Any], say: Words) -> None:
    """The list and its sums, then a row for each of its declarations and what became of it."""
    from thongquan.cli.table import moment_of, plain, print_table

    show_lists([one], say)
    print(plain(_sums(one["says"], say)))
    if one["answered_at"]:
        print(plain(say("hq02.answered", at=moment_of(one["answered_at"], say.lang), by=one["answered_by"])))
    measure = one["says"]["measure"]
    headings = ("line", "number", "house-bill", measure, "became", "goods")
    print_table(
        "",
        [say(f"hq02.column.{name}") for name in headings],
        [_row(line, measure, say) for line in one["lines"]],
        figures=(0, 3),
    )


def _sums(says: dict[str, Any], say: Words) -> str:
    from thongquan.cli.table import decimal, figure

    told = say("hq02.sums", packages=figure(says["packages"], say.lang), weight=decimal(says["weight"], say.lang))
    if not says["vat_rate"]:
        return told
    amounts = {name: figure(says[name], say.lang) for name in ("customs_value", "vat")}
    return f"{told} {say('hq02.sums.vat', rate=says['vat_rate'], **amounts)}"


def _row(line: dict[str, Any], measure: str, say: Words) -> list[str]:
    from thongquan.cli.table import decimal, figure

    became = say(f"hq02.line.{line['became']}") if line["became"] else say(f"state.{line['state']}")
    amount = figure(line["packages"], say.lang) if measure == "packages" else decimal(line["weight"], say.lang)
    return [str(line["line"]), line["number"], line["house_bill"], amount, became, line["goods"]]


def tell_faults(told: "FaultsTold", arguments: argparse.Namespace, say: Words) -> int:
    """All that is wrong, at once."""
    from thongquan.base.fault import Refusal
    from thongquan.cli.refusals import worded
    from thongquan.declarant.refusals import ServerRefused

    refusals: list[Refusal] = [ServerRefused(one.code, one.facts) for one in told.faults]
    if arguments.json:
        print_json({"faults": [{"code": one.code, "facts": one.facts} for one in refusals]})
    for one in refusals:
        said = worded(one, say)
        print(f"{said.text} {said.fix}", file=sys.stderr)
    return 1


def _heading(arguments: argparse.Namespace) -> dict[str, str]:
    names = ("direction", "office", "flight", "vat_rate")
    return {name: value for name in names if (value := str(getattr(arguments, name)))}


def print_json(told: Any) -> None:
    import msgspec

    print(msgspec.json.encode(told).decode())


class _Connection:
    """To the server, with the credentials of the terminal."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from thongquan.cli.watch import access_key
        from thongquan.declarant.lists import ListDesk
        from thongquan.declarant.sending import Authority

        key = access_key(arguments)
        self._authority = Authority(arguments.server, ca=arguments.server_ca, patience=arguments.patience)
        self.desk = ListDesk(self._authority, arguments.terminal, key)

    def close(self) -> None:
        self._authority.close()
