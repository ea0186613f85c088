"""`thongquan office decide`: the officer sees the text, signs it with his own certificate, and it is carried out."""

import argparse
from base64 import b64encode
from pathlib import Path

from thongquan.cli import signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

KIND = "declaration-decide"


VERDICTS = (
    "ask-documents", "inspect", "goods-fit", "goods-differ", "clear", "refuse", "hold", "seize", "scan-clean",
    "scan-suspect", "release", "to-paper", "cancel", "grant-cancellation", "decline-cancellation",
)  # fmt: skip
"""As `registration.deeds_declarations`, which would be read for `--help` alone; a test holds the two together."""


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "decide", say, "office.decide")
    parser.add_argument("number", metavar=say("arg.number"), help=say("office.decide.number"))
    parser.add_argument("verdict", choices=tuple(VERDICTS), help=say("office.decide.outcome"))
    parser.add_argument("--officer", required=True, metavar=say("arg.id"), help=say("office.decide.officer"))
    parser.add_argument("--ground", default="", metavar=say("arg.ground"), help=say("office.decide.ground"))
    parser.add_argument("--reason", default="", metavar=say("arg.text"), help=say("office.decide.reason"))
    signer.add(parser, say, required=True)
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    parser.set_defaults(run="thongquan.cli.office_decide:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.office import in_path
    from thongquan.cli.table import plain

    office = Office(arguments.data)
    decision = office.ask(f"/office/declarations/{in_path(arguments.number)}")["decision"]
    says = {
        "number": arguments.number,
        "channel": decision["channel"],
        "state": decision["state"],
        "verdict": arguments.verdict,
        "ground": arguments.ground,
        "reason": arguments.reason,
    }
    composed = office.tell(f"/office/deeds/{KIND}", account=arguments.officer, says=says)
    print(say("office.decide.text"))
    print("".join(f"  {plain(line)}\n" for line in composed["text"].splitlines()), end="", flush=True)
    with signer.opened(arguments, say) as key:
        signature = b64encode(key.sign(composed["text"].encode())).decode()
    carried = office.tell("/office/deeds", text=composed["text"], signature=signature)["outcome"]
    print(say("office.decided", number=carried["number"], state=say(f"state.{carried['state']}")))
    return 0
