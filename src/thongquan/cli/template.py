"""`thongquan template import|export FILE.xlsx`: an empty manifest to fill in."""

import argparse
from pathlib import Path

from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "template", say)
    parser.add_argument("direction", choices=("import", "export"), help=say("direction.help"))
    parser.add_argument("file", type=Path, metavar="FILE.xlsx", help=say("template.file"))
    parser.set_defaults(run="thongquan.cli.template:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan import manifest

    arguments.file.touch()  # a place that cannot be written is told by the system, with its name
    manifest.write_template(arguments.direction, arguments.file, say.lang)
    print(say("template.done", file=arguments.file))
    return 0
