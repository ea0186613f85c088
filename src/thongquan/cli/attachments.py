"""`thongquan attachment`: attachments by themselves, registered (HYS), changed (HYE), looked up (IHY), sent (MSB)."""

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command, group
from thongquan.cli.lists import connected
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.attachments import Attached, AttachmentDesk, Deed

ITEMS = ("team", "phone", "reference", "remarks", "on_behalf_of", "subject", "declaration")
ITEMS_OF = {
    "register": ("team", "on-behalf-of", "phone", "reference", "remarks"),
    "change": ("phone", "reference", "remarks"),
    "send": ("subject", "declaration", "remarks"),
}


class _Giving(NamedTuple):
    """What is signed, and the files that come beside it."""

    deed: "Deed"
    says: dict[str, Any]
    files: "Sequence[Attached]"


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "attachment", say)
    register, change, send = (_giving(parts, name, say) for name in ("register", "change", "send"))
    for parser in (register, send):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=say("attachment.files"))
        parser.add_argument("--office", required=True, metavar=say("arg.office"), help=say("attachment.office"))
    register.add_argument("--type", required=True, dest="procedure", metavar="BKV|BKH|KHC", help=say("attachment.type"))
    send.add_argument("--team", required=True, metavar="00", help=say("attachment.team"))
    seen = connected(command(parts, "list", say, "attachment.list"), say, "attachments:run_list")
    seen.add_argument("--state", choices=("waiting", "examined"), default="", help=say("attachment.state"))
    show = connected(command(parts, "show", say, "attachment.show"), say, "attachments:run_show")
    fetched = connected(command(parts, "get", say, "attachment.get"), say, "attachments:run_get")
    for parser in (change, show, fetched):
        parser.add_argument("number", metavar=say("arg.number"), help=say("attachment.number"))
    for parser in (show, fetched):
        parser.add_argument("--version", type=int, metavar="N", help=say("attachment.version"))
    change.add_argument("--add", nargs="+", default=[], type=Path, metavar="FILE", help=say("attachment.add"))
    change.add_argument("--leave-out", nargs="+", default=[], type=int, metavar="N", help=say("attachment.leave-out"))
    fetched.add_argument("--out", type=Path, required=True, metavar=say("arg.folder"), help=say("attachment.out"))


def _giving(parts: Commands, name: str, say: Words) -> argparse.ArgumentParser:
    parser = connected(command(parts, name, say, f"attachment.{name}"), say, f"attachments:run_{name}")
    for item in ITEMS_OF[name]:
        parser.add_argument(f"--{item}", metavar=say("arg.text"), help=say(f"attachment.{item}"))
    signer.add(parser, say, required=False)
    return parser


