"""`thongquan correct`: show what changes and what is wrong with it; then sign the correction once, and send it."""

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli import arguments as args
from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.file import receipts_of
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.outcome import Filed


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "correct", say)
    parser.add_argument("number", nargs="?", default="", metavar=say("arg.number"), help=say("correct.number"))
    parser.add_argument("changes", nargs="*", metavar=say("arg.change"), help=say("correct.changes"))
    parser.add_argument("--from", dest="source", type=Path, metavar="FILE.ndjson", help=say("correct.from"))
    parser.add_argument("--report", action="store_true", help=say("correct.report"))
    parser.add_argument("--server", type=args.server, required=True, metavar="URL", help=say("server.help"))
    args.server_ca(parser, say)
    signer.add(parser, say, required=False)
    parser.add_argument("--on", type=args.day, metavar=say("arg.date"), help=say("on.help"))
    parser.add_argument("--offline", action="store_true", help=say("correct.offline"))
    args.anchors(parser, say, required=False)
    args.patience(parser, say)
    args.outbox(parser, say)
    args.out(parser, say, "file.out")
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.correct:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.differences import show
    from thongquan.cli.file import declarant_for, resume_later

    asked = changes_of(arguments)
    with declarant_for(arguments) as declarant:
        filed = declarant.correct(
            asked,
            partial(signer.opened, arguments, say) if arguments.certificate else None,
            day=arguments.on,
            report=arguments.report,
            offline=arguments.offline,
            receipts=receipts_of(arguments),
            show=partial(show, say=say, as_json=arguments.json),
        )
    if filed.unsigned:
        print(say("correct.unsigned"), file=sys.stderr)
    tell(filed, arguments, say)
    if filed.away is not None:
        return resume_later(filed.away, declarant.outbox.folder, arguments, say)
    return 0 if filed.all_done() else 1


def changes_of(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    """The changes to each declaration, with its number; none for a run that only finishes what was begun.

    Raises:
        NothingToCorrect: a number without changes, or a change that is none.
        CorrectionsUnreadable
    """
    from thongquan.declarant.corrections_file import corrections_in
    from thongquan.declarant.refusals import NothingToCorrect

    asked = corrections_in(arguments.source) if arguments.source else []
    if not arguments.number:
        return asked
    pairs = [change.partition("=") for change in arguments.changes]
    if not pairs or not all(mark and field not in ("", "number") for field, mark, _ in pairs):
        raise NothingToCorrect(number=arguments.number)
    return [*asked, {"number": arguments.number, **{field: value for field, _, value in pairs}}]


def tell(filed: "Filed", arguments: argparse.Namespace, say: Words) -> None:
    from thongquan.cli import outcome
    from thongquan.cli.status import show

    if arguments.json:
        outcome.print_json(filed)
    elif filed.parcels or filed.problems:
        outcome.print_for_people(filed, receipts_of(arguments), say)
        show([one for one in filed.parcels if one.number], as_json=False, say=say)
