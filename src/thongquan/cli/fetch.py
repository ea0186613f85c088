"""`thongquan fetch`: the process that goes out for revocation data, and to webhooks, so that the server never does."""

import argparse
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from thongquan.base.fault import Refusal
    from thongquan.fetching.delivering import Sender
    from thongquan.fetching.round import Fetched


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "fetch", say)
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("office.data"))
    parser.add_argument("--every", type=float, metavar=say("arg.seconds"), help=say("fetch.every"))
    parser.add_argument(
        "--webhooks-inside", action="append", default=[], metavar="IP", type=_address, help=say("fetch.webhooks-inside")
    )
    parser.set_defaults(run="thongquan.cli.fetch:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    """One round ends with 1 if something was refused. In turns it goes on whatever happens, and says so each time."""
    from thongquan.base.fault import Refusal
    from thongquan.cli.desk_of_office import Office
    from thongquan.cli.main import complain, refused
    from thongquan.fetching.delivering import Sender
    from thongquan.fetching.round import Lists, one_round

    lists, office = Lists(), Office(arguments.data)
    sender = Sender(office, arguments.webhooks_inside)
    sending = threading.Thread(target=sender.keep_on, args=(Refusal,), name="webhooks", daemon=True)
    if arguments.every is not None:
        sending.start()
    while True:
        try:
            done = one_round(office, lists)
            if arguments.every is None:
                sender.until_nothing_is_due()
        except Refusal as refusal:
            if arguments.every is None:
                raise
            refused(refusal, say)
        else:
            print(summary(done, sender, say), flush=True)
            for one in done.refusals:
                complain(worded_once(one, say))
            if arguments.every is None:
                return 1 if done.refusals else 0
        time.sleep(arguments.every)
        if not sending.is_alive():  # our own mistake, told on stderr: whoever watches over the process starts it again
            return 1


def summary(done: "Fetched", sender: "Sender", say: Words) -> str:
    told = say("fetch.done", at=done.at, lists=done.lists, answers=done.answers, refused=len(done.refusals))
    return f"{told} {say('fetch.delivered', taken=sender.taken, refused=sender.refused)}"


def worded_once(refusal: "Refusal", say: Words) -> str:
    from thongquan.cli.refusals import worded

    return f"{refusal.code}: {worded(refusal, say).text}"


def _address(text: str) -> str:
    from ipaddress import ip_address

    return str(ip_address(text))
