"""`thongquan office decide`: the officer sees the text, signs it with his own certificate, and it is carried out."""

import argparse
from pathlib import Path

from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

KIND = "declaration-decide"


VERDICTS = (
    "ask-documents", "inspect", "goods-fit", "goods-differ", "clear", "refuse", "hold", "seize", "scan-clean",
    "scan-suspect", "instruct", "release", "to-paper", "close-on-paper", "cancel", "grant-cancellation",
    "decline-cancellation", "refund-taxes", "taxes-paid",
)  # fmt: skip
"""As `registration.deeds_declarations`, which would be read for `--help` alone; a test holds the two together."""


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "decide", say, "office.decide")
    parser.add_argument("number", metavar=say("arg.number"), help=say("office.decide.number"))
    parser.add_argument("verdict", choices=tuple(VERDICTS), help=say("office.decide.outcome"))
    parser.add_argument("--officer", required=True, metavar=say("arg.id"), help=say("office.decide.officer"))
    parser.add_argument("--ground", default="", metavar=say("arg.ground"), help=say("office.decide.ground"))
    parser.add_argument("--reason", default="", metavar=say("arg.text"), help=say("office.decide.reason"))
    for name, kind in (("number", "number"), ("date", "date"), ("officer", "name")):
        parser.add_argument(
            f"--paper-{name}", default="", metavar=say(f"arg.{kind}"), help=say(f"office.decide.paper-{name}")
        )
    signer.add(parser, say, required=True)
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    parser.set_defaults(run="thongquan.cli.office_decide:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.office import in_path

    office = Office(arguments.data)
    shown = f"/office/declarations/{in_path(arguments.number)}?officer={in_path(arguments.officer)}"
    decision = office.ask(shown)["decision"]
    says = {
        "number": decision["number"],
        "channel": decision["channel"],
        "state": decision["state"],
        "verdict": arguments.verdict,
        "ground": arguments.ground,
        "reason": arguments.reason,
        "paper_number": arguments.paper_number,
        "paper_date": arguments.paper_date,
        "paper_officer": arguments.paper_officer,
    }
    composed = office.compose(KIND, arguments.officer, says, say)
    with signer.opened(arguments, say) as key:
        carried = office.send(composed, key)["outcome"]
    print(say("office.decided", number=carried["number"], state=say(f"state.{carried['state']}")))
    return 0
