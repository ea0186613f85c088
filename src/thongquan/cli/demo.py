"""`thongquan demo`: the main job, end to end, on a sample flight, with a real server. `walk.py` has its steps."""

from pathlib import Path

from thongquan.cli.arguments import Commands, command
from thongquan.cli.words import Words


def add(commands: Commands, say: Words) -> None:
    parser = command(commands, "demo", say)
    default = Path("out/demo")
    parser.add_argument("--out", type=Path, default=default, metavar=say("arg.folder"), help=say("demo.out"))
    parser.set_defaults(run="thongquan.cli.walk:run")
