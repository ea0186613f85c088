"""`thongquan watch`: what happens to one's declarations, as it happens. Run again, it goes on where it ended."""

import argparse
import os
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from thongquan.cli import arguments as args
from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongquan.declarant.refusals import ServerAway
    from thongquan.declarant.watching import CursorFile, Event, EventsFile, Follower, Line

ACCESS_KEY = "THONGQUAN_ACCESS_KEY"  # nosec B105 - the name of a variable
STYLES = {"cleared": "green", "released": "green", "refused": "red", "seized": "red", "held": "yellow"}


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "watch", say)
    parser.add_argument("--server", type=args.server, required=True, metavar="URL", help=say("server.help"))
    args.server_ca(parser, say)
    parser.add_argument("--terminal", required=True, metavar="ID", help=say("watch.terminal"))
    parser.add_argument("--key-file", type=Path, metavar="FILE", help=say("watch.key-file"))
    parser.add_argument("--out", type=Path, metavar="FILE.ndjson", help=say("watch.out"))
    parser.add_argument("--once", action="store_true", help=say("watch.once"))
    args.patience(parser, say)
    args.json(parser, say)
    parser.set_defaults(run="thongquan.cli.watch:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.declarant.sending import Authority
    from thongquan.declarant.watching import CursorFile, EventsFile, Follower

    key = access_key(arguments)
    kept = EventsFile(arguments.out) if arguments.out else CursorFile(cursor_file(arguments))
    authority = Authority(arguments.server, ca=arguments.server_ca, patience=arguments.patience)
    with closing(kept), closing(authority):
        follow(Follower(authority, arguments.terminal, key), kept, arguments, say)
    return 0


def follow(follower: "Follower", kept: "EventsFile | CursorFile", arguments: argparse.Namespace, say: Words) -> None:
    """Until it is ended; with `--once` until nothing more is there. What is shown counts as shown only afterwards."""
    away = None if arguments.once else Away(arguments.server, say)
    for lines in follower.pages(kept, once=arguments.once, away=away):
        if away:
            away.is_told = False
        if not (arguments.json and arguments.out):
            show(lines, arguments.json, say)


class Away:
    """Says once that the server is away, until it was back."""

    def __init__(self, server: str, say: Words) -> None:
        self._server, self._say = server, say
        self.is_told = False

    def __call__(self, _reason: "ServerAway") -> None:
        if not self.is_told:
            print(self._say("watch.away", server=self._server), file=sys.stderr)
        self.is_told = True


def show(lines: "Sequence[Line]", as_json: bool, say: Words) -> None:
    if as_json:
        for line in lines:
            print(line.spelled.decode())
    elif sys.stdout.isatty():
        from rich.console import Console
        from rich.text import Text

        console = Console()
        for line in lines:
            console.print(Text(told(line.event, say), style=STYLES.get(line.event.state, "")))
    else:
        for line in lines:
            print(told(line.event, say))
    sys.stdout.flush()


def told(event: "Event", say: Words) -> str:
    """One line: when, which, what happened, and how it stands now."""
    from thongquan.base.moment import VIETNAM, read_stamp
    from thongquan.cli.table import plain
    from thongquan.cli.transport_told import state_of, step_of
    from thongquan.declaration.lifecycle import called

    at = read_stamp(event.at).astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M:%S")
    if event.kind == "restored":
        return f"{at}  {say('watch.restored')}"
    if event.kind == "webhook-stopped":
        return plain(f"{at}  {say('watch.webhook-stopped', webhook=event.number)}")
    if event.kind == "transport":
        what = f"{step_of(event.step, say)} · {state_of(event.state, say)}"
        return plain(f"{at}  {event.number}  {what}")
    names = called(event.step)
    what = (
        (names["step_en"] if say.lang == "en" else names["step"])
        if event.kind == "decided" and event.step
        else say(f"watch.{event.kind}")
    )
    parts = [what, say(f"state.{event.state}") if event.state else say("watch.erased")]
    if event.channel:
        parts.append(say("of_channel", channel=say(f"channel.{event.channel}")))
    return plain(f"{at}  {event.number}  {' · '.join(parts)}")


def access_key(arguments: argparse.Namespace) -> str:
    """From a file or the environment: on a command line others of the machine could read it."""
    from thongquan.cli.refusals import AccessKeyMissing

    given = (
        arguments.key_file.read_text(encoding="ascii", errors="replace")
        if arguments.key_file
        else os.environ.get(ACCESS_KEY, "")
    )
    if not given.strip():
        raise AccessKeyMissing
    return str(given.strip())


def cursor_file(arguments: argparse.Namespace) -> Path:
    """One for each server and terminal."""
    from thongquan.cli.places import state_folder

    server = urlsplit(arguments.server).netloc.replace(":", "-").strip("[]")
    name = "".join(letter for letter in f"{server}-{arguments.terminal}" if letter.isalnum() or letter in "-.")
    return state_folder() / "watch" / f"{name}.cursor"
