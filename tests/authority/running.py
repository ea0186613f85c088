"""A server of its own process, to be asked, killed and started again."""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import msgspec

from authority.house import SYSTEM, House, multipart, the_pki
from demo_pki import MADE_AT, NOW
from forked import Forked
from server_pair import ServerPair
from thongquan.authority.stages import Received
from thongquan.base.limits import LIMITS, Limits

PROGRAM = Path(__file__).parent / "run_server.py"
MULTIPART = {"Content-Type": "multipart/mixed; boundary=thongquan-test"}


START = NOW.isoformat()

RUNNING: list["Server"] = []
"""Those that a failed test left behind are ended with this."""


class Server:
    """`folder` holds data and keys; what is registered there stays over restarts, and so does the address.

    `under` is a command that runs the server, such as a tracer that becomes nobody's parent. `clock` is the moment at
    which its clock starts, or a file that holds the present one.
    """

    def __init__(
        self,
        folder: Path,
        limits: Limits = LIMITS,
        under: Sequence[str] = (),
        clock: str | Path = START,
        *,
        trust: Path | None = None,
        tls: ServerPair | None = None,
        at_once: bool = False,
    ) -> None:
        self.folder, self.limits, self.under = folder, limits, under
        self.trust, self.tls = trust or the_pki().folder, tls
        self.listen = "127.0.0.1:0"
        self.at_once = ["--at-once"] if at_once else []
        self.clock = str(clock)
        if not (folder / "keys").exists():
            House(folder, now=MADE_AT).close()
        self.start()

    def start(self) -> None:
        limits = msgspec.json.encode(self.limits).decode()
        arguments = [str(self.folder), str(self.trust), SYSTEM, self.clock, limits, self.listen]
        arguments += [str(self.tls.certificate), str(self.tls.key)] if self.tls else []
        arguments += self.at_once
        with (self.folder / "log").open("ab") as log:
            begin = subprocess.Popen if self.under else Forked
            self.process = begin(
                [*self.under, sys.executable, str(PROGRAM), *arguments], stdout=subprocess.PIPE, stderr=log
            )
        RUNNING.append(self)
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().decode().strip()
        assert self.address, self.logged()
        self.listen = self.address.partition("://")[2]
        self.port = int(self.address.rpartition(":")[2])
        self.client = httpx.Client(
            base_url=self.address, trust_env=False, timeout=30, verify=self.tls.context() if self.tls else False
        )

    def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.client.close()
        self.process.send_signal(how)
        code = self.process.wait(20)
        RUNNING.remove(self)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code

    def office(self) -> httpx.Client:
        transport = httpx.HTTPTransport(uds=str(self.folder / "data" / "office.sock"))
        return httpx.Client(transport=transport, base_url="http://office")

    def file(self, filing: Received, **headers: str) -> httpx.Response:
        return self.client.post("/api/v1/filings", content=multipart(filing), headers=MULTIPART | headers)

    def logged(self) -> str:
        return (self.folder / "log").read_text()

    def line_of(self, request_id: str) -> str:
        """The log's one line about a request. It is written when the answer is out already, so it may take a moment."""
        deadline = time.monotonic() + 5
        while not (lines := [line for line in self.logged().splitlines() if request_id in line]):
            assert time.monotonic() < deadline, f"{request_id} is not in the log"
            time.sleep(0.01)
        assert len(lines) == 1
        return lines[0]
