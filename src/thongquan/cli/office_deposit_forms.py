"""`thongquan office deposit`: the forms of a day before an officer, who closes it with his own signature."""

import argparse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from thongquan.cli import arguments as args
from thongquan.cli import deposit_forms, signer
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

KIND = "deposit-day-close"


def add(commands: Commands, say: Words) -> None:
    deposit_forms.add(commands, say, "office.", lambda parser: _of_officer(parser, say, "run_form"))
    days = command(commands, "days", say, "office.deposit-form.days")
    days.add_argument("--office", required=True, metavar=say("arg.office"), help=say("deposit-form.office"))
    args.json(days, say)
    _of_officer(days, say, "run_days")
    close = command(commands, "close-day", say, "office.deposit-form.close-day")
    close.add_argument("--office", required=True, metavar=say("arg.office"), help=say("deposit-form.office"))
    close.add_argument("--day", type=args.day, metavar=say("arg.date"), help=say("office.deposit-form.close-day.day"))
    close.add_argument(
        "--transfer",
        action="append",
        default=[],
        type=transfer,
        metavar=say("arg.transfer"),
        help=say("office.deposit-form.transfer"),
    )
    signer.add(close, say, required=False)
    args.json(close, say)
    _of_officer(close, say, "run_close")


def transfer(text: str) -> tuple[str, str]:
    """A tax and the document under which it goes to the budget."""
    tax, equals, reference = text.partition("=")
    if not (tax and equals and reference):
        raise ValueError(text)
    return tax.upper(), reference


def _of_officer(parser: argparse.ArgumentParser, say: Words, run: str) -> None:
    parser.add_argument("--officer", required=True, metavar=say("arg.id"), help=say("office.hq02.officer"))
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    parser.set_defaults(run=f"thongquan.cli.office_deposit_forms:{run}")


def run_form(arguments: argparse.Namespace, say: Words) -> int:
    return deposit_forms.show(_Desk(arguments), arguments, say)


def run_days(arguments: argparse.Namespace, say: Words) -> int:
    """What is closed, the latest first, and what is next."""
    from thongquan.cli.lists import print_json
    from thongquan.cli.table import day_of, figure

    desk = _Desk(arguments)
    closed: list[dict[str, Any]] = []
    after = ""
    while True:
        page = desk.told("days", office=arguments.office, after=after)
        closed += page["rows"]
        after = page["next"]
        if not after:
            break
    following = desk.told("days/next", office=arguments.office)
    if arguments.json:
        print_json({"closed": closed, "next": following})
        return 0
    if following["day"]:
        told = {"day": day_of(following["day"], say.lang), "total": figure(following["total"], say.lang)}
        print(say("office.deposit-form.next" if following["is_over"] else "office.deposit-form.not-over", **told))
    for one in closed:
        told = {"day": day_of(one["day"], say.lang), "total": figure(one["total"], say.lang), "number": one["number"]}
        print(say("office.deposit-form.closed-row", lines=one["lines"], officer=one["closed_by"], **told))
    return 0


def run_close(arguments: argparse.Namespace, say: Words) -> int:
    """The day that is next, unless another is named; without --certificate its text is only shown."""
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.lists import print_json
    from thongquan.cli.progress import progress

    office, day = Office(arguments.data), arguments.day
    if day is None:
        day = _Desk(arguments).told("days/next", office=arguments.office)["day"]
        if not day:
            print(say("office.deposit-form.nothing"))
            return 1
    transfers = [{"tax": tax, "reference": reference} for tax, reference in arguments.transfer]
    says = {"office": arguments.office, "day": str(day), "transfers": transfers}
    text = office.compose(KIND, arguments.officer, says, say)
    if arguments.certificate is None:
        print(say("office.deposit-form.unsigned"))
        return 0
    with signer.opened(arguments, say) as key, progress(say("office.deposit-form.closing")):
        done = office.send(text, key)["outcome"]
    if arguments.json:
        print_json(done)
    else:
        print(say("office.deposit-form.closed", day=done["day"], number=done["number"], accounts=done["accounts"]))
    return 0


class _Desk:
    """Implements `deposit_forms.Desk` on the office's socket."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from thongquan.cli.desk_of_office import Office

        self._office, self._officer = Office(arguments.data), arguments.officer

    def told(self, what: str, **asked: str) -> Any:
        return self._office.ask(f"/office/deposits/{what}?{urlencode({'officer': self._officer, **asked})}")

    def fetched(self, what: str, **asked: str) -> bytes:
        return self._office.fetch(f"/office/deposits/{what}?{urlencode({'officer': self._officer, **asked})}")
