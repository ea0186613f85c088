"""`thongquan keys`: which keys there are, and new ones."""

import argparse
from pathlib import Path

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command, group
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parts = group(commands, "keys", say)
    listing = command(parts, "list", say, "keys.list")
    args.books(listing, say)
    args.json(listing, say)
    listing.set_defaults(run="thongquan.cli.keys:run_list")
    rotating = command(parts, "rotate", say, "keys.rotate")
    rotating.add_argument("purpose", choices=("body", "index", "backup", "authority"), help=say("keys.purpose"))
    args.books(rotating, say)
    rotating.add_argument("--key", type=Path, metavar="FILE.pem", help=say("keys.key"))
    rotating.add_argument("--certificate", type=Path, metavar="FILE.pem", help=say("keys.certificate"))
    args.by(rotating, say)
    rotating.set_defaults(run="thongquan.cli.keys:run_rotate")


def run_list(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.operator import operating
    from thongquan.cli.table import print_table
    from thongquan.storage.key_list import listed

    with operating(arguments) as operator:
        keys = listed(operator)
    if arguments.json:
        import msgspec

        for one in keys:
            print(msgspec.json.encode(one).decode())
        return 0
    rows = [
        (say(f"keys.of.{one.purpose}"), one.file, say("keys.in_use") if one.in_use else say("keys.kept"), one.valid)
        for one in keys
    ]
    print_table(say("keys.title"), (say("keys.for"), say("keys.file"), say("keys.state"), say("keys.valid")), rows)
    return 0


def run_rotate(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.operator import operating
    from thongquan.cli.progress import progress
    from thongquan.storage.keyring import numbered
    from thongquan.storage.rotating import FIRST, rotate, rotate_authority

    with operating(arguments) as operator, operator.ledger() as ledger, progress(say("keys.rotating")) as tell:
        work = operator.work(operator.seal(ledger.vault.in_use.authority), tell)
        if arguments.purpose == "authority":
            number = rotate_authority(ledger, operator.keys, *new_pair(arguments), work.doing)
        else:
            number = rotate(ledger, operator.keys, arguments.purpose, work)
    file = operator.keys / numbered(FIRST[arguments.purpose], number)
    print(say("keys.rotated", purpose=say(f"keys.of.{arguments.purpose}"), file=file))
    print(say("keys.copy", keys=operator.keys))
    return 0


def new_pair(arguments: argparse.Namespace) -> tuple[bytes, bytes]:
    """The authority's new key and certificate, which come from its certification authority."""
    from thongquan.cli.refusals import PairMissing

    if arguments.key is None or arguments.certificate is None:
        raise PairMissing
    return arguments.key.read_bytes(), arguments.certificate.read_bytes()
