"""`thongquan file`: sign a flight once, send it, keep a proof of each parcel. Run again, it finishes what was begun."""

import argparse
import shlex
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli import arguments as args
from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.declarant.check import Checked
    from thongquan.declarant.declarant import Declarant
    from thongquan.declarant.outcome import Filed
    from thongquan.declarant.refusals import ServerAway
    from thongquan.signing.statement import Security


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "file", say)
    args.manifests(parser, say, some="*")
    parser.add_argument("--server", type=args.server, required=True, metavar="URL", help=say("server.help"))
    args.server_ca(parser, say)
    signer.add(parser, say, required=False)
    named, help_text = say("arg.name"), say("system.help")
    parser.add_argument("--system", default=args.DEMONSTRATION_SYSTEM, metavar=named, help=help_text)
    parser.add_argument("--on-behalf-of", default="", metavar=say("arg.tax_code"), help=say("on-behalf-of.help"))
    parser.add_argument("--guarantee", type=security, metavar="general:…|individual:…", help=say("file.guarantee"))
    parser.add_argument("--account", type=Path, metavar="FILE.json", help=say("covering.file"))
    parser.add_argument("--offline", action="store_true", help=say("offline.help"))
    args.anchors(parser, say, required=False)
    args.patience(parser, say)
    args.outbox(parser, say)
    args.out(parser, say, "file.out")
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.file:run")


def security(text: str) -> "Security":
    """A guarantee as it is typed: `general:BL-2026/17`. Raises ValueError for anything else."""
    import msgspec

    from thongquan.signing.statement import Security

    kind, _, number = text.partition(":")
    return msgspec.convert({"kind": kind, "number": number}, Security)  # its ValidationError is a ValueError


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli import outcome
    from thongquan.cli.findings import print_documents

    checked = manifests_of(arguments, say)
    if checked is not None and arguments.account is not None and not is_covered(checked, arguments, say):
        return 1
    with declarant_for(arguments, arguments.system) as declarant:
        try:
            filed = file_all(declarant, checked, arguments, say)
        except KeyboardInterrupt:
            print(say("file.resume", command=resuming(declarant.outbox.folder, arguments)), file=sys.stderr)
            raise
    if arguments.json:
        outcome.print_json(filed)
    else:
        outcome.print_for_people(filed, receipts_of(arguments), say)
        if checked is not None:
            print_documents(checked, arguments, say)
        if arguments.offline and filed.counts()["waiting"]:
            print(say("file.resume", command=resuming(declarant.outbox.folder, arguments)))
    if filed.away is not None:
        return resume_later(filed.away, declarant.outbox.folder, arguments, say)
    return 0 if filed.all_done() else 1


def declarant_for(arguments: argparse.Namespace, system: str = "") -> "Declarant":
    """Whoever sits at this terminal, before the authority that the arguments name."""
    from thongquan.cli.places import outbox_folder
    from thongquan.declarant.declarant import Declarant

    return Declarant(
        arguments.server,
        outbox_folder(arguments.outbox),
        system=system,
        anchors=arguments.anchors,
        ca=arguments.server_ca,
        patience=arguments.patience,
    )


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


def is_covered(checked: "Checked", arguments: argparse.Namespace, say: Words) -> bool:
    """Told before anything is signed. Raises StatementDamaged, StatementForeign."""
    from contextlib import redirect_stdout

    from thongquan.cli import covering

    statement = covering.statement_for(arguments, say)
    assert statement is not None  # a file was named
    checked.principal = arguments.on_behalf_of or checked.principal  # as it will be filed: who owes the taxes
    told = covering.tell(checked, statement, arguments)
    with redirect_stdout(sys.stderr):
        covering.print_covering(told, say)
        if not told.is_whole:
            print(say("covering.unsigned"))
    return told.is_whole


def file_all(declarant: "Declarant", checked: "Checked | None", arguments: argparse.Namespace, say: Words) -> "Filed":
    """The password or PIN is asked for only when there is something to sign, and once for all of it."""
    from thongquan.cli.progress import progress

    receipts, busy = receipts_of(arguments), partial(progress, say("filing"))
    if checked is None:
        return declarant.finish(receipts=receipts, offline=arguments.offline, busy=busy)
    filed = declarant.file(
        checked,
        partial(signer.opened, arguments, say),
        on_behalf_of=arguments.on_behalf_of,
        security=arguments.guarantee,
        offline=arguments.offline,
        receipts=receipts,
        busy=busy,
    )
    if arguments.offline:
        print_lists(filed, arguments, say)
    return filed


def print_lists(filed: "Filed", arguments: argparse.Namespace, say: Words) -> None:
    """The provisional lists of what was signed while customs' system is away."""
    from thongquan.cli.lists import print_provisional

    for entry in filed.signed:
        print_provisional([entry], arguments.out or entry.folder, say, quiet=arguments.json)


def receipts_of(arguments: argparse.Namespace) -> Path | None:
    """Where `--out` has them lie."""
    return arguments.out / "receipts" if arguments.out else None


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
