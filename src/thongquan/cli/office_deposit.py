"""`thongquan office deposit`: accounts and guarantees of an office, and what officers sign about them."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli import arguments as args
from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command, dong
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.cli.desk_of_office import Office
    from thongquan.deposit.bank import Statement

DEEDS = {
    "open": "deposit-open",
    "top-up": "deposit-top-up",
    "pay-back": "deposit-pay-back",
    "guarantee": "guarantee-register",
    "end-guarantee": "guarantee-end",
}
_BOOKED = ("amount", "reference", "paid_on")


def add(commands: Commands, say: Words) -> None:
    _of_officer(command(commands, "list", say, "office.deposit.list"), say, "run_list")
    moved = _of_officer(command(commands, "movements", say, "office.deposit.movements"), say, "run_movements")
    moved.add_argument("account", type=int, metavar=say("arg.number"), help=say("office.deposit.account"))
    for name in DEEDS:
        parser = _of_officer(command(commands, name, say, f"office.deposit.{name}"), say, "run_deed")
        parser.add_argument("company", metavar=say("arg.tax_code"), help=say("tax_code.help"))
        parser.add_argument("--office", required=True, metavar=say("arg.office"), help=say("office.officer.office"))
        _add_particulars(parser, name, say)
        signer.add(parser, say, required=True)
        parser.set_defaults(deed=name)
    taken = _of_officer(command(commands, "import", say, "office.deposit.import"), say, "run_import")
    taken.add_argument("file", type=Path, metavar="FILE", help=say("office.deposit.file"))
    taken.add_argument("--office", required=True, metavar=say("arg.office"), help=say("office.officer.office"))
    signer.add(taken, say, required=False)


def _add_particulars(parser: argparse.ArgumentParser, name: str, say: Words) -> None:
    if name in ("guarantee", "end-guarantee"):
        parser.add_argument("number", metavar=say("arg.number"), help=say("office.deposit.number"))
    if name in ("top-up", "pay-back", "guarantee"):
        parser.add_argument("amount", type=dong, metavar=say("arg.dong"), help=say("office.deposit.amount"))
    if name in ("top-up", "pay-back"):
        text = say("office.deposit.reference")
        parser.add_argument("--reference", required=True, metavar=say("arg.number"), help=text)
        parser.add_argument(
            "--on", required=True, dest="paid_on", metavar=say("arg.date"), help=say("office.deposit.on")
        )
    if name in ("pay-back", "end-guarantee"):
        parser.add_argument("--reason", required=True, metavar=say("arg.text"), help=say("office.decide.reason"))
    if name == "guarantee":
        parser.add_argument(
            "--scope", choices=("general", "individual"), default="general", help=say("office.deposit.scope")
        )
        parser.add_argument("--bank", required=True, metavar=say("arg.name"), help=say("office.deposit.bank"))
        for one in ("since", "until"):
            parser.add_argument(f"--{one}", required=True, metavar=say("arg.date"), help=say(f"office.deposit.{one}"))
        parser.add_argument("--form", choices=("MIC", "MEC"), default="", help=say("office.deposit.form"))
        for one, metavar in (("declared-on", "arg.date"), ("bill", "arg.number")):
            parser.add_argument(f"--{one}", default="", metavar=say(metavar), help=say(f"office.deposit.{one}"))


def _of_officer(parser: argparse.ArgumentParser, say: Words, run: str) -> argparse.ArgumentParser:
    parser.add_argument("--officer", required=True, metavar=say("arg.id"), help=say("office.hq02.officer"))
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    args.json(parser, say)
    parser.set_defaults(run=f"thongquan.cli.office_deposit:{run}")
    return parser


def run_list(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json
    from thongquan.cli.table import figure, print_table

    rows = _office(arguments).ask(f"/office/deposits?{_query(officer=arguments.officer)}")
    if arguments.json:
        print_json(rows)
        return 0
    if not rows:
        print(say("office.deposit.none"))
        return 0
    names = ("account", "kind", "company", "office", "number", "available", "reserved")
    told = [
        (
            str(row["account"]),
            say(f"deposit.security.{row['kind']}"),
            *(row[name] for name in ("company", "office", "number")),
            figure(row["available"], say.lang),
            figure(row["reserved"], say.lang),
        )
        for row in rows
    ]
    print_table(say("office.deposit.title"), tuple(say(f"deposit.{one}") for one in names), told, figures=[5, 6])
    return 0


def run_movements(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json
    from thongquan.cli.table import figure, moment_of, print_table

    rows = _all_movements(arguments)
    if arguments.json:
        print_json(rows)
        return 0
    names = ("at", "kind", "declaration", "tax", "amount", "available", "reserved", "receipt")
    told = [
        (
            moment_of(row["at"], say.lang),
            say(f"deposit.kind.{'transport-' if row['transport'] else ''}{row['kind']}"),
            row["number"] or row["transport"],
            row["tax"],
            *(figure(row[name], say.lang) for name in ("amount", "available", "reserved")),
            row["receipt"],
        )
        for row in rows
    ]
    title = say("office.deposit.moved", account=arguments.account)
    print_table(title, tuple(say(f"deposit.{one}") for one in names), told, figures=[4, 5, 6])
    return 0


def run_deed(arguments: argparse.Namespace, say: Words) -> int:
    names = ["company", "office", "number", "scope", "bank", *_BOOKED, "reason", "since", "until", "form"]
    names += ["declared_on", "bill"]
    says = {name: getattr(arguments, name) for name in names if getattr(arguments, name, "")}
    return _signed(arguments, say, DEEDS[arguments.deed], says)


def run_import(arguments: argparse.Namespace, say: Words) -> int:
    """Shown what fits and what is left; booked only where a certificate is named, and once the text is signed."""
    from hashlib import sha256

    from msgspec import to_builtins

    from thongquan.base.limits import LIMITS
    from thongquan.manifest.bank_statement import read_statement

    statement = read_statement(arguments.file)
    found = _office(arguments).tell(
        f"/office/deposits/matched?{_query(office=arguments.office)}", lines=to_builtins(statement.lines)
    )
    _tell_matched(found, statement, say)
    digest, status = sha256(arguments.file.read_bytes()).hexdigest(), 0
    lines = [{"company": one["company"], **{name: one["line"][name] for name in _BOOKED}} for one in found["matched"]]
    for start in range(0, len(lines) if arguments.certificate else 0, LIMITS.deed_entries):
        says = {"office": arguments.office, "digest": digest, "lines": lines[start : start + LIMITS.deed_entries]}
        status |= _signed(arguments, say, "deposit-import", says)
    return status


def _tell_matched(found: dict[str, Any], statement: "Statement", say: Words) -> None:
    from thongquan import law
    from thongquan.cli.table import figure, plain, print_table

    words = law.wording(say.lang)
    fitting = [
        (str(one["line"]["line"]), one["line"]["reference"], one["company"], figure(one["line"]["amount"], say.lang))
        for one in found["matched"]
    ]
    headings = tuple(say(f"deposit.{one}") for one in ("line", "reference", "company", "amount"))
    print_table(say("office.deposit.fitting"), headings, fitting, figures=[3])
    left = [(one.line, one.reference, one.code) for one in statement.left]
    left += [(one["line"], one["reference"], one["code"]) for one in found["left"]]
    for line, reference, code in sorted(left):
        print(plain(f"  {line} {reference}: {words.text(code)} {words.fix(code)}"))


def _signed(arguments: argparse.Namespace, say: Words, kind: str, says: dict[str, Any]) -> int:
    from thongquan.cli.lists import print_json

    office = _office(arguments)
    text = office.compose(kind, arguments.officer, says, say)
    with signer.opened(arguments, say) as key:
        done = office.send(text, key)
    if arguments.json:
        print_json(done["outcome"])
    else:
        print(say("office.deposit.done", deed=done["deed"]))
    return 0


def _all_movements(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    office, rows, after = _office(arguments), list[dict[str, Any]](), ""
    while True:
        asked = _query(officer=arguments.officer, account=arguments.account, after=after)
        page = office.ask(f"/office/deposits/movements?{asked}")
        rows += page["rows"]
        after = page["next"]
        if not after:
            return rows


def _office(arguments: argparse.Namespace) -> "Office":
    from thongquan.cli.desk_of_office import Office

    return Office(arguments.data)


def _query(**asked: object) -> str:
    from urllib.parse import urlencode

    return urlencode(asked)
