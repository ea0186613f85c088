"""A server in a process of its own, which prints its address.

`python run_server.py FOLDER TRUST SYSTEM CLOCK LIMITS HOST:PORT [CERT KEY] [--at-once]`. CLOCK is the moment at
which its clock starts, or the name of a file that always holds the present moment: a clock that its owner sets.
"""

import sys
from datetime import datetime
from pathlib import Path

import msgspec

from thongquan.app import Service, build_authority, resumed, serve
from thongquan.base.limits import Limits
from thongquan.server.logs import set_up_logs
from thongquan.server.tls import TlsFiles

at_once = sys.argv[-1] == "--at-once"  # what is registered counts at once, as in a demonstration
files = [Path(one) for one in sys.argv[7 : -1 if at_once else None]]
folder, trust = Path(sys.argv[1]), Path(sys.argv[2])
log = set_up_logs()
service = Service(
    data=folder / "data",
    keys=folder / "keys",
    trust=trust,
    system=sys.argv[3],
    listen=sys.argv[6],
    tls=TlsFiles(*files) if files else None,
    at_once=at_once,
    limits=msgspec.json.decode(sys.argv[5], type=Limits),
)


def told_by(file: Path) -> datetime:
    return datetime.fromisoformat(file.read_text())


hand = Path(sys.argv[4])
clock = (lambda: told_by(hand)) if hand.exists() else resumed(datetime.fromisoformat(sys.argv[4]), service.data)
parts = build_authority(service, clock)
serve(service, parts, lambda address: print(address, flush=True), log)  # noqa: T201 - its caller reads the address
