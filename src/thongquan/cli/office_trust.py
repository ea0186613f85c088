"""`thongquan office issuer`, `crl`, `revocation`: whose certificates count, and what is known of their revocation."""

import argparse
from pathlib import Path
from typing import Any

from thongquan.cli import operated
from thongquan.cli.arguments import Commands, command, group
from thongquan.cli.words import Words


def add(parts: Commands, say: Words) -> None:
    add_issuer(group(parts, "issuer", say, "office.issuer"), say)
    lists = command(group(parts, "crl", say, "office.crl"), "import", say, "office.crl.import")
    lists.add_argument("file", type=Path, metavar="FILE", help=say("office.crl.file"))
    operated.add(lists, say)
    lists.set_defaults(run="thongquan.cli.office_trust:run_import")
    told = command(group(parts, "revocation", say, "office.revocation"), "status", say, "office.revocation.status")
    told.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    told.set_defaults(run="thongquan.cli.office_trust:run_status")


def add_issuer(commands: Commands, say: Words) -> None:
    parser = command(commands, "add", say, "office.issuer.add")
    parser.add_argument("file", type=Path, metavar="FILE", help=say("office.issuer.file"))
    for name, metavar in (("ocsp", "URL"), ("crl", "URL"), ("inside", "IP")):
        help_text = say(f"office.issuer.{name}")
        parser.add_argument(f"--{name}", action="append", default=[], metavar=metavar, help=help_text)
    needs = ("crl", "ocsp", "either", "both")
    parser.add_argument("--needs", choices=needs, default="crl", help=say("office.issuer.needs"))
    parser.add_argument("--grace", type=int, default=0, metavar=say("arg.seconds"), help=say("office.issuer.grace"))
    operated.add(parser, say)
    parser.set_defaults(run="thongquan.cli.office_trust:run_issuer")


def run_issuer(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.signing.certificate import parsed
    from thongquan.signing.folders import certificates_of

    lists = {"ocsp": arguments.ocsp, "crl": arguments.crl, "inside": arguments.inside}
    terms = {"needs": arguments.needs, "grace_seconds": arguments.grace, **lists}
    for der in certificates_of(arguments.file.read_bytes()):
        issuer, fingerprint = parsed(der).subject.rfc4514_string(), operated.named(der)["fingerprint"]
        says = {"issuer": issuer, "fingerprint": fingerprint, **terms}
        told = operated.does(arguments, say, "operator-issuer-add", says, ders=[der], path="/office/issuers")
        print(say("office.issuer.added", issuer=told["issuer"], id=told["key_id"][:16]))
    return 0


def run_import(arguments: argparse.Namespace, say: Words) -> int:
    """Judged, signed for, then taken in."""
    from hashlib import sha256

    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.table import figure, moment_of

    office, data = Office(arguments.data), arguments.file.read_bytes()
    told = office.hand("/office/revocation/lists/judging", data)
    known = {name: told[name] for name in ("issuer", "revoked", "until")}
    operated.does(arguments, say, "operator-crl-take", {**known, "digest": sha256(data).hexdigest()})
    told = office.hand("/office/revocation/lists", data)
    until = say("viet_nam", moment=moment_of(told["until"], say.lang))
    revoked = figure(told["revoked"], say.lang)
    print(say("office.crl.imported", issuer=told["issuer"], revoked=revoked, until=until))
    return 0


def run_status(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.table import print_table

    names = ("issuer", "needs", "list", "until", "revoked", "answers")
    headings = tuple(say(f"office.revocation.{name}") for name in names)
    rows = [_row(issuer, say) for issuer in Office(arguments.data).ask("/office/revocation")]
    print_table(say("office.revocation.title"), headings, rows, figures=[4])
    return 0


def _row(issuer: dict[str, Any], say: Words) -> tuple[str, ...]:
    from thongquan.cli.table import figure, moment_of

    state = f"office.revocation.{issuer['crl']}"
    answers, run_out = str(issuer["answers"]), issuer["answers_run_out"]
    return (
        issuer["issuer"],
        issuer["terms"]["needs"],
        say(state) if say.has(state) else issuer["crl"],
        moment_of(issuer["next_update"], say.lang) if issuer["next_update"] else "",
        figure(issuer["revoked"], say.lang),
        say("office.revocation.run_out", answers=answers, run_out=run_out) if run_out else answers,
    )
