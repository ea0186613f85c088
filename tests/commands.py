"""Commands and a server as a user would run them, and flights to file."""

import csv
import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest

from demo_pki import PASSWORD, RSA_COMPANY, Pki
from forked import Forked
from thongquan.cli.main import main

SAMPLES = Path(__file__).parent / "samples"
PROFILE = SAMPLES / "courier.toml"
DAY = "2026-09-02"
CLOCK = "2026-09-02T03:00:00Z"
SECONDS = 60


class Ended(NamedTuple):
    code: int
    out: str
    err: str

    def lines(self) -> list[dict[str, Any]]:
        return [msgspec.json.decode(line) for line in self.out.splitlines()]

    def summary(self) -> dict[str, Any]:
        found: dict[str, Any] = self.lines()[-1]["summary"]
        return found

    def numbers(self) -> dict[str, str]:
        """House bill → number, of whatever is registered, now or before."""
        return {one["house_bill"]: one["number"] for one in self.lines() if one.get("number")}


def run_command(captured: pytest.CaptureFixture[bytes], *arguments: object) -> Ended:
    captured.readouterr()
    try:
        code = main(["--lang", "en", *map(str, arguments)])
    except SystemExit as end:
        code = int(end.code or 0)
    sys.stdout.flush()
    out, err = captured.readouterr()
    return Ended(code, out.decode(), err.decode())


def command_line(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "thongquan.cli.main", "--lang", "en", *map(str, arguments)]


def watched_line(*arguments: object) -> list[str]:
    """As the command, for a tracer that is not root: as a program of its own it lets nobody look into it."""
    return [
        sys.executable,
        "-c",
        "import sys; from thongquan.cli.main import main; sys.exit(main())",
        "--lang",
        "en",
    ] + [str(one) for one in arguments]


def run_process(*arguments: object, **environ: str) -> Ended:
    """Run a command in a process of its own, with no terminal."""
    with Forked(
        command_line(*arguments),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        text=True,
        env=os.environ | environ,
    ) as process:
        try:
            out, err = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
    return Ended(process.returncode, out, err)


class Server:
    """`thongquan serve --demo` in a process of its own; it keeps its port when it is started again."""

    def __init__(self, folder: Path, pki: Pki, *more: object) -> None:
        self.more = more
        self.data, self.keys = folder / "d", folder / "k"
        self.log = folder / "log"
        self.pki = pki
        self.listen = "127.0.0.1:0"
        self.address = ""

    def start(self) -> None:
        command = command_line(
            "serve", "--demo", "--clock", CLOCK, "--data", self.data, "--keys", self.keys, "--trust", self.pki.folder
        )
        with self.log.open("a") as log:
            self.process = Forked(
                [*command, "--listen", self.listen, *map(str, self.more)], stdout=subprocess.PIPE, stderr=log, text=True
            )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().split()[-1]
        self.listen = self.address.partition("//")[2]

    def register(self) -> None:
        """The company, and the head of the office."""
        certificate = str(self.pki.p12("rsa").with_suffix(".pem"))
        operator, data = str(self.pki.officer_p12("vh01").with_suffix(".pem")), ["--data", str(self.data)]
        found = ["found", "vh01", "Đỗ Văn Hành", "02DS", "--certificate", operator, "--identity", "001199000905"]
        assert main(["office", *found, *data]) == 0
        name = "Công ty TNHH Chuyển phát nhanh Thử Nghiệm"
        for what in (
            ["company", "add", RSA_COMPANY, name, "--certificate", certificate],
            [
                "officer",
                "add",
                "CC001",
                "Nguyễn Văn Thử",
                "02DS",
                "--role",
                "head",
                *self.signing("pem"),
                "--account",
                "--identity",
                "001199000901",
            ],
        ):
            assert main(["office", *what, *self.operating()]) == 0

    def operating(self) -> list[str]:
        """The options that name the operator who signs, and the data."""
        return ["--as", "vh01", "--key", *self.signing(officer="vh01")[1:], "--data", str(self.data)]

    def signing(self, kind: str = "p12", officer: str = "CC001") -> list[str]:
        """The option that names an officer's certificate; of a key file also where its password lies."""
        option = ["--certificate", str(self.pki.officer_p12(officer).with_suffix(f".{kind}"))]
        password = self.data.with_name("password-of-officers.txt")
        password.write_text(PASSWORD + "\n")
        return option if kind == "pem" else [*option, "--password-file", str(password)]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self._ended()

    def stop(self) -> None:
        self.process.terminate()
        self._ended()

    def _ended(self) -> None:
        self.process.wait(timeout=SECONDS)
        assert self.process.stdout is not None
        self.process.stdout.close()


def filing(server: str, pki: Pki, outbox: Path, *manifests: Path) -> list[object]:
    """The arguments with which a flight is filed."""
    password = outbox.with_name("password.txt")
    password.parent.mkdir(parents=True, exist_ok=True)
    password.write_text(PASSWORD + "\n")
    signed = ["--certificate", pki.p12("rsa"), "--password-file", password, "--anchors", pki.anchors]
    day = ["--profile", PROFILE, "--on", DAY]
    return ["file", *manifests, *day, "--server", server, "--outbox", outbox, *signed, "--json"]


HEADINGS = """House Air Waybill
Master Air Waybill
Flight
Arrival Date
Loading Port
Unloading Port
Consignor Name
Consignor Address
Consignor Country
Consignee Name
Consignee Address
Consignee Phone
Goods (EN)
Goods (VI)
HS8
Origin
Pieces
Gross Kg
Declared Value
Currency
Delivery Term
Freight
Freight Currency""".splitlines()


FLIGHTS = itertools.count(1)


def a_flight(path: Path, houses: int, *, number: int = 0, goods: str = "Automatic wrist watch") -> Path:
    """A manifest of so many right houses, each for another person. A flight `number` has always the same houses."""
    start = (number or next(FLIGHTS)) * 10_000
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        for n in range(start, start + houses):
            writer.writerow([
                f"QNV{n:08}VN", "160-55120015", "CX0791/03SEP", "2026-09-03", "USLAX", "SGN", f"BLUE RIVER {n} LLC",
                "1450 HARBOR BLVD, LOS ANGELES CA 90021", "US", f"Đinh Minh Ánh {n}",
                f"{n} Trần Hưng Đạo, Xã Quảng Bị, Thành phố Hà Nội", f"09{n:08}", goods, "Đồng hồ đeo tay tự động",
                "91022100", "CH", "1", "0.5", "5", "USD", "FOB", "1", "USD",
            ])  # fmt: skip
    return path
