"""`thongquan demo`: the main job, end to end, on a sample flight, with a real server. See `walk.py` for the steps."""

import argparse
from pathlib import Path

from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "demo", say)
    default = Path("out/demo")
    parser.add_argument("--out", type=Path, default=default, metavar=say("arg.folder"), help=say("demo.out"))
    parser.set_defaults(run="thongquan.cli.demo:run")


def run(arguments: argparse.Namespace, say: Words) -> int:
    from thongquan.cli.walk import Walk, fresh_folder

    walk = Walk(fresh_folder(arguments.out), say)
    try:
        walk.say_what_will_happen()
        walk.make_certificates()
        walk.start_server()
        walk.register()
        walk.check()
        walk.file()
        walk.decide()
        walk.print_forms()
        walk.verify()
    finally:
        walk.stop_server()
    walk.show_what_was_made()
    return 0
