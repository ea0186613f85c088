"""`thongquan certificate`: whose a certificate is and whether it would count, from a file or a token."""

import argparse
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.base.fault import Refusal
from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.authority.certificate_look import CertificateLook

KEY_FILES = {".p12", ".pfx"}


class SeveralCertificates(Refusal):
    """The address fits several certificates on the token, and one is wanted."""

    code = "CERTIFICATE-SEVERAL"


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "certificate", say)
    parser.add_argument("certificate", metavar="FILE|pkcs11:…", help=say("certificate.file"))
    parser.add_argument("--password-file", metavar="FILE", type=Path, help=say("password-file.help"))
    args.anchors(parser, say, required=False)
    for name in ("intermediates", "crls"):
        parser.add_argument(f"--{name}", type=Path, metavar=say("arg.folder"), help=say(f"verify.{name}"))
    parser.add_argument("--at", type=args.moment, metavar=say("arg.time"), help=say("verify.at"))
    parser.add_argument("--out", type=Path, metavar="FILE.cer", help=say("certificate.out"))
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.certificate:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    """0: all that was asked is in order. Without `--anchors` nobody is asked for the chain."""
    from thongquan.authority.certificate_look import look_at
    from thongquan.signing.chain import TrustStore

    at = arguments.at or datetime.now(UTC)
    trust = TrustStore.load(arguments.anchors, arguments.intermediates, arguments.crls) if arguments.anchors else None
    found = list(certificates(arguments, say))
    if arguments.out:
        write(arguments.out, found)
    looks = [(name, look_at(der, trust, at)) for name, der in found]
    if arguments.json:
        import msgspec

        print(*(msgspec.json.encode(look).decode() for _, look in looks), sep="\n")
    else:
        for name, look in looks:
            print(*lines_for_people(name, look, say), sep="\n")
        if arguments.out:
            print(say("certificate.written", file=arguments.out))
    return 0 if all(one.state != "bad" for _, look in looks for one in look.checks) else 1


def certificates(arguments: argparse.Namespace, say: Words) -> Iterator[tuple[str, bytes]]:
    from thongquan.authority.certificate_look import certificate_in
    from thongquan.signing.token_address import is_token_address

    named: str = arguments.certificate
    if is_token_address(named):
        yield from on_token(named)
    elif Path(named).suffix.lower() in KEY_FILES:
        from thongquan.cli.password import password_for
        from thongquan.signing.sign import certificate_of_pkcs12

        password = password_for(named, arguments.password_file, say("password.prompt"))
        yield named, certificate_of_pkcs12(Path(named), password)
    else:
        yield named, certificate_in(Path(named).read_bytes())


def write(out: Path, found: list[tuple[str, bytes]]) -> None:
    """The public part, as programs and pages of others read it; never over another file."""
    der = the_only(found)
    with out.open("xb") as file:
        file.write(der)


def the_only(found: list[tuple[str, bytes]]) -> bytes:
    """Raises SeveralCertificates."""
    if len(found) > 1:
        raise SeveralCertificates(names=[name for name, _ in found])
    return found[0][1]


def on_token(address: str) -> list[tuple[str, bytes]]:
    from msgspec.structs import replace

    from thongquan.signing.token_address import read_token_address
    from thongquan.signing.token_looking import certificates_on

    read = read_token_address(address)
    return certificates_on(replace(read, module=read.module or os.environ.get("THONGQUAN_PKCS11_MODULE", "")))


def lines_for_people(name: str, look: "CertificateLook", say: Words) -> Iterator[str]:
    from thongquan import law
    from thongquan.cli.table import moment_of, plain

    wording = law.wording(say.lang)
    yield plain(name)
    rows = [
        ("certificate.owner", look.owner),
        ("certificate.organisation", look.organisation),
        *((f"identifier.{one.what}", f"{one.value} ({one.place})") for one in look.identifiers),
        ("certificate.issuer", look.issuer_name or look.issuer),
        ("certificate.serial", look.serial),
        ("certificate.from", moment_of(look.valid_from, say.lang)),
        ("certificate.until", moment_of(look.valid_until, say.lang)),
        ("certificate.key", look.key),
        ("certificate.chain", " → ".join(look.chain)),
    ]
    for key, value in rows:
        if value:
            yield f"  {wording.say(key)}: {plain(value)}"
    for check in look.checks:
        mark = {"good": "✓", "bad": "✗", "unasked": "–"}[check.state]
        yield f"  {mark} {wording.say(check.name)}"
        if check.reason:
            yield f"      {plain(wording.text(check.reason, check.facts))}"
            yield f"      → {plain(wording.fix(check.reason, check.facts))}"
