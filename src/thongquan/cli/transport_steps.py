"""What a step of a transport wants to be told beside its number, alike for its company and for officers."""

import argparse
import re
from datetime import UTC, datetime
from typing import Any

from thongquan.cli import arguments as args
from thongquan.cli.words import Words

REASON, MOMENT, SEALS, DIFFERS, RUN = "reason", "moment", "seals", "differs", "run"
WANTS: dict[str, tuple[str, ...]] = {
    "approve": (),
    "refuse": (REASON,),
    "instruct": (REASON,),
    "seal": (RUN, SEALS),
    "depart": (MOMENT,),
    "take-back-departure": (REASON,),
    "arrive": (MOMENT, SEALS, DIFFERS),
    "note-discrepancies": (DIFFERS,),
    "settle": (REASON,),
    "grant-cancellation": (),
    "decline-cancellation": (REASON,),
    "cancel": (REASON,),
}
"""Step → what it is told. `transport.lifecycle` has the table of steps; a test holds the two together."""
KINDS = ("missing", "surplus", "seal", "other")
_TIME = re.compile(r"([01][0-9]|2[0-3]):?([0-5][0-9])")


def add_wants(parser: argparse.ArgumentParser, step: str, say: Words) -> None:
    wants = WANTS[step]
    parser.set_defaults(step=step)
    if REASON in wants:
        parser.add_argument("--reason", required=True, metavar=say("arg.text"), help=say("transport.reason"))
    if RUN in wants:
        parser.add_argument("--run", type=int, default=1, dest="vehicle_run", metavar="N", help=say("transport.of-run"))
        parser.add_argument("--vehicle", required=True, metavar=say("arg.number"), help=say("transport.vehicle"))
    if SEALS in wants:
        needed = step == "seal"
        words = say("transport.seals" if needed else "transport.seals-found")
        parser.add_argument("--seals", nargs="+", default=[], required=needed, metavar=say("arg.number"), help=words)
    if MOMENT in wants:
        parser.add_argument("--day", type=args.day, metavar=say("arg.date"), help=say("transport.day"))
        parser.add_argument("--time", type=clock, metavar="HH:MM", help=say("transport.time"))
        parser.add_argument("--remarks", default="", metavar=say("arg.text"), help=say("transport.remarks"))
    if DIFFERS in wants:
        needed, words = step != "arrive", say("transport.differs")
        form = "missing|surplus|seal|other:…[:…]"
        parser.add_argument(
            "--differs", nargs="+", default=[], type=differing, required=needed, metavar=form, help=words
        )


def clock(text: str) -> str:
    """A time of the day, as the messages spell it.

    >>> clock("07:30"), clock("2359")
    ('0730', '2359')
    """
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return f"{found[1]}{found[2]}"


def differing(text: str) -> dict[str, str]:
    """Kind, which package, seal or vehicle, and a note.

    >>> differing("missing:HB1-2:wet")
    {'what': 'missing', 'which': 'HB1-2', 'note': 'wet'}
    """
    what, _, rest = text.partition(":")
    which, _, note = rest.partition(":")
    if what not in KINDS or not which.strip():
        raise ValueError(text)
    return {"what": what, "which": which, **({"note": note} if note else {})}


def said(arguments: argparse.Namespace) -> dict[str, Any]:
    """The particulars of the step as they were typed: what was left blank is not told; a moment left blank is now."""
    asked = vars(arguments)
    told: dict[str, Any] = {"step": asked["step"], "reason": asked.get("reason") or asked.get("remarks", "")}
    told |= {"run": asked.get("vehicle_run", 0), "vehicle": asked.get("vehicle", ""), "seals": asked.get("seals", [])}
    told["discrepancies"] = asked.get("differs", [])
    if told["step"] == "arrive" and told["discrepancies"]:
        told["step"] = "arrive-differing"
    if "time" in asked:
        told |= _moment(arguments)
    return {name: value for name, value in told.items() if value}


def _moment(arguments: argparse.Namespace) -> dict[str, str]:
    from thongquan.base.moment import VIETNAM

    now = datetime.now(UTC).astimezone(VIETNAM)
    return {"day": str(arguments.day or now.date()), "time": arguments.time or now.strftime("%H%M")}
