"""`thongquan template`: an empty manifest, a sample profile, or a sample of what a transport says beside its plan."""

import argparse
from pathlib import Path

from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words

SAMPLES = {"profile": "courier.toml", "transport": "transport.json"}


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "template", say)
    parser.add_argument("direction", choices=("import", "export", *SAMPLES), help=say("template.what"))
    parser.add_argument("file", type=Path, metavar="FILE", help=say("template.file"))
    parser.set_defaults(run="thongquan.cli.template:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    if arguments.direction in SAMPLES:
        return write_sample(arguments.direction, arguments.file, say)
    from thongquan.manifest.template import write_template

    arguments.file.open("xb").close()  # never over a manifest that somebody has filled in
    write_template(arguments.direction, arguments.file, say.lang)
    print(say("template.done", file=arguments.file))
    return 0


def write_sample(what: str, file: Path, say: Words) -> int:
    """Never over one that somebody has filled in."""
    from importlib.resources import files

    with file.open("xb") as new:
        new.write((files("thongquan.cli") / "flight" / SAMPLES[what]).read_bytes())
    print(say(f"template.{what}", file=file))
    return 0
