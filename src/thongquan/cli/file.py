"""`thongquan file`: sign a flight once, send it, keep a proof of each parcel. Run again, it finishes what was begun."""

import argparse
import shlex
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.cli.outcome import Report
    from thongquan.declarant.check import Checked
    from thongquan.declarant.desk import Desk
    from thongquan.declarant.outbox import Entry
    from thongquan.declarant.refusals import ServerAway
    from thongquan.declaration.model import Declaration


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "file", say)
    args.manifests(parser, say, some="*")
    parser.add_argument("--server", type=args.server, required=True, metavar="URL", help=say("server.help"))
    args.server_ca(parser, say)
    signer.add(parser, say, required=False)
    named, help_text = say("arg.name"), say("system.help")
    parser.add_argument("--system", default=args.DEMONSTRATION_SYSTEM, metavar=named, help=help_text)
    parser.add_argument("--on-behalf-of", default="", metavar=say("arg.tax_code"), help=say("on-behalf-of.help"))
    parser.add_argument("--offline", action="store_true", help=say("offline.help"))
    args.anchors(parser, say, required=False)
    args.patience(parser, say)
    args.outbox(parser, say)
    args.out(parser, say, "file.out")
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.file:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.outcome import Report
    from thongquan.cli.places import outbox_folder
    from thongquan.declarant.desk import Desk
    from thongquan.declarant.outbox import Outbox
    from thongquan.declarant.proving import prover
    from thongquan.declarant.sending import Authority

    checked = manifests_of(arguments, say)
    outbox = Outbox(outbox_folder(arguments.outbox))
    try:
        authority = Authority(arguments.server, ca=arguments.server_ca, patience=arguments.patience)
        with outbox.alone(), closing(authority):
            desk = Desk(outbox, authority, prover(arguments.anchors))
            report = Report(outbox, arguments.out and arguments.out / "receipts")
            file_all(desk, report, checked, arguments, say)
            report.wait(desk.pending())
    except KeyboardInterrupt:
        print(say("file.resume", command=resuming(outbox.folder, arguments)), file=sys.stderr)
        raise
    if arguments.json:
        report.print_json()
    else:
        report.print_for_people(say)
        if arguments.offline and desk.pending():
            print(say("file.resume", command=resuming(outbox.folder, arguments)))
    if desk.away is not None:
        return resume_later(desk.away, outbox.folder, arguments, say)
    return 0 if report.all_done() else 1


def manifests_of(arguments: argparse.Namespace, say: Words) -> "Checked | None":
    """What the files hold; None for a run that only finishes what was begun."""
    from thongquan.cli.refusals import CertificateMissing

    if not arguments.manifests:
        return None
    if arguments.certificate is None:
        raise CertificateMissing
    from thongquan.manifest.apart import ahead

    with ahead(arguments.manifests):
        from thongquan.cli.manifests import checked_manifests

        return checked_manifests(arguments, say)


def file_all(
    desk: "Desk", report: "Report", checked: "Checked | None", arguments: argparse.Namespace, say: Words
) -> None:
    """What was begun comes first. What is new is signed and kept even when the server is away."""
    from thongquan.cli.progress import progress

    if not arguments.offline:
        with progress(say("filing")):
            report.deliver(desk.finish())
    if checked is None:
        return
    report.listed = sum(verdict.form == "HQ01" and verdict.outcome == "ready" for verdict in checked.verdicts)
    report.not_ready = sum(verdict.outcome != "ready" for verdict in checked.verdicts)
    sorted_out = desk.sort_out(checked.ready)
    report.hold(sorted_out.held)
    entries = signed(desk, sorted_out.fresh, arguments, say) if sorted_out.fresh else []
    if arguments.offline:
        from thongquan.cli.lists import print_provisional

        for entry in entries:
            print_provisional([entry], arguments.out or entry.folder, say, quiet=arguments.json)
    else:
        with progress(say("filing")):
            report.deliver(desk.send(entries))


def signed(desk: "Desk", fresh: "list[Declaration]", arguments: argparse.Namespace, say: Words) -> "list[Entry]":
    """The password or PIN is asked for only when there is something to sign, and once for all of it."""
    from thongquan.cli.manifests import profile_of
    from thongquan.declarant.filing import Address

    address = Address(
        server=arguments.server,
        system=arguments.system,
        on_behalf_of=arguments.on_behalf_of or profile_of(arguments).on_behalf_of or profile_of(arguments).filer,
        manifests=[path.name for path in arguments.manifests],
        now=datetime.now(UTC),
    )
    with signer.opened(arguments, say) as key:
        return desk.keep(fresh, key, address)


def resume_later(away: "ServerAway", outbox: Path, arguments: argparse.Namespace, say: Words) -> int:
    """Nothing is lost: say why it could not be sent, and with which command it is sent later."""
    from thongquan.cli.refusals import worded

    told = worded(away, say)
    print(told.text, file=sys.stderr)
    if away.code != "SERVER-AWAY":  # whose advice is to wait and run again, as the next line says
        print(told.fix, file=sys.stderr)
    print(say("file.resume", command=resuming(outbox, arguments)), file=sys.stderr)
    return 3


def resuming(outbox: Path, arguments: argparse.Namespace) -> str:
    """The command that sends what was signed and not yet answered."""
    command_line = ["thongquan", "file", "--server", arguments.server, "--outbox", str(outbox)]
    if arguments.server_ca:
        command_line += ["--server-ca", str(arguments.server_ca)]
    if arguments.anchors:
        command_line += ["--anchors", str(arguments.anchors)]
    if arguments.out:
        command_line += ["--out", str(arguments.out)]
    return shlex.join(command_line)
