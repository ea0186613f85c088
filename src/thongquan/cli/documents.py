"""`thongquan hq01`: documents without commercial value of a manifest, listed, signed and filed, and read back."""

import argparse
import sys
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli import arguments as args
from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command, group
from thongquan.cli.lists import connected
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.check import Checked
    from thongquan.declarant.document_filing import DocumentFiler


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "hq01", say)
    make = connected(command(parts, "make", say, "hq01.make"), say, "documents:run_make")
    args.manifests(make, say, some="*")
    make.add_argument("--office", default="", metavar=say("arg.office"), help=say("hq01.office"))
    make.add_argument("--fee", type=fee, default=0, metavar="VND", help=say("hq01.fee"))
    signer.add(make, say, required=False)
    args.outbox(make, say)
    seen = connected(command(parts, "list", say, "hq01.list"), say, "documents:run_list")
    seen.add_argument("--state", choices=("sent", "confirmed", "declined"), default="", help=say("hq01.state"))
    show = connected(command(parts, "show", say, "hq01.show"), say, "documents:run_show")
    printed = connected(command(parts, "print", say, "hq01.print"), say, "documents:run_print")
    for parser in (show, printed):
        parser.add_argument("list_id", metavar=say("arg.id"), help=say("hq01.id"))
    printed.add_argument("--out", type=Path, required=True, metavar="FILE.pdf", help=say("hq01.out"))


def fee(text: str) -> int:
    """Raises ValueError: argparse tells it."""
    from thongquan.declaration.document_rules import read_fee

    return read_fee(text)


def run_make(arguments: argparse.Namespace, say: Words) -> int:
    """First what an earlier run signed is sent; then what the manifests hold."""
    from thongquan.cli.lists import Connection, print_json, tell_faults
    from thongquan.cli.places import outbox_folder
    from thongquan.declarant.document_filing import DocumentFiler, DocumentOutbox
    from thongquan.declarant.terminal_desk import FaultsTold

    checked = _checked(arguments, say) if arguments.manifests else None
    folder = outbox_folder(arguments.outbox)
    outbox = DocumentOutbox(folder.with_name(f"{folder.name}-hq01"))
    with closing(Connection(arguments, "hq01")) as connection:
        filer = DocumentFiler(connection.desk, outbox, arguments.server)
        try:
            done = filer.finish()
            done += [] if checked is None else _file(filer, checked, arguments, say)
        except FaultsTold as told:
            return tell_faults(told, arguments, say)
    for one in done:
        if arguments.json:
            print_json(one)
        else:
            print(say("hq01.made", number=one["number"], count=one["count"], id=one["list"]))
    return 0 if checked is None or all(v.outcome == "ready" for v in checked.verdicts if v.form == "HQ01") else 1


def _checked(arguments: argparse.Namespace, say: Words) -> "Checked":
    """The house bills of group 1 that cannot be listed are told, with what is wrong."""
    from thongquan.manifest.apart import ahead

    with ahead(arguments.manifests):
        from thongquan.cli.manifests import checked_manifests

        checked = checked_manifests(arguments, say)
    _tell_refused(checked, say)
    return checked


def _tell_refused(checked: "Checked", say: Words) -> None:
    from thongquan.cli.findings import print_faults

    if faulty := [one for one in checked.verdicts if one.form == "HQ01" and one.faults]:
        print(say("hq01.refused", count=len(faulty)))
        print_faults(faulty, say)


def _file(
    filer: "DocumentFiler", checked: "Checked", arguments: argparse.Namespace, say: Words
) -> list[dict[str, str]]:
    from thongquan.cli.progress import progress
    from thongquan.declarant.document_filing import groups_of

    groups, office = list(groups_of(checked.documents, arguments.fee)), _office(arguments, checked)
    if not groups:
        print(say("hq01.nothing"), file=sys.stderr)
    with progress(say("hq01.making")):
        texts = [filer.drafted(one, office) for one in groups]
    for text in texts:
        _show(text)
    if arguments.certificate is None:
        print(say("hq01.unsigned"), file=sys.stderr)
        return []
    with ExitStack() as opened:
        key = opened.enter_context(signer.opened(arguments, say)) if groups else None
        opened.enter_context(progress(say("hq01.sending")))
        return [filer.file(one, text, key.sign) for one, text in zip(groups, texts, strict=True) if key is not None]


def _show(text: str) -> None:
    from thongquan.cli.table import plain

    print("".join(f"  {plain(line)}\n" for line in text.splitlines()), end="", file=sys.stderr, flush=True)


def _office(arguments: argparse.Namespace, checked: "Checked") -> str:
    """That of `--office`, else the profile's, or the one in charge of its storage place."""
    from datetime import date

    from thongquan.cli.manifests import profile_of
    from thongquan.declaration.derived import receiving_office

    profile = profile_of(arguments)
    day = date.fromisoformat(checked.summary.day)
    return arguments.office or receiving_office(profile.customs_office, profile.storage_place, day)


def run_list(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import Connection, tell_lists

    with closing(Connection(arguments, "hq01")) as connection:
        return tell_lists(connection.desk.lists(arguments.state), arguments, say, "hq01")


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import Connection
    from thongquan.cli.progress import progress

    with closing(Connection(arguments, "hq01")) as connection, progress(say("hq01.reading")):
        one = connection.desk.one(arguments.list_id)
    return tell_documents(one, arguments, say)


def tell_documents(one: dict[str, Any], arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json

    if arguments.json:
        print_json(one)
    else:
        show_documents(one, say)
    return 0


def show_documents(one: dict[str, Any], say: Words) -> None:
    """The list, what officers wrote, then its lines."""
    from thongquan.cli.lists import show_lists
    from thongquan.cli.table import figure, plain

    show_lists([one], say, "hq01")
    for name, text in one["remarks"].items():
        if text:
            print(plain(f"  {say(f'hq01.remark.{name}')}: {text}"))
    for line in one["lines"]:
        says = line["says"]
        people = f"{says['sender_name']} → {says['receiver_name']}"
        amounts = f"{says['packages']}  {says['weight']} kg"
        amounts += f"  {figure(says['fee'], say.lang)} VND" if says.get("fee") else ""
        print(plain(f"{line['line']:>5}  {says.get('house_bill', '–')}  {amounts}  {says['goods']}  {people}"))


def run_print(arguments: argparse.Namespace, say: Words) -> int:
    """As a workbook, or as the signed lines, where the file is called so."""
    from thongquan.cli.lists import Connection, written
    from thongquan.cli.progress import progress

    with closing(Connection(arguments, "hq01")) as connection, progress(say("printing")):
        made = connection.desk.printed(arguments.list_id, kind_of(arguments.out, "xlsx", "ndjson"))
    return written(made, arguments, say)


def kind_of(path: Path, *others: str) -> str:
    kind = path.suffix.lower().removeprefix(".")
    return kind if kind in others else "pdf"
