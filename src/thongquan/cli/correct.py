"""`thongquan correct`: show what changes and what is wrong with it; then sign the correction once, and send it."""

import argparse
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thongquan.cli import arguments as args
from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.cli.outcome import Report
    from thongquan.declarant.correction import Corrected
    from thongquan.declarant.desk import Desk
    from thongquan.declarant.outbox import Entry, Outbox
    from thongquan.declarant.sending import Authority


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
    from thongquan.cli.file import resume_later
    from thongquan.cli.outcome import Report
    from thongquan.cli.places import outbox_folder
    from thongquan.declarant.desk import Desk
    from thongquan.declarant.outbox import Outbox
    from thongquan.declarant.proving import prover
    from thongquan.declarant.sending import Authority

    asked = changes_of(arguments)
    outbox = Outbox(outbox_folder(arguments.outbox))
    authority = Authority(arguments.server, ca=arguments.server_ca, patience=arguments.patience)
    with outbox.alone(), closing(authority):
        desk = Desk(outbox, authority, prover(arguments.anchors))
        report = Report(outbox, arguments.out and arguments.out / "receipts")
        if not arguments.offline:
            report.deliver(desk.finish())
        made = looked_at(outbox, authority, asked, arguments, say) if desk.away is None else []
        is_faulty = any(one.changes and one.faults for one in made)
        entries = [] if is_faulty else kept(desk, report, made, arguments, say)
        if not arguments.offline:
            report.deliver(desk.send(entries))
        report.wait(desk.pending())
    tell(report, arguments, say)
    if desk.away is not None:
        return resume_later(desk.away, outbox.folder, arguments, say)
    return 0 if report.all_done() and not is_faulty else 1


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


def looked_at(
    outbox: "Outbox", authority: "Authority", asked: list[dict[str, Any]], arguments: argparse.Namespace, say: Words
) -> "list[Corrected]":
    """Each correction as it would be, judged by the law of the day and shown before anybody is asked for a password."""
    from thongquan.base.moment import business_day
    from thongquan.cli.differences import show
    from thongquan.declarant.correcting import standing
    from thongquan.declarant.correction import corrected

    day = arguments.on or business_day(datetime.now(UTC))
    told, flag = None if arguments.offline else authority, "P" if arguments.report else ""
    made = [corrected(standing(outbox, one["number"], told), one, day, flag) for one in asked]
    for one in made:
        show(one, say, as_json=arguments.json)
    return made


def kept(
    desk: "Desk", report: "Report", made: "list[Corrected]", arguments: argparse.Namespace, say: Words
) -> "list[Entry]":
    """The statements over what is new, on disk. What was corrected so before, perhaps by a run cut short, is told."""
    from thongquan.declarant.ledger import Place

    for one in made:
        if not one.changes:
            now = one.standing.decision
            report.hold([(one.correction.house_bill, Place(now.filing, now.line, now.number))])
    sorted_out = desk.sort_out([one.correction for one in made if one.changes])
    report.hold(sorted_out.held)
    fresh = [one for one in made if one.correction in sorted_out.fresh]
    if fresh and arguments.certificate is None:
        print(say("correct.unsigned"), file=sys.stderr)
    return signed(desk, fresh, arguments, say) if fresh and arguments.certificate else []


def signed(desk: "Desk", fresh: "list[Corrected]", arguments: argparse.Namespace, say: Words) -> "list[Entry]":
    """For whom, and for which system, is as the declarations were filed."""
    from thongquan.declarant.filing import Address

    address = Address(server=arguments.server, system="", on_behalf_of="", manifests=[], now=datetime.now(UTC))
    with signer.opened(arguments, say) as key:
        return desk.keep_corrections(fresh, key, address)


def tell(report: "Report", arguments: argparse.Namespace, say: Words) -> None:
    from thongquan.cli.status import show

    if arguments.json:
        report.print_json()
    elif report.parcels or report.problems:
        report.print_for_people(say)
        show([one for one in report.parcels if one.number], as_json=False, say=say)
