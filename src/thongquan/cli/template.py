"""`thongquan template import|export FILE.xlsx`: an empty manifest; `template profile FILE.toml`: a sample profile."""

import argparse
from pathlib import Path

from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "template", say)
    parser.add_argument("direction", choices=("import", "export", "profile"), help=say("template.what"))
    parser.add_argument("file", type=Path, metavar="FILE", help=say("template.file"))
    parser.set_defaults(run="thongquan.cli.template:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    if arguments.direction == "profile":
        return write_profile(arguments.file, say)
    from thongquan.manifest.template import write_template

    arguments.file.open("xb").close()  # never over a manifest that somebody has filled in
    write_template(arguments.direction, arguments.file, say.lang)
    print(say("template.done", file=arguments.file))
    return 0


def write_profile(file: Path, say: Words) -> int:
    """Never over a profile that somebody has filled in."""
    from importlib.resources import files

    with file.open("xb") as new:
        new.write((files("thongquan.cli") / "flight" / "courier.toml").read_bytes())
    print(say("template.profile", file=file))
    return 0
