"""Arguments that several commands share, so that they are named and explained alike everywhere."""

import argparse
import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from thongquan.cli.words import Words

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - the type of add_subparsers()
else:
    Commands = argparse.Action

SYSTEM = "thongquan"
_DONG = re.compile(r"\d{1,15}|\d{1,3}(?:[.,_]\d{3})+")
DEMONSTRATION_SYSTEM = "thongquan-demo"
"""Names of authorities. What is signed for one counts nowhere else."""


class Help(argparse.HelpFormatter):
    """Options and what they do side by side; examples as they are written."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        if "\n" in text:
            return "\n".join(indent + line for line in text.splitlines())
        return super()._fill_text(text, width, indent)


def command(commands: Commands, name: str, say: Words, key: str = "") -> argparse.ArgumentParser:
    """A command and its help, worded under `key` (its name, unless it is part of a group), and examples of its use."""
    sentence, examples = say(key or name), f"example.{key or name}"
    return commands.add_parser(
        name,
        help=sentence,
        description=sentence[:1].upper() + sentence[1:] + ".",
        epilog=f"{say('examples')}:\n{say(examples)}" if say.has(examples) else None,
        allow_abbrev=False,
        formatter_class=Help,
    )


def group(commands: Commands, name: str, say: Words, key: str = "") -> Commands:
    """A command that has commands of its own."""
    parser = command(commands, name, say, key)
    parts: Commands = parser.add_subparsers(metavar=say("command"), required=True, title=say("commands"))
    return parts


def manifests(parser: argparse.ArgumentParser, say: Words, *, some: str) -> None:
    parser.add_argument("manifests", nargs=some, type=Path, metavar=say("arg.manifest"), help=say("manifest.help"))
    parser.add_argument("--profile", type=Path, metavar="FILE.toml", help=say("profile.help"))
    parser.add_argument("--columns", type=Path, metavar="FILE.toml", help=say("columns.help"))
    parser.add_argument("--direction", choices=("import", "export"), help=say("direction.help"))
    parser.add_argument("--on", type=day, metavar=say("arg.date"), help=say("on.help"))


def out(parser: argparse.ArgumentParser, say: Words, key: str, *, required: bool = False) -> None:
    parser.add_argument("--out", type=Path, metavar=say("arg.folder"), required=required, help=say(key))


def json(parser: argparse.ArgumentParser, say: Words) -> None:
    parser.add_argument("--json", action="store_true", help=say("json.help"))


def outbox(parser: argparse.ArgumentParser, say: Words) -> None:
    parser.add_argument("--outbox", type=Path, metavar=say("arg.folder"), help=say("outbox.help"))


def patience(parser: argparse.ArgumentParser, say: Words) -> None:
    help_text = say("patience.help")
    parser.add_argument("--patience", type=float, default=20.0, metavar=say("arg.seconds"), help=help_text)


def server_ca(parser: argparse.ArgumentParser, say: Words) -> None:
    parser.add_argument("--server-ca", type=Path, metavar="FILE.pem", help=say("server-ca.help"))


def anchors(parser: argparse.ArgumentParser, say: Words, *, required: bool) -> None:
    help_text = say("anchors.help")
    parser.add_argument("--anchors", type=Path, metavar=say("arg.folder"), required=required, help=help_text)


def books(parser: argparse.ArgumentParser, say: Words) -> None:
    """The folders of an authority, named as for `serve`."""
    parser.add_argument("--data", type=Path, required=True, metavar=say("arg.folder"), help=say("serve.data"))
    parser.add_argument("--keys", type=Path, metavar=say("arg.folder"), help=say("serve.keys"))


def by(parser: argparse.ArgumentParser, say: Words) -> None:
    parser.add_argument("--by", metavar=say("arg.name"), help=say("by.help"))


def server(text: str) -> str:
    """`http(s)://HOST[:PORT]` and nothing more: no path, and never a name and password."""
    url = urlsplit(text.rstrip("/"))
    plain = url.scheme in {"http", "https"} and url.hostname and (url.port or True)
    if not plain or "@" in url.netloc or url.path or url.query or url.fragment:
        raise ValueError(text)
    return url.geturl()


def dong(text: str) -> int:
    """Whole đồng, in groups of three or not.

    >>> dong("5000000"), dong("5.000.000")
    (5000000, 5000000)
    """
    if not _DONG.fullmatch(text):
        raise ValueError(text)
    return int(re.sub("[.,_]", "", text))


def day(text: str) -> date:
    return date.fromisoformat(text)


def moment(text: str) -> datetime:
    """A time with its offset; `Z` is UTC. Without an offset it could mean two moments, so it is refused."""
    read = datetime.fromisoformat(text)
    if read.tzinfo is None:
        raise ValueError(text)
    return read
