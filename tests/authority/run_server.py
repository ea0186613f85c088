"""A server in a process of its own: `python run_server.py FOLDER TRUST SYSTEM CLOCK LIMITS [CERT KEY]`.

Prints its address.
"""

import sys
from datetime import datetime
from pathlib import Path

import msgspec

from thongquan.app import Service, build_authority, resumed, serve
from thongquan.base.limits import Limits
from thongquan.server.logs import set_up_logs
from thongquan.server.tls import TlsFiles

folder, trust = Path(sys.argv[1]), Path(sys.argv[2])
log = set_up_logs()
service = Service(
    data=folder / "data",
    keys=folder / "keys",
    trust=trust,
    system=sys.argv[3],
    listen="127.0.0.1:0",
    tls=TlsFiles(Path(sys.argv[6]), Path(sys.argv[7])) if len(sys.argv) > 6 else None,
    limits=msgspec.json.decode(sys.argv[5], type=Limits),
)
parts = build_authority(service, resumed(datetime.fromisoformat(sys.argv[4]), service.data))
serve(service, parts, lambda address: print(address, flush=True), log)  # noqa: T201 - its caller reads the address
