"""A server in a process of its own: `python run_server.py FOLDER [CLOCK]`. Prints its address when it is ready."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from thongquan.app import Service, build_authority, resumed, serve
from thongquan.server.logs import set_up_logs

folder, system, trust, clock = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), sys.argv[4]
set_up_logs()
service = Service(data=folder / "data", keys=folder / "keys", trust=trust, system=system, listen="127.0.0.1:0")
parts = build_authority(service, resumed(datetime.fromisoformat(clock).replace(tzinfo=UTC), service.data))
serve(service, parts, lambda address: print(address, flush=True))