def run_register(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.declarant.attachments import Attached

    files = [Attached.of(path) for path in arguments.files]
    says = {"office": arguments.office, "procedure": arguments.procedure, **_items(arguments)}
    with _desk(arguments) as desk:
        return _give(desk, _Giving("attachment-register", _with(says, files), files), arguments, say)


def run_send(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.declarant.attachments import Attached

    files = [Attached.of(path) for path in arguments.files]
    with _desk(arguments) as desk:
        says = _with({"office": arguments.office, **_items(arguments)}, files)
        return _give(desk, _Giving("attachment-send", says, files), arguments, say)


def run_change(arguments: argparse.Namespace, say: Words) -> int:
    """Of the attachment as it stands; what somebody changes meanwhile is refused."""
    from thongquan.declarant.attachments import Attached, changed, coming

    files = [Attached.of(path) for path in arguments.add]
    with _desk(arguments) as desk:
        one = desk.one(arguments.number)
        other = {name: getattr(arguments, name) for name in ITEMS_OF["change"]}
        says = changed(one, arguments.leave_out, files, **other)
        return _give(desk, _Giving("attachment-change", says, coming(one, files)), arguments, say)


def run_list(arguments: argparse.Namespace, say: Words) -> int:
    with _desk(arguments) as desk:
        rows = desk.all(arguments.state)
    tell_rows(rows, arguments, say)
    return 0


def tell_rows(rows: list[dict[str, Any]], arguments: argparse.Namespace, say: Words) -> None:
    from thongquan.cli.lists import print_json

    if arguments.json:
        print_json(rows)
    for one in () if arguments.json else rows:
        _show_row(one, say)


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    with _desk(arguments) as desk:
        one = desk.one(arguments.number, arguments.version)
    tell_one(one, arguments, say)
    return 0


def tell_one(one: dict[str, Any], arguments: argparse.Namespace, say: Words) -> None:
    from thongquan.cli.lists import print_json
    from thongquan.cli.table import plain

    if arguments.json:
        print_json(one)
        return
    _show_row(one | {"version": one["changes"]}, say)
    for name in ("company", "filer", "team", "phone", "reference", "subject", "declaration", "remarks", "result"):
        if one[name]:
            print(plain(f"  {say(f'attachment.item.{name}')}: {one[name]}"))
    for file in one["documents"]:
        print(plain(f"{file['place']:>3}  {file['kind']}  {file['size']} byte  {file['name']}"))


def run_get(arguments: argparse.Namespace, _say: Words) -> int:
    with _desk(arguments) as desk:
        one = desk.one(arguments.number, arguments.version)
        keep_files(one, lambda place: desk.file(arguments.number, one["version"], place), arguments)
    return 0


def keep_files(one: dict[str, Any], fetch: Callable[[int], bytes], arguments: argparse.Namespace) -> None:
    """Under names of our making: what their giver called them is never a path."""
    from thongquan.cli.lists import print_json
    from thongquan.declarant.attachments import saved_as

    written: list[str] = []
    arguments.out.mkdir(parents=True, exist_ok=True)
    for file in one["documents"]:
        path = arguments.out / saved_as(arguments.number, file)
        path.write_bytes(fetch(file["place"]))
        written.append(str(path))
    if arguments.json:
        print_json({"files": written})
    else:
        print("\n".join(written))


def _give(desk: "AttachmentDesk", giving: _Giving, arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.lists import print_json, tell_faults
    from thongquan.cli.progress import progress
    from thongquan.cli.table import plain
    from thongquan.declarant.terminal_desk import FaultsTold

    try:
        text = desk.drafted(giving.deed, giving.says)
    except FaultsTold as told:
        return tell_faults(told, arguments, say)
    print("".join(f"  {plain(line)}\n" for line in text.splitlines()), end="", file=sys.stderr, flush=True)
    if arguments.certificate is None:
        print(say("attachment.unsigned"), file=sys.stderr)
        return 0
    with signer.opened(arguments, say) as key, progress(say("attachment.sending")):
        outcome = desk.send(text, key.sign(text.encode()), giving.files, giving.says.get("number", ""))
    if arguments.json:
        print_json(outcome)
    else:
        facts = {"number": outcome["attachment"], "version": outcome["version"]}
        print(say(f"attachment.done.{giving.deed.partition('-')[2]}", **facts))
    return 0


def _show_row(one: dict[str, Any], say: Words) -> None:
    from thongquan.cli.table import moment_of, plain

    state = say("attachment.examined" if one["examined_at"] else "attachment.waiting")
    told = say("attachment.row", type=one["procedure"] or one["form"], version=one["version"], state=state)
    print(plain(f"{moment_of(one['registered_at'], say.lang)}  {one['number']}  {one['office']}  {told}"))


def _items(arguments: argparse.Namespace) -> dict[str, str]:
    """Those that were named."""
    return {name: value for name in ITEMS if (value := getattr(arguments, name, None))}


def _with(says: dict[str, Any], files: "Sequence[Attached]") -> dict[str, Any]:
    return {**says, "documents": [file.named() for file in files]}


@contextmanager
def _desk(arguments: argparse.Namespace) -> "Iterator[AttachmentDesk]":
    from thongquan.cli.watch import access_key
    from thongquan.declarant.attachments import AttachmentDesk
    from thongquan.declarant.sending import Authority

    authority = Authority(arguments.server, ca=arguments.server_ca, patience=arguments.patience)
    try:
        yield AttachmentDesk(authority, arguments.terminal, access_key(arguments))
    finally:
        authority.close()
