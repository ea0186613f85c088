"""`thongquan office certificate`: what waits for customs is shown, confirmed or refused by officers, who sign it.

An operator suspends one: a company's token was stolen, and it has no other to say so with.
"""

import argparse
from base64 import b64encode
from pathlib import Path
from typing import Any

from thongquan.cli import operated, signer
from thongquan.cli.arguments import Commands, command, group
from thongquan.cli.words import Words

VERDICTS = ("confirm", "refuse")
"""Each the name of a kind of deed, `certificate-…-by-officer`."""

REASONS = ("lost", "stolen", "exposed", "left", "other")


def add(parts: Commands, say: Words) -> None:
    commands = group(parts, "certificate", say, "office.certificates")
    waiting = _of_office(command(commands, "waiting", say, "office.certificates.waiting"), say, run_waiting)
    waiting.add_argument("office", metavar=say("arg.office"), help=say("office.officer.office"))
    showing = _of_office(command(commands, "show", say, "office.certificates.show"), say, run_show)
    showing.add_argument("serial", metavar=say("arg.serial"), help=say("office.certificates.serial"))
    for verdict in VERDICTS:
        deciding = _of_office(command(commands, verdict, say, f"office.certificates.{verdict}"), say, run_decide)
        deciding.add_argument("serial", metavar=say("arg.serial"), help=say("office.certificates.serial"))
        deciding.add_argument("--officer", required=True, metavar=say("arg.id"), help=say("office.decide.officer"))
        help_text = say(f"office.certificates.{verdict}.grounds")
        deciding.add_argument("--grounds", required=True, metavar=say("arg.text"), help=help_text)
        signer.add(deciding, say, required=True)
        deciding.set_defaults(verdict=verdict)
    add_suspend(commands, say)


def _of_office(parser: argparse.ArgumentParser, say: Words, run: Any) -> argparse.ArgumentParser:
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    parser.set_defaults(run=f"thongquan.cli.office_certificate:{run.__name__}")
    return parser


def add_suspend(commands: Commands, say: Words) -> None:
    parser = command(commands, "suspend", say, "office.certificates.suspend")
    parser.add_argument("serial", metavar=say("arg.serial"), help=say("office.certificates.serial"))
    parser.add_argument("--reason", choices=REASONS, required=True, help=say("office.certificates.reason"))
    parser.add_argument("--company", default="", metavar=say("arg.tax_code"), help=say("office.certificates.company"))
    parser.add_argument("--note", default="", metavar=say("arg.text"), help=say("office.certificates.note"))
    operated.add(parser, say)
    parser.set_defaults(run="thongquan.cli.office_certificate:run_suspend")


def run_suspend(arguments: argparse.Namespace, say: Words) -> int:
    given = {"tax_code": arguments.company, "note": arguments.note}
    says = {
        "serial": arguments.serial.lower(),
        "reason": arguments.reason,
        **{name: one for name, one in given.items() if one},
    }
    operated.does(arguments, say, "operator-certificate-suspend", says)
    print(say("office.certificates.suspended", serial=arguments.serial))
    return 0


def run_waiting(arguments: argparse.Namespace, say: Words) -> int:
    """The serial number stands on a line of its own: it is what one copies, and up to 40 characters long."""
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.office import in_path

    found = Office(arguments.data).ask(f"/office/certificates/waiting/{in_path(arguments.office)}")
    for one in found:
        print(one["look"]["serial"])
        print(_line(one, say))
    if found:
        print(say("office.certificates.next", serial=found[0]["look"]["serial"], data=arguments.data))
    else:
        print(say("office.certificates.none", office=arguments.office))
    return 0


def _line(one: Any, say: Words) -> str:
    from thongquan.cli.table import moment_of, plain

    look = one["look"]
    return say(
        "office.certificates.line",
        company=plain(one["company"]),
        tax_code=one["tax_code"],
        owner=plain(look["owner"]),
        issuer=plain(look["issuer_name"]),
        until=moment_of(look["valid_until"], say.lang),
        at=moment_of(one["asked_at"], say.lang),
        hours=one["hours"],
        state=say("office.certificates.bad" if _is_bad(one) else "office.certificates.good"),
    )


def _is_bad(one: Any) -> bool:
    return any(check["state"] != "good" for check in one["look"]["checks"])


def run_show(arguments: argparse.Namespace, say: Words) -> int:
    _print_case(_waiting(arguments), say)
    return 0


def run_decide(arguments: argparse.Namespace, say: Words) -> int:
    """What matters stands above the text that is signed."""
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.table import plain

    shown = _waiting(arguments)
    _print_case(shown, say)
    one, office = shown["case"]["waiting"], Office(arguments.data)
    look = one["look"]
    says = {
        "tax_code": one["tax_code"],
        "serial": look["serial"],
        "fingerprint": look["fingerprint"],
        "replaces": one["replaces"],
        "grounds": arguments.grounds,
    }
    kind = f"certificate-{arguments.verdict}-by-officer"
    composed = office.tell(f"/office/deeds/{kind}", account=arguments.officer, says=says)
    print(say("office.decide.text"))
    print("".join(f"  {plain(line)}\n" for line in composed["text"].splitlines()), end="", flush=True)
    with signer.opened(arguments, say) as key:
        signature = b64encode(key.sign(composed["text"].encode())).decode()
    outcome = office.tell("/office/deeds", text=composed["text"], signature=signature)["outcome"]
    print(say(f"office.certificates.done.{outcome['state']}", serial=look["serial"], company=plain(one["company"])))
    return 0


def _waiting(arguments: argparse.Namespace) -> Any:
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.office import in_path

    return Office(arguments.data).ask(f"/office/certificates/{in_path(arguments.serial)}/waiting")


def _print_case(shown: Any, say: Words) -> None:
    import msgspec

    from thongquan.authority.certificate_look import CertificateLook
    from thongquan.cli.certificate import lines_for_people
    from thongquan.cli.table import moment_of, plain

    one, others = shown["case"]["waiting"], shown["case"]["others"]
    look = msgspec.convert(one["look"], CertificateLook)
    print(*lines_for_people(f"{one['company']} ({one['tax_code']})", look, say), sep="\n")
    asked = moment_of(one["asked_at"], say.lang)
    print(say("office.certificates.asked", at=asked, hours=one["hours"], deed=one["deed"]))
    if one["seconded_by"]:
        print(say("office.certificates.seconded", officer=one["seconded_by"]))
    for other in others:
        state = say(f"office.certificates.state.{other['state']}")
        until = moment_of(other["until"], say.lang)
        print(say("office.certificates.other", serial=other["serial"], state=state, until=until))
    for fault in shown["warnings"]:
        print(f"  ! {plain(fault['text'][say.lang])} {plain(fault['fix'][say.lang])}")
